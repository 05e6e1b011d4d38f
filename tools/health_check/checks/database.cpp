#include "health_check/checks/database.h"

#include <algorithm>
#include <array>
#include <set>

#include <fmt/format.h>

#include "core/error.h"
#include "core/text.h"

namespace aether::health_check {

namespace {

namespace fs = std::filesystem;

struct Told {
  std::string_view
      sign; // an SQLSTATE or its class, a result code of SQLite, or words of the client's
  std::string_view word;
  std::string_view next_step;
};

// PostgreSQL: appendix A of its manual; SQLite: its result codes.
constexpr std::array k_codes = {
    Told{"28", "authentication", "see the user and password of the address, and pg_hba.conf"},
    Told{"3D000", "no_such_database", "createdb, or see the database's name in the address"},
    Told{"57P03", "in_recovery", "it is starting, stopping or recovering: see its log, and wait"},
    Told{"57P01", "in_recovery", "it is shutting down: see its log"},
    Told{"53300", "too_many_connections",
         "see who holds connections (pg_stat_activity), and max_connections"},
    Told{"53100", "disk_full", "free space where the database is"},
    Told{"XX001", "corrupt", "stop writing to it, and restore it from a backup"},
    Told{"XX002", "corrupt", "REINDEX, or restore it from a backup"},
    Told{"57014", "timed_out", "see what it waits for (pg_locks), or give --check-timeout more"},
    Told{"SQLITE_CORRUPT", "corrupt",
         "stop writing to it; `.recover` of sqlite3 saves what can be read"},
    Told{"SQLITE_NOTADB", "not_a_database", "see the path, or restore the file from a backup"},
    Told{"SQLITE_FULL", "disk_full", "free space where the database is"},
    Told{"SQLITE_BUSY", "locked", "see which process holds it: lsof FILE"},
    Told{"SQLITE_LOCKED", "locked", "see which process holds it: lsof FILE"},
    Told{"SQLITE_CANTOPEN", "unreadable", "see the path and its permissions"},
    Told{"SQLITE_PERM", "unreadable", "see the permissions of the file"},
    Told{"SQLITE_READONLY", "read_only", "see the permissions of the file and its directory"},
    Told{"SQLITE_INTERRUPT", "timed_out", "see the disk; --check-timeout gives it more time"},
    Told{"SQLITE_IOERR", "io_error", "see the disk: dmesg, smartctl"}};

constexpr std::array k_phrases = {
    Told{"Connection refused", "refused", "see systemctl status postgresql, and the port"},
    Told{"No such file or directory", "refused",
         "see systemctl status postgresql, and the socket's directory"},
    Told{"there is no host", "name_not_found", "see the host's name in the address"},
    Told{"took too long", "timed_out", "see the name server, and the host's name in the address"},
    Told{"no answer in time", "timed_out",
         "see whether a firewall or a hanging server is in between"},
    Told{"No route to host", "unreachable", "see the host's address and the network"},
    Told{"Network is unreachable", "unreachable", "see the host's address and the network"},
    Told{"no password supplied", "authentication",
         "give the password in the address or in PGPASSFILE"},
    Told{"certificate", "tls", "see sslmode and sslrootcert of the address"},
    Told{"SSL", "tls", "see sslmode of the address, and whether the server speaks TLS"}};

} // namespace

DatabaseCause cause_of(const DatabaseErrorDetails& details) {
  for (const Told& one : k_codes) {
    if (!details.sqlstate.empty() && details.sqlstate.starts_with(one.sign)) {
      return {std::string(one.word), std::string(one.next_step)};
    }
  }
  for (const Told& one : k_phrases) {
    if (details.message.find(one.sign) != std::string::npos) {
      return {std::string(one.word), std::string(one.next_step)};
    }
  }
  return {details.busy ? "locked" : "failed", ""};
}

CheckResult down(const Check& check, const DatabaseErrorDetails& details) {
  const DatabaseCause cause = cause_of(details);
  std::string words = cause.word;
  std::replace(words.begin(), words.end(), '_', ' ');
  CheckResult result = result_of(check, failed_state(check),
                                 fmt::format("{}: {}", words, printable(details.message)));
  result.cause = cause.word;
  result.next_step = check.next_step.empty() ? cause.next_step : check.next_step;
  result.is_down = true;
  if (!details.sqlstate.empty()) {
    result.details["code"] = details.sqlstate;
  }
  return result;
}

CheckResult servers_in(const Check& check, std::string_view table, const std::string& count) {
  CheckResult result =
      result_of(check, State::healthy,
                fmt::format("{} server{} in {}", count, count == "1" ? "" : "s", table));
  result.details = {{"servers", std::stoll(count)}, {"table", table}};
  return result;
}

void plan_database(const Context& context, Plan& plan) {
  const bool database = context.wants("database");
  const bool mcp = context.wants("mcp");
  if (!database && !mcp) {
    return;
  }
  DatabaseChecks checks;
  checks.connection = context.check("database", "connection");
  checks.connection.is_critical = true;
  apply(context.rules("database"), checks.connection);
  const auto& target = context.targets.database;
  if (!target) {
    const auto& asked = context.options.components;
    if (std::any_of(asked.begin(), asked.end(), [](const std::string& one) {
          return one.starts_with("database") || one.starts_with("mcp");
        })) {
      throw Error(ExitCode::unavailable,
                  "there is no database to look at: " + context.targets.no_database);
    }
    CheckResult none =
        result_of(checks.connection, context.options.quick ? State::skipped : State::unknown,
                  context.targets.no_database);
    none.cause = "no_target";
    plan.settled.push_back(std::move(none));
    return;
  }
  checks.connection.target = target->url.shown;
  checks.connection.source = target->source;
  checks.connection.is_default = target->is_default;
  const bool sqlite = target->url.engine == DatabaseEngine::sqlite;
  if (!sqlite && context.options.quick) {
    plan.settled.push_back(skipped(checks.connection, "--quick asks no network"));
    return;
  }
  std::error_code failed;
  if (context.options.quick && target->is_default &&
      !std::filesystem::exists(target->url.file, failed)) {
    plan.settled.push_back(skipped(checks.connection, "there is no such file yet"));
    return;
  }
  Work work{{checks.connection}, {}, context.limit(context.rules("database"))};
  const auto dependent = [&](std::string_view component, const char* name) {
    Check check = context.check(component, name);
    check.target = checks.connection.target;
    check.depends_on.emplace_back("database.connection");
    work.checks.push_back(check);
    return check;
  };
  if (database && sqlite) {
    checks.integrity = dependent("database", "integrity");
    checks.integrity.is_critical = true;
  }
  if (database && context.targets.migrations) {
    checks.migrations = dependent("database", "migrations");
  }
  if (mcp) {
    checks.servers = dependent("mcp", "servers");
  }
  work.run = [&context, checks, sqlite](const Report& report) {
    const std::chrono::milliseconds limit = context.timeout(context.rules("database")) * 9 / 10;
    (sqlite ? check_sqlite : check_postgres)(context, *context.targets.database, checks, limit,
                                             report);
  };
  plan.works.push_back(std::move(work));
}

} // namespace aether::health_check
