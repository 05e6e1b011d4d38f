// Runs what a command line asks for.
#pragma once

#include "cli/program.h"
#include "core/exit_code.h"
#include "run_migrations/options.h"

namespace aether::run_migrations {

[[nodiscard]] ExitCode run_command(const Options& options, cli::Streams& streams);

} // namespace aether::run_migrations
