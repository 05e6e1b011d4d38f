// The migrations of a directory: reads its files, tells the formats apart, puts them in order.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "db/migrations/migration.h"

namespace aether::migrations {

struct LoadOptions {
  std::vector<std::string>
      base; // file names (or stems) to apply before the numbered ones, in order
  bool skip_unnumbered = false;
  // How the directory is called in names of files; as it is given where this says nothing.
  std::optional<std::filesystem::path> shown = std::nullopt;
};

struct LoadedMigrations {
  std::vector<Migration> migrations; // in the order in which they are applied
  std::vector<std::string> skipped;  // unnumbered files
};

// The name of a file without `.sql`, `.up.sql` or `.down.sql`.
[[nodiscard]] std::string stem_of(const std::string& file_name);

// Throws Error: no_input when the directory or a file cannot be read; bad_input for two files of
// one version, a file without a version that no option speaks of, a down script without its up
// script, and what read_migration refuses.
[[nodiscard]] LoadedMigrations load_migrations(const std::filesystem::path& directory,
                                               const LoadOptions& options);

} // namespace aether::migrations
