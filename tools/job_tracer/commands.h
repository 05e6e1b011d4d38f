// What each command of job_tracer does: loads an index, asks, renders, and tells by its exit code.
#pragma once

#include "cli/program.h"
#include "job_tracer/options.h"

namespace aether::job_tracer {

[[nodiscard]] ExitCode run_command(const Options& options, cli::Streams& streams);

} // namespace aether::job_tracer
