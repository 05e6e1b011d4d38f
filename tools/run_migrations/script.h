// What will be sent to the database for a script: its statements, checked before anything runs.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/finding.h"
#include "db/database_url.h"
#include "db/migrations/migration.h"
#include "db/sql_lexer.h"

namespace aether::run_migrations {

using namespace migrations;

struct CheckedScript {
  const Script* script = nullptr;
  std::vector<SqlStatement> statements;
  bool transaction = true;
  bool changes_settings = false;  // a session's settings have to be put back after it
  std::vector<std::string> notes; // what was done without being asked
  std::vector<Finding> problems;  // why it cannot run; with positions
};

// One BEGIN ... COMMIT pair round the whole is dropped. Other control of transactions, commands of
// psql and COPY from or to the client are problems; so is, for SQLite, `PRAGMA foreign_keys`
// without `-- migrate:foreign-keys off`. A statement that PostgreSQL (or SQLite) refuses within a
// transaction makes the script one without.
[[nodiscard]] CheckedScript check_script(const Script& script, DatabaseEngine engine);

// Line and column of a byte of the script, in its file.
[[nodiscard]] Position position_in(const Script& script, std::size_t at);

// A finding at a byte of the script.
[[nodiscard]] Finding finding_at(const Script& script, std::size_t at, std::string_view rule,
                                 std::string message, std::string hint = {});

} // namespace aether::run_migrations
