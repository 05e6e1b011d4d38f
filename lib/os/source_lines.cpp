#include "os/source_lines.h"

#include <fstream>
#include <utility>

namespace aether {

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
  while (at_ < number && std::getline(*stream_, text_)) {
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
