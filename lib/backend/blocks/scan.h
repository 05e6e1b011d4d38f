// Makes an index of a tree: walks it in parallel, reads every source once, parses its blocks.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "backend/blocks/collector.h"
#include "backend/blocks/index.h"
#include "backend/blocks/layers.h"
#include "backend/blocks/scan_rules.h"
#include "backend/blocks/tally.h"

namespace aether::blocks {

struct ScanRequest {
  std::filesystem::path root; // absolute
  ScanOptions options;
  // --files-from: only these, as the user wrote them; below the root or the current directory.
  std::optional<std::vector<std::string>> listed;
  std::size_t threads = 1;
  ScanDepth depth = ScanDepth::tree;
};

// References are not resolved yet. The same index for any number of threads. An unreadable file or
// directory is a warning in the index. Throws Error where the root cannot be read.
[[nodiscard]] Index scan(const ScanRequest& request, const Layers& layers);

struct TalliedScan {
  Index index; // without files
  JobTally tally;
};

// The same scan, keeping nothing but the number of files of each job.
[[nodiscard]] TalliedScan scan_jobs(const ScanRequest& request, const Layers& layers);

// The layers of a tree: those of `file` if named, else the backend's own, else the defaults.
[[nodiscard]] Layers load_layers(const std::optional<std::string>& file,
                                 const std::filesystem::path& root);

} // namespace aether::blocks
