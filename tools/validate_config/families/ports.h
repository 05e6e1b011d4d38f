// structure/port-conflict: one port that two services of one machine listen on.
#pragma once

#include "validate_config/families/family.h"

namespace aether::validate_config {

void check_ports(Tree& tree, Reporter& report);

} // namespace aether::validate_config
