// config/environments/*: against one another, and against the settings.
#pragma once

#include <string_view>
#include <vector>

#include "validate_config/families/family.h"

namespace aether::validate_config {

// Whether a file counts under --environment: all do but those of other environments.
[[nodiscard]] bool is_about(const Tree& tree, std::string_view file);

[[nodiscard]] std::vector<DescribedRule> environment_file_rules();
void check_environment_files(Tree& tree, Reporter& report);

} // namespace aether::validate_config
