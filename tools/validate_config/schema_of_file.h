// The schema that is built in for each file of a backend's configuration.
#pragma once

#include <string_view>

namespace aether::validate_config {

// Its name (see built_in_schemas()) for a file by its path below the root, or empty.
[[nodiscard]] std::string_view schema_for(std::string_view path);

} // namespace aether::validate_config
