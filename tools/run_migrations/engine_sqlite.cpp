#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "core/error.h"
#include "core/text.h"
#include "db/database_error.h"
#include "db/sqlite.h"
#include "run_migrations/engine.h"
#include "run_migrations/lock_file.h"

namespace aether::run_migrations {

namespace {

namespace fs = std::filesystem;

std::string quote_name(std::string_view name) {
  std::string text = "\"";
  for (const char c : name) {
    text += c;
    if (c == '"') {
      text += '"';
    }
  }
  return text + '"';
}

bool has_content(const fs::path& file) {
  std::error_code failed;
  return fs::exists(file, failed) && fs::file_size(file, failed) > 0;
}

// How a database can be looked at without making files beside it. Where a journal or a log is at
// work, or was left, only SQLite's locks tell what is committed.
SqliteAccess look_at(const fs::path& file) {
  const bool at_rest =
      !has_content(file.string() + "-wal") && !has_content(file.string() + "-journal");
  const bool can_write = ::access(file.parent_path().c_str(), W_OK) == 0;
  return at_rest && !can_write ? SqliteAccess::immutable : SqliteAccess::read_only;
}

// For row_from.
auto text_of(const SqliteStatement& row) {
  return [&row](std::size_t column) {
    const auto index = static_cast<int>(column);
    return row.is_null(index) ? ColumnText() : ColumnText(row.text(index));
  };
}

class SqliteEngine : public Engine {
public:
  SqliteEngine(SqliteDatabase database, fs::path file, const EngineOptions& options)
      : database_(std::move(database)), file_(std::move(file)), options_(options) {
    database_.set_busy_timeout(options.lock_wait);
    if (options.access == Access::change) {
      database_.execute("PRAGMA foreign_keys = ON");
    }
    // SQLite parses the whole schema with the first statement: here, while files are being read.
    (void)database_.query_value("SELECT 1 FROM sqlite_schema LIMIT 1");
  }

  [[nodiscard]] std::string table() const override { return options_.table; }

  History read_history() override {
    seen_ = database_.data_version();
    return read_table();
  }

  bool may_have_changed() override { return database_.data_version() != seen_; }

  void prepare_history(const History& /*seen*/) override {
    run_prepared(begin_, "BEGIN IMMEDIATE"); // another run may be at it
    const bool changed = may_have_changed();
    const History history = read_table();
    if (history.state == TableState::absent) {
      database_.execute(fmt::format(
          "CREATE TABLE {} (id INTEGER PRIMARY KEY AUTOINCREMENT, version TEXT NOT NULL UNIQUE, "
          "name TEXT NOT NULL, checksum TEXT NOT NULL, "
          "executed_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP, execution_time_ms INTEGER, "
          "success BOOLEAN NOT NULL DEFAULT 1, error_message TEXT, applied_by TEXT)",
          quote_name(options_.table)));
    }
    for (const std::string& column : history.missing) {
      database_.execute(fmt::format("ALTER TABLE {} ADD COLUMN {} {}", quote_name(options_.table),
                                    column, column == "execution_time_ms" ? "INTEGER" : "TEXT"));
    }
    run_prepared(commit_, "COMMIT");
    if (!changed) {
      seen_ = database_.data_version(); // what it has changed itself is no news
    }
  }
  bool has_objects() override {
    return database_
        .prepare("SELECT 1 FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' "
                 "AND tbl_name <> ? AND tbl_name <> ? LIMIT 1")
        .bind(1, options_.table)
        .bind(2, progress_table())
        .step();
  }

  void lock(bool whole_run) override {
    if (whole_run && !lock_) {
      lock_ = std::make_unique<LockFile>(file_.string() + "-migrations.lock", options_.lock_wait);
    }
  }

  void begin(const Script& script) override {
    if (script.foreign_keys_off) {
      database_.execute("PRAGMA foreign_keys = OFF");
    }
    run_prepared(begin_, "BEGIN IMMEDIATE");
  }

  void begin_without_transaction(const Script& script) override {
    if (script.foreign_keys_off) {
      database_.execute("PRAGMA foreign_keys = OFF");
    }
  }

  void run(const SqlStatement& statement) override {
    const bool transaction = database_.in_transaction();
    // Without a transaction there is none to end, and VACUUM makes its own.
    std::optional<SqliteDatabase::NoTransactionControl> guard;
    if (transaction) {
      guard.emplace(database_);
    }
    std::string_view rest = statement.whole;
    while (!rest.empty()) {
      const std::size_t done = statement.whole.size() - rest.size();
      try {
        SqliteDatabase::Prepared prepared = database_.prepare_next(rest);
        while (prepared.statement && prepared.statement->step()) {
        }
        rest.remove_prefix(prepared.consumed);
      } catch (const DatabaseError& error) {
        DatabaseErrorDetails details = error.details();
        details.at = done + details.at.value_or(0);
        throw DatabaseError(std::move(details));
      }
    }
    if (database_.in_transaction() != transaction) {
      throw DatabaseError({"the statement ended the transaction", "SQLITE_ABORT", {}, {}, 0});
    }
  }

  void check_before_commit(const Script& script) override {
    if (!script.foreign_keys_off) {
      return;
    }
    SqliteStatement violations = database_.prepare("PRAGMA foreign_key_check");
    if (violations.step()) {
      throw DatabaseError({fmt::format("a row of `{}` refers to a row of `{}` that is not there",
                                       violations.text(0), violations.text(2)),
                           "SQLITE_CONSTRAINT",
                           {},
                           "PRAGMA foreign_key_check lists them all",
                           std::nullopt});
    }
  }

  void check_deferred() override {} // a rehearsal commits, in its copy

  void put_row(const HistoryRow& row) override {
    if (row.id != 0) {
      remove_row(row);
    }
    if (!insert_) {
      insert_ = database_.prepare(fmt::format(
          "INSERT INTO {} (version, name, checksum, executed_at, execution_time_ms, success, "
          "error_message, applied_by) VALUES (?, ?, ?, strftime('%Y-%m-%d %H:%M:%S', 'now'), ?, ?, "
          "?, ?)",
          quote_name(options_.table)));
    }
    insert_->reset();
    insert_->bind(1, row.version).bind(2, row.name).bind(3, row.checksum);
    row.execution_time_ms ? insert_->bind(4, *row.execution_time_ms) : insert_->bind(4, nullptr);
    insert_->bind(5, std::int64_t{row.success ? 1 : 0});
    row.error_message.empty() ? insert_->bind(6, nullptr) : insert_->bind(6, row.error_message);
    insert_->bind(7, row.applied_by);
    (void)insert_->step();
    insert_->reset();
  }

  void remove_row(const HistoryRow& row) override {
    (void)database_.prepare(fmt::format("DELETE FROM {} WHERE id = ?", quote_name(options_.table)))
        .bind(1, row.id)
        .step();
  }

  void set_checksum(const HistoryRow& row, const std::string& checksum) override {
    (void)database_
        .prepare(fmt::format("UPDATE {} SET checksum = ? WHERE id = ?", quote_name(options_.table)))
        .bind(1, checksum)
        .bind(2, row.id)
        .step();
  }

  void commit() override {
    run_prepared(commit_, "COMMIT");
    seen_ = database_.data_version();
  }

  void roll_back() noexcept override {
    try {
      if (database_.in_transaction()) {
        database_.execute("ROLLBACK");
      }
    } catch (const DatabaseError&) { // NOLINT(bugprone-empty-catch)
      // What is not committed is rolled back when the database is opened next.
    }
  }

  void restore(const CheckedScript& script) override {
    if (script.script->foreign_keys_off || script.changes_settings || !script.transaction) {
      database_.execute("PRAGMA foreign_keys = ON");
    }
  }

  void begin_statement(const ProgressRow& row) override {
    database_.execute(fmt::format(
        "CREATE TABLE IF NOT EXISTS {} (version TEXT NOT NULL, statement INTEGER NOT NULL, "
        "checksum "
        "TEXT NOT NULL, settled BOOLEAN NOT NULL DEFAULT 0, PRIMARY KEY (version, statement))",
        quote_name(progress_table())));
    (void)database_
        .prepare(fmt::format("INSERT OR REPLACE INTO {} (version, statement, checksum, settled) "
                             "VALUES (?, ?, ?, 0)",
                             quote_name(progress_table())))
        .bind(1, row.version)
        .bind(2, static_cast<std::int64_t>(row.statement))
        .bind(3, row.checksum)
        .step();
  }

  void settle_statement(const ProgressRow& row) override {
    (void)database_
        .prepare(fmt::format("UPDATE {} SET settled = 1 WHERE version = ? AND statement = ?",
                             quote_name(progress_table())))
        .bind(1, row.version)
        .bind(2, static_cast<std::int64_t>(row.statement))
        .step();
  }

  void clear_progress(const std::string& version) override {
    if (!columns_of(progress_table()).empty()) {
      (void)database_
          .prepare(fmt::format("DELETE FROM {} WHERE version = ?", quote_name(progress_table())))
          .bind(1, version)
          .step();
    }
  }

  std::vector<std::string> invalid_indexes() override { return {}; }

  std::string dump_schema() override {
    std::string dump;
    SqliteStatement objects = database_.prepare(
        "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE "
        "'\\' AND tbl_name <> ? ORDER BY CASE type WHEN 'table' THEN 0 WHEN 'view' THEN 1 WHEN "
        "'index' THEN 2 ELSE 3 END, rowid");
    objects.bind(1, progress_table());
    while (objects.step()) {
      dump += objects.text(0) + ";\n";
    }
    return dump;
  }

  Catalogue read_catalogue() override {
    Catalogue catalogue;
    catalogue.asked = true;
    catalogue.script = dump_schema();
    return catalogue;
  }

private:
  [[nodiscard]] History read_table() {
    History history;
    std::vector<std::string> columns = columns_of(options_.table);
    if (columns.empty()) {
      return history;
    }
    recognise_table(columns, history);
    if (history.state == TableState::ours) {
      read_rows(history);
      read_progress(history);
    }
    return history;
  }

  [[nodiscard]] std::string progress_table() const { return options_.table + "_progress"; }

  void run_prepared(std::optional<SqliteStatement>& statement, std::string_view sql) {
    if (!statement) {
      statement = database_.prepare(sql);
    }
    try {
      (void)statement->step();
    } catch (const DatabaseError&) {
      statement.reset();
      throw;
    }
    statement->reset();
  }

  [[nodiscard]] std::vector<std::string> columns_of(const std::string& table) const {
    std::vector<std::string> columns;
    SqliteStatement info = database_.prepare("SELECT name FROM pragma_table_info(?)");
    info.bind(1, table);
    while (info.step()) {
      columns.push_back(info.text(0));
    }
    return columns;
  }

  void read_rows(History& history) const {
    SqliteStatement rows =
        database_.prepare(select_rows(history, quote_name(options_.table), "success"));
    while (rows.step()) {
      history.rows.push_back(row_from(text_of(rows)));
    }
  }

  void read_progress(History& history) const {
    if (columns_of(progress_table()).empty()) {
      return;
    }
    SqliteStatement rows = database_.prepare(select_progress(quote_name(progress_table())));
    while (rows.step()) {
      history.progress.push_back(progress_from(text_of(rows)));
    }
  }

  SqliteDatabase database_;
  fs::path file_;
  EngineOptions options_;
  std::unique_ptr<LockFile> lock_;
  std::optional<SqliteStatement> insert_;
  std::optional<SqliteStatement> begin_;
  std::optional<SqliteStatement> commit_;
  unsigned seen_ = 0; // the version of the data that the history was read from
};

} // namespace

std::unique_ptr<Engine> open_sqlite(const DatabaseUrl& url, const EngineOptions& options) {
  if (options.rehearse) {
    SqliteDatabase copy(":memory:", SqliteAccess::read_write_create);
    if (database_exists(url)) {
      copy.copy_from(SqliteDatabase(url.file, look_at(url.file)));
    }
    EngineOptions changes = options;
    changes.access = Access::change;
    return std::make_unique<SqliteEngine>(std::move(copy), url.file, changes);
  }
  if (options.access == Access::look) {
    return std::make_unique<SqliteEngine>(SqliteDatabase(url.file, look_at(url.file)), url.file,
                                          options);
  }
  std::error_code failed;
  fs::create_directories(url.file.parent_path(), failed);
  return std::make_unique<SqliteEngine>(SqliteDatabase(url.file, SqliteAccess::read_write_create),
                                        url.file, options);
}

bool database_exists(const DatabaseUrl& url) {
  if (url.engine != DatabaseEngine::sqlite) {
    return true;
  }
  std::error_code failed;
  const bool there = fs::exists(url.file, failed);
  if (failed) {
    throw Error(ExitCode::unavailable, url.shown + ": " + failed.message());
  }
  return there;
}

} // namespace aether::run_migrations
