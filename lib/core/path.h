// Paths below a root, as text: components with `/` between them, none at either end.
#pragma once

#include <string>
#include <string_view>

namespace aether {

[[nodiscard]] constexpr std::string_view base_name(std::string_view path) {
  return path.substr(path.rfind('/') + 1);
}

// What follows the last dot of the base name; empty where there is none but one in front.
[[nodiscard]] constexpr std::string_view extension_of(std::string_view path) {
  const std::string_view name = base_name(path);
  const std::size_t dot = name.rfind('.');
  return dot == std::string_view::npos || dot == 0 ? std::string_view() : name.substr(dot + 1);
}

// `name` in a directory; in the root where that is empty.
[[nodiscard]] inline std::string join_path(std::string_view directory, std::string_view name) {
  std::string path;
  path.reserve(directory.size() + name.size() + 1);
  path += directory;
  path += directory.empty() ? "" : "/";
  path += name;
  return path;
}

// Whether a path names something below the root by plain components: none of them empty, `.` or
// `..`, and no NUL byte in it.
[[nodiscard]] constexpr bool is_below_root(std::string_view path) {
  for (std::size_t begin = 0; begin <= path.size();) {
    const std::size_t slash = path.find('/', begin);
    const std::size_t end = slash == std::string_view::npos ? path.size() : slash;
    const std::string_view component = path.substr(begin, end - begin);
    if (component.empty() || component == "." || component == "..") {
      return false;
    }
    begin = end + 1;
  }
  return path.find('\0') == std::string_view::npos;
}

} // namespace aether
