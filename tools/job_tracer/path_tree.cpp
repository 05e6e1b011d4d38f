#include "job_tracer/path_tree.h"

#include <algorithm>
#include <string>

#include "core/glob.h"
#include "core/path.h"
#include "core/text.h"
#include "job_tracer/reference.h"

namespace aether::job_tracer {

namespace {

bool is_suffix(std::string_view path, std::string_view suffix) {
  return path == suffix || (path.ends_with(suffix) && path[path.size() - suffix.size() - 1] == '/');
}

// Names that say nothing without their directory.
bool names_a_package(std::string_view name) {
  return name == "__init__.py" || name == "mod.rs" || name.starts_with("index.");
}

std::string with_literal_sets(std::string_view text) {
  std::string pattern;
  for (const char c : text) {
    pattern += c == '[' ? "\\[" : std::string(1, c);
  }
  return pattern;
}

// `templates/{name}.html`: a name in braces stands for any text, unlike `{a,b}`.
std::string with_names_as_stars(std::string_view text) {
  std::string pattern;
  while (!text.empty()) {
    const std::size_t open = text.find('{');
    const std::size_t close = open == k_none ? k_none : text.find('}', open);
    if (close == k_none || text.substr(open, close - open).find(',') != k_none) {
      return pattern += text;
    }
    pattern += text.substr(0, open);
    pattern += '*';
    text.remove_prefix(close + 1);
  }
  return pattern;
}

} // namespace

Resolved::Resolved(Resolution how, std::vector<std::uint32_t> ids) : resolution(how) {
  std::sort(ids.begin(), ids.end());
  files = FileIds(std::move(ids));
}

void PathTree::add(std::uint32_t id, std::string_view path) {
  paths_.emplace_back(path, id);
  by_base_name_[base_name(path)].push_back(id);
}

void PathTree::finish() {
  std::sort(paths_.begin(), paths_.end());
  for (const auto& [path, id] : paths_) {
    path_of_[id] = path;
  }
}

Resolved PathTree::resolve_exactly(std::string_view path) const {
  const auto exact = first_from(path);
  const bool there = exact != paths_.end() && exact->first == path;
  return there ? Resolved{Resolution::exact, Ids{exact->second}} : Resolved{};
}

Resolved PathTree::resolve(std::string_view text) const {
  if (Resolved exact = resolve_exactly(text); !exact.files.empty()) {
    return exact;
  }
  if (is_pattern(text)) {
    const std::string pattern = with_names_as_stars(with_literal_sets(text));
    Ids files = matching(pattern);
    if (files.empty()) {
      files = matching("**/" + pattern);
    }
    return files.empty() ? Resolved{} : Resolved{Resolution::glob, std::move(files)};
  }
  const bool slash_at_end = text.ends_with('/');
  std::string_view directory = text;
  while (directory.ends_with('/')) {
    directory.remove_suffix(1);
  }
  if (Ids files = below(directory); !files.empty()) {
    return {Resolution::directory, std::move(files)};
  }
  return slash_at_end ? Resolved{} : by_end(text);
}

PathTree::Paths::const_iterator PathTree::first_from(std::string_view path) const {
  return std::lower_bound(paths_.begin(), paths_.end(), path,
                          [](const auto& entry, std::string_view p) { return entry.first < p; });
}

PathTree::Ids PathTree::below(std::string_view directory) const {
  Ids files;
  if (directory.empty()) {
    return files;
  }
  const std::string prefix = std::string(directory) + "/";
  for (auto at = first_from(prefix); at != paths_.end() && at->first.starts_with(prefix); ++at) {
    files.push_back(at->second);
  }
  return files;
}

PathTree::Ids PathTree::matching(std::string_view pattern) const {
  // What stands before the first wildcard narrows the search.
  const std::string_view fixed = pattern.substr(0, pattern.find_first_of("*?[{\\"));
  Ids files;
  for (auto at = first_from(fixed); at != paths_.end() && at->first.starts_with(fixed); ++at) {
    if (glob_matches(pattern, at->first)) {
      files.push_back(at->second);
    }
  }
  return files;
}

Resolved PathTree::by_end(std::string_view text) const {
  const auto same_name = by_base_name_.find(base_name(text));
  if (same_name == by_base_name_.end()) {
    return {};
  }
  Ids ending;
  for (const std::uint32_t id : same_name->second) {
    if (is_suffix(path_of_.at(id), text)) {
      ending.push_back(id);
    }
  }
  const bool bare = text.find('/') == k_none;
  if (ending.size() == 1) {
    return {bare ? Resolution::base_name : Resolution::suffix, std::move(ending)};
  }
  if (!ending.empty()) {
    return {Resolution::ambiguous, std::move(ending)};
  }
  // The path is wrong, but the name may still tell which file is meant.
  if (names_a_package(base_name(text))) {
    return {};
  }
  return {same_name->second.size() == 1 ? Resolution::base_name : Resolution::ambiguous,
          same_name->second};
}

} // namespace aether::job_tracer
