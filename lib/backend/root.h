// Where an Aether backend is: --root, else AETHER_BACKEND_ROOT, else the nearest directory at or
// above the current one that looks like one, else the current directory.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace aether {

enum class RootSource { option, environment, found, current_directory };

struct Root {
  std::filesystem::path path; // absolute, symbolic links resolved
  RootSource source = RootSource::current_directory;
};

// What marks the root of a backend, for messages: ".architecture/, config/settings.py or ...".
inline constexpr const char* k_root_marks =
    ".architecture/, config/settings.py or config/integrations_registry.yaml";

// Throws Error (no_input) when the named directory is missing or no directory.
[[nodiscard]] Root find_root(const std::optional<std::string>& option);

} // namespace aether
