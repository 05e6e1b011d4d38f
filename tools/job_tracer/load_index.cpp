#include "job_tracer/load_index.h"

#include "backend/blocks/export_format.h"
#include "backend/root.h"
#include "core/error.h"
#include "core/text.h"
#include "job_tracer/blocks.h"
#include "job_tracer/name_list.h"
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
    request.listed = read_list(*options.files_from, options);
  }
  return request;
}

Index read_index(const std::string& name) {
  return read_export(read_file_or_stdin(name), input_name(name));
}

} // namespace

fs::path LoadedIndex::root_path(const RootEntry& entry) const {
  if (root.empty()) {
    return name_of_text(entry.path);
  }
  return index.merged() ? root / name_of_text(entry.name) : root;
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
    return {read_index(*options.index),
            options.root ? find_root(options.root).path : std::filesystem::path()};
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

} // namespace aether::job_tracer
