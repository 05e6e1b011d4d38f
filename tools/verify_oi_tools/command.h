// Runs what the options ask for.
#pragma once

#include "cli/program.h"
#include "verify_oi_tools/options.h"

namespace aether::verify_oi_tools {

[[nodiscard]] ExitCode run_command(const Options& options, cli::Streams& streams);

} // namespace aether::verify_oi_tools
