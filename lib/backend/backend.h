// An Aether backend as the tools see it: its root, configuration documents, environment and
// settings, read once.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>

#include "backend/config_files.h"
#include "backend/probe.h"
#include "backend/settings.h"

namespace aether {

struct BackendOptions {
  std::optional<std::string> root;
  std::optional<std::string> env_file; // a .env file above the process environment
  ProbeOptions probe;
  std::size_t max_size = std::size_t{16} << 20U; // bytes of one document
};

struct Backend {
  std::filesystem::path root; // absolute, symbolic links resolved
  Environment environment;
  ConfigDocuments documents;
  Settings settings;
};

// Throws Error where the root or the .env file cannot be read; all else is told in the parts.
[[nodiscard]] Backend read_backend(const BackendOptions& options);

} // namespace aether
