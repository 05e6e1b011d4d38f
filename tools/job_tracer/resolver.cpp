#include "job_tracer/resolver.h"

#include <glob.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/text.h"
#include "job_tracer/path_tree.h"
#include "job_tracer/reference.h"

namespace aether::job_tracer {

namespace {

std::string_view directory_of(std::string_view path) {
  return path.substr(0, path.rfind('/') == k_none ? 0 : path.rfind('/'));
}

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

class Resolver {
public:
  Resolver(Index& index, const OnDisk& on_disk)
      : index_(index), on_disk_(on_disk), trees_(std::max<std::size_t>(index.roots.size(), 1)) {
    for (std::uint32_t i = 0; i < index.files.size(); ++i) {
      const FileEntry& file = index.files[i];
      trees_[file.root].add(i, index.path_in_root(file));
    }
    for (PathTree& tree : trees_) {
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
    std::string text = with_single_slashes(written);
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
      if (Resolved resolved = trees_[own].resolve_exactly(path + end); !resolved.files.empty()) {
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
  std::vector<PathTree> trees_; // one for each root
  std::map<std::pair<std::uint32_t, std::string>, Resolved> known_;
  std::map<std::pair<std::uint32_t, std::string>, bool> on_disk_known_;
};

// Names below the root only; `..` would lead out of it.
bool stays_below(std::string_view path) {
  const std::filesystem::path p(path);
  return std::none_of(p.begin(), p.end(), [](const auto& part) { return part == ".."; });
}

std::string quote_for_glob(std::string_view text, std::string_view characters) {
  std::string quoted;
  for (const char c : text) {
    if (characters.find(c) != k_none) {
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
  const std::string top = name_of_text(root.path);
  const std::string whole = top + "/" + std::string(path);
  struct stat status {};
  if (::stat(whole.c_str(), &status) == 0) {
    return true;
  }
  if (!is_pattern(path)) {
    return false;
  }
  // Many groups multiply each other.
  constexpr auto k_most_groups = 2;
  const bool few_groups = std::count(path.begin(), path.end(), '{') <= k_most_groups;
  const int flags = GLOB_NOSORT | (few_groups ? GLOB_BRACE : 0);
  ::glob_t found{};
  const std::string pattern = quote_for_glob(top, "*?[]\\{}") + "/" + quote_for_glob(path, "[]\\");
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
