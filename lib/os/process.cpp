#include "os/process.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <string_view>

#include "core/error.h"
#include "core/text.h"
#include "os/broken_pipe.h"
#include "os/descriptor.h"

namespace aether {

namespace {

using Clock = std::chrono::steady_clock;

struct Pipe {
  Descriptor read;
  Descriptor write;
};

Pipe make_pipe() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
    throw system_error(ExitCode::unavailable, "cannot make a pipe", errno);
  }
  return {Descriptor(ends[0]), Descriptor(ends[1])};
}

// The environment of the child: ours, with some variables set anew.
std::vector<std::string> environment_of(const ProcessRequest& request) {
  std::vector<std::string> variables;
  const auto is_set_anew = [&](std::string_view variable) {
    return std::any_of(request.environment.begin(), request.environment.end(),
                       [&](const auto& one) {
                         return variable.starts_with(one.first) &&
                                variable.substr(one.first.size()).starts_with('=');
                       });
  };
  for (char** variable = environ; *variable != nullptr; ++variable) {
    if (!is_set_anew(*variable)) {
      variables.emplace_back(*variable);
    }
  }
  for (const auto& [name, value] : request.environment) {
    variables.push_back(name);
    variables.back().append("=").append(value);
  }
  return variables;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> result;
  std::transform(texts.begin(), texts.end(), std::back_inserter(result),
                 [](std::string& text) { return text.data(); });
  result.push_back(nullptr);
  return result;
}

struct ChildSide {
  int in;
  int out;
  int err;
  int failure; // gets errno where the program cannot be run
  pid_t parent;
  std::vector<char*> arguments;
  std::vector<char*> variables;
};

// After fork(): nothing here may allocate. The child ends with us, however we end: Ctrl-C reaches
// our group, not its own, and nothing reaches it when we are killed.
[[noreturn]] void become(const ChildSide& side) {
  ::setpgid(0, 0);
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  struct sigaction standard {};
  standard.sa_handler = SIG_DFL;
  ::sigaction(SIGPIPE, &standard, nullptr);
  if (::getppid() == side.parent && ::dup2(side.in, STDIN_FILENO) >= 0 &&
      ::dup2(side.out, STDOUT_FILENO) >= 0 && ::dup2(side.err, STDERR_FILENO) >= 0) {
    ::execvpe(side.arguments.front(), side.arguments.data(), side.variables.data());
  }
  const int code = errno;
  [[maybe_unused]] const ssize_t written = ::write(side.failure, &code, sizeof code);
  ::_exit(127);
}

// Nothing comes where the program runs: the pipe is closed by exec.
bool read_failure(int pipe, int& code) {
  ssize_t got = 0;
  do {
    got = ::read(pipe, &code, sizeof code);
  } while (got < 0 && errno == EINTR);
  return got == sizeof code;
}

class Child {
public:
  explicit Child(const ProcessRequest& request) : request_(request) {
    start();
    for (const Descriptor* end : {&input_, &out_, &err_}) {
      ::fcntl(end->get(), F_SETFL, O_NONBLOCK);
    }
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  ~Child() {
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
  void start() {
    Pipe in = make_pipe();
    Pipe out = make_pipe();
    Pipe err = make_pipe();
    Pipe failure = make_pipe();
    std::vector<std::string> arguments = request_.argv;
    std::vector<std::string> variables = environment_of(request_);
    const ChildSide side{in.read.get(),       out.write.get(), err.write.get(),
                         failure.write.get(), ::getpid(),      pointers(arguments),
                         pointers(variables)};
    pid_ = ::fork();
    if (pid_ == 0) {
      become(side);
    }
    const int fork_failure = pid_ < 0 ? errno : 0;
    failure.write = Descriptor();
    int code = fork_failure;
    if (pid_ > 0 && read_failure(failure.read.get(), code)) {
      ::waitpid(pid_, nullptr, 0);
      pid_ = -1;
    }
    if (code != 0) {
      throw system_error(ExitCode::unavailable, "cannot run " + printable(request_.argv.front()),
                         code);
    }
    input_ = std::move(in.write);
    out_ = std::move(out.read);
    err_ = std::move(err.read);
  }

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
  return Child(request).run();
}

} // namespace aether
