// Long runs of blanks, which scanning leaves of long scalars and empty lines, taken out of what
// yaml-cpp reads: it takes 100 ns for each.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace aether::yaml {

class Condensed {
public:
  // Takes out only where no column depends on it: what comes after is no block collection.
  explicit Condensed(std::string_view text);

  [[nodiscard]] const std::string& text() const { return text_; }
  // In the whole text, of an offset in the condensed one.
  [[nodiscard]] std::size_t source_offset(std::size_t offset) const;

private:
  struct Gap {
    std::size_t offset = 0;  // in text_, where the rest goes on
    std::size_t missing = 0; // before it, all in all
  };

  std::string text_;
  std::vector<Gap> gaps_;
};

} // namespace aether::yaml
