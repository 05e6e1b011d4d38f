// job_tracer as cli::run_main runs it.
#pragma once

#include "cli/program.h"

namespace aether::job_tracer {

[[nodiscard]] cli::Program program();

} // namespace aether::job_tracer
