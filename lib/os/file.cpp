#include "os/file.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>

#include "core/error.h"
#include "core/text.h"

namespace aether {

namespace {

const dev_t k_null_device = ::makedev(1, 3); // as Linux numbers /dev/null

Error too_large(const std::string& name, std::size_t max_bytes) {
  return {ExitCode::bad_input, name + " is larger than " + std::to_string(max_bytes) + " bytes"};
}

// `status`: of the descriptor; a regular file gives less than was asked for only at its end.
std::string read_all(int fd, const struct stat& status, const std::string& name,
                     std::size_t max_bytes) {
  std::string content;
  std::size_t used = 0;
  const bool regular = S_ISREG(status.st_mode);
  if (regular && status.st_size > 0) {
    content.resize(static_cast<std::size_t>(status.st_size) + 1);
  }
  while (true) {
    if (used == content.size()) {
      content.resize(used < 65536 ? 65536 : used * 2);
    }
    const std::size_t wanted = content.size() - used;
    const ssize_t got = ::read(fd, content.data() + used, wanted);
    if (got == 0 || (regular && got > 0 && static_cast<std::size_t>(got) < wanted)) {
      used += static_cast<std::size_t>(got);
      content.resize(used);
      return content;
    }
    if (got < 0) {
      if (errno == EINTR) {
        continue;
      }
      throw system_error(ExitCode::no_input, "cannot read " + name, errno);
    }
    used += static_cast<std::size_t>(got);
    if (used > max_bytes) {
      throw too_large(name, max_bytes);
    }
  }
}

} // namespace

std::string read_file(const std::filesystem::path& file, std::size_t max_bytes) {
  const std::string name = printable(file.string());
  const Descriptor fd(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY));
  if (!fd) {
    throw system_error(ExitCode::no_input, "cannot open " + name, errno);
  }
  struct stat status {};
  if (::fstat(fd.get(), &status) != 0) {
    throw system_error(ExitCode::no_input, "cannot read " + name, errno);
  }
  if (S_ISDIR(status.st_mode)) {
    throw system_error(ExitCode::no_input, "cannot read " + name, EISDIR);
  }
  if (S_ISCHR(status.st_mode) && status.st_rdev == k_null_device) {
    return {};
  }
  if (!S_ISREG(status.st_mode) && !S_ISFIFO(status.st_mode)) {
    throw Error(ExitCode::bad_input, name + " is neither a file nor a pipe");
  }
  if (S_ISREG(status.st_mode) && static_cast<std::size_t>(status.st_size) > max_bytes) {
    throw too_large(name, max_bytes);
  }
  return read_all(fd.get(), status, name, max_bytes);
}

Directory::Directory(std::filesystem::path path)
    : path_(std::move(path)), fd_(::open(path_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
  if (!fd_) {
    throw system_error(ExitCode::no_input, "cannot open directory " + printable(path_.string()),
                       errno);
  }
}

std::string Directory::shown(const std::string& name) const {
  return printable((path_ / name).string());
}

std::vector<ListedFile> Directory::files() const {
  struct Close {
    void operator()(DIR* open) const { ::closedir(open); }
  };
  const std::unique_ptr<DIR, Close> open(::opendir(path_.c_str()));
  if (!open) {
    throw system_error(ExitCode::no_input, "cannot open directory " + printable(path_.string()),
                       errno);
  }
  std::vector<ListedFile> files;
  errno = 0;
  while (const dirent* entry = ::readdir(open.get())) {
    const unsigned char type = entry->d_type;
    if (type != DT_DIR) {
      const bool told = type != DT_LNK && type != DT_UNKNOWN;
      files.push_back({entry->d_name, !told            ? ListedFile::Kind::unknown
                                      : type == DT_REG ? ListedFile::Kind::regular
                                                       : ListedFile::Kind::special});
    }
  }
  if (errno != 0) {
    throw system_error(ExitCode::no_input, "cannot read directory " + printable(path_.string()),
                       errno);
  }
  std::erase_if(files,
                [](const ListedFile& file) { return file.name == "." || file.name == ".."; });
  std::sort(files.begin(), files.end());
  return files;
}

std::string Directory::read(const ListedFile& file, std::size_t max_bytes) const {
  const Descriptor fd(
      ::openat(fd_.get(), file.name.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK));
  if (!fd) {
    throw system_error(ExitCode::no_input, "cannot open " + shown(file.name), errno);
  }
  if (file.kind == ListedFile::Kind::regular) { // most files are small, and need no more calls
    std::array<char, 16384> buffer;             // NOLINT(*-member-init): it is written at once
    const ssize_t got = ::read(fd.get(), buffer.data(), buffer.size());
    const auto size = static_cast<std::size_t>(std::max<ssize_t>(got, 0));
    if (got >= 0 && size < buffer.size() && size <= max_bytes) {
      return {buffer.data(), size};
    }
    ::lseek(fd.get(), 0, SEEK_SET);
  }
  struct stat status {};
  if (::fstat(fd.get(), &status) != 0) {
    throw system_error(ExitCode::no_input, "cannot read " + shown(file.name), errno);
  }
  if (S_ISDIR(status.st_mode)) {
    throw system_error(ExitCode::no_input, "cannot read " + shown(file.name), EISDIR);
  }
  if (!S_ISREG(status.st_mode)) {
    throw Error(ExitCode::bad_input, shown(file.name) + " is a pipe, a socket or a device");
  }
  if (static_cast<std::size_t>(status.st_size) > max_bytes) {
    throw too_large(shown(file.name), max_bytes);
  }
  return read_all(fd.get(), status, shown(file.name), max_bytes);
}

std::string read_stdin(std::size_t max_bytes) {
  struct stat status {};
  (void)::fstat(STDIN_FILENO, &status);
  return read_all(STDIN_FILENO, status, "standard input", max_bytes);
}

bool is_open_already(const std::filesystem::path& file) {
  const std::string text = file.string();
  return text.starts_with("/dev/fd/") || text.starts_with("/proc/") || text.starts_with("/dev/std");
}

std::string read_named(const std::filesystem::path& file, std::size_t max_bytes) {
  std::error_code failed;
  if (std::filesystem::is_fifo(file, failed) && !is_open_already(file)) {
    throw Error(ExitCode::bad_input,
                printable(file.string()) + " is a named pipe: pass its text on standard input");
  }
  return read_file(file, max_bytes);
}

std::string read_file_or_stdin(std::string_view name, std::size_t max_bytes) {
  return name == "-" ? read_stdin(max_bytes) : read_file(std::filesystem::path(name), max_bytes);
}

std::string input_name(std::string_view name) {
  return name == "-" ? "standard input" : printable(name);
}

} // namespace aether
