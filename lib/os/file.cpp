#include "os/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>

#include "core/error.h"
#include "core/text.h"
#include "os/descriptor.h"

namespace aether {

namespace {

std::string read_all(int fd, const std::string& name, std::size_t max_bytes) {
  std::string content;
  std::size_t used = 0;
  struct stat status {};
  if (::fstat(fd, &status) == 0 && S_ISREG(status.st_mode) && status.st_size > 0) {
    content.resize(static_cast<std::size_t>(status.st_size) + 1);
  }
  while (true) {
    if (used == content.size()) {
      content.resize(used < 65536 ? 65536 : used * 2);
    }
    const ssize_t got = ::read(fd, content.data() + used, content.size() - used);
    if (got == 0) {
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
      throw Error(ExitCode::bad_input, name + " is larger than " + std::to_string(max_bytes) + " bytes");
    }
  }
}

// The temporary file of an atomic write; removed unless it was renamed into place.
class TemporaryFile {
public:
  TemporaryFile(const std::filesystem::path& target, mode_t mode)
      : path_(target.string() + ".XXXXXX"), fd_(::mkostemp(path_.data(), O_CLOEXEC)) {
    if (!fd_) {
      throw system_error(ExitCode::unavailable, "cannot write " + printable(target.string()), errno);
    }
    ::fchmod(fd_.get(), mode);
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  ~TemporaryFile() {
    if (!renamed_) {
      ::unlink(path_.c_str());
    }
  }

  void write(std::string_view content) {
    while (!content.empty()) {
      const ssize_t written = ::write(fd_.get(), content.data(), content.size());
      if (written < 0 && errno == EINTR) {
        continue;
      }
      if (written < 0) {
        throw system_error(ExitCode::unavailable, "cannot write " + printable(path_), errno);
      }
      content.remove_prefix(static_cast<std::size_t>(written));
    }
  }

  void rename_to(const std::filesystem::path& target) {
    if (::fsync(fd_.get()) != 0 || ::rename(path_.c_str(), target.c_str()) != 0) {
      throw system_error(ExitCode::unavailable, "cannot write " + printable(target.string()), errno);
    }
    renamed_ = true;
  }

private:
  std::string path_;
  Descriptor fd_;
  bool renamed_ = false;
};

mode_t mode_for(const std::filesystem::path& file) {
  struct stat status {};
  if (::stat(file.c_str(), &status) == 0) {
    return status.st_mode & 07777U;
  }
  const mode_t mask = ::umask(0);
  ::umask(mask);
  return 0666U & ~mask;
}

// What a write must not replace by a regular file: /dev/stdout, /dev/null, a named pipe.
bool is_special(const std::filesystem::path& file) {
  struct stat status {};
  return ::stat(file.c_str(), &status) == 0 && !S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode);
}

void write_through(const std::filesystem::path& file, std::string_view content) {
  const Descriptor fd(::open(file.c_str(), O_WRONLY | O_CLOEXEC));
  while (fd && !content.empty()) {
    const ssize_t written = ::write(fd.get(), content.data(), content.size());
    if (written < 0 && errno != EINTR) {
      throw system_error(ExitCode::unavailable, "cannot write " + printable(file.string()), errno);
    }
    content.remove_prefix(written > 0 ? static_cast<std::size_t>(written) : 0);
  }
  if (!fd) {
    throw system_error(ExitCode::unavailable, "cannot write " + printable(file.string()), errno);
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
  if (!S_ISREG(status.st_mode) && !S_ISFIFO(status.st_mode)) {
    throw Error(ExitCode::bad_input, name + " is neither a file nor a pipe");
  }
  if (S_ISREG(status.st_mode) && static_cast<std::size_t>(status.st_size) > max_bytes) {
    throw Error(ExitCode::bad_input, name + " is larger than " + std::to_string(max_bytes) + " bytes");
  }
  return read_all(fd.get(), name, max_bytes);
}

std::string read_stdin(std::size_t max_bytes) {
  return read_all(STDIN_FILENO, "standard input", max_bytes);
}

std::string read_file_or_stdin(std::string_view name, std::size_t max_bytes) {
  return name == "-" ? read_stdin(max_bytes) : read_file(std::filesystem::path(name), max_bytes);
}

std::string input_name(std::string_view name) {
  return name == "-" ? "standard input" : printable(name);
}

void write_file_atomically(const std::filesystem::path& file, std::string_view content) {
  if (is_special(file)) {
    write_through(file, content);
    return;
  }
  std::error_code failed;
  const std::filesystem::path resolved = std::filesystem::canonical(file, failed);
  const std::filesystem::path& target = failed ? file : resolved;
  if (std::filesystem::is_directory(target, failed)) {
    throw system_error(ExitCode::unavailable, "cannot write " + printable(file.string()), EISDIR);
  }
  TemporaryFile temporary(target, mode_for(target));
  temporary.write(content);
  temporary.rename_to(target);
}

} // namespace aether
