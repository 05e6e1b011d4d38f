#include "run_migrations/lock_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <thread>
#include <utility>

#include "core/error.h"
#include "core/text.h"

namespace aether::run_migrations {

namespace {

using Clock = std::chrono::steady_clock;

// The one who held it before may have removed the name since it was opened.
bool still_named(int fd, const std::filesystem::path& file) {
  struct stat opened {};
  struct stat named {};
  return ::fstat(fd, &opened) == 0 && ::stat(file.c_str(), &named) == 0 &&
         opened.st_ino == named.st_ino && opened.st_dev == named.st_dev;
}

} // namespace

LockFile::LockFile(std::filesystem::path file, std::chrono::milliseconds wait)
    : file_(std::move(file)) {
  const Clock::time_point deadline = Clock::now() + wait;
  auto pause = std::chrono::milliseconds(2);
  while (true) {
    Descriptor opened(::open(file_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666));
    if (!opened) {
      throw system_error(ExitCode::unavailable,
                         "cannot make the lock file " + printable(file_.string()), errno);
    }
    if (::flock(opened.get(), LOCK_EX | LOCK_NB) == 0) {
      if (still_named(opened.get(), file_)) {
        held_.emplace(std::move(opened));
        return;
      }
      continue;
    }
    if (Clock::now() >= deadline) {
      throw Error(ExitCode::try_again, "another run holds " + printable(file_.string()) +
                                           "; try again, or wait longer with --lock-wait");
    }
    std::this_thread::sleep_for(pause);
    pause = std::min(pause * 2, std::chrono::milliseconds(100));
  }
}

LockFile::~LockFile() { ::unlink(file_.c_str()); }

} // namespace aether::run_migrations
