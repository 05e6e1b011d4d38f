// The text of a Python file, parted into code, quoted text and comments, for who looks at it
// without a parser: what agents are told stands in quoted text, and files that are broken count,
// too.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace aether::verify_oi_tools {

// Both as long as the file, so that offsets are the same; what is left out is blank, but for ends
// of lines.
struct PythonText {
  std::string without_comments;
  std::string code; // without what is quoted either
};

[[nodiscard]] PythonText part_python(std::string_view text);

// Names that mean the computer object throughout the file: `c` after `c = computer`, or after
// `import computer as c`. Names that are given to something else, too, are none.
[[nodiscard]] std::vector<std::string> names_of_computer(std::string_view code);

// The next place of a name by itself at or behind an offset; npos where there is none.
[[nodiscard]] std::size_t find_name(std::string_view code, std::string_view name, std::size_t from);

} // namespace aether::verify_oi_tools
