// The address of a database as people and SQLAlchemy write it.
//
//   sqlite:PATH              a path as it is
//   sqlite:///PATH           relative, as SQLAlchemy reads it; sqlite:////PATH is absolute
//   postgresql://...         as libpq reads it; also postgres://
// A driver may follow the engine (`postgresql+asyncpg`, `sqlite+aiosqlite`).
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace aether {

enum class DatabaseEngine : std::uint8_t { sqlite, postgres };

[[nodiscard]] std::string_view to_string(DatabaseEngine engine);

struct DatabaseUrl {
  DatabaseEngine engine = DatabaseEngine::sqlite;
  std::filesystem::path file; // SQLite: absolute
  std::string conninfo;       // PostgreSQL: for libpq
  std::string shown;          // for people: passwords are ***
};

// `base`: what a relative path is relative to. Throws Error (usage) for what is no such address;
// the message holds no password.
[[nodiscard]] DatabaseUrl parse_database_url(std::string_view text,
                                             const std::filesystem::path& base);

} // namespace aether
