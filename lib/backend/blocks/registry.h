// The job types that a backend allows: .architecture/job_types.yaml. Its top-level mappings are
// categories, each a mapping from job type to what is known of it; version, domain, last_updated
// and usage_rules are not.
#pragma once

#include <string_view>

#include "backend/blocks/index.h"

namespace aether::blocks {

inline constexpr std::string_view k_registry_file = ".architecture/job_types.yaml";

// Throws Error (bad_input) naming `file` and the place where the text is no registry.
[[nodiscard]] Registry parse_registry(std::string_view yaml, std::string_view file);

} // namespace aether::blocks
