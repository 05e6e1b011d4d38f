#include "validate_config/families/paths.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>

#include <fmt/format.h>

#include "core/glob.h"
#include "core/path.h"
#include "core/text.h"

namespace aether::validate_config {

namespace {

template <std::size_t N>
bool holds_any(std::string_view text, const std::array<std::string_view, N>& words) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
    return text.find(word) != std::string_view::npos;
  });
}

// What is written, and need not be there at first.
constexpr std::array<std::string_view, 22> k_made = {
    "log",   "cache",  "tmp",     "temp",     "upload",   "storage", "output", "export",
    "dump",  "backup", "work",    "run",      "pid",      "sock",    "data",   "database",
    "index", "state",  "history", "download", "artifact", "socket"};

// What somebody wrote and the backend reads.
constexpr std::array<std::string_view, 14> k_read = {
    "template",  "profile", "prompt", "static", "asset", "schema", "locale",
    "migration", "config",  "cert",   "key",    "rules", "policy", "registry"};

constexpr std::array<std::string_view, 15> k_read_endings = {
    ".yaml",  ".yml",  ".toml", ".json", ".ini", ".txt", ".md", ".j2",
    ".jinja", ".html", ".pem",  ".crt",  ".key", ".py",  ".sql"};

// By .gitignore of the root: such files are where the backend runs, and not in its repository.
bool is_left_to_the_machine(const Tree& tree, std::string_view path) {
  std::ifstream in(tree.backend.root / ".gitignore", std::ios::binary);
  bool is_ignored = false;
  for (std::string line; std::getline(in, line);) {
    std::string_view pattern = trim(line);
    const bool takes_back = pattern.starts_with('!');
    pattern.remove_prefix(takes_back ? 1 : 0);
    if (pattern.empty() || pattern.starts_with('#')) {
      continue;
    }
    pattern.remove_suffix(pattern.ends_with('/') ? 1 : 0);
    const bool is_anchored = pattern.find('/') != std::string_view::npos;
    pattern.remove_prefix(pattern.starts_with('/') ? 1 : 0);
    for (std::string_view above = path; !above.empty();
         above =
             above.substr(0, above.rfind('/') == std::string_view::npos ? 0 : above.rfind('/'))) {
      if (glob_matches(pattern, is_anchored ? above : base_name(above))) {
        is_ignored = !takes_back;
      }
    }
  }
  return is_ignored;
}

} // namespace

PathUse use_of_path(const Setting& setting, std::string_view path) {
  const std::string last =
      to_lower(std::string_view(setting.name).substr(setting.name.rfind('.') + 1));
  const std::string kind = setting.field ? setting.field->kind : "";
  const bool by_kind = kind == "Path" || kind == "FilePath" || kind == "DirectoryPath";
  const bool by_name = last.ends_with("_path") || last.ends_with("_file") ||
                       last.ends_with("_dir") || last.ends_with("_directory") ||
                       last == "directory" || last == "path";
  if ((!by_kind && !by_name) || path.empty() || path.find("://") != std::string_view::npos ||
      path.find_first_of("*${~") != std::string_view::npos) {
    return PathUse::none;
  }
  if (kind == "FilePath" || kind == "DirectoryPath") {
    return PathUse::read;
  }
  const bool ends_read = std::any_of(k_read_endings.begin(), k_read_endings.end(),
                                     [&](std::string_view one) { return path.ends_with(one); });
  if (holds_any(last, k_read) || (ends_read && !holds_any(last, k_made))) {
    return PathUse::read;
  }
  const std::string lower = to_lower(path);
  return holds_any(lower, k_read) && !holds_any(last, k_made) && !holds_any(lower, k_made)
             ? PathUse::read
             : PathUse::made;
}

bool is_run_time_path(std::string_view path) { return holds_any(to_lower(path), k_made); }

bool names_profile(std::string_view last) {
  const auto is = [&](const std::string& word) {
    return last == word || last.ends_with("_" + word) || last.ends_with(word + "_file") ||
           last.ends_with(word + "_path");
  };
  return is("profile") || is("template") || is("prompt");
}

std::string path_problem(const Tree& tree, const Setting& setting, const std::string& path) {
  if (use_of_path(setting, path) != PathUse::read || exists_below(tree, path)) {
    return "";
  }
  // elsewhere on this machine it says nothing of where the backend will run
  if (path.starts_with('/') && !path.starts_with(tree.backend.root.string())) {
    return "";
  }
  if (is_left_to_the_machine(tree, path)) {
    return "";
  }
  const bool is_file = !extension_of(path).empty();
  return fmt::format("there is no {} {}", is_file ? "file" : "directory", printable(path));
}

} // namespace aether::validate_config
