// An SQLite file: opened read-only, asked for what it holds, held against its own checks. Nothing
// is written but where --write-test asks for it, and then it is taken back.
#include <unistd.h>

#include <array>
#include <fstream>

#include <fmt/format.h>

#include "core/duration.h"
#include "core/text.h"
#include "db/sqlite.h"
#include "health_check/checks/database.h"
#include "health_check/checks/migrations.h"

namespace aether::health_check {

namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr std::size_t k_header = 100; // bytes of the file format's header
constexpr std::string_view k_magic{"SQLite format 3\0", 16};

// What can be seen before SQLite is asked; nothing where all is well.
std::optional<CheckResult> look_at_file(const Check& check, const fs::path& file) {
  std::error_code failed;
  const fs::file_status status = fs::status(file, failed);
  const auto refuse = [&](std::string message, std::string cause, std::string next_step) {
    CheckResult result = result_of(check, failed_state(check), std::move(message));
    result.cause = std::move(cause);
    result.next_step = check.next_step.empty() ? std::move(next_step) : check.next_step;
    result.is_down = true;
    return result;
  };
  if (status.type() == fs::file_type::not_found) {
    return refuse("there is no such file", "missing",
                  "run_migrations makes it; or see the path in the setting");
  }
  if (status.type() != fs::file_type::regular) {
    return refuse(status.type() == fs::file_type::none
                      ? "it cannot be looked at: " + failed.message()
                      : "it is no regular file",
                  "unreadable", "see the path and its permissions");
  }
  std::ifstream in(file, std::ios::binary);
  if (!in) {
    return refuse("it may not be read by this user", "unreadable",
                  "see the permissions of the file");
  }
  std::array<char, k_header> header{};
  in.read(header.data(), header.size());
  if (in.bad()) {
    return refuse("it cannot be read", "io_error", "see the disk: dmesg, smartctl");
  }
  if (in.gcount() == 0) {
    return refuse("it has zero bytes: no database was made in it, or all of it was lost", "empty",
                  "run_migrations makes it; restore it from a backup where it held something");
  }
  if (std::string_view(header.data(), std::min(k_magic.size(),
                                               static_cast<std::size_t>(in.gcount()))) != k_magic) {
    return refuse("it is no SQLite database", "not_a_database",
                  "see the path, or restore the file from a backup");
  }
  return std::nullopt;
}

// What integrity_check found, a line each, below headings such as `*** in database main ***`.
std::string in_one_line(std::string_view said) {
  constexpr std::size_t k_most = 300;
  std::string line;
  while (!said.empty() && line.size() < k_most) {
    const std::string_view one = said.substr(0, said.find('\n'));
    said.remove_prefix(std::min(one.size() + 1, said.size()));
    if (!one.starts_with("***")) {
      line += (line.empty() ? "" : "; ") + printable(one.substr(0, k_most));
    }
  }
  return line.empty() ? "integrity_check says no more" : line;
}

bool is_wal(const fs::path& file) {
  std::array<char, k_header> header{};
  std::ifstream(file, std::ios::binary).read(header.data(), header.size());
  return header[18] == 2; // the file format's write version
}

// A database with a WAL makes files beside it even for readers: where it may not, only the file
// itself is read, which is right as nobody can write beside it either.
SqliteAccess access_for(const fs::path& file) {
  const bool may_make_files = ::access(file.parent_path().c_str(), W_OK) == 0;
  std::error_code failed;
  return !may_make_files && is_wal(file) && !fs::exists(file.string() + "-shm", failed)
             ? SqliteAccess::immutable
             : SqliteAccess::read_only;
}

class SqliteChecks {
public:
  SqliteChecks(const Context& context, const DatabaseTarget& target, const DatabaseChecks& checks,
               std::chrono::milliseconds limit, const Report& report)
      : context_(context), file_(target.url.file), checks_(checks), limit_(limit), report_(report) {
  }

  void run() {
    if (const auto refused = look_at_file(checks_.connection, file_)) {
      report_(*refused);
      return;
    }
    const Clock::time_point begun = Clock::now();
    try {
      access_ = access_for(file_);
      SqliteDatabase database(file_, access_);
      database.set_busy_timeout(limit_ / 3);
      const SqliteDatabase::Deadline deadline(database, begun + limit_);
      connection(database, begun);
      rest(database);
    } catch (const DatabaseError& error) {
      CheckResult failed = down(checks_.connection, error.details());
      if (failed.cause == "locked") { // it is there, and somebody works with it
        failed.state = State::degraded;
      }
      report_(failed);
    }
  }

private:
  void connection(const SqliteDatabase& database, Clock::time_point begun) {
    const std::string tables = database
                                   .query_value("SELECT count(*) FROM sqlite_master WHERE type = "
                                                "'table' AND name NOT LIKE 'sqlite_%'")
                                   .value_or("0");
    const double took = std::chrono::duration<double>(Clock::now() - begun).count();
    const std::string journal = database.query_value("PRAGMA journal_mode").value_or("");
    const auto number = [&](const char* pragma) {
      return std::stod(database.query_value(pragma).value_or("0"));
    };
    const double size = number("PRAGMA page_count") * number("PRAGMA page_size");
    std::error_code failed;
    const auto wal = fs::file_size(file_.string() + "-wal", failed);
    const double wal_bytes = failed ? 0 : static_cast<double>(wal);
    CheckResult result =
        result_of(checks_.connection, State::healthy,
                  fmt::format("{} table{}, {}, journal {}", tables, tables == "1" ? "" : "s",
                              shown_number(size, Unit::bytes), journal));
    result.took = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - begun);
    result.details = {{"engine", "sqlite"},
                      {"tables", std::stoll(tables)},
                      {"size_bytes", size},
                      {"journal_mode", journal},
                      {"wal_bytes", wal_bytes}};
    result.figures.push_back({"size", Unit::bytes, size, {}, {}, 0.0, {}});
    result.measure({"wal", Unit::bytes, wal_bytes, {}, {}, 0.0, {}},
                   context_.limits("database_wal_bytes"),
                   fmt::format("its write-ahead log has {}", shown_number(wal_bytes, Unit::bytes)));
    result.measure({"latency", Unit::seconds, took, {}, {}, 0.0, {}},
                   context_.limits("database_latency"),
                   fmt::format("it took {} to answer", shown_number(took, Unit::seconds)));
    if (access_ == SqliteAccess::immutable && wal_bytes > 0) {
      result.worsen(State::degraded,
                    "this user may not make files beside it, and so does not see its write-ahead "
                    "log",
                    "wal_not_read");
      result.next_step = "run it as a user who may write to its directory";
    } else if (tables == "0") {
      result.worsen(State::degraded, "it holds no table yet", "empty");
      result.next_step = "run_migrations";
    }
    if (context_.options.write_test) {
      write_test(result);
    }
    report_(result);
  }

  // Whether the write lock can be had, and a page written.
  void write_test(CheckResult& result) const {
    try {
      SqliteDatabase database(file_, SqliteAccess::read_write);
      database.set_busy_timeout(limit_ / 3);
      database.execute("BEGIN IMMEDIATE");
      database.execute("CREATE TABLE health_check_write_test (x)");
      database.execute("ROLLBACK");
    } catch (const DatabaseError& error) {
      const CheckResult failed = down(checks_.connection, error.details());
      result.worsen(failed.cause == "locked" ? State::degraded : State::critical,
                    "it cannot be written: " + failed.message, failed.cause);
      result.next_step = failed.next_step;
    }
  }

  void rest(const SqliteDatabase& database) {
    if (!checks_.migrations.name.empty()) {
      report_(migrations(database));
    }
    if (!checks_.servers.name.empty()) {
      report_(servers(database));
    }
    if (!checks_.integrity.name.empty()) {
      report_(integrity(database)); // last: it takes longest
    }
  }

  [[nodiscard]] CheckResult integrity(const SqliteDatabase& database) const {
    const Check& check = checks_.integrity;
    const char* pragma =
        context_.options.deep ? "PRAGMA integrity_check(3)" : "PRAGMA quick_check(3)";
    const Clock::time_point begun = Clock::now();
    try {
      const std::string said = database.query_value(pragma).value_or("");
      CheckResult result = result_of(check, State::healthy,
                                     context_.options.deep ? "integrity_check finds nothing"
                                                           : "quick_check finds nothing");
      if (said != "ok") {
        result.worsen(State::critical, "corrupt: " + in_one_line(said), "corrupt");
        result.next_step = "stop writing to it, and restore it from a backup; `.recover` of "
                           "sqlite3 saves what can be read";
        result.is_down = true;
      }
      result.took = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - begun);
      return result;
    } catch (const DatabaseError& error) {
      if (cause_of(error.details()).word == "timed_out") { // nothing is known against it
        CheckResult result =
            result_of(check, State::degraded,
                      fmt::format("{} did not end within {}",
                                  context_.options.deep ? "integrity_check" : "quick_check",
                                  duration_text(limit_)));
        result.cause = "timed_out";
        result.next_step =
            "give `components: {database: {timeout: 60s}}` of config/health.yaml, or "
            "--check-timeout, as much as it takes";
        return result;
      }
      return down(check, error.details());
    }
  }

  [[nodiscard]] static std::vector<std::string> column(const SqliteDatabase& database,
                                                       const std::string& sql) {
    std::vector<std::string> values;
    SqliteStatement statement = database.prepare(sql);
    while (statement.step()) {
      values.push_back(statement.text(0));
    }
    return values;
  }

  [[nodiscard]] static bool has_table(const SqliteDatabase& database, const std::string& name) {
    return database
        .query_value(fmt::format(
            "SELECT 1 FROM sqlite_master WHERE type IN ('table', 'view') AND name = '{}'", name))
        .has_value();
  }

  [[nodiscard]] CheckResult migrations(const SqliteDatabase& database) const {
    HistorySource source;
    source.success = "success";
    source.columns = [&](const std::string& table) {
      return column(database, fmt::format("SELECT name FROM pragma_table_info('{}')", table));
    };
    source.rows = [&](const std::string& sql) {
      std::vector<Row> rows;
      SqliteStatement statement = database.prepare(sql);
      while (statement.step()) {
        Row& row = rows.emplace_back();
        for (int i = 0; i < statement.columns(); ++i) {
          row.push_back(statement.is_null(i) ? ::aether::migrations::ColumnText()
                                             : statement.text(i));
        }
      }
      return rows;
    };
    return look_at_migrations(checks_.migrations, *context_.targets.migrations, source);
  }

  [[nodiscard]] CheckResult servers(const SqliteDatabase& database) const {
    for (const char* table : {"mcp_servers", "mcp_server"}) {
      if (has_table(database, table)) {
        const std::string count =
            database.query_value(fmt::format("SELECT count(*) FROM {}", table)).value_or("0");
        return servers_in(checks_.servers, table, count);
      }
    }
    return skipped(checks_.servers, "the database has no table of MCP servers");
  }

  const Context& context_;
  const fs::path& file_;
  const DatabaseChecks& checks_;
  std::chrono::milliseconds limit_;
  const Report& report_;
  SqliteAccess access_ = SqliteAccess::read_only;
};

} // namespace

void check_sqlite(const Context& context, const DatabaseTarget& target,
                  const DatabaseChecks& checks, std::chrono::milliseconds limit,
                  const Report& report) {
  SqliteChecks(context, target, checks, limit, report).run();
}

} // namespace aether::health_check
