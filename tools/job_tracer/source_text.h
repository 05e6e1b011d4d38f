// The text of the files that findings speak of, for the lines shown with them.
#pragma once

#include <filesystem>
#include <istream>
#include <memory>
#include <string_view>

#include "job_tracer/load_index.h"

namespace aether::job_tracer {

// Where a file of the index, or a registry, is; empty for what is neither.
[[nodiscard]] std::filesystem::path place_of(const LoadedIndex& loaded, std::string_view file);

// An export may come from anywhere and name any file: only what a scan would have read is opened (a
// source below its root, or the registry), never through a symbolic link. Anything else is an empty
// text.
[[nodiscard]] std::unique_ptr<std::istream>
open_source(const LoadedIndex& loaded, const ScanOptions& options, std::string_view file);

} // namespace aether::job_tracer
