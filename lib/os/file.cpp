#include "os/file.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <memory>

#include "core/error.h"
#include "core/text.h"
#include "os/descriptor.h"

namespace aether {

namespace {

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
      throw Error(ExitCode::bad_input,
                  name + " is larger than " + std::to_string(max_bytes) + " bytes");
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
  if (!S_ISREG(status.st_mode) && !S_ISFIFO(status.st_mode)) {
    throw Error(ExitCode::bad_input, name + " is neither a file nor a pipe");
  }
  if (S_ISREG(status.st_mode) && static_cast<std::size_t>(status.st_size) > max_bytes) {
    throw Error(ExitCode::bad_input,
                name + " is larger than " + std::to_string(max_bytes) + " bytes");
  }
  return read_all(fd.get(), status, name, max_bytes);
}

std::vector<ListedFile> list_files(const std::filesystem::path& directory) {
  struct Close {
    void operator()(DIR* open) const { ::closedir(open); }
  };
  const std::unique_ptr<DIR, Close> open(::opendir(directory.c_str()));
  if (!open) {
    throw system_error(ExitCode::no_input, "cannot open directory " + printable(directory.string()),
                       errno);
  }
  std::vector<ListedFile> files;
  errno = 0;
  while (const dirent* entry = ::readdir(open.get())) {
    if (entry->d_type != DT_DIR) {
      const unsigned char type = entry->d_type;
      files.push_back({entry->d_name, type != DT_REG && type != DT_LNK && type != DT_UNKNOWN});
    }
  }
  if (errno != 0) {
    throw system_error(ExitCode::no_input, "cannot read directory " + printable(directory.string()),
                       errno);
  }
  std::erase_if(files,
                [](const ListedFile& file) { return file.name == "." || file.name == ".."; });
  std::sort(files.begin(), files.end());
  return files;
}

std::string read_stdin(std::size_t max_bytes) {
  struct stat status {};
  (void)::fstat(STDIN_FILENO, &status);
  return read_all(STDIN_FILENO, status, "standard input", max_bytes);
}

std::string read_file_or_stdin(std::string_view name, std::size_t max_bytes) {
  return name == "-" ? read_stdin(max_bytes) : read_file(std::filesystem::path(name), max_bytes);
}

std::string input_name(std::string_view name) {
  return name == "-" ? "standard input" : printable(name);
}

} // namespace aether
