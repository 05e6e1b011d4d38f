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

// --rehearse-on, else --database, else DATABASE_URL of --env FILE, else that of the environment,
// else what the backend's settings have (backend/database.h), else data/aether.db below the root. A
// relative path of SQLite is below the root, but for those of the command line, which are as seen
// from here. Throws Error: usage; unavailable where the settings cannot be read; bad_input where
// they name a database that cannot be known.
[[nodiscard]] RunTarget find_database(const Options& options, const std::filesystem::path& root);

// Throws Error (no_input) that says where was looked.
[[nodiscard]] std::filesystem::path find_directory(const Options& options,
                                                   const std::filesystem::path& root);

// How the directory is called in findings: below the root as in all tools, so that what is said of
// a file does not depend on where the backend lies; as it was given where it is elsewhere.
[[nodiscard]] std::filesystem::path shown_directory(const std::filesystem::path& directory,
                                                    const std::filesystem::path& root);

} // namespace aether::run_migrations
