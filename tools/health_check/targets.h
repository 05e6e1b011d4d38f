// What a run looks at, and who said so: found in the settings, the registry, the environment and
// the command line, once before the checks.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "backend/backend.h"
#include "backend/registry.h"
#include "backend/services.h"
#include "db/database_url.h"
#include "health_check/options.h"

namespace aether::health_check {

struct DatabaseTarget {
  DatabaseUrl url;
  std::string source;
  bool is_default = false;
};

struct MigrationsTarget {
  std::filesystem::path directory;
  bool skip_unnumbered = false; // files without a number are none of them
};

struct StorageTarget {
  std::filesystem::path directory; // absolute
  std::string source;
  bool is_default = false;
};

struct Targets {
  Backend backend; // without settings where none were asked for
  bool asked_settings = false;
  std::optional<DatabaseTarget> database;
  std::string no_database;       // why there is none
  std::vector<Service> services; // the backend itself and redis among them
  std::string no_services;
  std::string inert_services; // why there are none, where there are addresses that nothing reads
  std::vector<StorageTarget> storage;
  std::vector<Integration> integrations;
  RegistryChecks registry_checks;
  std::optional<MigrationsTarget> migrations;
};

// A file or standard input (-), which is read once, however many rounds there are.
[[nodiscard]] std::string read_input(const std::string& file);

// `needs_settings`: whether a check needs what only the settings tell. Throws Error: usage,
// no_input and bad_input for what the command line names and what cannot be read.
[[nodiscard]] Targets find_targets(const Options& options, bool needs_settings);

} // namespace aether::health_check
