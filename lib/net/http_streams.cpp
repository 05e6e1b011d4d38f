#include "net/http_streams.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "core/text.h"
#include "net/libcurl.h"
#include "net/multi.h"
#include "net/target.h"
#include "net/transfer.h"

namespace aether::net {

struct HttpStreams::Exchange {
  Exchange(ProbeRequest request_in, HttpHandlers handlers_in)
      : request(std::move(request_in)), target(parse_target(request.url)),
        transfer(target, request), handlers(std::move(handlers_in)) {}

  // A line of the head; a new status line begins it anew (100 Continue, 407 of a proxy).
  static std::size_t take_header(char* data, std::size_t size, std::size_t count, void* self) {
    auto* exchange = static_cast<Exchange*>(self);
    std::string_view line(data, size * count);
    line = trim(line.substr(0, line.find_last_not_of("\r\n") + 1));
    if (line.starts_with("HTTP/")) {
      exchange->head = {};
    } else if (const std::size_t colon = line.find(':'); colon != std::string_view::npos) {
      exchange->head.headers[to_lower(line.substr(0, colon))] = trim(line.substr(colon + 1));
    }
    return size * count;
  }

  static std::size_t take_bytes(char* data, std::size_t size, std::size_t count, void* self) {
    auto* exchange = static_cast<Exchange*>(self);
    if (exchange->is_cancelled) {
      return 0;
    }
    exchange->tell_head();
    const std::string_view bytes(data, size * count);
    exchange->is_refused = !exchange->handlers.bytes(bytes);
    return exchange->is_refused ? 0 : bytes.size();
  }

  void tell_head() {
    if (!std::exchange(is_head_told, true)) {
      head.status = static_cast<int>(get_info<long>(transfer.easy(), CURLINFO_RESPONSE_CODE));
      handlers.head(head);
    }
  }

  ProbeRequest request;
  Target target;
  Transfer transfer;
  HttpHandlers handlers;
  HttpHead head;
  bool is_head_told = false;
  bool is_refused = false;
  bool is_cancelled = false;
};

struct HttpStreams::State {
  Multi multi;
  std::map<Id, std::unique_ptr<Exchange>> exchanges;
  std::vector<std::unique_ptr<Exchange>> cancelled; // freed when nothing of theirs runs
  Id last = 0;

  void end(CURL* easy, CURLcode code) {
    const auto found = std::find_if(exchanges.begin(), exchanges.end(), [&](const auto& one) {
      return one.second->transfer.easy() == easy;
    });
    if (found == exchanges.end()) {
      return;
    }
    multi.remove(easy);
    const std::unique_ptr<Exchange> ended = std::move(found->second);
    exchanges.erase(found);
    if (code == CURLE_OK) {
      ended->tell_head();
    }
    ended->handlers.end(ended->transfer.ended(ended->is_refused ? CURLE_OK : code));
  }

  void end_those_without_address() {
    for (auto at = exchanges.begin(); at != exchanges.end();) {
      if (at->second->target.problem.empty()) {
        ++at;
        continue;
      }
      const std::unique_ptr<Exchange> ended = std::move(at->second);
      exchanges.erase(at);
      ProbeResult result;
      result.outcome = ProbeOutcome::bad_address;
      result.message = ended->target.problem;
      ended->handlers.end(result);
      at = exchanges.begin();
    }
  }
};

HttpStreams::HttpStreams() : state_(std::make_unique<State>()) {}

HttpStreams::~HttpStreams() {
  for (const auto& [id, exchange] : state_->exchanges) {
    if (exchange->target.problem.empty()) {
      state_->multi.remove(exchange->transfer.easy());
    }
  }
}

HttpStreams::Id HttpStreams::begin(ProbeRequest request, std::chrono::milliseconds limit,
                                   HttpHandlers handlers) {
  auto made = std::make_unique<Exchange>(std::move(request), std::move(handlers));
  if (made->target.problem.empty()) {
    made->transfer.prepare(nullptr, limit, Reuse::keep, certificates_file());
    CURL* easy = made->transfer.easy();
    set_option(easy, CURLOPT_BUFFERSIZE, 65536L);
    set_option(easy, CURLOPT_HEADERFUNCTION, &Exchange::take_header);
    set_option(easy, CURLOPT_HEADERDATA, static_cast<void*>(made.get()));
    set_option(easy, CURLOPT_WRITEFUNCTION, &Exchange::take_bytes);
    set_option(easy, CURLOPT_WRITEDATA, static_cast<void*>(made.get()));
    state_->multi.add(easy);
  }
  state_->exchanges.emplace(++state_->last, std::move(made));
  return state_->last;
}

// libcurl must not be told of it from within its own callbacks, so that run_until ends it.
void HttpStreams::cancel(Id id) {
  const auto found = state_->exchanges.find(id);
  if (found != state_->exchanges.end()) {
    found->second->is_cancelled = true;
    state_->cancelled.push_back(std::move(found->second));
    state_->exchanges.erase(found);
  }
}

void HttpStreams::run_until(Clock::time_point until) {
  const auto drop_cancelled = [&] {
    for (const std::unique_ptr<Exchange>& one : state_->cancelled) {
      if (one->target.problem.empty()) {
        state_->multi.remove(one->transfer.easy());
      }
    }
    state_->cancelled.clear();
  };
  drop_cancelled();
  state_->end_those_without_address();
  state_->multi.run_until(until, [&](CURL* easy, CURLcode code) { state_->end(easy, code); });
  drop_cancelled();
}

} // namespace aether::net
