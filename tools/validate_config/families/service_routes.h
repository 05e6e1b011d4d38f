// Whether the source of a service has a route, whatever language it is in.
#pragma once

#include <filesystem>
#include <string>

namespace aether::validate_config {

// As a text, as one below a prefix, or as a file of that path (Next.js); true where there is no
// source that could be looked at.
[[nodiscard]] bool has_route(const std::filesystem::path& directory, const std::string& path);

} // namespace aether::validate_config
