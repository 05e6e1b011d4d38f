// What starts a backend, and what it says literally: start scripts of shells, a Procfile,
// Dockerfiles and compose files. They export variables and pass options of their own, beside the
// backend's configuration.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "backend/config_files.h"
#include "core/finding.h"

namespace aether {

enum class StartFactKind : std::uint8_t {
  variable,  // set for the backend: name and value
  reference, // ${NAME} is asked for
  host,      // that the server is told to bind
  port,
  workers,
};

struct StartFact {
  StartFactKind kind = StartFactKind::variable;
  std::string name;  // of the variable or the option
  std::string value; // literal
  std::string file;  // below the root
  Position at;
  std::string service; // of a compose file
};

struct StartFacts {
  std::vector<std::string> files;
  std::vector<StartFact> facts; // in the order of files and lines
};

// start*.sh, run*.sh and entrypoint*.sh in the root and in scripts/, Procfile, Dockerfile*,
// compose files. Values with $ are no literals and are left out. Files that cannot be read are,
// too.
[[nodiscard]] StartFacts read_start_scripts(const std::filesystem::path& root,
                                            const ConfigDocuments& documents);

} // namespace aether
