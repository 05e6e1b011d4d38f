#include "os/forked_tasks.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <exception>
#include <optional>

#include <fmt/format.h>

#include "core/window.h"
#include "os/descriptor.h"

namespace aether {

namespace {

using Clock = std::chrono::steady_clock;

constexpr int k_threw = 3;            // exit status of a child whose work threw
constexpr int k_pipe_bytes = 1 << 20; // that nobody reads meanwhile; where less is allowed, less
constexpr char k_why = '!';           // begins the record that says what was thrown

void write_all(int fd, std::string_view text) {
  while (!text.empty()) {
    const ssize_t put = ::write(fd, text.data(), text.size());
    if (put < 0 && errno != EINTR) {
      ::_exit(k_threw); // nobody listens any more
    }
    text.remove_prefix(put > 0 ? static_cast<std::size_t>(put) : 0);
  }
}

// A reader of our output waits until the last process that could write has closed it.
void leave_descriptors(int kept) {
  const int null = ::open("/dev/null", O_RDWR);
  for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; ++fd) {
    ::dup2(null, fd);
  }
  const auto close_between = [](unsigned first, unsigned last) {
    if (first <= last) {
      ::close_range(first, last, 0);
    }
  };
  close_between(STDERR_FILENO + 1, static_cast<unsigned>(kept) - 1);
  close_between(static_cast<unsigned>(kept) + 1, ~0U);
}

[[noreturn]] void work_in_child(const ForkedTask& task, int pipe, pid_t parent) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) {
    ::_exit(k_threw);
  }
  std::signal(SIGPIPE, SIG_IGN);
  leave_descriptors(pipe);
  const auto hand_over = [&](std::string_view record) {
    write_all(pipe, std::string(record) + '\n');
  };
  try {
    task.work(hand_over);
    ::_exit(0);
  } catch (const std::exception& error) {
    std::string why = error.what();
    std::replace(why.begin(), why.end(), '\n', ' ');
    hand_over(k_why + why);
  } catch (...) {
    hand_over(std::string(1, k_why) + "unknown exception");
  }
  ::_exit(k_threw);
}

// Killed, and perhaps not ended yet: they are waited for when others begin, so that a process that
// goes on for long keeps no dead ones.
std::vector<pid_t>& abandoned() {
  static std::vector<pid_t> pids;
  return pids;
}

void reap_abandoned() {
  std::erase_if(abandoned(), [](pid_t pid) { return ::waitpid(pid, nullptr, WNOHANG) != 0; });
}

class ForkedChild {
public:
  ForkedChild(const ForkedTask& task, Clock::time_point deadline)
      : begun_(Clock::now()), deadline_(std::min(deadline, begun_ + task.limit)) {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
      result_.why = fmt::format("cannot make a pipe: {}", std::strerror(errno));
      return;
    }
    Descriptor write_end(ends[1]);
    pipe_ = Descriptor(ends[0]);
    (void)::fcntl(pipe_.get(), F_SETPIPE_SZ, k_pipe_bytes);
    const pid_t parent = ::getpid();
    pid_ = ::fork();
    if (pid_ == 0) {
      work_in_child(task, write_end.get(), parent);
    }
    if (pid_ < 0) {
      result_.why = fmt::format("cannot make a process: {}", std::strerror(errno));
      pipe_ = Descriptor();
      return;
    }
    result_.end = TaskEnd::done;
    ::fcntl(pipe_.get(), F_SETFL, O_NONBLOCK);
  }

  [[nodiscard]] bool is_running() const { return static_cast<bool>(pipe_); }
  [[nodiscard]] int pipe() const { return pipe_.get(); }
  [[nodiscard]] Clock::time_point deadline() const { return deadline_; }

  void read() {
    std::array<char, 65536> buffer; // NOLINT(cppcoreguidelines-pro-type-member-init): read into
    for (;;) {
      const ssize_t got = ::read(pipe_.get(), buffer.data(), buffer.size());
      if (got > 0) {
        text_.append(buffer.data(), static_cast<std::size_t>(got));
      } else if (got == 0) {
        end();
        return;
      } else if (errno != EINTR) {
        return;
      }
    }
  }

  void expire(Clock::time_point now) {
    if (!is_running() || now < deadline_) {
      return;
    }
    read();
    if (!is_running()) {
      return;
    }
    ::kill(pid_, SIGKILL);
    abandoned().push_back(pid_);
    result_.end = TaskEnd::timed_out;
    result_.why = "it did not return in time";
    finish();
  }

  TaskResult take() { return std::move(result_); }

private:
  void end() {
    int status = 0;
    while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
    }
    if (WIFSIGNALED(status)) {
      result_.end = TaskEnd::crashed;
      result_.why = fmt::format("it crashed: {}", ::strsignal(WTERMSIG(status)));
    } else if (WEXITSTATUS(status) != 0) {
      result_.end = TaskEnd::crashed;
      result_.why = fmt::format("it ended with status {}", WEXITSTATUS(status));
    }
    finish();
  }

  void finish() {
    result_.took = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - begun_);
    pipe_ = Descriptor();
    std::size_t begin = 0;
    for (std::size_t end = 0; (end = text_.find('\n', begin)) != std::string::npos;
         begin = end + 1) {
      const std::string record = text_.substr(begin, end - begin);
      if (record.starts_with(k_why)) {
        result_.why = record.substr(1);
      } else {
        result_.records.push_back(record);
      }
    }
    text_.clear();
  }

  Clock::time_point begun_;
  Clock::time_point deadline_;
  pid_t pid_ = -1;
  Descriptor pipe_;
  std::string text_;
  TaskResult result_;
};

// One pipe each; the rest is for what the caller has open.
std::size_t possible_at_once(std::size_t wanted) {
  constexpr std::size_t k_others = 64;
  constexpr std::size_t k_most = 1024;
  rlimit files{};
  if (::getrlimit(RLIMIT_NOFILE, &files) != 0) {
    return k_others;
  }
  const std::size_t allowed =
      files.rlim_cur > 2 * k_others ? files.rlim_cur - k_others : k_others / 2;
  return std::min({wanted, allowed, k_most});
}

} // namespace

class ForkedTasks::Children {
public:
  Children(const std::vector<ForkedTask>& tasks, std::chrono::milliseconds all)
      : tasks_(tasks), deadline_(Clock::now() + all), children_(tasks.size()),
        window_(possible_at_once(tasks.size()), Clock::now()) {
    reap_abandoned();
    begin_some();
  }

  std::vector<TaskResult> wait() {
    while (exchange()) {
    }
    std::vector<TaskResult> results;
    results.reserve(children_.size());
    for (std::optional<ForkedChild>& child : children_) {
      results.push_back(child ? child->take() : TaskResult());
      if (!child) {
        results.back().end = TaskEnd::timed_out;
        results.back().why = "it was not begun at the deadline";
      }
    }
    return results;
  }

private:
  // Where the system gives no more processes, what goes on may end and make room.
  void begin_some() {
    while (next_ < tasks_.size() && window_.is_open() && Clock::now() < deadline_) {
      std::optional<ForkedChild>& child = children_[next_];
      child.emplace(tasks_[next_], deadline_);
      if (!child->is_running() && !running_.empty()) {
        child.reset();
        return;
      }
      if (child->is_running()) {
        running_.push_back(&*child);
        window_.begin();
      }
      ++next_;
    }
  }

  // Whether any is left.
  bool exchange() {
    std::vector<pollfd> polled;
    Clock::time_point until = next_ < tasks_.size() ? std::min(window_.next_round(), deadline_)
                                                    : Clock::time_point::max();
    for (const ForkedChild* child : running_) {
      polled.push_back({child->pipe(), POLLIN, 0});
      until = std::min(until, child->deadline());
    }
    if (polled.empty()) {
      return false;
    }
    const int ready = ::poll(polled.data(), polled.size(), milliseconds_until(until));
    for (std::size_t i = 0; ready > 0 && i < polled.size(); ++i) {
      if (polled[i].revents != 0) {
        running_[i]->read();
      }
    }
    const Clock::time_point now = Clock::now();
    std::erase_if(running_, [&](ForkedChild* child) {
      child->expire(now);
      if (!child->is_running()) {
        window_.end();
      }
      return !child->is_running();
    });
    window_.look(now);
    begin_some();
    return !running_.empty();
  }

  static int milliseconds_until(Clock::time_point then) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(then - Clock::now()).count();
    return static_cast<int>(std::clamp<std::int64_t>(left, 0, 60'000));
  }

  const std::vector<ForkedTask> tasks_;
  Clock::time_point deadline_;
  std::vector<std::optional<ForkedChild>>
      children_; // in the order of the tasks; those that have begun
  std::vector<ForkedChild*> running_;
  std::size_t next_ = 0; // to begin
  Window window_;
};

ForkedTasks::ForkedTasks(const std::vector<ForkedTask>& tasks, std::chrono::milliseconds all)
    : children_(std::make_unique<Children>(tasks, all)) {}

ForkedTasks::~ForkedTasks() = default;

std::vector<TaskResult> ForkedTasks::wait() { return children_->wait(); }

std::vector<TaskResult> run_forked(const std::vector<ForkedTask>& tasks,
                                   std::chrono::milliseconds all) {
  return ForkedTasks(tasks, all).wait();
}

} // namespace aether
