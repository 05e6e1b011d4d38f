// verify_oi_tools as cli::run_main runs it.
#pragma once

#include "cli/program.h"

namespace aether::verify_oi_tools {

[[nodiscard]] cli::Program program();

} // namespace aether::verify_oi_tools
