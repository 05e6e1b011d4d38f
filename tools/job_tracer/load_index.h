// The index that a command works on: from an export, a list of files, or a scan of the tree.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "backend/blocks/index.h"
#include "backend/blocks/scan.h"
#include "job_tracer/blocks.h"
#include "job_tracer/options.h"

namespace aether::job_tracer {

struct LoadedIndex {
  Index index;
  // Of the scan. For an index that was read, where --root says that its files are now; else empty.
  std::filesystem::path root;

  // Where the files of one of the index's roots are: below `root`, by the root's name where there
  // are several; else where they were when the export was made.
  [[nodiscard]] std::filesystem::path root_path(const RootEntry& entry) const;
};

enum class References { unresolved, resolved };

// What is read from an export is complete; a scan goes as deep as asked.
[[nodiscard]] LoadedIndex load_index(const Options& options, ScanDepth depth,
                                     References references);

// The jobs alone: counted by a scan, or in an export.
[[nodiscard]] TalliedScan load_tally(const Options& options);

} // namespace aether::job_tracer
