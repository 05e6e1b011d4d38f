// Writing to a pipe or socket whose other end is closed.
#pragma once

#include <csignal>

namespace aether {

// While it lives, such a write fails (EPIPE) and no longer ends the process (SIGPIPE).
class IgnoreBrokenPipe {
public:
  IgnoreBrokenPipe() = default;
  IgnoreBrokenPipe(const IgnoreBrokenPipe&) = delete;
  IgnoreBrokenPipe& operator=(const IgnoreBrokenPipe&) = delete;
  ~IgnoreBrokenPipe() { std::signal(SIGPIPE, before_); }

private:
  void (*before_)(int) = std::signal(SIGPIPE, SIG_IGN);
};

} // namespace aether
