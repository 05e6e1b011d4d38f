// A PostgreSQL server: signed in to, asked for its figures, within one deadline.
#include <fmt/format.h>

#include "core/error.h"
#include "core/text.h"
#include "db/postgres.h"
#include "health_check/checks/database.h"
#include "health_check/checks/migrations.h"

namespace aether::health_check {

namespace {

using Clock = std::chrono::steady_clock;

constexpr const char* k_figures =
    "SELECT (SELECT count(*) FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = "
    "c.relnamespace WHERE c.relkind IN ('r', 'p') AND n.nspname <> 'information_schema' AND "
    "n.nspname NOT LIKE 'pg\\_%'), "
    "CASE WHEN pg_catalog.has_database_privilege(pg_catalog.current_database(), 'CONNECT') "
    "THEN pg_catalog.pg_database_size(pg_catalog.current_database()) END, "
    "(SELECT count(*) FROM pg_catalog.pg_stat_activity WHERE backend_type = 'client backend'), "
    "pg_catalog.current_setting('max_connections')::int - "
    "pg_catalog.current_setting('superuser_reserved_connections')::int, "
    "pg_catalog.pg_is_in_recovery(), "
    "CASE WHEN pg_catalog.pg_is_in_recovery() THEN CASE WHEN pg_catalog.pg_last_wal_receive_lsn() "
    "= "
    "pg_catalog.pg_last_wal_replay_lsn() THEN 0 ELSE extract(epoch FROM pg_catalog.now() - "
    "coalesce(pg_catalog.pg_last_xact_replay_timestamp(), pg_catalog.pg_postmaster_start_time())) "
    "END "
    "END, "
    "(SELECT coalesce(max(extract(epoch FROM pg_catalog.now() - xact_start)), 0) FROM "
    "pg_catalog.pg_stat_activity WHERE xact_start IS NOT NULL AND backend_type = 'client backend' "
    "AND "
    "pid <> pg_catalog.pg_backend_pid()), "
    "pg_catalog.pg_is_in_recovery() AND pg_catalog.pg_last_wal_receive_lsn() IS NOT NULL AND NOT "
    "EXISTS (SELECT 1 FROM pg_catalog.pg_stat_wal_receiver WHERE pid IS NOT NULL)";

class PostgresChecks {
public:
  PostgresChecks(const Context& context, const DatabaseTarget& target, const DatabaseChecks& checks,
                 std::chrono::milliseconds limit, const Report& report)
      : context_(context), target_(target), checks_(checks), end_(Clock::now() + limit),
        report_(report) {}

  void run() {
    const Clock::time_point begun = Clock::now();
    try {
      PostgresConnection connection(target_.url.conninfo, left());
      (void)ask(connection, "SELECT 1");
      const double took = std::chrono::duration<double>(Clock::now() - begun).count();
      figures(connection, took, begun);
      if (!checks_.migrations.name.empty()) {
        report_(migrations(connection));
      }
      if (!checks_.servers.name.empty()) {
        report_(servers(connection));
      }
    } catch (const DatabaseError& error) {
      report_(down(checks_.connection, error.details()));
    } catch (const Error& error) { // libpq is not installed
      CheckResult result = result_of(checks_.connection, State::unknown, error.what());
      result.cause = "not_looked";
      result.is_down = true;
      report_(result);
    }
  }

private:
  [[nodiscard]] std::chrono::milliseconds left() const {
    return std::max(std::chrono::duration_cast<std::chrono::milliseconds>(end_ - Clock::now()),
                    std::chrono::milliseconds(1));
  }

  [[nodiscard]] PostgresResult ask(PostgresConnection& connection, const std::string& sql) const {
    auto result = connection.execute_within(sql, left());
    if (!result) {
      DatabaseErrorDetails details;
      details.message = "the server gave no answer in time";
      details.lost = true;
      throw DatabaseError(std::move(details));
    }
    return std::move(*result);
  }

  void figures(PostgresConnection& connection, double took, Clock::time_point begun) {
    const PostgresResult row = ask(connection, k_figures);
    const auto number = [&](std::size_t column) {
      return row.is_null(0, column) ? 0.0 : std::stod(row.text(0, column));
    };
    const double connections = number(2);
    const double most = std::max(number(3), 1.0);
    const bool standby = row.text(0, 4) == "t";
    CheckResult result = result_of(
        checks_.connection, State::healthy,
        fmt::format("PostgreSQL {}{}, {} tables, {}, {} of {} connections",
                    connection.reported("server_version"), standby ? " (standby)" : "",
                    row.text(0, 0), shown_number(number(1), Unit::bytes), connections, most));
    result.details = {
        {"engine", "postgresql"},    {"server_version", connection.reported("server_version")},
        {"user", connection.user()}, {"tables", static_cast<std::int64_t>(number(0))},
        {"size_bytes", number(1)},   {"connections", connections},
        {"max_connections", most},   {"standby", standby}};
    result.figures.push_back({"size", Unit::bytes, number(1), {}, {}, 0.0, {}});
    result.measure(
        {"connections_used", Unit::percent, connections / most * 100, {}, {}, 0.0, 100.0},
        context_.limits("database_connections_percent"),
        fmt::format("{} of {} connections are in use", connections, most));
    if (standby) {
      const double lag = number(5);
      result.measure({"replication_lag", Unit::seconds, lag, {}, {}, 0.0, {}},
                     context_.limits("replication_lag"),
                     fmt::format("it is {} behind its primary", shown_number(lag, Unit::seconds)));
      if (row.text(0, 7) == "t") { // it did receive; how far behind it is cannot be known now
        result.worsen(State::degraded, "its link to the primary is cut", "replication_cut");
        result.next_step = "see its log, primary_conninfo, and whether the primary runs";
      }
    }
    const double oldest = number(6);
    result.measure(
        {"oldest_transaction", Unit::seconds, oldest, {}, {}, 0.0, {}},
        context_.limits("oldest_transaction"),
        fmt::format("a transaction is open since {}", shown_number(oldest, Unit::seconds)));
    result.measure(
        {"latency", Unit::seconds, took, {}, {}, 0.0, {}}, context_.limits("database_latency"),
        fmt::format("it took {} to sign in and answer", shown_number(took, Unit::seconds)));
    if (context_.options.write_test) {
      write_test(connection, result);
    }
    result.took = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - begun);
    report_(result);
  }

  void write_test(PostgresConnection& connection, CheckResult& result) const {
    try {
      (void)ask(connection, "BEGIN");
      (void)ask(connection,
                "CREATE TEMPORARY TABLE health_check_write_test ON COMMIT DROP AS "
                "SELECT pg_catalog.repeat('x', 8000) FROM pg_catalog.generate_series(1, 20)");
      (void)ask(connection, "ROLLBACK");
    } catch (const DatabaseError& error) {
      const CheckResult failed = down(checks_.connection, error.details());
      result.worsen(State::critical, "it cannot be written: " + failed.message, failed.cause);
      result.next_step = failed.next_step;
    }
  }

  [[nodiscard]] std::vector<std::string> column(PostgresConnection& connection,
                                                const std::string& sql) const {
    const PostgresResult rows = ask(connection, sql);
    std::vector<std::string> values;
    for (std::size_t i = 0; i < rows.rows(); ++i) {
      values.push_back(rows.text(i, 0));
    }
    return values;
  }

  [[nodiscard]] bool has_table(PostgresConnection& connection, const char* name) const {
    return !ask(connection, fmt::format("SELECT pg_catalog.to_regclass('{}')", name)).is_null(0, 0);
  }

  [[nodiscard]] CheckResult migrations(PostgresConnection& connection) const {
    HistorySource source;
    source.success = "success::text";
    source.columns = [&](const std::string& table) {
      return column(connection,
                    fmt::format("SELECT attname FROM pg_catalog.pg_attribute WHERE attrelid = "
                                "pg_catalog.to_regclass('{}') AND attnum > 0 AND NOT attisdropped",
                                table));
    };
    source.rows = [&](const std::string& sql) {
      const PostgresResult found = ask(connection, sql);
      std::vector<Row> rows(found.rows());
      for (std::size_t i = 0; i < rows.size(); ++i) {
        for (std::size_t k = 0; k < found.columns(); ++k) {
          rows[i].push_back(found.is_null(i, k) ? ::aether::migrations::ColumnText()
                                                : found.text(i, k));
        }
      }
      return rows;
    };
    return look_at_migrations(checks_.migrations, *context_.targets.migrations, source);
  }

  [[nodiscard]] CheckResult servers(PostgresConnection& connection) const {
    try {
      for (const char* table : {"mcp_servers", "mcp_server"}) {
        if (has_table(connection, table)) {
          const std::string count =
              column(connection, fmt::format("SELECT count(*) FROM {}", table)).front();
          return servers_in(checks_.servers, table, count);
        }
      }
    } catch (const DatabaseError& error) {
      return result_of(checks_.servers, State::degraded,
                       "its table cannot be read: " + printable(error.details().message));
    }
    return skipped(checks_.servers, "the database has no table of MCP servers");
  }

  const Context& context_;
  const DatabaseTarget& target_;
  const DatabaseChecks& checks_;
  Clock::time_point end_;
  const Report& report_;
};

} // namespace

void check_postgres(const Context& context, const DatabaseTarget& target,
                    const DatabaseChecks& checks, std::chrono::milliseconds limit,
                    const Report& report) {
  PostgresChecks(context, target, checks, limit, report).run();
}

} // namespace aether::health_check
