// What the checks of both engines share: a word and a sentence for every way to fail.
#pragma once

#include <string>

#include "db/database_error.h"
#include "health_check/plan.h"

namespace aether::health_check {

// The checks of one run of work on a database; those that were not asked for have no name.
struct DatabaseChecks {
  Check connection;
  Check integrity; // SQLite
  Check migrations;
  Check servers; // of mcp
};

// Of an error when connecting or asking: refused, name_not_found, authentication, no_such_database,
// in_recovery, too_many_connections, disk_full, corrupt, locked, timed_out, failed.
struct DatabaseCause {
  std::string word;
  std::string next_step;
};
[[nodiscard]] DatabaseCause cause_of(const DatabaseErrorDetails& details);

// The result for a database that cannot be used.
[[nodiscard]] CheckResult down(const Check& check, const DatabaseErrorDetails& details);

// How many servers a table holds.
[[nodiscard]] CheckResult servers_in(const Check& check, std::string_view table,
                                     const std::string& count);

// Each in the process that is made for it.
void check_sqlite(const Context& context, const DatabaseTarget& target,
                  const DatabaseChecks& checks, std::chrono::milliseconds limit,
                  const Report& report);
void check_postgres(const Context& context, const DatabaseTarget& target,
                    const DatabaseChecks& checks, std::chrono::milliseconds limit,
                    const Report& report);

} // namespace aether::health_check
