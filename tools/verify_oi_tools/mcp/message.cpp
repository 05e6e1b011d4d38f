#include "verify_oi_tools/mcp/message.h"

#include <utility>

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "backend/lenient_json.h"
#include "core/error.h"
#include "core/text.h"
#include "data/json.h"

namespace aether::verify_oi_tools::mcp {

[[noreturn]] void not_mcp(const std::string& message) {
  throw Failure(Failure::Kind::protocol, message);
}

namespace {

namespace json = boost::json;

bool is_id(const json::value& id) { return id.is_string() || id.is_int64() || id.is_uint64(); }

void read_error(const json::value& error, Message& message) {
  const json::object* object = error.if_object();
  if (object == nullptr) {
    not_mcp("an error that is no object");
  }
  const json::value* code = object->if_contains("code");
  message.error_code = code != nullptr && code->is_int64() ? code->get_int64() : 0;
  message.error_message = text_at(*object, "message");
  if (const json::value* data = object->if_contains("data")) {
    message.error_data = *data;
  }
}

Message message_of(const json::value& value) {
  const json::object* object = value.if_object();
  if (object == nullptr) {
    not_mcp("JSON that is no message: " + excerpt(json::serialize(value)));
  }
  if (text_at(*object, "jsonrpc") != "2.0") {
    not_mcp("a message that is not of JSON-RPC 2.0: " + excerpt(json::serialize(value)));
  }
  Message made;
  const json::value* id = object->if_contains("id");
  if (id != nullptr) {
    made.id = *id;
  }
  if (object->contains("method")) {
    made.method = text_at(*object, "method");
    made.kind = id == nullptr ? Message::Kind::notification : Message::Kind::request;
    if (id != nullptr && !is_id(*id)) {
      not_mcp(fmt::format("a request `{}` whose id is neither text nor whole number",
                          printable(made.method)));
    }
    if (const json::value* params = object->if_contains("params")) {
      made.params = *params;
    }
    return made;
  }
  if (const json::value* error = object->if_contains("error")) {
    made.kind = Message::Kind::error;
    read_error(*error, made);
    return made;
  }
  const json::value* result = object->if_contains("result");
  if (result == nullptr) {
    not_mcp("a message without method, result and error: " + excerpt(json::serialize(value)));
  }
  made.kind = Message::Kind::result;
  made.result = *result;
  return made;
}

} // namespace

std::vector<Message> parse_messages(std::string_view text) {
  json::value value;
  try {
    value = parse_json(text, "", {k_deepest_message, k_most_values});
  } catch (const Error& error) {
    const std::string_view message = error.what();
    not_mcp(fmt::format("what is no JSON ({}): {}", message.substr(message.find(": ") + 2),
                        excerpt(text)));
  }
  std::vector<Message> messages;
  if (const json::array* batch = value.if_array()) {
    for (const json::value& one : *batch) {
      messages.push_back(message_of(one));
    }
  } else {
    messages.push_back(message_of(value));
  }
  return messages;
}

json::object make_request(std::int64_t id, std::string_view method, json::object params) {
  json::object made{{"jsonrpc", "2.0"}, {"id", id}, {"method", method}};
  made["params"] = std::move(params);
  return made;
}

json::object make_notification(std::string_view method, json::object params) {
  json::object made{{"jsonrpc", "2.0"}, {"method", method}};
  if (!params.empty()) {
    made["params"] = std::move(params);
  }
  return made;
}

json::object make_result(const json::value& id, json::value result) {
  json::object made{{"jsonrpc", "2.0"}, {"id", id}};
  made["result"] = std::move(result);
  return made;
}

json::object make_error(const json::value& id, int code, std::string_view message) {
  json::object made{{"jsonrpc", "2.0"}, {"id", id}};
  made["error"] = json::object{{"code", code}, {"message", message}};
  return made;
}

std::string excerpt(std::string_view text) {
  constexpr std::size_t k_longest = 80;
  text = trim(text.substr(0, text.find('\n')));
  const bool is_cut = text.size() > k_longest;
  return "`" + printable(to_valid_utf8(text.substr(0, k_longest))) + (is_cut ? "...`" : "`");
}

} // namespace aether::verify_oi_tools::mcp
