// What a database says about the migrations that it has had.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace aether::run_migrations {

inline constexpr const char* k_default_table = "schema_migrations";

// A row of the history table. Rows without `applied_by` were written by the earlier runner, which
// split a file's stem at its first underscore into version and name, hashed raw bytes, and never
// wrote a checksum anew.
struct HistoryRow {
  std::int64_t id = 0;
  std::string version;
  std::string name;
  std::string checksum;
  std::string executed_at;
  std::optional<std::int64_t> execution_time_ms;
  bool success = true;
  std::string error_message;
  std::string applied_by; // this program and its version
};

// How far a migration without a transaction came: one row for each statement begun.
struct ProgressRow {
  std::string version;
  std::size_t statement = 0; // from 0
  std::string checksum;      // of the statement's text
  bool settled = false;      // the statement ended well
};

// Before the version in a ProgressRow: the statement is one of the down script.
inline constexpr const char* k_down = "down:";

enum class TableState { absent, ours, foreign };

struct History {
  TableState state = TableState::absent;
  std::string foreign;               // whose it is, or what it lacks
  std::vector<std::string> missing;  // columns of ours that an older table lacks
  std::vector<HistoryRow> rows;      // by id
  std::vector<ProgressRow> progress; // by version and statement
};

// Tells by its columns whose a table is; fills state, foreign and missing.
void recognise_table(const std::vector<std::string>& columns, History& history);

} // namespace aether::run_migrations
