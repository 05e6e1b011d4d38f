#include "job_tracer/load_index.h"

#include <algorithm>
#include <set>
#include <system_error>

#include "backend/blocks/export_format.h"
#include "backend/root.h"
#include "core/error.h"
#include "core/text.h"
#include "job_tracer/blocks.h"
#include "job_tracer/resolver.h"
#include "os/file.h"

namespace aether::job_tracer {

namespace {

namespace fs = std::filesystem;

ScanRequest scan_request(const Options& options, const fs::path& root, ScanDepth depth) {
  ScanRequest request;
  request.root = root;
  request.options = options.scan;
  request.threads = options.threads;
  request.depth = depth;
  if (options.listed) {
    request.listed = options.listed;
  } else if (options.files_from) {
    request.listed = read_list(*options.files_from, options.nul_separated);
  }
  return request;
}

Index read_index(const std::string& name) {
  return read_export(read_file_or_stdin(name), input_name(name));
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

} // namespace

std::vector<std::string> read_list(std::string_view name, bool nul_separated) {
  const std::string text = read_file_or_stdin(name);
  const char separator = nul_separated ? '\0' : '\n';
  std::vector<std::string> entries;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find(separator, begin), text.size());
    std::string entry = text.substr(begin, end - begin);
    if (!nul_separated && entry.ends_with('\r')) {
      entry.pop_back();
    }
    if (!entry.empty()) {
      entries.push_back(std::move(entry));
    }
    begin = end + 1;
  }
  return entries;
}

TalliedScan load_tally(const Options& options) {
  if (options.index) {
    Index index = read_index(*options.index);
    JobTally tally = tally_index(index);
    return {std::move(index), std::move(tally)};
  }
  const fs::path root = find_root(options.root).path;
  return scan_jobs(scan_request(options, root, ScanDepth::blocks),
                   load_layers(options.layers_file, root));
}

LoadedIndex load_index(const Options& options, ScanDepth depth, References references) {
  if (options.index) {
    return {read_index(*options.index), {}};
  }
  LoadedIndex loaded;
  loaded.root = find_root(options.root).path;
  const Layers layers = load_layers(options.layers_file, loaded.root);
  loaded.index = scan(scan_request(options, loaded.root, depth), layers);
  if (references == References::resolved) {
    resolve_references(loaded.index, is_on_disk);
  }
  return loaded;
}

std::vector<std::string> files_ending_in(const Index& index, std::string_view name) {
  std::vector<std::string> paths;
  for (const FileEntry& file : index.files) {
    if (!name.empty() && file.path.size() > name.size() && file.path.ends_with(name) &&
        file.path[file.path.size() - name.size() - 1] == '/') {
      paths.push_back(file.path);
    }
  }
  return paths;
}

std::string find_named_file(const LoadedIndex& loaded, const std::string& name) {
  const Index& index = loaded.index;
  std::string plain = to_valid_utf8(fs::path(name).lexically_normal().string());
  if (is_known(index, plain)) {
    return plain;
  }
  std::error_code failed;
  for (const RootEntry& root : index.roots) {
    for (const fs::path& base : {fs::current_path(failed), git_top(root.path)}) {
      const fs::path relative = (base / name).lexically_normal().lexically_relative(root.path);
      std::string path = (index.merged() ? root.name + "/" : "") + to_valid_utf8(relative.string());
      if (!base.empty() && !relative.empty() && is_known(index, path)) {
        return path;
      }
    }
  }
  const std::vector<std::string> ending = files_ending_in(index, plain);
  return ending.size() == 1 ? ending.front() : std::string();
}

} // namespace aether::job_tracer
