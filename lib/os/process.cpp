#include "os/process.h"

#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>

#include "os/broken_pipe.h"
#include "os/descriptor.h"
#include "os/spawn.h"

namespace aether {

namespace {

using Clock = std::chrono::steady_clock;

class RunningChild {
public:
  explicit RunningChild(const ProcessRequest& request) : request_(request) {
    Spawned spawned = spawn(request.argv, request.environment);
    pid_ = spawned.pid;
    input_ = std::move(spawned.in);
    out_ = std::move(spawned.out);
    err_ = std::move(spawned.err);
  }
  RunningChild(const RunningChild&) = delete;
  RunningChild& operator=(const RunningChild&) = delete;
  ~RunningChild() {
    if (pid_ > 0) {
      kill_group();
      ::waitpid(pid_, nullptr, 0);
    }
  }

  ProcessResult run() {
    ProcessResult result;
    while (out_ || err_ || (input_ && !has_ended())) {
      if (!exchange(result)) {
        kill_group();
        break;
      }
    }
    int status = 0;
    while (!wait(status)) {
      result.timed_out = true;
      kill_group();
    }
    pid_ = -1;
    result.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return result;
  }

private:
  // Whether it is there only to be waited for.
  [[nodiscard]] bool has_ended() const {
    siginfo_t ended{};
    return ::waitid(P_PID, static_cast<id_t>(pid_), &ended, WEXITED | WNOHANG | WNOWAIT) == 0 &&
           ended.si_pid == pid_;
  }

  void kill_group() const { ::kill(-pid_, SIGKILL); }

  // Milliseconds that are left, -1 without a limit, 0 when the time is over.
  [[nodiscard]] int time_left() const {
    if (!request_.timeout) {
      return -1;
    }
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        begun_ + *request_.timeout - Clock::now());
    return static_cast<int>(std::clamp<std::int64_t>(left.count() + 1, 0, 1'000'000));
  }

  // One round of reading and writing; false when it has to be killed.
  bool exchange(ProcessResult& result) {
    if (written_ == request_.input.size()) {
      input_ = Descriptor();
    }
    std::array<pollfd, 3> waiting = {pollfd{out_ ? out_.get() : -1, POLLIN, 0},
                                     pollfd{err_ ? err_.get() : -1, POLLIN, 0},
                                     pollfd{input_ ? input_.get() : -1, POLLOUT, 0}};
    const int left = time_left();
    if (left == 0) {
      result.timed_out = true;
      return false;
    }
    // A child that gives nothing more may end without having read its input.
    constexpr int k_pause = 20;
    const bool only_input = !out_ && !err_;
    const int wait = only_input && (left < 0 || left > k_pause) ? k_pause : left;
    const int ready = ::poll(waiting.data(), waiting.size(), wait);
    if (ready == 0) {
      return true;
    }
    if (ready < 0) {
      return errno == EINTR;
    }
    take(waiting[0].revents, out_, result.out);
    take(waiting[1].revents, err_, result.err);
    if (waiting[2].revents != 0) {
      give();
    }
    result.too_much =
        result.out.size() > request_.max_output || result.err.size() > request_.max_output;
    return !result.too_much;
  }

  static void take(short events, Descriptor& from, std::string& to) {
    if (events == 0) {
      return;
    }
    std::array<char, 65536> buffer{};
    const ssize_t got = ::read(from.get(), buffer.data(), buffer.size());
    if (got > 0) {
      to.append(buffer.data(), static_cast<std::size_t>(got));
    } else if (got == 0 || (errno != EINTR && errno != EAGAIN)) {
      from = Descriptor();
    }
  }

  void give() {
    const ssize_t put =
        ::write(input_.get(), request_.input.data() + written_, request_.input.size() - written_);
    if (put > 0) {
      written_ += static_cast<std::size_t>(put);
    } else if (put < 0 && errno != EINTR && errno != EAGAIN) {
      input_ = Descriptor(); // it does not read on
    }
  }

  // Waits for its end; false when the time is over.
  bool wait(int& status) const {
    constexpr auto k_pause = 2'000; // microseconds
    while (true) {
      const int left = time_left();
      const pid_t ended = ::waitpid(pid_, &status, left < 0 || killed_ ? 0 : WNOHANG);
      if (ended == pid_) {
        return true;
      }
      if (left == 0) {
        killed_ = true;
        return false;
      }
      if (ended == 0) {
        ::usleep(k_pause);
      }
    }
  }

  const ProcessRequest& request_;
  Clock::time_point begun_ = Clock::now();
  pid_t pid_ = -1;
  Descriptor input_;
  Descriptor out_;
  Descriptor err_;
  std::size_t written_ = 0;
  mutable bool killed_ = false;
};

} // namespace

ProcessResult run_process(const ProcessRequest& request) {
  // A child that ends before it has read its input is no reason to end, too.
  const IgnoreBrokenPipe ignore;
  return RunningChild(request).run();
}

} // namespace aether
