#include "job_tracer/resolver.h"

#include <glob.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/glob.h"
#include "core/path.h"
#include "core/text.h"
#include "job_tracer/reference.h"

namespace aether::job_tracer {

namespace {

constexpr std::size_t k_none = std::string_view::npos;
using Ids = std::vector<std::uint32_t>;

std::string_view directory_of(std::string_view path) {
  return path.substr(0, path.rfind('/') == k_none ? 0 : path.rfind('/'));
}

bool is_suffix(std::string_view path, std::string_view suffix) {
  return path == suffix || (path.ends_with(suffix) && path[path.size() - suffix.size() - 1] == '/');
}

// Names that say nothing without their directory.
bool names_a_package(std::string_view name) {
  return name == "__init__.py" || name == "mod.rs" || name.starts_with("index.");
}

struct Resolved {
  Resolved() = default;
  Resolved(Resolution how, Ids ids) : resolution(how) {
    std::sort(ids.begin(), ids.end());
    files = FileIds(std::move(ids));
  }

  Resolution resolution = Resolution::external;
  FileIds files;
};

bool is_relative(std::string_view text) {
  return text.starts_with("./") || text.starts_with("../");
}

// `core\x.py` and `core//x.py` as they are meant.
std::string with_single_slashes(std::string_view text) {
  std::string path;
  for (const char c : text) {
    const char plain = c == '\\' ? '/' : c;
    if (plain != '/' || !path.ends_with('/')) {
      path += plain;
    }
  }
  return path;
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

// The files of one root, by their paths below it.
class Tree {
public:
  void add(std::uint32_t id, std::string_view path) {
    paths_.emplace_back(path, id);
    by_base_name_[base_name(path)].push_back(id);
  }

  // After the last add.
  void finish() {
    std::sort(paths_.begin(), paths_.end());
    for (const auto& [path, id] : paths_) {
      path_of_[id] = path;
    }
  }

  [[nodiscard]] Resolved resolve_exactly(std::string_view path) const {
    const auto exact = find(path);
    return exact == paths_.end() ? Resolved{} : Resolved{Resolution::exact, Ids{exact->second}};
  }

  [[nodiscard]] Resolved resolve(std::string_view text) const {
    if (Resolved exact = resolve_exactly(text); !exact.files.empty()) {
      return exact;
    }
    if (has_glob(text)) {
      const std::string pattern = with_names_as_stars(text);
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

private:
  using Paths = std::vector<std::pair<std::string_view, std::uint32_t>>;

  [[nodiscard]] Paths::const_iterator find(std::string_view path) const {
    const auto found = first_from(path);
    return found != paths_.end() && found->first == path ? found : paths_.end();
  }

  [[nodiscard]] Paths::const_iterator first_from(std::string_view path) const {
    return std::lower_bound(paths_.begin(), paths_.end(), path,
                            [](const auto& entry, std::string_view p) { return entry.first < p; });
  }

  [[nodiscard]] Ids below(std::string_view directory) const {
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

  [[nodiscard]] Ids matching(std::string_view pattern) const {
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

  [[nodiscard]] Resolved by_end(std::string_view text) const {
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

  Paths paths_;
  std::unordered_map<std::uint32_t, std::string_view> path_of_;
  std::unordered_map<std::string_view, Ids> by_base_name_;
};

class Resolver {
public:
  Resolver(Index& index, const OnDisk& on_disk)
      : index_(index), on_disk_(on_disk), trees_(std::max<std::size_t>(index.roots.size(), 1)) {
    for (std::uint32_t i = 0; i < index.files.size(); ++i) {
      const FileEntry& file = index.files[i];
      trees_[file.root].add(i, index.path_in_root(file));
    }
    for (Tree& tree : trees_) {
      tree.finish();
    }
  }

  void resolve(FileEntry& file) {
    for (Block& block : file.blocks) {
      std::set<std::pair<Direction, std::string>> present;
      for (const Reference& old : block.references) {
        if (old.resolution == Resolution::present) {
          present.emplace(old.direction, old.text);
        }
      }
      block.references.clear();
      resolve_field(file, block, block.incoming, Direction::incoming, present);
      resolve_field(file, block, block.outgoing, Direction::outgoing, present);
    }
  }

private:
  using Present = std::set<std::pair<Direction, std::string>>;

  void resolve_field(const FileEntry& file, Block& block, const Field& field, Direction direction,
                     const Present& present) {
    CodePointCounter columns(field.left);
    for (const ReferenceText& part : split_references(field.left)) {
      Reference reference;
      reference.direction = direction;
      reference.text = part.text;
      const auto before = static_cast<std::uint32_t>(columns.before(part.offset));
      reference.position = {field.line, field.column == 0 ? 0 : field.column + before};
      if (part.form != ReferenceForm::phrase) {
        Resolved resolved = resolve_path(file, reference.text);
        if (resolved.files.empty()) {
          const bool there =
              present.contains({direction, reference.text}) || leads_to_disk(file, reference.text);
          resolved.resolution = there                              ? Resolution::present
                                : part.form == ReferenceForm::path ? Resolution::dangling
                                                                   : Resolution::external;
        }
        reference.resolution = resolved.resolution;
        if (resolved.resolution == Resolution::external) {
          reference.text = part.item;
        }
        reference.files = std::move(resolved.files);
      }
      const bool again = reference.resolution == Resolution::external &&
                         !block.references.empty() &&
                         block.references.back().direction == direction &&
                         block.references.back().text == reference.text;
      if (!again) {
        block.references.push_back(std::move(reference));
      }
    }
  }

  // The text as a path below the root; `./` and `../` are meant from the file's own directory.
  [[nodiscard]] std::string normal_path(const FileEntry& file, std::string_view written) const {
    const std::string text = with_single_slashes(written);
    if (!is_relative(text)) {
      return text;
    }
    const std::filesystem::path directory(directory_of(index_.path_in_root(file)));
    return (directory / text).lexically_normal().string();
  }

  [[nodiscard]] Resolved resolve_path(const FileEntry& file, std::string_view text) {
    const std::string path = normal_path(file, text);
    const auto key = std::pair(file.root, path);
    if (const auto known = known_.find(key); known != known_.end()) {
      return known->second;
    }
    Resolved resolved = resolve_in_trees(file.root, path);
    if (resolved.files.empty() && is_relative(text)) {
      resolved = resolve_module(file.root, path);
    }
    if (resolved.files.empty() && text.starts_with("./")) {
      resolved = resolve_in_trees(file.root, text.substr(2)); // `./` as "from the root"
    }
    return known_[key] = std::move(resolved);
  }

  // A relative import of JavaScript leaves the extension out.
  [[nodiscard]] Resolved resolve_module(std::uint32_t own, const std::string& path) const {
    for (const char* end :
         {".js", ".ts", ".jsx", ".tsx", ".mjs", ".cjs", "/index.js", "/index.ts"}) {
      if (const Resolved resolved = trees_[own].resolve_exactly(path + end);
          !resolved.files.empty()) {
        return resolved;
      }
    }
    return {};
  }

  [[nodiscard]] Resolved resolve_in_trees(std::uint32_t own, std::string_view path) const {
    Resolved resolved = trees_[own].resolve(path);
    for (std::uint32_t root = 0; root < trees_.size() && resolved.files.empty(); ++root) {
      resolved = resolve_in_other(root, own, path);
    }
    return resolved;
  }

  // In another tree a path may begin with that root's name.
  [[nodiscard]] Resolved resolve_in_other(std::uint32_t root, std::uint32_t own,
                                          std::string_view path) const {
    if (root == own) {
      return {};
    }
    const std::string& name = index_.roots[root].name;
    const bool named = path.starts_with(name) && path.substr(name.size()).starts_with('/');
    return trees_[root].resolve(named ? path.substr(name.size() + 1) : path);
  }

  [[nodiscard]] bool leads_to_disk(const FileEntry& file, std::string_view text) {
    const auto key = std::pair(file.root, normal_path(file, text));
    const auto known = on_disk_known_.find(key);
    if (known != on_disk_known_.end()) {
      return known->second;
    }
    const bool there =
        file.root < index_.roots.size() && on_disk_(index_.roots[file.root], key.second);
    return on_disk_known_[key] = there;
  }

  Index& index_;
  const OnDisk& on_disk_;
  std::vector<Tree> trees_; // one for each root
  std::map<std::pair<std::uint32_t, std::string>, Resolved> known_;
  std::map<std::pair<std::uint32_t, std::string>, bool> on_disk_known_;
};

// Names below the root only; `..` would lead out of it.
bool stays_below(std::string_view path) {
  const std::filesystem::path p(path);
  return std::none_of(p.begin(), p.end(), [](const auto& part) { return part == ".."; });
}

std::string quote_for_glob(std::string_view text) {
  std::string quoted;
  for (const char c : text) {
    if (std::string_view("*?[]\\{}").find(c) != k_none) {
      quoted += '\\';
    }
    quoted += c;
  }
  return quoted;
}

} // namespace

bool is_on_disk(const RootEntry& root, std::string_view path) {
  if (!stays_below(path)) {
    return false;
  }
  const std::string whole = root.path + "/" + std::string(path);
  struct stat status {};
  if (::stat(whole.c_str(), &status) == 0) {
    return true;
  }
  if (!has_glob(path)) {
    return false;
  }
  // Many groups multiply each other.
  constexpr auto k_most_groups = 2;
  const bool few_groups = std::count(path.begin(), path.end(), '{') <= k_most_groups;
  const int flags = GLOB_NOSORT | (few_groups ? GLOB_BRACE : 0);
  ::glob_t found{};
  const std::string pattern = quote_for_glob(root.path) + "/" + std::string(path);
  const bool any = ::glob(pattern.c_str(), flags, nullptr, &found) == 0;
  ::globfree(&found);
  return any;
}

void resolve_references(Index& index, const OnDisk& on_disk) {
  Resolver resolver(index, on_disk);
  for (FileEntry& file : index.files) {
    resolver.resolve(file);
  }
}

} // namespace aether::job_tracer
