// How many things go on at once, probes or processes. A fast server is overrun by thousands of
// connections (its queue overflows, and Linux tries again after a second: RFC 6298), and a machine
// by thousands of processes, so that there are few at first; slow ones must not wait for each
// other, so that there are twice as many whenever those that go on do not come to an end.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>

namespace aether {

class Window {
public:
  using Clock = std::chrono::steady_clock;

  static constexpr std::size_t k_first = 32;
  static constexpr std::chrono::milliseconds k_round{20};

  Window(std::size_t limit, Clock::time_point now, std::size_t first = k_first)
      : limit_(std::max<std::size_t>(limit, 1)), size_(std::min(first, limit_)),
        next_(now + k_round) {}

  [[nodiscard]] bool is_open() const { return going_on_ < size_; }
  [[nodiscard]] std::size_t size() const { return size_; }
  // When to look again.
  [[nodiscard]] Clock::time_point next_round() const { return next_; }

  void begin() { ++going_on_; }
  void end() {
    --going_on_;
    ++ended_;
  }

  // Grows when a round is over in which it was full and not half of it came to an end.
  void look(Clock::time_point now) {
    if (now < next_) {
      return;
    }
    if (!is_open() && ended_ < size_ / 2) {
      size_ = std::min(size_ * 2, limit_);
    }
    ended_ = 0;
    next_ = now + k_round;
  }

private:
  std::size_t limit_;
  std::size_t size_;
  std::size_t going_on_ = 0;
  std::size_t ended_ = 0; // in this round
  Clock::time_point next_;
};

} // namespace aether
