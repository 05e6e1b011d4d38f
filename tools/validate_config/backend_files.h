// The configuration files of a backend, and the schema that is built in for each.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace aether::validate_config {

struct ConfigFile {
  std::string path;        // below the root
  std::string_view schema; // the name of a built-in one; empty where there is none
};

// Those that are there, by path.
[[nodiscard]] std::vector<ConfigFile> find_config_files(const std::filesystem::path& root);

// The built-in schema for a file by its path below the root, or empty.
[[nodiscard]] std::string_view schema_for(std::string_view path);

} // namespace aether::validate_config
