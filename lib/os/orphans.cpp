#include "os/orphans.h"

#include <dirent.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstring>
#include <fstream>
#include <memory>
#include <set>
#include <string>
#include <thread>

namespace aether {

namespace {

using Clock = std::chrono::steady_clock;

// The field after the name, which stands in parentheses and may hold any character.
pid_t parent_of(const std::string& pid) {
  std::ifstream stream("/proc/" + pid + "/stat");
  std::string line;
  std::getline(stream, line);
  const std::size_t name_ends = line.rfind(')');
  pid_t parent = 0;
  if (name_ends != std::string::npos && line.size() > name_ends + 4) {
    const char* begin = line.data() + name_ends + 4; // ") S "
    std::from_chars(begin, line.data() + line.size(), parent);
  }
  return parent;
}

struct CloseDirectory {
  void operator()(DIR* directory) const { ::closedir(directory); }
};

void kill_children(std::set<pid_t>& killed) {
  const std::unique_ptr<DIR, CloseDirectory> all(::opendir("/proc"));
  while (const dirent* entry = all ? ::readdir(all.get()) : nullptr) {
    const std::string name = entry->d_name; // NOLINT: an array of C
    pid_t pid = 0;
    const auto [end, failed] = std::from_chars(name.data(), name.data() + name.size(), pid);
    if (failed == std::errc() && end == name.data() + name.size() &&
        parent_of(name) == ::getpid()) {
      ::kill(pid, SIGKILL);
      killed.insert(pid);
    }
  }
}

} // namespace

void adopt_orphans() { ::prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0); }

void end_family_with_parent() {
  static bool is_done = false;
  if (is_done) {
    return;
  }
  is_done = true;
  adopt_orphans();
  sigset_t signals;
  ::sigemptyset(&signals);
  for (const int one : {SIGHUP, SIGINT, SIGTERM}) {
    ::sigaddset(&signals, one);
  }
  ::sigprocmask(SIG_BLOCK, &signals, nullptr); // threads that begin later have it, too
  std::thread([signals] {
    int got = 0;
    while (::sigwait(&signals, &got) != 0) {
    }
    constexpr std::chrono::milliseconds k_patience{500};
    (void)end_orphans(k_patience);
    ::_exit(128 + got);
  }).detach();
  ::prctl(PR_SET_PDEATHSIG, SIGTERM);
}

std::size_t end_orphans(std::chrono::milliseconds limit) {
  constexpr auto k_pause = 1'000; // microseconds
  const Clock::time_point end = Clock::now() + limit;
  std::set<pid_t> killed;
  for (;;) {
    const pid_t ended = ::waitpid(-1, nullptr, WNOHANG);
    if (ended < 0 && errno != EINTR) {
      break; // there is none
    }
    if (ended == 0) {
      kill_children(killed); // once in any case, however late it is
      if (Clock::now() >= end) {
        break;
      }
      ::usleep(k_pause);
    }
  }
  return killed.size();
}

} // namespace aether
