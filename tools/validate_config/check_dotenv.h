// All that is wrong with the lines of a .env file, where its reader stops at the first.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/finding.h"

namespace aether::validate_config {

// environment/syntax and environment/duplicate.
void check_dotenv(std::string_view text, const std::string& file, std::vector<Finding>& findings);

} // namespace aether::validate_config
