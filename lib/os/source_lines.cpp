#include "os/source_lines.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <ext/stdio_filebuf.h>
#include <fstream>
#include <limits>
#include <sstream>
#include <utility>

#include "core/path.h"
#include "os/descriptor.h"

namespace aether {

namespace {

// A very long line helps nobody, and many findings may stand on it.
constexpr std::size_t k_longest_line = std::size_t{16} << 10U;

// Reads a line, but keeps no more of a longer one than tells that it is; false at the end.
bool read_line(std::istream& stream, std::string& text) {
  text.resize(k_longest_line + 2);
  stream.getline(text.data(), static_cast<std::streamsize>(text.size()));
  const auto taken = static_cast<std::size_t>(stream.gcount());
  if (stream.fail() && taken + 1 == text.size()) {
    stream.clear();
    stream.ignore(std::numeric_limits<std::streamsize>::max(), '\n');
    return true;
  }
  // What was taken counts the newline, but for a last line that has none.
  text.resize(taken - (taken > 0 && !stream.eof() ? 1 : 0));
  return !stream.fail();
}

class DescriptorStream : public std::istream {
public:
  explicit DescriptorStream(int number) : std::istream(nullptr), buffer_(number, std::ios::in) {
    rdbuf(&buffer_);
  }

private:
  __gnu_cxx::stdio_filebuf<char> buffer_; // closes the descriptor
};

// The directory that holds the last component, opened one component after the other.
Descriptor open_parent(const std::filesystem::path& directory, std::string_view path) {
  constexpr int k_flags = O_PATH | O_DIRECTORY | O_CLOEXEC;
  Descriptor at(::open(directory.c_str(), k_flags));
  for (std::size_t slash = path.find('/'); at && slash != std::string_view::npos;
       slash = path.find('/')) {
    const std::string component(path.substr(0, slash));
    at = Descriptor(::openat(at.get(), component.c_str(), k_flags | O_NOFOLLOW));
    path.remove_prefix(slash + 1);
  }
  return at;
}

} // namespace

SourceLines::SourceLines(PathOf path_of)
    : open_([path_of = std::move(path_of)](std::string_view file) {
        return std::make_unique<std::ifstream>(path_of(file));
      }) {}

std::optional<std::string> SourceLines::line(std::string_view file, std::uint32_t number) {
  if (number == 0) {
    return std::nullopt;
  }
  if (file != file_) {
    file_ = file;
    stream_ = open_(file);
    at_ = 0;
  }
  if (number < at_) {
    stream_->clear();
    stream_->seekg(0);
    at_ = 0;
  }
  while (at_ < number && read_line(*stream_, text_)) {
    ++at_;
  }
  if (at_ != number || text_.size() > k_longest_line) {
    return std::nullopt;
  }
  return text_.ends_with('\r') ? text_.substr(0, text_.size() - 1) : text_;
}

std::unique_ptr<std::istream> open_below(const std::filesystem::path& directory,
                                         std::string_view path) {
  constexpr off_t k_largest = off_t{2} << 30U;
  auto nothing = std::make_unique<std::istringstream>();
  if (!is_below_root(path)) {
    return nothing;
  }
  const Descriptor parent = open_parent(directory, path);
  Descriptor file(::openat(parent.get(), std::string(base_name(path)).c_str(),
                           O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
  struct stat status {};
  if (!parent || !file || ::fstat(file.get(), &status) != 0 || !S_ISREG(status.st_mode) ||
      status.st_size == 0 || status.st_size > k_largest) {
    return nothing;
  }
  return std::make_unique<DescriptorStream>(file.release());
}

} // namespace aether
