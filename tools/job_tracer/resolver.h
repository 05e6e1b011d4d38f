// Resolves the references of an index to its files: by exact path, glob, directory, unique path
// suffix, then unique base name; first among the files of the referring file's own root, then
// among those of the others.
#pragma once

#include <functional>
#include <string_view>

#include "backend/blocks/index.h"
#include "job_tracer/blocks.h"

namespace aether::job_tracer {

// Whether a path or glob below a root leads to something on disk that the index does not hold.
using OnDisk = std::function<bool(const RootEntry& root, std::string_view path)>;

// Asks the file system.
[[nodiscard]] bool is_on_disk(const RootEntry& root, std::string_view path);

// Fills Block::references of every block. What an earlier resolution found to be present on disk
// stays so; `on_disk` is asked about the rest.
void resolve_references(Index& index, const OnDisk& on_disk);

} // namespace aether::job_tracer
