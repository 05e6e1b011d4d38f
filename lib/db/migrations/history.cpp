#include "db/migrations/history.h"

#include <algorithm>
#include <cstdlib>

#include <fmt/format.h>

#include "core/text.h"

namespace aether::migrations {

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

std::string select_rows(const History& history, std::string_view table, std::string_view success) {
  const auto column = [&](std::string_view name) {
    const auto& missing = history.missing;
    return std::find(missing.begin(), missing.end(), name) == missing.end() ? name : "NULL";
  };
  return fmt::format("SELECT id, version, name, checksum, executed_at, {}, {}, {}, {} FROM {} "
                     "ORDER BY id",
                     success, column("execution_time_ms"), column("error_message"),
                     column("applied_by"), table);
}

std::string select_progress(std::string_view table) {
  return fmt::format("SELECT version, statement, checksum, settled FROM {} ORDER BY version, "
                     "statement",
                     table);
}

bool is_true(const std::string& text) {
  return equals_ignoring_case(text, "true") || text == "t" || number_in(text) != 0;
}

std::int64_t number_in(const std::string& text) { return std::strtoll(text.c_str(), nullptr, 10); }

} // namespace aether::migrations
