// The tool as cli::run_main runs it.
#pragma once

#include "cli/program.h"

namespace aether::run_migrations {

[[nodiscard]] cli::Program program();

} // namespace aether::run_migrations
