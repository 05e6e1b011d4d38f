#include "job_tracer/source_text.h"

#include <algorithm>
#include <sstream>

#include "backend/blocks/registry.h"
#include "core/path.h"
#include "core/text.h"
#include "job_tracer/blocks.h"
#include "os/source_lines.h"

namespace aether::job_tracer {

namespace {

// The root of a file or a registry; nothing where the index has no such path.
const RootEntry* root_of(const Index& index, std::string_view file) {
  if (const auto found = index.find_file(file)) {
    return &index.roots[index.files[*found].root];
  }
  const auto registry = std::find_if(index.registries.begin(), index.registries.end(),
                                     [&](const Registry& one) { return one.file == file; });
  return registry == index.registries.end() ? nullptr : &index.roots[registry->root];
}

bool begins_with_shebang(std::istream& text) {
  const bool yes = text.get() == '#' && text.get() == '!';
  text.clear();
  text.seekg(0);
  return yes;
}

// Below its root.
std::string path_of(const Index& index, const RootEntry& root, std::string_view file) {
  return name_of_text(file.substr(index.merged() ? root.name.size() + 1 : 0));
}

} // namespace

std::filesystem::path place_of(const LoadedIndex& loaded, std::string_view file) {
  const RootEntry* root = root_of(loaded.index, file);
  return root == nullptr ? std::filesystem::path()
                         : loaded.root_path(*root) / path_of(loaded.index, *root, file);
}

std::unique_ptr<std::istream> open_source(const LoadedIndex& loaded, const ScanOptions& options,
                                          std::string_view file) {
  auto nothing = std::make_unique<std::istringstream>();
  const RootEntry* root = root_of(loaded.index, file);
  if (root == nullptr) {
    return nothing;
  }
  const std::string path = path_of(loaded.index, *root, file);
  ScanOptions by_extension;
  by_extension.extensions = options.extensions;
  const bool is_registry = path == k_registry_file;
  if (!is_registry && !ScanRules(by_extension).takes({}, base_name(path))) {
    return nothing;
  }
  std::unique_ptr<std::istream> text = open_below(loaded.root_path(*root), path);
  const bool needs_shebang = !is_registry && extension_of(path).empty();
  return needs_shebang && !begins_with_shebang(*text) ? std::move(nothing) : std::move(text);
}

} // namespace aether::job_tracer
