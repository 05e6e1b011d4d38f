// What Open Interpreter's computer object brings itself.
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace aether::verify_oi_tools {

inline constexpr std::array<std::string_view, 16> k_built_in = {
    "files", "skills",   "ai",   "browser", "calendar", "clipboard", "contacts", "display",
    "docs",  "keyboard", "mail", "mouse",   "os",       "sms",       "terminal", "vision"};

// What else it has, which calls may name.
inline constexpr std::array<std::string_view, 21> k_members = {
    "run",         "exec",       "stop",          "terminate",           "screenshot",
    "view",        "to_dict",    "load_dict",     "languages",           "interpreter",
    "offline",     "verbose",    "debug",         "emit_images",         "api_base",
    "save_skills", "max_output", "import_skills", "import_computer_api", "system_message",
    "get_language"};

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

// Also of its methods and attributes.
[[nodiscard]] inline bool is_its_own(std::string_view path) {
  return is_built_in(path) ||
         (path.starts_with("computer.") &&
          std::find(k_members.begin(), k_members.end(), name_space_of(path)) != k_members.end());
}

} // namespace aether::verify_oi_tools
