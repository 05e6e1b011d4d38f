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

} // namespace aether
