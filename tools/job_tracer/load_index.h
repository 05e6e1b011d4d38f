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
  std::filesystem::path root; // of the scan; empty for one that was read
};

enum class References { unresolved, resolved };

// What is read from an export is complete; a scan goes as deep as asked.
[[nodiscard]] LoadedIndex load_index(const Options& options, ScanDepth depth,
                                     References references);

// The jobs alone: counted by a scan, or in an export.
[[nodiscard]] TalliedScan load_tally(const Options& options);

// A list as --files-from and `impact -` read it: separated by newlines or, with -0, by NUL bytes.
[[nodiscard]] std::vector<std::string> read_list(std::string_view name, bool nul_separated);

// The files whose path ends in these whole components.
[[nodiscard]] std::vector<std::string> files_ending_in(const Index& index, std::string_view name);

// The path in the index of a file as a user names it: below the root, below the current directory
// or the top of the git work tree, absolute, or the unique end of a path. Empty when there is none.
[[nodiscard]] std::string find_named_file(const LoadedIndex& loaded, const std::string& name);

} // namespace aether::job_tracer
