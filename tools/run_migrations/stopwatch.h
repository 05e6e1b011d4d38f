// How long something takes.
#pragma once

#include <chrono>
#include <cstdint>

namespace aether::run_migrations {

class Stopwatch {
public:
  [[nodiscard]] std::int64_t ms() const {
    return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begin_).count();
  }

private:
  using Clock = std::chrono::steady_clock;
  Clock::time_point begin_ = Clock::now();
};

} // namespace aether::run_migrations
