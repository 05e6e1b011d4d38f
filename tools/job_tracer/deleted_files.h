// Files that are not there any more, as `git diff --name-only` names them: what they handed on is
// still to be read in the blocks of the others.
#pragma once

#include <string>
#include <vector>

#include "job_tracer/load_index.h"

namespace aether::job_tracer {

// Adds an entry without blocks for each of the names that is neither in the index nor on disk, and
// that a reference leads to then. What leads elsewhere as surely stays so. Needs resolved
// references.
void add_deleted_files(LoadedIndex& loaded, const std::vector<std::string>& names);

} // namespace aether::job_tracer
