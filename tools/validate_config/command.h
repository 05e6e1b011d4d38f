// Runs what the options ask for.
#pragma once

#include "cli/program.h"
#include "validate_config/options.h"

namespace aether::validate_config {

[[nodiscard]] ExitCode run_command(const Options& options, cli::Streams& streams);

} // namespace aether::validate_config
