// --list-services: what the backend works with, as health_check reads it with --services.
#pragma once

#include "cli/program.h"
#include "core/exit_code.h"
#include "validate_config/options.h"

namespace aether::validate_config {

ExitCode list_services(const Options& options, cli::Streams& streams);

} // namespace aether::validate_config
