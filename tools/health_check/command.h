// Runs what the options ask for.
#pragma once

#include "cli/program.h"
#include "health_check/options.h"

namespace aether::health_check {

// The exit status; those of Nagios with --format nagios, also where it could not look.
[[nodiscard]] ExitCode run_command(const Options& options, cli::Streams& streams);

} // namespace aether::health_check
