// security/secret, default-password and file-mode: what is written down and should not be. No
// message holds a value, and no line is quoted.
#pragma once

#include <vector>

#include "validate_config/families/family.h"
#include "validate_config/families/said.h"

namespace aether::validate_config {

[[nodiscard]] std::vector<DescribedRule> secret_rules();
void check_secrets(Tree& tree, const std::vector<Said>& said, Reporter& report);

} // namespace aether::validate_config
