#include "os/atomic_write.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstdlib>
#include <optional>
#include <string>

#include "core/error.h"
#include "core/text.h"
#include "os/descriptor.h"

namespace aether {

namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const fs::path& file, int error_number) {
  throw system_error(ExitCode::unavailable, "cannot write " + printable(file.string()),
                     error_number);
}

void write_all(int fd, std::string_view content, const fs::path& file) {
  while (!content.empty()) {
    const ssize_t written = ::write(fd, content.data(), content.size());
    if (written < 0 && errno != EINTR) {
      fail(file, errno);
    }
    content.remove_prefix(written > 0 ? static_cast<std::size_t>(written) : 0);
  }
}

// /dev/stdout, /dev/stderr and /dev/fd/N: opened anew, a file behind them would be written from its
// start and what stands in it lost.
std::optional<int> named_descriptor(const fs::path& file) {
  const std::string name = file.string();
  if (name == "/dev/stdout") {
    return STDOUT_FILENO;
  }
  if (name == "/dev/stderr") {
    return STDERR_FILENO;
  }
  for (const std::string_view directory : {"/dev/fd/", "/proc/self/fd/"}) {
    int number = 0;
    if (name.starts_with(directory)) {
      const char* end = name.data() + name.size();
      const auto [rest, failure] = std::from_chars(name.data() + directory.size(), end, number);
      return failure == std::errc() && rest == end ? std::optional(number) : std::nullopt;
    }
  }
  return std::nullopt;
}

// What must not be replaced by a regular file: a device, a named pipe.
bool is_special(const fs::path& file) {
  struct stat status {};
  return ::stat(file.c_str(), &status) == 0 && !S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode);
}

void write_through(const fs::path& file, std::string_view content) {
  const Descriptor fd(::open(file.c_str(), O_WRONLY | O_CLOEXEC | O_NOCTTY));
  if (!fd) {
    fail(file, errno);
  }
  write_all(fd.get(), content, file);
}

// Where symbolic links lead, whether or not a file is there.
fs::path final_target(const fs::path& file) {
  constexpr int k_most_links = 40;
  fs::path target = file;
  std::error_code failed;
  for (int links = 0; fs::is_symlink(fs::symlink_status(target, failed)); ++links) {
    if (links == k_most_links) {
      fail(file, ELOOP);
    }
    const fs::path next = fs::read_symlink(target, failed);
    target = next.is_absolute() ? next : target.parent_path() / next;
  }
  return target;
}

mode_t mode_for(const fs::path& file) {
  struct stat status {};
  if (::stat(file.c_str(), &status) == 0) {
    return status.st_mode & 07777U;
  }
  const mode_t mask = ::umask(0);
  ::umask(mask);
  return 0666U & ~mask;
}

class HeldSignals {
public:
  HeldSignals() {
    ::sigset_t all;
    ::sigfillset(&all);
    ::pthread_sigmask(SIG_BLOCK, &all, &before_);
  }
  HeldSignals(const HeldSignals&) = delete;
  HeldSignals& operator=(const HeldSignals&) = delete;
  ~HeldSignals() { ::pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

private:
  ::sigset_t before_{};
};

// A name beside the target that nobody has; the file behind it is gone again unless renamed.
class TemporaryName {
public:
  explicit TemporaryName(const fs::path& target) : name_(target.string() + ".XXXXXX") {}
  TemporaryName(const TemporaryName&) = delete;
  TemporaryName& operator=(const TemporaryName&) = delete;
  ~TemporaryName() {
    if (exists_) {
      ::unlink(name_.c_str());
    }
  }

  // A new file of that name.
  Descriptor create() {
    Descriptor fd(::mkostemp(name_.data(), O_CLOEXEC));
    exists_ = static_cast<bool>(fd);
    return fd;
  }

  // The name for a file that has none.
  bool link(int fd) {
    if (!create()) {
      return false;
    }
    ::unlink(name_.c_str());
    const std::string source = "/proc/self/fd/" + std::to_string(fd);
    exists_ = ::linkat(AT_FDCWD, source.c_str(), AT_FDCWD, name_.c_str(), AT_SYMLINK_FOLLOW) == 0;
    return exists_;
  }

  bool rename_to(const fs::path& target) {
    const bool done = ::rename(name_.c_str(), target.c_str()) == 0;
    exists_ = exists_ && !done;
    return done;
  }

private:
  std::string name_;
  bool exists_ = false;
};

Descriptor nameless_file_beside(const fs::path& target) {
  const fs::path directory = target.has_parent_path() ? target.parent_path() : fs::path(".");
  return Descriptor(::open(directory.c_str(), O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600));
}

// Access lists, labels and what else stands beside a file's mode. What may not be set, or is not
// known to the file system, is left; so is what speaks of the content that is replaced.
void copy_attributes(const fs::path& target, int fd) {
  constexpr std::array<std::string_view, 3> k_of_the_content = {"security.capability",
                                                                "security.ima", "security.evm"};
  const ssize_t size = ::listxattr(target.c_str(), nullptr, 0);
  std::string names(size > 0 ? static_cast<std::size_t>(size) : 0, '\0');
  const ssize_t got = ::listxattr(target.c_str(), names.data(), names.size());
  names.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
  for (std::size_t begin = 0; begin < names.size();) {
    const std::string name = names.c_str() + begin;
    begin += name.size() + 1;
    const ssize_t length = ::getxattr(target.c_str(), name.c_str(), nullptr, 0);
    std::string value(length > 0 ? static_cast<std::size_t>(length) : 0, '\0');
    const ssize_t read = ::getxattr(target.c_str(), name.c_str(), value.data(), value.size());
    // Asked with no room, it gives a size: of one that came between the calls, say.
    const bool whole = read >= 0 && static_cast<std::size_t>(read) <= value.size();
    if (whole && std::find(k_of_the_content.begin(), k_of_the_content.end(), name) ==
                     k_of_the_content.end()) {
      [[maybe_unused]] const int refused =
          ::fsetxattr(fd, name.c_str(), value.data(), static_cast<std::size_t>(read), 0);
    }
  }
}

void fill(int fd, std::string_view content, const fs::path& target) {
  write_all(fd, content, target);
  // Root that rewrites a user's file leaves it to the user; others may not give files away.
  if (struct stat status{}; ::stat(target.c_str(), &status) == 0) {
    [[maybe_unused]] const int refused = ::fchown(fd, status.st_uid, status.st_gid);
  }
  if (::fchmod(fd, mode_for(target)) != 0) {
    fail(target, errno);
  }
  copy_attributes(target, fd); // an access list is more than the mode that it shows as
  if (::fsync(fd) != 0) {
    fail(target, errno);
  }
}

} // namespace

void write_file_atomically(const fs::path& file, std::string_view content) {
  if (const std::optional<int> fd = named_descriptor(file)) {
    write_all(*fd, content, file);
    return;
  }
  if (is_special(file)) {
    write_through(file, content);
    return;
  }
  const fs::path target = final_target(file);
  std::error_code failed;
  if (target.empty() || fs::is_directory(target, failed)) {
    fail(file, target.empty() ? ENOENT : EISDIR);
  }
  // A directory that may be written gives no right to a file that may not.
  if (::faccessat(AT_FDCWD, target.c_str(), W_OK, AT_EACCESS) != 0 && errno != ENOENT) {
    fail(file, errno);
  }
  TemporaryName name(target);
  if (const Descriptor nameless = nameless_file_beside(target)) {
    fill(nameless.get(), content, target);
    const HeldSignals held;
    if (!name.link(nameless.get()) || !name.rename_to(target)) {
      fail(file, errno);
    }
    return;
  }
  // A file system that knows no files without a name.
  const HeldSignals held;
  const Descriptor named = name.create();
  if (!named) {
    fail(file, errno);
  }
  fill(named.get(), content, target);
  if (!name.rename_to(target)) {
    fail(file, errno);
  }
}

} // namespace aether
