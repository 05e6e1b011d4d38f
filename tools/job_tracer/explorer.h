// What the explorer page shows: the whole index, held against the standard as `check` does it.
#pragma once

#include "job_tracer/graph.h"
#include "job_tracer/report.h"

namespace aether::job_tracer {

// Needs an index of depth `everything` with resolved references. A registry that cannot be read
// keeps nobody from looking: its rules are skipped, and the reason is among CheckReport::skipped.
[[nodiscard]] ExplorerReport explore(const Index& index, const Graph& graph,
                                     const GraphSubject& subject);

} // namespace aether::job_tracer
