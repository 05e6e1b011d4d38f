// HTTP exchanges that go on at once and whose answers are taken as they come, for protocols that
// hold answers open (server-sent events). Addresses, TLS, proxies and what is never done are as
// net/probe.h has them.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "net/probe.h"

namespace aether::net {

struct HttpHead {
  int status = 0;
  std::map<std::string, std::string, std::less<>> headers; // names in lower case; the last of many
};

// Called from run_until. They may begin and cancel exchanges.
struct HttpHandlers {
  std::function<void(const HttpHead& head)> head;    // of the final answer, before its first byte
  std::function<bool(std::string_view bytes)> bytes; // false: no more is wanted
  // Once, unless it is cancelled; `head` and all of `bytes` were called before.
  std::function<void(const ProbeResult& result)> end;
};

class HttpStreams {
public:
  using Clock = std::chrono::steady_clock;
  using Id = std::uint64_t;

  // Throws Error (unavailable) without libcurl.
  HttpStreams();
  HttpStreams(const HttpStreams&) = delete;
  HttpStreams& operator=(const HttpStreams&) = delete;
  ~HttpStreams();

  // What is wrong with the address is told by `end` in run_until. `limit` holds for all of it.
  Id begin(ProbeRequest request, std::chrono::milliseconds limit, HttpHandlers handlers);
  // Breaks it off. Unknown numbers are well.
  void cancel(Id id);
  // Waits until something happens, but not beyond `until`, and hands it over.
  void run_until(Clock::time_point until);

private:
  struct Exchange;
  struct State;
  std::unique_ptr<State> state_;
};

} // namespace aether::net
