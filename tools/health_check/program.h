// health_check as cli::run_main runs it.
#pragma once

#include "cli/program.h"

namespace aether::health_check {

[[nodiscard]] cli::Program program();

} // namespace aether::health_check
