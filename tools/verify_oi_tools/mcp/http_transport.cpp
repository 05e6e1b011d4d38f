#include "verify_oi_tools/mcp/http_transport.h"

#include <algorithm>
#include <iterator>

#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "core/text.h"
#include "verify_oi_tools/mcp/event_stream.h"

namespace aether::verify_oi_tools::mcp {

namespace {

namespace json = boost::json;

constexpr int k_most_resumptions = 20; // of one stream
constexpr std::chrono::milliseconds k_standard_retry(1'000);
constexpr std::chrono::milliseconds k_acceptance(2'000); // of a notification
constexpr std::chrono::milliseconds k_goodbye(1'000);    // for ending the session

// Of the headers a session is named by, RFC 9110's visible characters only.
bool is_visible(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c <= '~'; });
}

std::string header(const net::HttpHead& head, std::string_view name) {
  const auto found = head.headers.find(name);
  return found == head.headers.end() ? "" : found->second;
}

} // namespace

struct HttpTransport::Stream {
  enum class Body : std::uint8_t { none, json, events, other };

  std::optional<json::value> request; // whose answer it brings
  bool is_initialize = false;
  bool is_listening = false; // for what the server begins
  bool is_answered = false;
  Body body = Body::none;
  int status = 0;
  std::string content_type;
  std::string location;
  std::string text; // of JSON, or of an error
  std::optional<EventStream> events;
  int resumptions = 0;
  std::string last_event_id;
  std::chrono::milliseconds retry = k_standard_retry;
  Clock::time_point due;
  net::HttpStreams::Id number = 0;
};

HttpTransport::HttpTransport(std::string url, std::vector<std::string> headers,
                             std::chrono::milliseconds limit)
    : url_(std::move(url)), headers_(std::move(headers)), deadline_(Clock::now() + limit) {}

HttpTransport::~HttpTransport() = default;

std::chrono::milliseconds HttpTransport::left() const {
  return std::max(std::chrono::ceil<std::chrono::milliseconds>(deadline_ - Clock::now()),
                  std::chrono::milliseconds(1));
}

net::ProbeRequest HttpTransport::request(std::string_view method) const {
  net::ProbeRequest made;
  made.url = url_;
  made.method = method;
  made.headers = headers_;
  if (!revision_.empty()) {
    made.headers.push_back("MCP-Protocol-Version: " + revision_);
  }
  if (!session_.empty()) {
    made.headers.push_back("Mcp-Session-Id: " + session_);
  }
  return made;
}

void HttpTransport::open(const std::shared_ptr<Stream>& stream, net::ProbeRequest request) {
  stream->events.reset();
  stream->body = Stream::Body::none;
  net::HttpHandlers handlers;
  handlers.head = [this, stream](const net::HttpHead& head) { take_head(*stream, head); };
  handlers.bytes = [this, stream](std::string_view bytes) { return take_bytes(*stream, bytes); };
  handlers.end = [this, stream](const net::ProbeResult& result) { take_end(stream, result); };
  stream->number = streams_.begin(std::move(request), left(), std::move(handlers));
  open_[stream->number] = stream;
}

void HttpTransport::send(const json::object& message) {
  net::ProbeRequest post = request("POST");
  post.headers.emplace_back("Content-Type: application/json");
  post.headers.emplace_back("Accept: application/json, text/event-stream");
  post.body = json::serialize(message);
  auto stream = std::make_shared<Stream>();
  const json::value* method = message.if_contains("method");
  if (const json::value* id = message.if_contains("id"); id != nullptr && method != nullptr) {
    stream->request = *id;
    stream->is_initialize = method->as_string() == "initialize";
  }
  open(stream, std::move(post));
  if (!stream->request) {
    wait_for(stream->number);
  }
  if (method != nullptr && method->as_string() == "notifications/initialized") {
    listen();
  }
}

// What needs no answer has to be with the server before what follows.
void HttpTransport::wait_for(net::HttpStreams::Id number) {
  const Clock::time_point end = std::min(deadline_, Clock::now() + k_acceptance);
  while (open_.contains(number) && Clock::now() < end) {
    streams_.run_until(end);
  }
  if (open_.contains(number)) {
    complain("it does not accept a notification in time");
  }
}

// What the server begins comes this way; one that has nothing of the kind answers 405.
void HttpTransport::listen() {
  auto stream = std::make_shared<Stream>();
  stream->is_listening = true;
  net::ProbeRequest get = request("GET");
  get.headers.emplace_back("Accept: text/event-stream");
  open(stream, std::move(get));
}

void HttpTransport::agreed(const std::string& revision) { revision_ = revision; }

void HttpTransport::forget_session() {
  session_.clear();
  revision_.clear();
  failure_.reset();
  waiting_.clear();
  for (const auto& [number, stream] : open_) {
    streams_.cancel(number);
  }
  open_.clear();
}

void HttpTransport::give_up(const json::value& id) {
  const auto is_it = [&](const Stream& stream) { return stream.request && *stream.request == id; };
  for (auto at = open_.begin(); at != open_.end();) {
    if (is_it(*at->second)) {
      streams_.cancel(at->first);
      at = open_.erase(at);
    } else {
      ++at;
    }
  }
  std::erase_if(waiting_, [&](const auto& stream) { return is_it(*stream); });
}

void HttpTransport::fail(Failure::Kind kind, std::string message) {
  if (!failure_) {
    failure_.emplace(kind, message);
  }
}

void HttpTransport::take_head(Stream& stream, const net::HttpHead& head) {
  stream.status = head.status;
  stream.location = header(head, "location");
  stream.content_type = to_lower(
      trim(header(head, "content-type").substr(0, header(head, "content-type").find(';'))));
  if (stream.is_initialize && head.status < 300) {
    const std::string session = header(head, "mcp-session-id");
    if (!session.empty() && !is_visible(session)) {
      complain("its session has a name of other than visible ASCII characters");
    }
    session_ = is_visible(session) ? session : "";
  }
  if (stream.content_type == "application/json") {
    stream.body = Stream::Body::json;
  } else if (stream.content_type == "text/event-stream" && head.status < 300) {
    stream.body = Stream::Body::events;
    stream.events.emplace([this, &stream](std::string_view data) { take_messages(stream, data); });
  } else {
    stream.body = Stream::Body::other;
  }
}

bool HttpTransport::take_bytes(Stream& stream, std::string_view bytes) {
  total_ += bytes.size();
  if (total_ > k_most_bytes) {
    fail(Failure::Kind::protocol, fmt::format("it sent more than {} MiB", k_most_bytes >> 20U));
    return false;
  }
  if (stream.events) {
    const bool is_well = stream.events->feed(bytes, k_longest_message);
    if (!is_well) {
      fail(Failure::Kind::protocol,
           fmt::format("it sent an event of more than {} MiB", k_longest_message >> 20U));
    }
    return is_well && !failure_;
  }
  stream.text.append(bytes);
  if (stream.text.size() > k_longest_message) {
    fail(Failure::Kind::protocol,
         fmt::format("it sent an answer of more than {} MiB", k_longest_message >> 20U));
    return false;
  }
  return true;
}

void HttpTransport::take_messages(Stream& stream, std::string_view text) {
  try {
    for (Message& one : parse_messages(text)) {
      const bool is_answer = one.kind == Message::Kind::result || one.kind == Message::Kind::error;
      stream.is_answered = stream.is_answered || (is_answer && stream.request == one.id);
      messages_.push_back(std::move(one));
    }
  } catch (const Failure& failure) {
    if (stream.request && !stream.events) {
      fail(failure.kind(), fmt::format("it answers {}", failure.what()));
    } else {
      complain(fmt::format("it sends {}", failure.what()));
    }
  }
}

void HttpTransport::take_end(const std::shared_ptr<Stream>& stream,
                             const net::ProbeResult& result) {
  open_.erase(stream->number);
  const bool has_answer = result.outcome == net::ProbeOutcome::ok && stream->status < 300;
  if (stream->is_listening) {
    if (has_answer && stream->events) {
      resume_later(stream);
    } else if (result.status != 405 && result.status != 404 && result.status != 400 &&
               !has_answer && result.status != 0) {
      complain(fmt::format("it answers {} to a GET for its own stream, not 405", result.status));
    }
    return;
  }
  if (result.status == 404 && !session_.empty()) {
    fail(Failure::Kind::session_lost, "it does not know the session any more (404)");
    return;
  }
  if (stream->body == Stream::Body::json && !stream->text.empty() &&
      (has_answer || stream->status >= 400)) {
    if (has_answer || stream->text.find("jsonrpc") != std::string::npos) {
      take_messages(*stream, stream->text);
    }
  }
  if (!stream->request || stream->is_answered || failure_) {
    if (!stream->request && !has_answer && !failure_) {
      complain(fmt::format("it does not accept a notification: {}", refusal(*stream, result)));
    }
    return;
  }
  if (stream->status >= 400 || (stream->status >= 300 && stream->status < 400)) {
    fail(Failure::Kind::refused, refusal(*stream, result));
  } else if (stream->events) {
    resume_later(stream);
  } else if (!has_answer) {
    fail(result.outcome == net::ProbeOutcome::timed_out ? Failure::Kind::timed_out
                                                        : Failure::Kind::not_started,
         result.message);
  } else {
    answer_missing(*stream);
  }
}

std::string HttpTransport::refusal(const Stream& stream, const net::ProbeResult& result) const {
  if (!result.redirect.empty() && stream.status >= 300 && stream.status < 400) {
    return fmt::format("it redirects to {}", printable(result.redirect));
  }
  return result.message + (stream.status == 401 || stream.status == 403
                               ? ": it wants a login: name an Authorization header in the "
                                 "configuration of the server"
                               : "");
}

void HttpTransport::answer_missing(const Stream& stream) {
  fail(Failure::Kind::protocol,
       stream.status == 202 ? "it accepts a request (202), and does not answer it"
       : stream.body == Stream::Body::other
           ? fmt::format("it answers with {} in place of JSON or events",
                         stream.content_type.empty() ? "nothing" : printable(stream.content_type))
           : "it answers with what is no answer to the request");
}

// By the HTML standard and MCP's transport: after `retry`, from the last event that had a number.
void HttpTransport::resume_later(const std::shared_ptr<Stream>& stream) {
  if (const std::string& id = stream->events->last_event_id(); !id.empty()) {
    stream->last_event_id = id;
  }
  stream->retry = stream->events->retry().value_or(stream->retry);
  const bool is_cut = stream->events->is_amidst();
  if (!stream->is_listening && stream->last_event_id.empty()) {
    fail(Failure::Kind::ended, is_cut ? "its stream of events ended in the midst of an event"
                                      : "its stream of events ended before the answer");
    return;
  }
  if (++stream->resumptions > k_most_resumptions) {
    if (!stream->is_listening) {
      fail(
          Failure::Kind::ended,
          fmt::format("its stream of events ended {} times before the answer", k_most_resumptions));
    }
    return;
  }
  stream->due = Clock::now() + stream->retry;
  waiting_.push_back(stream);
}

void HttpTransport::resume_due() {
  const Clock::time_point now = Clock::now();
  std::vector<std::shared_ptr<Stream>> due;
  std::erase_if(waiting_, [&](const std::shared_ptr<Stream>& stream) {
    const bool is_due = stream->due <= now;
    if (is_due) {
      due.push_back(stream);
    }
    return is_due;
  });
  for (const std::shared_ptr<Stream>& stream : due) {
    net::ProbeRequest get = request("GET");
    get.headers.emplace_back("Accept: text/event-stream");
    if (!stream->last_event_id.empty() && is_visible(stream->last_event_id)) {
      get.headers.push_back("Last-Event-ID: " + stream->last_event_id);
    }
    open(stream, std::move(get));
  }
}

std::optional<Message> HttpTransport::receive(Clock::time_point deadline) {
  for (;;) {
    if (!messages_.empty()) {
      Message first = std::move(messages_.front());
      messages_.pop_front();
      return first;
    }
    if (failure_) {
      const Failure failure = *std::exchange(failure_, std::nullopt);
      throw Failure(failure);
    }
    if (Clock::now() >= deadline) {
      return std::nullopt;
    }
    resume_due();
    Clock::time_point until = deadline;
    for (const std::shared_ptr<Stream>& stream : waiting_) {
      until = std::min(until, stream->due);
    }
    streams_.run_until(until);
  }
}

std::vector<Message> HttpTransport::close(bool /*in_peace*/) {
  const Clock::time_point end = Clock::now() + k_goodbye;
  for (const auto& [number, stream] : open_) {
    streams_.cancel(number);
  }
  open_.clear();
  waiting_.clear();
  std::vector<Message> rest(std::make_move_iterator(messages_.begin()),
                            std::make_move_iterator(messages_.end()));
  messages_.clear();
  if (session_.empty()) {
    return rest;
  }
  bool has_ended = false;
  net::HttpHandlers handlers;
  handlers.head = [](const net::HttpHead&) {};
  handlers.bytes = [](std::string_view) { return true; };
  handlers.end = [&](const net::ProbeResult& result) {
    has_ended = true;
    if (result.status >= 500) {
      complain(fmt::format("it answers {} when its session is ended (DELETE)", result.status));
    }
  };
  streams_.begin(request("DELETE"), k_goodbye, std::move(handlers));
  while (!has_ended && Clock::now() < end) {
    streams_.run_until(end);
  }
  session_.clear();
  return rest;
}

} // namespace aether::verify_oi_tools::mcp
