// `job_tracer check`: fixes if asked, checks, applies the baseline, renders.
#pragma once

#include "cli/program.h"
#include "job_tracer/load_index.h"
#include "job_tracer/options.h"

namespace aether::job_tracer {

[[nodiscard]] ExitCode run_check(const Options& options, cli::Streams& streams);

// Says on stderr, unless --quiet: the warnings of an index, and, where it holds no block, what was
// looked for and where.
void report_state(const Options& options, const LoadedIndex& loaded, cli::Streams& streams);

} // namespace aether::job_tracer
