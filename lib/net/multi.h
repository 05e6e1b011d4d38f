// Transfers of libcurl that go on at once: its multi handle, driven by epoll (Linux) as
// curl_multi_socket_action(3) has it, so that a round costs what is ready and not what is open.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>

#include "net/libcurl.h"
#include "os/descriptor.h"

namespace aether::net {

class Multi {
public:
  using Clock = std::chrono::steady_clock;
  using Done = std::function<void(CURL* easy, CURLcode code)>;

  // Throws Error (unavailable) when the system gives no epoll descriptor.
  Multi();
  Multi(const Multi&) = delete;
  Multi& operator=(const Multi&) = delete;
  ~Multi() = default;

  // A handle is to be removed before it is cleaned up and before this ends.
  void add(CURL* easy);
  void remove(CURL* easy);

  // Waits until something happens, but not beyond `until`, and does what can be done. Calls `done`
  // for each transfer that has ended; it may remove and add.
  void run_until(Clock::time_point until, const Done& done);
  // Begins what was added, and waits for nothing.
  void begin_added(const Done& done);

private:
  struct CleanUp {
    void operator()(CURLM* multi) const { libcurl().curl_multi_cleanup(multi); }
  };

  static int on_socket(CURL* easy, curl_socket_t socket, int what, void* self, void* known);
  static int on_timer(CURLM* multi, long wait_ms, void* self);
  [[nodiscard]] int milliseconds_until(Clock::time_point until) const;
  void act(curl_socket_t socket, int events);
  void act_on_time();
  void tell_ended(const Done& done);

  Descriptor epoll_; // outlives the multi handle, which still closes its sockets
  std::optional<Clock::time_point> timer_;
  std::unique_ptr<CURLM, CleanUp> multi_;
};

} // namespace aether::net
