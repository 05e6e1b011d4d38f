// config/verify_tools.yaml: which tools may be called, and with what. Its format is
// share/schemas/config/verify_tools.schema.json.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "verify_oi_tools/mcp/execution.h"

namespace aether::verify_oi_tools {

inline constexpr std::string_view k_verify_file = "config/verify_tools.yaml";

// Of the root, or of `file` where one is named; nothing where the root has none. `which` and `only`
// are not in it. Throws Error (no_input, bad_input).
[[nodiscard]] ExecutionPlan read_verify_config(const std::filesystem::path& root,
                                               const std::optional<std::string>& file);

} // namespace aether::verify_oi_tools
