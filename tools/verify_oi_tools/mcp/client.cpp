#include "verify_oi_tools/mcp/client.h"

#include <algorithm>
#include <array>

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "backend/lenient_json.h"
#include "core/duration.h"
#include "core/text.h"
#include "core/version.h"

namespace aether::verify_oi_tools::mcp {

namespace {

namespace json = boost::json;

constexpr std::array<std::string_view, 4> k_revisions = {"2025-11-25", "2025-06-18", "2025-03-26",
                                                         "2024-11-05"};
constexpr std::string_view k_modern = "2026-07-28";
constexpr int k_method_not_found = -32601;
constexpr std::int64_t k_unsupported_revision = -32022;
constexpr std::size_t k_most_pages = 10'000;
constexpr int k_most_lists = 3;
constexpr std::chrono::milliseconds k_discover(3'000);

json::object who_we_are() { return {{"name", "verify_oi_tools"}, {"version", version()}}; }

// Of a list that goes round and round.
std::vector<json::value> without_repetition(std::vector<json::value> tools) {
  std::set<std::string> names;
  std::erase_if(tools, [&](const json::value& tool) {
    const json::object* object = tool.if_object();
    return object != nullptr && !names.insert(text_at(*object, "name")).second;
  });
  return tools;
}

} // namespace

Client::Answer Client::request(std::string_view method, json::object params) {
  try {
    return request_once(method, params);
  } catch (const Failure& failure) {
    if (failure.kind() != Failure::Kind::session_lost || !is_initialized_) {
      throw;
    }
    transport_.complain("it lost the session, which was begun anew");
    transport_.forget_session();
    is_initialized_ = false; // once only
    initialize_legacy();
    Answer answer = request_once(method, std::move(params));
    return answer;
  }
}

Client::Answer Client::request_once(std::string_view method, json::object params) {
  const std::int64_t id = ++last_id_;
  if (method == "tools/call") {
    params["_meta"] = json::object{{"progressToken", id}};
  }
  transport_.send(make_request(id, method, std::move(params)));
  return wait_for_answer(id, method);
}

Client::Answer Client::wait_for_answer(std::int64_t id, std::string_view method) {
  Clock::time_point end = std::min(options_.deadline, Clock::now() + options_.request);
  for (;;) {
    std::optional<Message> message = transport_.receive(end);
    if (!message) {
      time_out(id, method);
    }
    const bool is_answer =
        message->kind == Message::Kind::result || message->kind == Message::Kind::error;
    if (is_answer && message->id == id) {
      return {std::move(message->result), message->kind == Message::Kind::error,
              message->error_code, message->error_message, std::move(message->error_data)};
    }
    bool is_progress = false;
    take(*message, is_progress);
    if (is_progress) {
      end = std::min(options_.deadline, Clock::now() + options_.request);
    } else if (Clock::now() >= end) {
      time_out(id, method); // it talks, and does not answer
    }
  }
}

void Client::time_out(std::int64_t id, std::string_view method) {
  if (method != "initialize" && method != "server/discover") {
    given_up_.insert(id);
    transport_.give_up(id);
    transport_.send(make_notification("notifications/cancelled",
                                      {{"requestId", id}, {"reason", "it took too long"}}));
  }
  throw Failure(Failure::Kind::timed_out, fmt::format("it does not answer {} in time", method));
}

void Client::take(const Message& message, bool& is_progress) {
  switch (message.kind) {
  case Message::Kind::request:
    answer(message);
    return;
  case Message::Kind::notification:
    is_progress = message.method == "notifications/progress";
    list_changed_ = list_changed_ || message.method == "notifications/tools/list_changed";
    return;
  case Message::Kind::result:
  case Message::Kind::error:
    take_stray(message);
    return;
  }
}

void Client::answer(const Message& request) {
  if (request.method == "ping") {
    transport_.send(make_result(request.id, json::object{}));
  } else if (auto result =
                 options_.answer ? options_.answer(request.method, request.params) : std::nullopt) {
    transport_.send(make_result(request.id, std::move(*result)));
  } else {
    transport_.send(make_error(request.id, k_method_not_found, "Method not found"));
  }
}

void Client::take_stray(const Message& message) {
  if (message.id.is_int64() && given_up_.contains(message.id.get_int64())) {
    return; // it crossed our giving up
  }
  const std::string id = printable(json::serialize(message.id));
  if (message.id.is_null() && message.kind == Message::Kind::error) {
    transport_.complain(
        fmt::format("it says of no request in particular: {}", excerpt(message.error_message)));
  } else if (message.id.is_int64() && message.id.get_int64() > 0 &&
             message.id.get_int64() <= last_id_) {
    transport_.complain(fmt::format("it answers the request {} twice", id));
  } else {
    transport_.complain(fmt::format("it answers a request {} that was never made", excerpt(id)));
  }
}

ServerInfo Client::initialize() {
  if (options_.protocol == Protocol::legacy) {
    return initialize_legacy();
  }
  if (is_modern()) {
    throw Failure(Failure::Kind::unsupported,
                  fmt::format("it speaks the revision {}, which is not spoken here yet", k_modern));
  }
  if (options_.protocol == Protocol::modern) {
    throw Failure(Failure::Kind::unsupported,
                  fmt::format("it does not speak the revision {}, which was asked for", k_modern));
  }
  return initialize_legacy();
}

// A result, or the error that names what it supports; a silent server is none.
bool Client::is_modern() {
  json::object meta{{"io.modelcontextprotocol/protocolVersion", k_modern},
                    {"io.modelcontextprotocol/clientCapabilities", options_.capabilities},
                    {"io.modelcontextprotocol/clientInfo", who_we_are()}};
  const std::chrono::milliseconds usual = options_.request;
  options_.request = std::min(usual, k_discover);
  bool is_it = false;
  try {
    const Answer answer = request_once("server/discover", {{"_meta", std::move(meta)}});
    const json::object* data = answer.data.if_object();
    is_it = answer.is_error ? answer.code == k_unsupported_revision && data != nullptr &&
                                  data->contains("supported")
                            : answer.result.is_object();
  } catch (const Failure& failure) {
    if (failure.kind() != Failure::Kind::timed_out && failure.kind() != Failure::Kind::refused) {
      throw;
    }
  }
  options_.request = usual;
  return is_it;
}

ServerInfo Client::initialize_legacy() {
  const Answer answer = request_once("initialize", {{"protocolVersion", k_revisions.front()},
                                                    {"capabilities", options_.capabilities},
                                                    {"clientInfo", who_we_are()}});
  ServerInfo info = take_initialize(answer);
  transport_.agreed(info.revision);
  transport_.send(make_notification("notifications/initialized", {}));
  is_initialized_ = true;
  return info;
}

ServerInfo Client::take_initialize(const Answer& answer) {
  if (answer.is_error) {
    if (answer.code == k_unsupported_revision ||
        (answer.code == k_method_not_found && is_modern())) {
      throw Failure(
          Failure::Kind::unsupported,
          fmt::format("it speaks the revision {} only, which is not spoken here yet", k_modern));
    }
    not_mcp(
        fmt::format("it refuses to be initialized: {} ({})", excerpt(answer.message), answer.code));
  }
  const json::object* result = answer.result.if_object();
  if (result == nullptr) {
    not_mcp("its answer to initialize is no object");
  }
  ServerInfo info;
  info.revision = text_at(*result, "protocolVersion");
  if (std::find(k_revisions.begin(), k_revisions.end(), info.revision) == k_revisions.end()) {
    throw Failure(info.revision.empty() ? Failure::Kind::protocol : Failure::Kind::unsupported,
                  info.revision.empty()
                      ? "its answer to initialize names no protocolVersion"
                      : fmt::format("it wants the revision {}; known here are {} to {}",
                                    excerpt(info.revision), k_revisions.back(),
                                    k_revisions.front()));
  }
  if (const json::object* server = object_at(*result, "serverInfo")) {
    info.name = text_at(*server, "name");
    info.version = text_at(*server, "version");
    info.title = text_at(*server, "title");
  } else {
    transport_.complain("its answer to initialize has no serverInfo");
  }
  if (const json::object* capabilities = object_at(*result, "capabilities")) {
    info.capabilities = *capabilities;
  } else {
    transport_.complain("its answer to initialize has no capabilities");
  }
  info.instructions = text_at(*result, "instructions");
  return info;
}

std::vector<json::value> Client::list_tools() {
  std::vector<json::value> tools;
  for (int i = 0; i < k_most_lists; ++i) {
    list_changed_ = false;
    tools = list_once();
    if (!list_changed_) {
      break;
    }
  }
  return tools;
}

std::vector<json::value> Client::list_once() {
  std::vector<json::value> tools;
  std::set<std::string> cursors;
  json::object params;
  for (std::size_t page = 0;; ++page) {
    const Answer answer = request("tools/list", params);
    if (answer.is_error) {
      not_mcp(fmt::format("it answers tools/list with an error: {} ({})", excerpt(answer.message),
                          answer.code));
    }
    const json::object* result = answer.result.if_object();
    const json::value* listed = result == nullptr ? nullptr : result->if_contains("tools");
    if (listed == nullptr || !listed->is_array()) {
      not_mcp("its answer to tools/list has no list `tools`");
    }
    tools.insert(tools.end(), listed->get_array().begin(), listed->get_array().end());
    const json::value* cursor = result->if_contains("nextCursor");
    if (cursor == nullptr || cursor->is_null()) {
      return tools;
    }
    if (!cursor->is_string()) {
      not_mcp("the nextCursor of its answer to tools/list is no text");
    }
    const std::string next(cursor->get_string());
    if (!cursors.insert(next).second) {
      transport_.complain(fmt::format("it gives the cursor {} again and again, so that the list "
                                      "has no end",
                                      excerpt(next)));
      return without_repetition(std::move(tools));
    }
    if (page + 1 >= k_most_pages || tools.size() >= options_.most_tools) {
      transport_.complain(fmt::format("its list of tools has no end: {} tools on {} pages were "
                                      "taken",
                                      tools.size(), page + 1));
      return without_repetition(std::move(tools));
    }
    params["cursor"] = next;
  }
}

void Client::leave() {
  for (const Message& one : transport_.close(true)) {
    if (one.kind == Message::Kind::result || one.kind == Message::Kind::error) {
      take_stray(one);
    }
  }
}

CallResult Client::call(std::string_view tool, json::object arguments,
                        std::chrono::milliseconds limit) {
  options_.request = limit;
  Answer answer = request("tools/call", {{"name", tool}, {"arguments", std::move(arguments)}});
  CallResult made;
  if (answer.is_error) {
    made.error_code = answer.code;
    made.error_message = answer.message;
    return made;
  }
  if (!answer.result.is_object()) {
    not_mcp("its answer to tools/call is no object");
  }
  made.result = std::move(answer.result.get_object());
  return made;
}

} // namespace aether::verify_oi_tools::mcp
