// Paths that settings name: those that are read have to be there, those that arise at run time need
// a parent that can be written to.
#pragma once

#include <string>
#include <string_view>

#include "validate_config/tree.h"

namespace aether::validate_config {

enum class PathUse { none, read, made };

// By the setting's name and type, and by what the path ends in.
[[nodiscard]] PathUse use_of_path(const Setting& setting, std::string_view path);

// Whether a path is named as what arises when the backend runs: logs, caches, uploads...
[[nodiscard]] bool is_run_time_path(std::string_view path);

// Whether a setting, by the last part of its name, names a profile, template or prompt.
[[nodiscard]] bool names_profile(std::string_view last);

// "there is no file profiles/x.yaml"; empty where it is there, or none that is read.
[[nodiscard]] std::string path_problem(const Tree& tree, const Setting& setting,
                                       const std::string& path);

} // namespace aether::validate_config
