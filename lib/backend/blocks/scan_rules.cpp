#include "backend/blocks/scan_rules.h"

#include <algorithm>
#include <array>

#include "core/glob.h"
#include "core/path.h"
#include "core/text.h"

namespace aether::blocks {

namespace {

constexpr std::array<std::string_view, 10> k_excluded_anywhere = {
    "venv", ".venv", "__pycache__", ".cache",   "node_modules",
    ".git", "dist",  "build",       "coverage", "test-results"};

// A backend keeps third-party services and its tests there; deeper ones are the tree's own.
constexpr std::array<std::string_view, 2> k_excluded_at_the_root = {"services", "tests"};

constexpr std::array<std::string_view, 14> k_data_extensions = {
    "yaml", "yml",  "toml", "json", "md",  "txt",  "ini",
    "cfg",  "conf", "env",  "csv",  "xml", "lock", "db"};

template <typename List> bool contains(const List& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

// A pattern without a slash is a name at any depth; with one it is a path below the root. A
// directory's pattern covers what lies below it.
bool pattern_fits(const std::string& pattern, const std::string& path, std::string_view name) {
  const bool is_path = pattern.find('/') != std::string::npos;
  return is_path ? glob_matches(pattern, path) : glob_matches(pattern, name);
}

bool fits_any(const std::vector<std::string>& patterns, const std::string& path,
              std::string_view name) {
  return std::any_of(patterns.begin(), patterns.end(),
                     [&](const std::string& pattern) { return pattern_fits(pattern, path, name); });
}

// Asks about `a`, `a/b` and `a/b/c` for the path a/b/c, until the answer is yes.
template <typename Ask> bool any_prefix(std::string_view path, const Ask& ask) {
  for (std::size_t end = path.find('/'); !path.empty(); end = path.find('/', end + 1)) {
    if (ask(path.substr(0, end))) {
      return true;
    }
    if (end == std::string_view::npos) {
      break;
    }
  }
  return false;
}

std::string tidy(std::string_view pattern) {
  if (pattern.starts_with("./")) {
    pattern.remove_prefix(2);
  }
  const bool anchored = pattern.starts_with('/');
  if (anchored) {
    pattern.remove_prefix(1);
  }
  while (pattern.ends_with('/')) {
    pattern.remove_suffix(1);
  }
  if (pattern.ends_with("/**")) {
    pattern.remove_suffix(3);
  }
  return std::string(pattern);
}

} // namespace

const std::vector<std::string_view>& default_extensions() {
  static const std::vector<std::string_view> k_extensions = {
      "py", "js", "jsx", "ts",  "tsx", "mjs", "cjs",  "css", "html", "sh",  "bash", "c",
      "h",  "cc", "cpp", "hpp", "go",  "rs",  "java", "rb",  "php",  "sql", "lua"};
  return k_extensions;
}

bool has_known_extension(std::string_view name) {
  const std::string extension = to_lower(extension_of(name));
  return contains(default_extensions(), extension) || contains(k_data_extensions, extension);
}

ScanRules::ScanRules(const ScanOptions& options) : default_excludes_(options.default_excludes) {
  extensions_.insert(default_extensions().begin(), default_extensions().end());
  for (std::string_view extension : options.extensions) {
    while (!extension.empty()) {
      const std::size_t comma = std::min(extension.find(','), extension.size());
      std::string_view one = trim(extension.substr(0, comma));
      extensions_.emplace(one.starts_with('.') ? one.substr(1) : one);
      extension.remove_prefix(std::min(comma + 1, extension.size()));
    }
  }
  for (const std::string& pattern : options.exclude) {
    exclude_.push_back(tidy(pattern));
  }
  for (const std::string& pattern : options.include) {
    include_.push_back(tidy(pattern));
  }
}

bool ScanRules::enters(std::string_view directory, std::string_view name) const {
  if (include_.empty()) {
    return !excluded(directory, name);
  }
  const std::string path = join_path(directory, name);
  return !below_excluded(path) || below_included(path) || leads_to_included(path);
}

bool ScanRules::takes(std::string_view directory, std::string_view name) const {
  const std::string_view extension = extension_of(name);
  const bool source = extension.empty() ? name.front() != '.' : extensions_.contains(extension);
  if (!source || (exclude_.empty() && include_.empty())) {
    return source;
  }
  const std::string path = join_path(directory, name);
  const bool left_out =
      fits_any(exclude_, path, name) || (!include_.empty() && below_excluded(directory));
  return !left_out || below_included(path);
}

bool ScanRules::takes_path(std::string_view path) const {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string_view::npos) {
    return takes({}, path);
  }
  const std::string_view directory = path.substr(0, slash);
  return takes(directory, path.substr(slash + 1)) &&
         (!below_excluded(directory) || below_included(path));
}

// Whether a directory is excluded by itself.
bool ScanRules::excluded(std::string_view directory, std::string_view name) const {
  if (default_excludes_) {
    const bool hidden = name.starts_with('.') && name != ".architecture";
    const bool at_the_root = directory.empty() && contains(k_excluded_at_the_root, name);
    if (hidden || at_the_root || contains(k_excluded_anywhere, name)) {
      return true;
    }
  }
  return !exclude_.empty() && fits_any(exclude_, join_path(directory, name), name);
}

// Whether the directory or one above it is excluded.
bool ScanRules::below_excluded(std::string_view directory) const {
  return any_prefix(directory, [&](std::string_view prefix) {
    const std::size_t slash = prefix.rfind('/');
    return slash == std::string_view::npos
               ? excluded({}, prefix)
               : excluded(prefix.substr(0, slash), prefix.substr(slash + 1));
  });
}

// Whether the path or a directory above it is included.
bool ScanRules::below_included(std::string_view path) const {
  return any_prefix(path, [&](std::string_view prefix) {
    return fits_any(include_, std::string(prefix), prefix.substr(prefix.rfind('/') + 1));
  });
}

// Whether an include pattern speaks of something below this directory.
bool ScanRules::leads_to_included(std::string_view path) const {
  return std::any_of(include_.begin(), include_.end(), [&](const std::string& pattern) {
    for (std::size_t slash = pattern.find('/'); slash != std::string::npos;
         slash = pattern.find('/', slash + 1)) {
      if (glob_matches(std::string_view(pattern).substr(0, slash), path)) {
        return true;
      }
    }
    return false;
  });
}

} // namespace aether::blocks
