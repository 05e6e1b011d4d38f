#include "job_tracer/named_files.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "core/text.h"
#include "job_tracer/blocks.h"

namespace aether::job_tracer {

namespace {

namespace fs = std::filesystem;

std::string_view last_component(std::string_view path) { return path.substr(path.rfind('/') + 1); }

bool ends_in(std::string_view path, std::string_view name) {
  return !name.empty() && path.size() > name.size() && path.ends_with(name) &&
         path[path.size() - name.size() - 1] == '/';
}

bool is_known(const Index& index, const std::string& path) {
  return index.find_file(path).has_value() ||
         std::any_of(index.registries.begin(), index.registries.end(),
                     [&](const Registry& registry) { return registry.file == path; });
}

// The work tree that the root belongs to; git prints its paths from there.
fs::path git_top(const fs::path& root) {
  std::error_code failed;
  for (fs::path at = root; !at.empty(); at = at.parent_path()) {
    if (fs::exists(at / ".git", failed)) {
      return at;
    }
    if (at == at.root_path()) {
      break;
    }
  }
  return {};
}

bool leads_out(const fs::path& relative) { return relative.empty() || *relative.begin() == ".."; }

// The path in the index of a place below a root; that of the root itself is empty, or its name.
std::string path_in_index(const Index& index, const RootEntry& root, const fs::path& relative) {
  std::string path = relative == "." ? std::string() : text_of_name(relative.string());
  while (path.ends_with('/')) {
    path.pop_back();
  }
  if (index.merged()) {
    path.insert(0, path.empty() ? root.name : root.name + "/");
  }
  return path;
}

// The name as a path below the root, by its bytes and as the index writes it (`\xff`).
std::vector<std::string> as_index_paths(const std::string& name) {
  fs::path normal = fs::path(name).lexically_normal();
  if (!normal.has_filename()) {
    normal = normal.parent_path(); // `api/`
  }
  if (normal.empty() || normal == "." || normal.is_absolute() || leads_out(normal)) {
    return {};
  }
  return {text_of_name(normal.string()), to_valid_utf8(normal.string())};
}

// The same for a name as seen from the current directory or the top of the git work tree.
std::vector<std::string> as_places_on_disk(const LoadedIndex& loaded, const std::string& name) {
  std::vector<std::string> paths;
  std::error_code failed;
  const fs::path current = fs::current_path(failed);
  const fs::path real = fs::weakly_canonical(current / name, failed);
  for (const RootEntry& root : loaded.index.roots) {
    const fs::path top = loaded.root_path(root);
    const fs::path work_tree = git_top(top);
    std::vector<fs::path> places = {current / name, real};
    if (!work_tree.empty()) {
      places.insert(places.begin() + 1, work_tree / name);
    }
    for (const fs::path& place : places) {
      const fs::path relative = place.lexically_normal().lexically_relative(top);
      if (!leads_out(relative)) {
        paths.push_back(path_in_index(loaded.index, root, relative));
      }
    }
  }
  return paths;
}

const std::string* first_known(const Index& index, const std::vector<std::string>& paths) {
  const auto known = std::find_if(paths.begin(), paths.end(),
                                  [&](const std::string& path) { return is_known(index, path); });
  return known == paths.end() ? nullptr : &*known;
}

std::vector<std::string> known_below(const Index& index, const std::string& directory) {
  const std::string prefix = directory.empty() ? "" : directory + "/";
  std::vector<std::string> files;
  for (const FileEntry& file : index.files) {
    if (file.path.starts_with(prefix)) {
      files.push_back(file.path);
    }
  }
  for (const Registry& registry : index.registries) {
    if (registry.file.starts_with(prefix)) {
      files.push_back(registry.file);
    }
  }
  return files;
}

bool is_directory(const Index& index, const std::string& path) {
  const std::string prefix = path + "/";
  const auto first = std::lower_bound(
      index.files.begin(), index.files.end(), prefix,
      [](const FileEntry& file, const std::string& text) { return file.path < text; });
  return first != index.files.end() && first->path.starts_with(prefix);
}

std::string unique_end(const Index& index, const std::string& name, const PathEnds* ends) {
  const std::string text = text_of_name(fs::path(name).lexically_normal().string());
  const std::vector<std::string> ending =
      ends != nullptr ? ends->files_ending_in(text) : files_ending_in(index, text);
  return ending.size() == 1 ? ending.front() : std::string();
}

bool is_there(const fs::path& path) {
  std::error_code failed;
  return fs::exists(fs::symlink_status(path, failed));
}

// Whether the name leads to something on disk, below a root or not.
Named::Kind on_disk(const LoadedIndex& loaded, const std::string& name) {
  std::error_code failed;
  const fs::path real = fs::weakly_canonical(name, failed);
  for (const RootEntry& root : loaded.index.roots) {
    const fs::path top = loaded.root_path(root);
    const bool named_from_here = is_there(name) && !leads_out(real.lexically_relative(top));
    const bool named_from_root =
        is_there(top / name) && !leads_out((top / name).lexically_normal().lexically_relative(top));
    if (named_from_here || named_from_root) {
      return Named::Kind::not_source;
    }
  }
  return is_there(name) ? Named::Kind::outside : Named::Kind::missing;
}

} // namespace

std::vector<std::string> files_ending_in(const Index& index, std::string_view name) {
  std::vector<std::string> paths;
  for (const FileEntry& file : index.files) {
    if (ends_in(file.path, name)) {
      paths.push_back(file.path);
    }
  }
  return paths;
}

PathEnds::PathEnds(const Index& index) {
  paths_.reserve(index.files.size());
  for (const FileEntry& file : index.files) {
    paths_.emplace(last_component(file.path), file.path);
  }
}

std::vector<std::string> PathEnds::files_ending_in(std::string_view name) const {
  std::vector<std::string> paths;
  const auto [first, last] = paths_.equal_range(last_component(name));
  for (auto one = first; one != last; ++one) {
    if (ends_in(one->second, name)) {
      paths.emplace_back(one->second);
    }
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

std::string find_named_file(const LoadedIndex& loaded, const std::string& name,
                            const PathEnds* ends) {
  const std::vector<std::string> plain = as_index_paths(name);
  if (const std::string* known = first_known(loaded.index, plain)) {
    return *known;
  }
  const std::vector<std::string> placed = as_places_on_disk(loaded, name);
  if (const std::string* known = first_known(loaded.index, placed)) {
    return *known;
  }
  return unique_end(loaded.index, name, ends);
}

std::string path_of_missing(const LoadedIndex& loaded, const std::string& name,
                            const PathEnds& ends) {
  if (on_disk(loaded, name) != Named::Kind::missing ||
      !find_named_file(loaded, name, &ends).empty()) {
    return {};
  }
  std::vector<std::string> paths = as_places_on_disk(loaded, name);
  const std::vector<std::string> plain = as_index_paths(name);
  paths.insert(paths.end(), plain.begin(), plain.end());
  const auto beside_others = [&](const std::string& path) {
    const std::size_t slash = path.rfind('/');
    return slash == std::string::npos || is_directory(loaded.index, path.substr(0, slash));
  };
  auto likely = std::find_if(paths.begin(), paths.end(), beside_others);
  if (likely == paths.end()) { // its directory is gone, too: git names it from the top
    likely = std::min_element(paths.begin(), paths.end(),
                              [](const auto& x, const auto& y) { return x.size() < y.size(); });
  }
  return likely == paths.end() || is_directory(loaded.index, *likely) ? std::string() : *likely;
}

Named find_named(const LoadedIndex& loaded, const std::string& name) {
  std::vector<std::string> paths = as_index_paths(name);
  if (const std::string* known = first_known(loaded.index, paths)) {
    return {Named::Kind::files, {*known}};
  }
  const std::vector<std::string> placed = as_places_on_disk(loaded, name);
  if (const std::string* known = first_known(loaded.index, placed)) {
    return {Named::Kind::files, {*known}};
  }
  paths.insert(paths.end(), placed.begin(), placed.end());
  for (const std::string& path : paths) {
    if (std::vector<std::string> files = known_below(loaded.index, path); !files.empty()) {
      return {Named::Kind::files, std::move(files)};
    }
  }
  const Named::Kind kind = on_disk(loaded, name);
  if (kind != Named::Kind::not_source) {
    if (std::string path = unique_end(loaded.index, name, nullptr); !path.empty()) {
      return {Named::Kind::files, {std::move(path)}};
    }
  }
  return {kind, {}};
}

} // namespace aether::job_tracer
