// Which database and which directory a run is about, and who said so.
#pragma once

#include <filesystem>
#include <string>

#include "db/database_url.h"
#include "run_migrations/options.h"

namespace aether::run_migrations {

struct RunTarget {
  DatabaseUrl url;
  std::string source; // `--database`, `DATABASE_URL of .env:3`, ...
};

// --database, else DATABASE_URL of --env FILE, else that of the environment, else data/aether.db
// below the root. A relative path of SQLite is below the root, but for --database's, which is as
// seen from here. Throws Error (usage).
[[nodiscard]] RunTarget find_database(const Options& options, const std::filesystem::path& root);

// Throws Error (no_input) that says where was looked.
[[nodiscard]] std::filesystem::path find_directory(const Options& options,
                                                   const std::filesystem::path& root);

} // namespace aether::run_migrations
