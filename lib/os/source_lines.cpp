#include "os/source_lines.h"

namespace aether {

std::optional<std::string> SourceLines::line(std::string_view file, std::uint32_t number) {
  if (number == 0) {
    return std::nullopt;
  }
  if (file != file_) {
    file_ = file;
    stream_ = std::ifstream();
    stream_.open(path_of_(file));
    at_ = 0;
  }
  if (number < at_) {
    stream_.clear();
    stream_.seekg(0);
    at_ = 0;
  }
  while (at_ < number && std::getline(stream_, text_)) {
    ++at_;
  }
  // A very long line helps nobody, and many findings may stand on it.
  constexpr std::size_t k_longest_line = std::size_t{16} << 10U;
  if (at_ != number || text_.size() > k_longest_line) {
    return std::nullopt;
  }
  return text_.ends_with('\r') ? text_.substr(0, text_.size() - 1) : text_;
}

} // namespace aether
