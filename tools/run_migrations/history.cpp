#include "run_migrations/history.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/text.h"

namespace aether::run_migrations {

void recognise_table(const std::vector<std::string>& columns, History& history) {
  const auto has = [&](std::string_view name) {
    return std::any_of(columns.begin(), columns.end(), [&](const std::string& column) {
      return equals_ignoring_case(column, name);
    });
  };
  history.state = TableState::foreign;
  if (columns.size() == 1 && has("version")) {
    history.foreign = "dbmate's (its only column is version)";
    return;
  }
  if (columns.size() == 2 && has("version") && has("dirty")) {
    history.foreign = "golang-migrate's (its columns are version and dirty)";
    return;
  }
  std::vector<std::string> lacking;
  for (const char* name : {"id", "version", "name", "checksum", "executed_at", "success"}) {
    if (!has(name)) {
      lacking.emplace_back(name);
    }
  }
  if (!lacking.empty()) {
    history.foreign = fmt::format("another program's (it lacks {})", fmt::join(lacking, ", "));
    return;
  }
  history.state = TableState::ours;
  for (const char* name : {"execution_time_ms", "error_message", "applied_by"}) {
    if (!has(name)) {
      history.missing.emplace_back(name);
    }
  }
}

} // namespace aether::run_migrations
