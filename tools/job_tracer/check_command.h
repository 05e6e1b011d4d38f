// `job_tracer check`: fixes if asked, checks, applies the baseline, renders.
#pragma once

#include "cli/program.h"
#include "job_tracer/load_index.h"
#include "job_tracer/options.h"

namespace aether::job_tracer {

[[nodiscard]] ExitCode run_check(const Options& given, cli::Streams& streams);

// Says on stderr, unless --quiet: the warnings of an index, and, where nothing is documented, what
// was looked for and where.
void report_state(const Options& options, const Index& index, bool documented,
                  cli::Streams& streams);

// Whether any file has a block.
[[nodiscard]] bool documented(const Index& index);

} // namespace aether::job_tracer
