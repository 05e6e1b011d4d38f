// Positions of offsets into a text that mostly grow, without counting from the start for each.
#pragma once

#include <cstddef>
#include <string_view>

#include "core/finding.h"

namespace aether {

// Refers to the text, which must outlive it. The result is position_at's (data/document.h).
class Locator {
public:
  explicit Locator(std::string_view text) : text_(text) {}

  // An offset beyond the text is its end.
  [[nodiscard]] Position at(std::size_t offset);

private:
  [[nodiscard]] Position before(std::size_t offset) const;

  std::string_view text_;
  std::size_t offset_ = 0;
  Position position_{1, 1};
};

} // namespace aether
