// The tool as cli::run_main runs it.
#pragma once

#include "cli/program.h"

namespace aether::validate_config {

[[nodiscard]] cli::Program program();

} // namespace aether::validate_config
