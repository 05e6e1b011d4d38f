// Runs what the options ask for.
#pragma once

#include <functional>

#include "cli/program.h"
#include "health_check/options.h"

namespace aether::health_check {

// The exit status; those of Nagios with --format nagios, also where it could not look.
[[nodiscard]] ExitCode run_command(const Options& options, cli::Streams& streams);

// What runs plugins of Nagios knows four statuses: an error is UNKNOWN there.
[[nodiscard]] ExitCode as_plugin(cli::Streams& streams, const std::function<ExitCode()>& run);

} // namespace aether::health_check
