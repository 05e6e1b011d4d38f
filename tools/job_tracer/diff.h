// What changed between two indices: files, jobs, edges. Moved lines are no change.
#pragma once

#include "job_tracer/report.h"

namespace aether::job_tracer {

// Both need resolved references.
[[nodiscard]] DiffReport compare(const Index& before, const Index& after);

} // namespace aether::job_tracer
