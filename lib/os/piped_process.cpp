#include "os/piped_process.h"

#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <ctime>

namespace aether {

namespace {

constexpr std::size_t k_longest_log = std::size_t{16} << 10U;
constexpr std::size_t k_longest_rest = std::size_t{1} << 20U;

volatile std::sig_atomic_t g_must_stop = 0;

void note_term(int /*signal*/) { g_must_stop = 1; }

timespec until(PipedProcess::Clock::time_point deadline) {
  constexpr std::int64_t k_second = 1'000'000'000;
  const std::chrono::nanoseconds left = deadline - PipedProcess::Clock::now();
  const std::int64_t positive = std::max<std::int64_t>(left.count(), 0);
  return {positive / k_second, positive % k_second};
}

} // namespace

// The signal is held back but while we wait, so that none is missed between.
void stop_on_term(pid_t parent) {
  sigset_t term;
  ::sigemptyset(&term);
  ::sigaddset(&term, SIGTERM);
  ::sigprocmask(SIG_BLOCK, &term, nullptr);
  struct sigaction noting {};
  noting.sa_handler = &note_term;
  ::sigaction(SIGTERM, &noting, nullptr);
  ::prctl(PR_SET_PDEATHSIG, SIGTERM);
  if (::getppid() != parent) {
    g_must_stop = 1;
  }
}

PipedProcess::PipedProcess(const std::vector<std::string>& argv,
                           const std::vector<std::pair<std::string, std::string>>& environment)
    : process_(spawn(argv, environment)) {}

PipedProcess::~PipedProcess() {
  if (!status_) {
    ::kill(-process_.pid, SIGKILL);
    ::waitpid(process_.pid, nullptr, 0);
  }
}

void PipedProcess::write(std::string_view bytes) {
  if (process_.in) {
    to_write_.append(bytes);
  }
}

PipedProcess::Got PipedProcess::receive(std::string& out, Clock::time_point deadline) {
  sigset_t none;
  ::sigemptyset(&none);
  while (process_.out) {
    if (g_must_stop != 0) {
      return Got::interrupted;
    }
    // A closed descriptor is -1, which poll(2) passes over.
    std::array<pollfd, 3> waiting = {{{process_.out.get(), POLLIN, 0},
                                      {process_.err.get(), POLLIN, 0},
                                      {to_write_.empty() ? -1 : process_.in.get(), POLLOUT, 0}}};
    const timespec left = until(deadline);
    const int ready = ::ppoll(waiting.data(), waiting.size(), &left, &none);
    if (ready == 0) {
      return Got::nothing_in_time;
    }
    if (ready < 0) {
      continue;
    }
    if (waiting[2].revents != 0) {
      flush();
    }
    if (waiting[1].revents != 0) {
      read_log();
    }
    if (waiting[0].revents != 0 && read(process_.out, out)) {
      return Got::something;
    }
    if (Clock::now() >= deadline) {
      return process_.out ? Got::nothing_in_time : Got::end;
    }
  }
  return Got::end;
}

void PipedProcess::flush() {
  const ssize_t put = ::write(process_.in.get(), to_write_.data(), to_write_.size());
  if (put > 0) {
    to_write_.erase(0, static_cast<std::size_t>(put));
  } else if (put < 0 && errno != EINTR && errno != EAGAIN) {
    process_.in = Descriptor(); // it reads no more
    to_write_.clear();
  }
}

bool PipedProcess::read(Descriptor& from, std::string& to) {
  std::array<char, 65536> buffer; // NOLINT(cppcoreguidelines-pro-type-member-init): read into
  const ssize_t got = ::read(from.get(), buffer.data(), buffer.size());
  if (got > 0) {
    to.append(buffer.data(), static_cast<std::size_t>(got));
    return true;
  }
  if (got == 0 || (errno != EINTR && errno != EAGAIN)) {
    from = Descriptor();
  }
  return false;
}

std::optional<int> PipedProcess::ended() {
  int status = 0;
  if (!status_ && ::waitpid(process_.pid, &status, WNOHANG) == process_.pid) {
    status_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }
  return status_;
}

std::optional<int> PipedProcess::wait_for_end(std::chrono::milliseconds limit, std::string& rest) {
  constexpr std::chrono::milliseconds k_pause(2);
  const Clock::time_point deadline = Clock::now() + limit;
  while (!ended() && Clock::now() < deadline) {
    const Clock::time_point next = std::min(deadline, Clock::now() + k_pause);
    if (receive(rest, next) != Got::something && !process_.out) {
      ::usleep(std::chrono::microseconds(k_pause).count());
      read_log();
    }
    rest.resize(std::min(rest.size(), k_longest_rest));
  }
  return ended();
}

ProcessEnd PipedProcess::stop(std::chrono::milliseconds grace, std::string& rest) {
  g_must_stop = 0; // this is what it is about
  flush();
  process_.in = Descriptor();
  to_write_.clear();
  ProcessEnd end;
  std::optional<int> status = wait_for_end(grace, rest);
  if (!status) {
    end.by = ProcessEnd::By::terminate;
    ::kill(-process_.pid, SIGTERM);
    status = wait_for_end(grace, rest);
  }
  if (!status) {
    end.by = ProcessEnd::By::kill;
    ::kill(-process_.pid, SIGKILL);
    status = wait_for_end(grace, rest);
  }
  end.status = status.value_or(128 + SIGKILL);
  while (process_.out && read(process_.out, rest) && rest.size() < k_longest_rest) {
  }
  read_log();
  return end;
}

void PipedProcess::read_log() {
  constexpr int k_most_reads = 64; // it may write faster than we read
  for (int i = 0; i < k_most_reads && process_.err && read(process_.err, log_); ++i) {
    log_.erase(0, log_.size() - std::min(log_.size(), k_longest_log));
  }
}

} // namespace aether
