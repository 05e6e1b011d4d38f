// Whether a database has had the migrations of the backend's directory, as run_migrations tells it.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "db/migrations/history.h"
#include "health_check/plan.h"

namespace aether::health_check {

using Row = std::vector<migrations::ColumnText>;

// How a database is asked for its history; each may throw DatabaseError.
struct HistorySource {
  std::function<std::vector<std::string>(const std::string& table)> columns; // none: no such table
  std::function<std::vector<Row>(const std::string& sql)> rows;
  std::string_view success; // its column, as text
};

[[nodiscard]] CheckResult look_at_migrations(const Check& check, const MigrationsTarget& target,
                                             const HistorySource& source);

} // namespace aether::health_check
