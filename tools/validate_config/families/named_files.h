// settings/missing-path beyond values that are paths: .env files that classes of settings name, and
// scripts within the commands of MCP servers.
#pragma once

#include "validate_config/families/family.h"

namespace aether::validate_config {

void check_named_files(Tree& tree, Reporter& report);

} // namespace aether::validate_config
