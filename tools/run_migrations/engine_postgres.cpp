#include <algorithm>
#include <cstdlib>
#include <thread>

#include <fmt/format.h>

#include "core/error.h"
#include "core/sha256.h"
#include "core/text.h"
#include "db/database_error.h"
#include "db/postgres.h"
#include "os/process.h"
#include "run_migrations/engine.h"
#include "run_migrations/pooler.h"

namespace aether::run_migrations {

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

struct TableName {
  std::string schema;
  std::string table;

  [[nodiscard]] std::string quoted() const {
    return PostgresConnection::quote_name(schema) + "." + PostgresConnection::quote_name(table);
  }
};

TableName table_name(PostgresConnection& connection, const std::string& option) {
  if (const std::size_t dot = option.find('.'); dot != std::string::npos) {
    return {option.substr(0, dot), option.substr(dot + 1)};
  }
  const PostgresResult schema = connection.execute("SELECT current_schema()");
  return {schema.is_null(0, 0) ? "public" : schema.text(0, 0), option};
}

// A string constant; standard_conforming_strings is on.
std::string literal(std::string_view text) {
  std::string quoted = "'";
  for (const char c : text) {
    quoted += c;
    quoted += c == '\'' ? "'" : "";
  }
  return quoted + "'";
}

// A number of 63 bits for the lock that all runs on one history table share.
std::string lock_key(const TableName& name) {
  const std::string digest = sha256("aether run_migrations " + name.schema + "." + name.table);
  return std::to_string(std::stoull(digest.substr(0, 15), nullptr, 16));
}

// Newer ones of pg_dump write `\restrict` with a key of chance, which only psql reads.
std::string without_meta_commands(std::string_view dump) {
  std::string kept;
  while (!dump.empty()) {
    const std::size_t end = std::min(dump.find('\n'), dump.size() - 1) + 1;
    if (!dump.starts_with('\\')) {
      kept += dump.substr(0, end);
    }
    dump.remove_prefix(end);
  }
  return kept;
}

// Around a query of pg_class as c and pg_namespace as n: the name as the lint rules call it, and
// what is not PostgreSQL's own.
constexpr std::string_view k_relation =
    "CASE n.nspname WHEN 'public' THEN '' ELSE n.nspname || '.' END || c.relname";
constexpr std::string_view k_ours =
    "n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg\\_toast%'";

// For row_from.
auto text_of(const PostgresResult& rows, std::size_t row) {
  return [&rows, row](std::size_t column) {
    return rows.is_null(row, column) ? ColumnText() : ColumnText(rows.text(row, column));
  };
}

class PostgresEngine : public Engine {
public:
  PostgresEngine(PostgresConnection connection, DatabaseUrl url, EngineOptions options)
      : connection_(std::move(connection)), url_(std::move(url)), options_(std::move(options)) {
    set_up_session();
    name_ = table_name(connection_, options_.table);
    progress_ = {name_.schema, name_.table + "_progress"};
  }

  [[nodiscard]] std::string table() const override { return name_.schema + "." + name_.table; }

  History read_history() override {
    History history;
    const std::vector<std::string> columns = columns_of(name_);
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

  // Under the advisory lock nobody else writes.
  bool may_have_changed() override { return false; }

  void prepare_history(const History& history) override {
    if (history.state == TableState::absent) {
      connection_.execute(fmt::format(
          "CREATE TABLE {} (id BIGSERIAL PRIMARY KEY, version VARCHAR(255) NOT NULL UNIQUE, name "
          "VARCHAR(255) NOT NULL, checksum VARCHAR(64) NOT NULL, executed_at TIMESTAMPTZ NOT NULL "
          "DEFAULT CURRENT_TIMESTAMP, execution_time_ms BIGINT, success BOOLEAN NOT NULL DEFAULT "
          "TRUE, error_message TEXT, applied_by TEXT)",
          name_.quoted()));
    }
    for (const std::string& column : history.missing) {
      connection_.execute(fmt::format("ALTER TABLE {} ADD COLUMN {} {}", name_.quoted(), column,
                                      column == "execution_time_ms" ? "BIGINT" : "TEXT"));
    }
  }

  bool has_objects() override {
    return connection_
               .execute(
                   "SELECT 1 FROM pg_class c WHERE c.relnamespace = (SELECT oid FROM "
                   "pg_namespace WHERE nspname = $1) AND c.relkind IN ('r', 'p', 'v', 'm') AND "
                   "c.relname <> $2 AND c.relname <> $3 LIMIT 1",
                   {name_.schema, name_.table, progress_.table})
               .rows() > 0;
  }

  // Polled: a session that blocks on a lock would make CREATE INDEX CONCURRENTLY wait for it, and
  // it would wait for the index.
  void lock(bool /*whole_run*/) override {
    if (locked_) {
      return;
    }
    refuse_transaction_pooling(connection_, url_.conninfo, url_.shown);
    const Clock::time_point deadline = Clock::now() + options_.lock_wait;
    milliseconds pause(5);
    while (connection_.execute("SELECT pg_try_advisory_lock(" + lock_key(name_) + ")").text(0, 0) !=
           "t") {
      if (Clock::now() >= deadline) {
        throw Error(ExitCode::try_again, "another run holds the lock of " + table() +
                                             "; try again, or wait longer with --lock-wait");
      }
      std::this_thread::sleep_for(pause);
      pause = std::min(pause * 2, milliseconds(200));
    }
    locked_ = true;
  }

  void begin(const Script& /*script*/) override { connection_.execute("BEGIN"); }

  void begin_without_transaction(const Script& /*script*/) override {}

  void run(const SqlStatement& statement) override {
    const bool transaction = connection_.in_transaction();
    connection_.execute_simply(std::string(statement.whole));
    if (connection_.in_transaction() != transaction) {
      DatabaseErrorDetails details;
      details.message = "the statement ended the transaction";
      details.at = 0;
      throw DatabaseError(std::move(details));
    }
  }

  void check_before_commit(const Script& /*script*/) override {}

  // Going back to the savepoint makes the constraints deferred again that were.
  void check_deferred() override {
    connection_.execute("SAVEPOINT before_constraints");
    connection_.execute("SET CONSTRAINTS ALL IMMEDIATE");
    connection_.execute("ROLLBACK TO SAVEPOINT before_constraints");
    connection_.execute("RELEASE SAVEPOINT before_constraints");
  }

  // Within a transaction it goes with the commit, in one message.
  void put_row(const HistoryRow& row) override {
    std::string insert = fmt::format("DELETE FROM {} WHERE id = {};", name_.quoted(), row.id);
    insert =
        (row.id == 0 ? std::string() : insert) +
        fmt::format("INSERT INTO {} (version, name, checksum, executed_at, execution_time_ms, "
                    "success, error_message, applied_by) VALUES ({}, {}, {}, "
                    "clock_timestamp(), {}, '{}', {}, {})",
                    name_.quoted(), literal(row.version), literal(row.name), literal(row.checksum),
                    row.execution_time_ms ? std::to_string(*row.execution_time_ms) : "NULL",
                    row.success ? 1 : 0,
                    row.error_message.empty() ? "NULL" : literal(row.error_message),
                    literal(row.applied_by));
    if (connection_.in_transaction()) {
      with_commit_.push_back(std::move(insert));
    } else {
      connection_.execute_together({insert});
    }
  }

  void remove_row(const HistoryRow& row) override {
    connection_.execute(fmt::format("DELETE FROM {} WHERE id = $1", name_.quoted()),
                        {std::to_string(row.id)});
  }

  void set_checksum(const HistoryRow& row, const std::string& checksum) override {
    connection_.execute(fmt::format("UPDATE {} SET checksum = $1 WHERE id = $2", name_.quoted()),
                        {checksum, std::to_string(row.id)});
  }

  void commit() override {
    std::vector<std::string> statements = std::move(with_commit_);
    with_commit_.clear();
    statements.emplace_back("COMMIT");
    connection_.execute_together(statements);
  }

  void roll_back() noexcept override {
    with_commit_.clear();
    try {
      if (connection_.is_usable() &&
          (connection_.in_transaction() || connection_.in_failed_transaction())) {
        connection_.execute("ROLLBACK");
      }
    } catch (const DatabaseError&) {
      locked_ = false; // the server rolls back and unlocks when the session is gone
    }
  }

  void restore(const CheckedScript& script) override {
    if (script.changes_settings && connection_.is_usable()) {
      connection_.execute("RESET ALL");
      set_up_session();
    }
  }

  void begin_statement(const ProgressRow& row) override {
    connection_.execute(fmt::format(
        "CREATE TABLE IF NOT EXISTS {} (version VARCHAR(255) NOT NULL, statement BIGINT NOT NULL, "
        "checksum VARCHAR(64) NOT NULL, settled BOOLEAN NOT NULL DEFAULT FALSE, PRIMARY KEY "
        "(version, statement))",
        progress_.quoted()));
    connection_.execute(
        fmt::format("INSERT INTO {} (version, statement, checksum) VALUES ($1, $2, $3) ON CONFLICT "
                    "(version, statement) DO UPDATE SET checksum = $3, settled = FALSE",
                    progress_.quoted()),
        {row.version, std::to_string(row.statement), row.checksum});
  }

  void settle_statement(const ProgressRow& row) override {
    connection_.execute(
        fmt::format("UPDATE {} SET settled = TRUE WHERE version = $1 AND statement = $2",
                    progress_.quoted()),
        {row.version, std::to_string(row.statement)});
  }

  void clear_progress(const std::string& version) override {
    if (!columns_of(progress_).empty()) {
      connection_.execute(fmt::format("DELETE FROM {} WHERE version = $1", progress_.quoted()),
                          {version});
    }
  }

  std::vector<std::string> invalid_indexes() override {
    const PostgresResult found = connection_.execute(
        "SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname) FROM pg_index i JOIN "
        "pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE "
        "NOT "
        "i.indisvalid AND c.relkind = 'i' AND n.nspname NOT LIKE 'pg\\_%' ORDER BY 1");
    std::vector<std::string> names;
    for (std::size_t i = 0; i < found.rows(); ++i) {
      names.push_back(found.text(i, 0));
    }
    return names;
  }

  std::string dump_schema() override {
    ProcessRequest request;
    request.argv = {"pg_dump", "--schema-only", "--no-owner", "--no-privileges",
                    "--exclude-table=" + progress_.quoted()};
    request.environment = PostgresConnection::environment(url_.conninfo);
    const ProcessResult result = run_process(request);
    if (result.status != 0) {
      throw Error(ExitCode::unavailable,
                  "pg_dump: " + printable(trim_right(result.err.substr(0, result.err.find('\n')))));
    }
    return without_meta_commands(result.out);
  }

  Catalogue read_catalogue() override {
    Catalogue catalogue;
    catalogue.asked = true;
    read_columns(catalogue);
    read_not_null_checks(catalogue);
    read_views(catalogue);
    read_domains(catalogue);
    const PostgresResult found = connection_.execute("SELECT extname FROM pg_extension");
    for (std::size_t i = 0; i < found.rows(); ++i) {
      catalogue.extensions.insert(found.text(i, 0));
    }
    return catalogue;
  }

private:
  void set_up_session() {
    std::vector<std::string> settings = {"SET application_name = 'run_migrations'"};
    if (options_.lock_timeout) {
      settings.push_back(fmt::format("SET lock_timeout = {}", options_.lock_timeout->count()));
    }
    if (options_.statement_timeout) {
      settings.push_back(
          fmt::format("SET statement_timeout = {}", options_.statement_timeout->count()));
    }
    settings.emplace_back("SET client_encoding = 'UTF8'");
    settings.emplace_back("SET standard_conforming_strings = on");
    connection_.execute_together(settings);
  }

  // A table without columns is one too.
  void read_columns(Catalogue& catalogue) {
    const PostgresResult found = connection_.execute(fmt::format(
        "SELECT {}, a.attname, CASE t.typtype WHEN 'd' THEN format_type(t.typbasetype, "
        "t.typtypmod) "
        "ELSE format_type(a.atttypid, a.atttypmod) END FROM pg_class c JOIN pg_namespace n ON "
        "n.oid = c.relnamespace LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 "
        "AND NOT a.attisdropped LEFT JOIN pg_type t ON t.oid = a.atttypid WHERE c.relkind IN "
        "('r', 'p', 'm', 'f') AND {}",
        k_relation, k_ours));
    for (std::size_t i = 0; i < found.rows(); ++i) {
      Catalogue::Table& table = catalogue.tables[found.text(i, 0)];
      if (!found.is_null(i, 1)) {
        table.columns[found.text(i, 1)] = found.text(i, 2);
      }
    }
  }

  void read_not_null_checks(Catalogue& catalogue) {
    const PostgresResult found = connection_.execute(fmt::format(
        "SELECT {}, k.conname, a.attname, k.convalidated FROM pg_constraint k JOIN pg_class c ON "
        "c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON "
        "a.attrelid = c.oid AND a.attnum = k.conkey[1] WHERE k.contype = 'c' AND "
        "pg_get_expr(k.conbin, k.conrelid) = '(' || quote_ident(a.attname) || ' IS NOT NULL)'",
        k_relation));
    for (std::size_t i = 0; i < found.rows(); ++i) {
      catalogue.tables[found.text(i, 0)].not_null_checks[found.text(i, 1)] = {
          found.text(i, 2), found.text(i, 3) == "t"};
    }
  }

  // A view depends on tables and their columns through its rule.
  void read_views(Catalogue& catalogue) {
    const PostgresResult found = connection_.execute(fmt::format(
        "SELECT {}, v.nspname, v.relname, a.attname FROM pg_depend d JOIN pg_rewrite r ON r.oid = "
        "d.objid JOIN (SELECT c.oid, n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON "
        "n.oid = c.relnamespace WHERE c.relkind IN ('v', 'm') AND {}) v ON v.oid = r.ev_class JOIN "
        "pg_class c ON c.oid = d.refobjid AND c.oid <> v.oid JOIN pg_namespace n ON n.oid = "
        "c.relnamespace LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = "
        "d.refobjsubid AND a.attnum > 0 WHERE d.classid = 'pg_rewrite'::regclass AND d.refclassid "
        "= 'pg_class'::regclass",
        k_relation, k_ours));
    for (std::size_t i = 0; i < found.rows(); ++i) {
      const std::string schema = found.text(i, 1);
      const std::string view = (schema == "public" ? "" : schema + ".") + found.text(i, 2);
      std::set<std::string>& columns = catalogue.views[view][found.text(i, 0)];
      if (!found.is_null(i, 3)) {
        columns.insert(found.text(i, 3));
      }
    }
  }

  void read_domains(Catalogue& catalogue) {
    const PostgresResult found = connection_.execute(fmt::format(
        "SELECT CASE n.nspname WHEN 'public' THEN '' ELSE n.nspname || '.' END || t.typname, "
        "format_type(t.typbasetype, t.typtypmod), t.typnotnull OR EXISTS (SELECT 1 FROM "
        "pg_constraint k WHERE k.contypid = t.oid) FROM pg_type t JOIN pg_namespace n ON n.oid = "
        "t.typnamespace WHERE t.typtype = 'd' AND {}",
        k_ours));
    for (std::size_t i = 0; i < found.rows(); ++i) {
      catalogue.domains[found.text(i, 0)] = {found.text(i, 1), found.text(i, 2) == "t"};
    }
  }

  std::vector<std::string> columns_of(const TableName& name) {
    const PostgresResult found = connection_.execute(
        "SELECT a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN "
        "pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relname = $2 AND "
        "a.attnum > 0 AND NOT a.attisdropped",
        {name.schema, name.table});
    std::vector<std::string> columns;
    for (std::size_t i = 0; i < found.rows(); ++i) {
      columns.push_back(found.text(i, 0));
    }
    return columns;
  }

  void read_rows(History& history) {
    const PostgresResult rows =
        connection_.execute(select_rows(history, name_.quoted(), "success::text"));
    for (std::size_t i = 0; i < rows.rows(); ++i) {
      history.rows.push_back(row_from(text_of(rows, i)));
    }
  }

  void read_progress(History& history) {
    if (columns_of(progress_).empty()) {
      return;
    }
    const PostgresResult rows = connection_.execute(select_progress(progress_.quoted()));
    for (std::size_t i = 0; i < rows.rows(); ++i) {
      history.progress.push_back(progress_from(text_of(rows, i)));
    }
  }

  PostgresConnection connection_;
  DatabaseUrl url_;
  EngineOptions options_;
  TableName name_;
  TableName progress_;
  std::vector<std::string> with_commit_;
  bool locked_ = false;
};

} // namespace

std::unique_ptr<Engine> open_postgres(const DatabaseUrl& url, const EngineOptions& options) {
  return std::make_unique<PostgresEngine>(PostgresConnection(url.conninfo, options.connect_timeout),
                                          url, options);
}

} // namespace aether::run_migrations
