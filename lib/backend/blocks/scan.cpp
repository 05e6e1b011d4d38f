#include "backend/blocks/scan.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <exception>
#include <memory>
#include <mutex>
#include <system_error>
#include <thread>

#include "backend/blocks/collector.h"
#include "backend/blocks/registry.h"
#include "core/error.h"
#include "core/text.h"
#include "os/descriptor.h"
#include "os/file.h"
#include "os/walk.h"

namespace aether::blocks {

namespace {

namespace fs = std::filesystem;

using Collectors = std::vector<std::unique_ptr<Collector>>;

void scan_tree(const ScanRequest& request, Collectors& collectors) {
  const ScanRules rules(request.options);
  const WalkRules walk_rules{[&](std::string_view directory, std::string_view name) {
                               return rules.enters(directory, name);
                             },
                             [&](std::string_view directory, std::string_view name) {
                               return rules.takes(directory, name);
                             }};
  const auto problems = walk(request.root, request.threads, walk_rules,
                             [&](const WalkedFile& file) { collectors[file.worker]->take(file); });
  for (const WalkProblem& problem : problems) {
    collectors.front()->warn(problem.path, problem.error_number);
  }
}

// A path as a user wrote it, below the root; nothing when it lies outside, is no regular file or
// leads through a symbolic link of the tree.
std::optional<std::string> below_root(const std::string& written, const fs::path& root) {
  std::error_code failed;
  for (const fs::path& base : {fs::current_path(failed), root}) {
    const fs::path path = (base / written).lexically_normal();
    if (!fs::is_regular_file(fs::symlink_status(path, failed))) {
      continue;
    }
    const fs::path relative = path.lexically_relative(root);
    const fs::path real =
        (fs::canonical(path.parent_path(), failed) / path.filename()).lexically_relative(root);
    const bool inside = !real.empty() && *real.begin() != "..";
    const bool looks_inside = !relative.empty() && *relative.begin() != "..";
    if (inside && (real == relative || !looks_inside)) {
      return real.string();
    }
  }
  return std::nullopt;
}

void scan_listed(const ScanRequest& request, Collectors& collectors) {
  const ScanRules rules(request.options);
  const Descriptor root(::open(request.root.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!root) {
    throw system_error(ExitCode::no_input,
                       "cannot open directory " + printable(request.root.string()), errno);
  }
  std::vector<std::string> paths;
  std::error_code failed;
  for (const std::string& written : *request.listed) {
    std::optional<std::string> path = below_root(written, request.root);
    if (!path) {
      path = below_root(name_of_text(written), request.root);
    }
    if (path) {
      if (rules.takes_path(*path)) {
        paths.push_back(std::move(*path));
      }
    } else if (!fs::exists(fs::symlink_status(written, failed))) {
      collectors.front()->warn(written, ENOENT);
    }
  }
  std::sort(paths.begin(), paths.end());
  paths.erase(std::unique(paths.begin(), paths.end()), paths.end());
  std::atomic<std::size_t> next = 0;
  std::mutex mutex;
  std::exception_ptr reason;
  const auto work = [&](Collector& collector) {
    try {
      for (std::size_t i = next++; i < paths.size(); i = next++) {
        collector.take({0, root.get(), {}, paths[i].c_str()});
      }
    } catch (...) {
      const std::lock_guard lock(mutex);
      reason = std::current_exception();
      next = paths.size();
    }
  };
  std::vector<std::jthread> others;
  for (std::size_t i = 1; i < collectors.size(); ++i) {
    others.emplace_back([&, i] { work(*collectors[i]); });
  }
  work(*collectors.front());
  others.clear();
  if (reason) {
    std::rethrow_exception(reason);
  }
}

// Entries are large: their places are sorted first, then each entry moves once.
void sort_by_path(std::vector<FileEntry>& files) {
  std::vector<std::pair<std::string_view, std::size_t>> order;
  order.reserve(files.size());
  for (std::size_t i = 0; i < files.size(); ++i) {
    order.emplace_back(files[i].path, i);
  }
  std::sort(order.begin(), order.end());
  std::vector<FileEntry> sorted;
  sorted.reserve(files.size());
  for (const auto& [path, i] : order) {
    sorted.push_back(std::move(files[i]));
  }
  files = std::move(sorted);
}

TalliedScan gather(ScanRequest request, const Layers& layers, ScanDepth depth) {
  request.threads = affordable_threads(request.threads);
  Collectors collectors;
  for (std::size_t i = 0; i < request.threads; ++i) {
    collectors.push_back(std::make_unique<Collector>(layers, depth));
  }
  if (request.listed) {
    scan_listed(request, collectors);
  } else {
    scan_tree(request, collectors);
  }
  TalliedScan gathered{{}, JobTally(layers.names().size())};
  Index& index = gathered.index;
  index.roots.push_back(
      {text_of_name(request.root.filename().string()), text_of_name(request.root.string())});
  index.layers = layers.names();
  for (const auto& collector : collectors) {
    gathered.tally.add(collector->tally());
    collector->move_to(index);
  }
  std::sort(index.warnings.begin(), index.warnings.end());
  return gathered;
}

void add_registry(const fs::path& root, Index& index) {
  const fs::path file = root / k_registry_file;
  std::error_code failed;
  if (!fs::exists(file, failed)) {
    return;
  }
  try {
    index.registries.push_back(parse_registry(read_file(file), k_registry_file));
  } catch (const Error& error) {
    Registry broken;
    broken.file = k_registry_file;
    broken.problem = error.what();
    index.registries.push_back(std::move(broken));
  }
}

} // namespace

Index scan(const ScanRequest& request, const Layers& layers) {
  Index index = gather(request, layers, request.depth).index;
  sort_by_path(index.files);
  if (request.depth == ScanDepth::everything) {
    add_registry(request.root, index);
  }
  return index;
}

TalliedScan scan_jobs(const ScanRequest& request, const Layers& layers) {
  return gather(request, layers, ScanDepth::tally);
}

Layers load_layers(const std::optional<std::string>& file, const fs::path& root) {
  if (file) {
    return Layers::parse(read_file_or_stdin(*file), input_name(*file));
  }
  const fs::path own = root / ".architecture/layers.yaml";
  std::error_code failed;
  if (fs::exists(own, failed)) {
    return Layers::parse(read_file(own), ".architecture/layers.yaml");
  }
  return Layers::defaults();
}

} // namespace aether::blocks
