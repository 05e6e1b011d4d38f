#include "data/locator.h"

#include <algorithm>
#include <cstdint>

#include "core/text.h"

namespace aether {

Position Locator::at(std::size_t offset) {
  offset = std::min(offset, text_.size());
  if (offset < offset_) {
    return before(offset);
  }
  for (; offset_ < offset; ++offset_) {
    if (text_[offset_] == '\n') {
      ++position_.line;
      position_.column = 1;
    } else if ((static_cast<unsigned char>(text_[offset_]) & 0xC0U) != 0x80U) {
      ++position_.column;
    }
  }
  return position_;
}

Position Locator::before(std::size_t offset) const {
  const std::string_view passed = text_.substr(offset, offset_ - offset);
  const auto lines = static_cast<std::uint32_t>(std::count(passed.begin(), passed.end(), '\n'));
  if (lines == 0) {
    const auto columns = static_cast<std::uint32_t>(count_code_points(passed));
    return {position_.line, position_.column - columns};
  }
  const std::size_t line_start = text_.substr(0, offset).rfind('\n') + 1;
  const std::size_t column = count_code_points(text_.substr(line_start, offset - line_start)) + 1;
  return {position_.line - lines, static_cast<std::uint32_t>(column)};
}

} // namespace aether
