// What Open Interpreter's computer object brings itself.
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace aether::verify_oi_tools {

inline constexpr std::array<std::string_view, 16> k_built_in = {
    "files", "skills",   "ai",   "browser", "calendar", "clipboard", "contacts", "display",
    "docs",  "keyboard", "mail", "mouse",   "os",       "sms",       "terminal", "vision"};

// `files` of computer.files.search.
[[nodiscard]] inline std::string_view name_space_of(std::string_view path) {
  const std::size_t dot = path.find('.');
  return dot == std::string_view::npos ? ""
                                       : path.substr(dot + 1, path.find('.', dot + 1) - dot - 1);
}

[[nodiscard]] inline bool is_built_in(std::string_view path) {
  return path.starts_with("computer.") &&
         std::find(k_built_in.begin(), k_built_in.end(), name_space_of(path)) != k_built_in.end();
}

} // namespace aether::verify_oi_tools
