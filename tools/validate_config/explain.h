// --explain: a setting's value, and the whole chain of what says something of it.
#pragma once

#include "cli/program.h"
#include "core/exit_code.h"
#include "validate_config/options.h"

namespace aether::validate_config {

// Throws Error: no_input where there is no such setting or no settings, unavailable without
// python3.
ExitCode explain(const Options& options, cli::Streams& streams);

} // namespace aether::validate_config
