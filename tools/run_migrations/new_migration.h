// --new: an empty migration with the next version.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace aether::run_migrations {

// Goes on with the numbers of the directory (004 after 003), or, where there are none or times,
// takes the time (UTC, yyyymmddhhmmss). Returns the file's path. Throws Error.
[[nodiscard]] std::filesystem::path make_migration(const std::filesystem::path& directory,
                                                   std::string_view name);

} // namespace aether::run_migrations
