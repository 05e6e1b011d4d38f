#include "net/multi.h"

#include <sys/epoll.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include "core/error.h"

namespace aether::net {

Multi::Multi() : epoll_(::epoll_create1(EPOLL_CLOEXEC)) {
  if (!epoll_) {
    throw system_error(ExitCode::unavailable, "cannot wait for sockets", errno);
  }
  multi_.reset(libcurl().curl_multi_init());
  if (!multi_) {
    throw std::bad_alloc();
  }
  const auto set = [&](CURLMoption option, auto value) {
    (void)libcurl().curl_multi_setopt(multi_.get(), option, value);
  };
  set(CURLMOPT_SOCKETFUNCTION, &Multi::on_socket);
  set(CURLMOPT_SOCKETDATA, static_cast<void*>(this));
  set(CURLMOPT_TIMERFUNCTION, &Multi::on_timer);
  set(CURLMOPT_TIMERDATA, static_cast<void*>(this));
}

void Multi::add(CURL* easy) {
  if (libcurl().curl_multi_add_handle(multi_.get(), easy) != CURLM_OK) {
    throw std::bad_alloc();
  }
}

void Multi::remove(CURL* easy) { (void)libcurl().curl_multi_remove_handle(multi_.get(), easy); }

int Multi::on_socket(CURL* /*easy*/, curl_socket_t socket, int what, void* self, void* known) {
  auto* multi = static_cast<Multi*>(self);
  if (what == CURL_POLL_REMOVE) {
    (void)::epoll_ctl(multi->epoll_.get(), EPOLL_CTL_DEL, socket, nullptr);
    return 0;
  }
  epoll_event wanted{};
  wanted.events = (what != CURL_POLL_OUT ? static_cast<std::uint32_t>(EPOLLIN) : 0U) |
                  (what != CURL_POLL_IN ? static_cast<std::uint32_t>(EPOLLOUT) : 0U);
  wanted.data.fd = socket;
  // libcurl knows the socket, but a closed one may have had its number.
  const int first = known == nullptr ? EPOLL_CTL_ADD : EPOLL_CTL_MOD;
  const int second = known == nullptr ? EPOLL_CTL_MOD : EPOLL_CTL_ADD;
  if (::epoll_ctl(multi->epoll_.get(), first, socket, &wanted) != 0) {
    (void)::epoll_ctl(multi->epoll_.get(), second, socket, &wanted);
  }
  (void)libcurl().curl_multi_assign(multi->multi_.get(), socket, self);
  return 0;
}

int Multi::on_timer(CURLM* /*multi*/, long wait_ms, void* self) {
  auto& timer = static_cast<Multi*>(self)->timer_;
  timer.reset();
  if (wait_ms >= 0) {
    timer = Clock::now() + std::chrono::milliseconds(wait_ms);
  }
  return 0;
}

// Rounded up, so that the time is over after the wait.
int Multi::milliseconds_until(Clock::time_point until) const {
  const Clock::time_point next = timer_ ? std::min(*timer_, until) : until;
  const auto wait = std::chrono::ceil<std::chrono::milliseconds>(next - Clock::now()).count();
  return static_cast<int>(std::clamp<std::int64_t>(wait, 0, 60'000));
}

void Multi::act(curl_socket_t socket, int events) {
  int running = 0;
  (void)libcurl().curl_multi_socket_action(multi_.get(), socket, events, &running);
}

void Multi::run_until(Clock::time_point until, const Done& done) {
  std::array<epoll_event, 256> ready{};
  const int count = ::epoll_wait(epoll_.get(), ready.data(), static_cast<int>(ready.size()),
                                 milliseconds_until(until));
  for (int i = 0; i < count; ++i) {
    const epoll_event& one = ready[static_cast<std::size_t>(i)];
    const bool readable = (one.events & EPOLLIN) != 0;
    const bool writable = (one.events & EPOLLOUT) != 0;
    const bool broken = (one.events & (EPOLLERR | EPOLLHUP)) != 0;
    act(one.data.fd, (readable ? CURL_CSELECT_IN : 0) | (writable ? CURL_CSELECT_OUT : 0) |
                         (broken ? CURL_CSELECT_ERR : 0));
  }
  act_on_time();
  tell_ended(done);
}

void Multi::begin_added(const Done& done) {
  act_on_time();
  tell_ended(done);
}

void Multi::act_on_time() {
  if (timer_ && *timer_ <= Clock::now()) {
    timer_.reset();
    act(CURL_SOCKET_TIMEOUT, 0);
  }
}

void Multi::tell_ended(const Done& done) {
  int left = 0;
  while (const CURLMsg* message = libcurl().curl_multi_info_read(multi_.get(), &left)) {
    if (message->msg == CURLMSG_DONE) {
      CURL* easy = message->easy_handle;
      // NOLINTNEXTLINE(cppcoreguidelines-pro-type-union-access): libcurl's
      done(easy, message->data.result); // which makes the message invalid
    }
  }
}

} // namespace aether::net
