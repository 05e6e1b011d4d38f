// What a database says about the migrations that it has had.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace aether::migrations {

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

// The statements that read a history, of a table that is ours; names are quoted already. What is
// said of success differs by engine: its column, as text.
[[nodiscard]] std::string select_rows(const History& history, std::string_view table,
                                      std::string_view success);
[[nodiscard]] std::string select_progress(std::string_view table);

// A row of theirs; `text` gives the text of a column, nothing where it is null.
template <typename Text> [[nodiscard]] HistoryRow row_from(const Text& text);
template <typename Text> [[nodiscard]] ProgressRow progress_from(const Text& text);

using ColumnText = std::optional<std::string>;
[[nodiscard]] bool is_true(const std::string& text); // of a column that holds a truth
[[nodiscard]] std::int64_t number_in(const std::string& text);

template <typename Text> HistoryRow row_from(const Text& text) {
  const auto plain = [&](std::size_t column) { return ColumnText(text(column)).value_or(""); };
  HistoryRow row;
  row.id = number_in(plain(0));
  row.version = plain(1);
  row.name = plain(2);
  row.checksum = plain(3);
  row.executed_at = plain(4);
  row.success = is_true(plain(5));
  if (const ColumnText time = text(6)) {
    row.execution_time_ms = number_in(*time);
  }
  row.error_message = plain(7);
  row.applied_by = plain(8);
  return row;
}

template <typename Text> ProgressRow progress_from(const Text& text) {
  const auto plain = [&](std::size_t column) { return ColumnText(text(column)).value_or(""); };
  return {plain(0), static_cast<std::size_t>(number_in(plain(1))), plain(2), is_true(plain(3))};
}

} // namespace aether::migrations
