#include "run_migrations/runner.h"

#include <algorithm>
#include <chrono>
#include <set>

#include <fmt/format.h>

#include "core/error.h"
#include "core/sha256.h"
#include "core/text.h"
#include "core/version.h"
#include "db/database_error.h"
#include "run_migrations/version.h"

namespace aether::run_migrations {

namespace {

using Clock = std::chrono::steady_clock;

std::int64_t ms_since(Clock::time_point begin) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begin).count();
}

std::string applied_by() { return "run_migrations " + std::string(version()); }

bool says_exists(const DatabaseErrorDetails& error) {
  const std::set<std::string> codes = {"42P07", "42710", "42701", "42723", "42P06"};
  return codes.contains(error.sqlstate) ||
         error.message.find("already exists") != std::string::npos;
}

bool builds_index(const SqlStatement& statement) {
  const auto has = [&](std::string_view word) {
    return std::any_of(statement.tokens.begin(), statement.tokens.end(),
                       [&](const SqlToken& token) { return token.is_word(word); });
  };
  return statement.tokens.front().is_word("reindex") ||
         (statement.tokens.front().is_word("create") && has("index"));
}

// Whether a statement names an index, given as the server quotes it with its schema; REINDEX leaves
// its own under the name with _ccnew or _ccold.
bool names(const SqlStatement& statement, const std::string& index) {
  const SqlToken plain{SqlTokenKind::quoted_name,
                       std::string_view(index).substr(index.find('.') + 1), 0};
  std::string name = plain.text.starts_with('"') ? plain.name() : std::string(plain.text);
  for (const std::string_view end : {"_ccnew", "_ccold"}) {
    if (name.ends_with(end)) {
      name.resize(name.size() - end.size());
    }
  }
  return std::any_of(statement.tokens.begin(), statement.tokens.end(), [&](const SqlToken& token) {
    return (token.kind == SqlTokenKind::word || token.kind == SqlTokenKind::quoted_name) &&
           token.name() == name;
  });
}

// The key under which the statements of a down script are accounted for.
std::string progress_key(const std::string& version, Deed deed) {
  return deed == Deed::rolled_back ? k_down + version : version;
}

} // namespace

Runner::Runner(Engine& engine, DatabaseEngine kind, const std::vector<Migration>& files,
               const RunOptions& options, Report& report, Progress progress)
    : engine_(engine), kind_(kind), files_(files), options_(options), report_(report),
      progress_(std::move(progress)) {}

// Whether nothing stands in the way.
bool Runner::read_plan() {
  history_ = engine_.read_history();
  newer_than_plan_ = false;
  if (history_.state == TableState::foreign) {
    throw Error(ExitCode::bad_input,
                fmt::format("the table {} is {}: nothing was touched; name another with --table",
                            engine_.table(), history_.foreign));
  }
  plan_ = make_plan(files_, history_, options_.plan);
  report_.entries = plan_.entries;
  report_.problems = plan_.problems;
  report_.pending = plan_.pending;
  return !plan_.has_errors();
}

void Runner::look() {
  (void)read_plan();
  for (const Entry& entry : plan_.entries) { // applying says it with the statement
    if (entry.state == State::interrupted) {
      Finding finding;
      finding.rule = "interrupted";
      finding.file = entry.file;
      finding.message = fmt::format(
          "version {} ran without a transaction and did not come to its end", entry.version);
      finding.hint = "look at the database, then go on with --resume";
      report_.problems.push_back(std::move(finding));
    }
  }
}

void Runner::refresh() {
  try {
    report_.entries = make_plan(files_, engine_.read_history(), options_.plan).entries;
  } catch (const DatabaseError&) { // NOLINT(bugprone-empty-catch)
    // The connection is gone, which the report says already: the entries stay as they were seen.
  }
}

std::vector<Runner::Task> Runner::check_up_scripts(const std::vector<std::size_t>& entries) {
  std::vector<Task> tasks;
  for (const std::size_t i : entries) {
    Task task{i, check_script(files_[*plan_.entries[i].migration].up, kind_)};
    std::move(task.script.problems.begin(), task.script.problems.end(),
              std::back_inserter(report_.problems));
    for (const std::string& note : task.script.notes) {
      report_.notes.push_back(task.script.script->file + ": " + note);
    }
    tasks.push_back(std::move(task));
  }
  return tasks;
}

void Runner::apply() {
  if (!read_plan()) {
    return;
  }
  if (plan_.pending.empty()) {
    return;
  }
  const std::size_t problems = report_.problems.size();
  std::vector<Task> tasks = check_up_scripts(plan_.pending);
  if (report_.problems.size() > problems) {
    return;
  }
  const bool alone = std::any_of(tasks.begin(), tasks.end(),
                                 [](const Task& task) { return !task.script.transaction; });
  engine_.lock(alone);
  if (!read_plan()) { // another run may have been here while this one waited
    return;
  }
  std::erase_if(tasks, [&](const Task& task) {
    return std::find(plan_.pending.begin(), plan_.pending.end(), task.entry) == plan_.pending.end();
  });
  apply_tasks(tasks);
}

void Runner::apply_tasks(const std::vector<Task>& tasks) {
  if (tasks.empty()) {
    return;
  }
  report_.to_do = tasks.size();
  engine_.prepare_history(history_);
  if (options_.single_transaction) {
    (void)apply_together(tasks);
    return;
  }
  for (const Task& task : tasks) {
    const bool well = task.script.transaction ? apply_in_transaction(task)
                                              : run_without_transaction(task, Deed::applied);
    if (!well) {
      return;
    }
  }
}

HistoryRow Runner::row_for(const Task& task, std::int64_t ms) const {
  const Migration& migration = file(task);
  HistoryRow row;
  row.id = entry(task).row ? entry(task).row->id : 0;
  row.version = migration.version;
  row.name = migration.name;
  row.checksum = migration.checksum;
  row.execution_time_ms = ms;
  row.applied_by = applied_by();
  return row;
}

// Within the lock: whether the migration's row has come, or gone, since the history was read.
bool Runner::is_done_by_another(const Task& task, Deed deed) {
  if (engine_.may_have_changed()) {
    history_ = engine_.read_history();
    newer_than_plan_ = true;
  }
  if (!newer_than_plan_) {
    return false;
  }
  const bool there =
      std::any_of(history_.rows.begin(), history_.rows.end(), [&](const HistoryRow& row) {
        return row.success && same_version(row.version, entry(task).version);
      });
  return deed == Deed::applied ? there : !there;
}

bool Runner::run_statements(const Task& task) {
  const SqlStatement* running = nullptr;
  try {
    for (const SqlStatement& statement : task.script.statements) {
      running = &statement;
      engine_.run(statement);
      if (!builds_are_valid(task, statement)) {
        return false;
      }
    }
    running = nullptr;
    engine_.check_before_commit(*task.script.script);
    return true;
  } catch (const DatabaseError& error) {
    fail(task, running, error.details());
    return false;
  }
}

bool Runner::apply_in_transaction(const Task& task) {
  const Clock::time_point begin = Clock::now();
  engine_.begin(*task.script.script);
  try {
    if (is_done_by_another(task, Deed::applied)) {
      engine_.roll_back();
      engine_.restore(task.script);
      return true;
    }
    if (!run_statements(task)) {
      engine_.roll_back();
      engine_.restore(task.script);
      return false;
    }
    const std::int64_t ms = ms_since(begin);
    engine_.put_row(row_for(task, ms));
    engine_.commit();
    engine_.restore(task.script);
    done(task, Deed::applied, ms);
    return true;
  } catch (const DatabaseError& error) {
    engine_.roll_back();
    fail(task, nullptr, error.details());
    return false;
  }
}

bool Runner::apply_together(const std::vector<Task>& tasks) {
  for (const Task& task : tasks) {
    if (!task.script.transaction || task.script.script->foreign_keys_off) {
      report_.problems.push_back(
          finding_at(*task.script.script, 0, "statement",
                     task.script.transaction
                         ? "it needs foreign keys off, which cannot be changed within a transaction"
                         : "it runs without a transaction, which --single-transaction excludes"));
    }
  }
  if (std::any_of(report_.problems.begin(), report_.problems.end(),
                  [](const Finding& one) { return one.severity == Severity::error; })) {
    return false;
  }
  std::vector<std::pair<const Task*, std::int64_t>> ran;
  engine_.begin(*tasks.front().script.script);
  for (const Task& task : tasks) {
    if (is_done_by_another(task, Deed::applied)) {
      continue;
    }
    const Clock::time_point begin = Clock::now();
    if (!run_statements(task)) {
      engine_.roll_back();
      return false;
    }
    engine_.put_row(row_for(task, ms_since(begin)));
    ran.emplace_back(&task, ms_since(begin));
  }
  try {
    engine_.commit();
  } catch (const DatabaseError& error) { // a constraint that is checked at the end
    engine_.roll_back();
    fail(tasks.back(), nullptr, error.details());
    return false;
  }
  for (const auto& [task, ms] : ran) {
    engine_.restore(task->script);
    done(*task, Deed::applied, ms);
  }
  return true;
}

// The statement to begin with; nothing when the run may not go on.
std::optional<std::size_t> Runner::first_to_run(const Task& task, const std::string& key) {
  std::vector<ProgressRow> rows;
  std::copy_if(history_.progress.begin(), history_.progress.end(), std::back_inserter(rows),
               [&](const ProgressRow& row) { return row.version == key; });
  if (rows.empty()) {
    return 0;
  }
  const std::vector<SqlStatement>& statements = task.script.statements;
  const ProgressRow& last = rows.back();
  const std::size_t next = last.settled ? last.statement + 1 : last.statement;
  const std::size_t at = next < statements.size() ? statements[next].begin : 0;
  if (!options_.resume) {
    report_.problems.push_back(finding_at(
        *task.script.script, at, "interrupted",
        last.settled
            ? fmt::format("it was interrupted after statement {}", last.statement + 1)
            : fmt::format("it was interrupted in statement {}, of which it is not known whether it "
                          "took effect",
                          last.statement + 1),
        "look at the database, mend this statement or what follows it in the file if need be, and "
        "go on with --resume"));
    return std::nullopt;
  }
  for (const ProgressRow& row : rows) {
    const bool same =
        row.statement < statements.size() && sha256(statements[row.statement].text) == row.checksum;
    if (row.settled && !same) {
      report_.problems.push_back(finding_at(
          *task.script.script,
          row.statement < statements.size() ? statements[row.statement].begin : 0, "interrupted",
          fmt::format("statement {} has run already and has changed since", row.statement + 1),
          "put it back as it was: only statements from the interrupted one on may change"));
      return std::nullopt;
    }
  }
  return next;
}

// Before a resumed script goes on: no index that it names is invalid.
bool Runner::deal_with_invalid(const Task& task, std::size_t first) {
  const std::vector<SqlStatement>& statements = task.script.statements;
  const SqlStatement* next = first < statements.size() ? &statements[first] : nullptr;
  for (const std::string& index : engine_.invalid_indexes()) {
    if (next != nullptr && next->tokens.front().is_word("drop") && names(*next, index)) {
      continue; // it goes with what comes next
    }
    if (std::none_of(statements.begin(), statements.end(),
                     [&](const SqlStatement& statement) { return names(statement, index); })) {
      continue; // somebody else's
    }
    const std::string drop = "DROP INDEX CONCURRENTLY " + index;
    if (!options_.drop_invalid) {
      report_invalid(task, next == nullptr ? 0 : next->begin, index);
      return false;
    }
    engine_.run(split_sql(drop, SqlDialect::postgres).statements.front());
    report_.notes.push_back("dropped the invalid index " + index);
  }
  return true;
}

// After a build: no index that the statement names is invalid.
bool Runner::builds_are_valid(const Task& task, const SqlStatement& statement) {
  if (kind_ != DatabaseEngine::postgres || !builds_index(statement)) {
    return true;
  }
  const std::vector<std::string> invalid = engine_.invalid_indexes();
  const auto named = std::find_if(invalid.begin(), invalid.end(), [&](const std::string& index) {
    return names(statement, index);
  });
  if (named != invalid.end()) {
    report_invalid(task, statement.begin, *named);
  }
  return named == invalid.end();
}

void Runner::report_invalid(const Task& task, std::size_t at, const std::string& index) {
  report_.problems.push_back(finding_at(
      *task.script.script, at, "invalid-index",
      fmt::format("the index {} is invalid: a build of it did not come to its end", index),
      "DROP INDEX CONCURRENTLY " + index +
          "; then go on with --resume, or let --resume --drop-invalid do both"));
}

bool Runner::run_without_transaction(const Task& task, Deed deed) {
  const std::string key = progress_key(entry(task).version, deed);
  const std::optional<std::size_t> first = first_to_run(task, key);
  if (!first) {
    return false;
  }
  const std::vector<SqlStatement>& statements = task.script.statements;
  const bool goes_on =
      options_.resume && std::any_of(history_.progress.begin(), history_.progress.end(),
                                     [&](const auto& row) { return row.version == key; });
  if (goes_on && !deal_with_invalid(task, *first)) {
    return false;
  }
  const Clock::time_point begin = Clock::now();
  const SqlStatement* running = nullptr;
  try {
    engine_.begin_without_transaction(*task.script.script);
    for (std::size_t i = *first; i < statements.size(); ++i) {
      const ProgressRow row{key, i, sha256(statements[i].text), false};
      running = nullptr;
      engine_.begin_statement(row);
      running = &statements[i];
      engine_.run(statements[i]);
      if (!builds_are_valid(task, statements[i])) {
        return false;
      }
      engine_.settle_statement(row);
    }
    running = nullptr;
    engine_.restore(task.script);
    const std::int64_t ms = ms_since(begin);
    Script plain = *task.script.script;
    plain.foreign_keys_off = false;
    engine_.begin(plain);
    if (deed == Deed::applied) {
      engine_.put_row(row_for(task, ms));
    } else {
      engine_.remove_row(*entry(task).row);
    }
    engine_.clear_progress(key);
    engine_.commit();
    done(task, deed, ms);
    return true;
  } catch (const DatabaseError& error) {
    engine_.roll_back();
    fail(task, running, error.details());
    if (deed == Deed::applied && !error.details().lost) {
      HistoryRow row = row_for(task, ms_since(begin));
      row.success = false;
      row.error_message = error.details().message;
      record_failure(row);
    }
    return false;
  }
}

// The report of what failed matters more than its row.
void Runner::record_failure(const HistoryRow& row) {
  try {
    engine_.put_row(row);
  } catch (const DatabaseError& error) {
    report_.notes.emplace_back(std::string("the failure is not in the history: ") + error.what());
  }
}

std::vector<Runner::Task> Runner::check_down_scripts(const std::vector<std::size_t>& entries) {
  std::vector<Task> tasks;
  for (const std::size_t i : entries) {
    const Entry& one = plan_.entries[i];
    const auto refuse = [&](std::string message, std::string hint) {
      Finding finding;
      finding.rule = "no-down-script";
      finding.file = one.file;
      finding.message = std::move(message);
      finding.hint = std::move(hint);
      report_.problems.push_back(std::move(finding));
    };
    const Migration* migration = one.migration ? &files_[*one.migration] : nullptr;
    if (options_.forget) {
      tasks.push_back({i, {}});
    } else if (migration == nullptr) {
      refuse(fmt::format("version {} cannot be rolled back: its file is gone", one.version),
             "bring the file back, or remove only its row with --forget");
    } else if (one.state == State::drifted) {
      refuse(
          fmt::format("version {} cannot be rolled back: its file is not the one that was applied",
                      one.version),
          "put the file back as it was, or accept it with --repair");
    } else if (!migration->down) {
      refuse(fmt::format("version {} has no down script", one.version),
             "write one (`-- migrate:down`, or a file that ends in .down.sql), or remove only its "
             "row with --forget");
    } else {
      Task task{i, check_script(*migration->down, kind_)};
      std::move(task.script.problems.begin(), task.script.problems.end(),
                std::back_inserter(report_.problems));
      tasks.push_back(std::move(task));
    }
  }
  return tasks;
}

void Runner::roll_back(const RollbackRange& range) {
  engine_.lock(true);
  (void)read_plan();
  report_.problems.clear(); // those of other migrations do not stand in the way
  const std::vector<Task> tasks = check_down_scripts(plan_rollback(plan_, range));
  if (!report_.problems.empty()) {
    return;
  }
  report_.to_do = tasks.size();
  engine_.prepare_history(history_);
  for (const Task& task : tasks) {
    const bool in_transaction = options_.forget || task.script.transaction;
    if (!(in_transaction ? roll_back_in_transaction(task)
                         : run_without_transaction(task, Deed::rolled_back))) {
      return;
    }
  }
}

bool Runner::roll_back_in_transaction(const Task& task) {
  const Clock::time_point begin = Clock::now();
  static const Script k_nothing;
  const Script& script = options_.forget ? k_nothing : *task.script.script;
  engine_.begin(script);
  try {
    if (is_done_by_another(task, Deed::rolled_back)) {
      engine_.roll_back();
      return true;
    }
    if (!options_.forget && !run_statements(task)) {
      engine_.roll_back();
      engine_.restore(task.script);
      return false;
    }
    engine_.remove_row(*entry(task).row);
    engine_.commit();
    if (!options_.forget) {
      engine_.restore(task.script);
    }
    done(task, options_.forget ? Deed::forgotten : Deed::rolled_back, ms_since(begin));
    return true;
  } catch (const DatabaseError& error) {
    engine_.roll_back();
    fail(task, nullptr, error.details());
    return false;
  }
}

void Runner::redo() {
  roll_back({1, std::nullopt});
  if (!report_.problems.empty() || report_.done.empty()) {
    return;
  }
  const std::string version = report_.done.back().version;
  if (!read_plan()) {
    return;
  }
  const auto found = std::find_if(plan_.pending.begin(), plan_.pending.end(), [&](std::size_t i) {
    return same_version(plan_.entries[i].version, version);
  });
  if (found != plan_.pending.end()) {
    const std::vector<Task> tasks = check_up_scripts({*found});
    if (!std::any_of(report_.problems.begin(), report_.problems.end(),
                     [](const Finding& problem) { return problem.severity == Severity::error; })) {
      apply_tasks(tasks);
    }
  }
}

void Runner::rehearse(std::optional<std::chrono::milliseconds> lock_timeout) {
  if (!read_plan()) {
    return;
  }
  const std::size_t problems = report_.problems.size();
  const std::vector<Task> tasks = check_up_scripts(plan_.pending);
  for (const Task& task : tasks) {
    if (!task.script.transaction && kind_ == DatabaseEngine::postgres) {
      report_.problems.push_back(
          finding_at(*task.script.script, 0, "statement",
                     "it runs without a transaction, so that it cannot be rehearsed"));
    }
  }
  if (report_.problems.size() > problems || tasks.empty()) {
    return;
  }
  static const Script k_nothing;
  if (kind_ == DatabaseEngine::postgres) {
    engine_.begin(k_nothing);
    if (lock_timeout) {
      const std::string set = fmt::format("SET LOCAL lock_timeout = {}", lock_timeout->count());
      engine_.run(split_sql(set, SqlDialect::postgres).statements.front());
    }
  }
  for (const Task& task : tasks) {
    if (!rehearse_one(task)) {
      break;
    }
  }
  engine_.roll_back();
}

bool Runner::rehearse_one(const Task& task) {
  const Clock::time_point begin = Clock::now();
  const bool own_transaction = kind_ == DatabaseEngine::sqlite && task.script.transaction;
  try {
    if (own_transaction) {
      engine_.begin(*task.script.script);
    }
    if (!run_statements(task)) {
      return false;
    }
    engine_.check_deferred();
    if (own_transaction) {
      engine_.commit();
      engine_.restore(task.script);
    }
  } catch (const DatabaseError& error) {
    fail(task, nullptr, error.details());
    return false;
  }
  done(task, Deed::rehearsed, ms_since(begin));
  return true;
}

void Runner::baseline(const std::string& version) {
  engine_.lock(true);
  (void)read_plan();
  const auto last = std::find_if(files_.begin(), files_.end(), [&](const Migration& migration) {
    return same_version(migration.version, version);
  });
  report_.problems.clear();
  engine_.prepare_history(history_);
  static const Script k_nothing;
  engine_.begin(k_nothing);
  std::vector<Task> recorded;
  for (std::size_t i = 0; i <= static_cast<std::size_t>(last - files_.begin()); ++i) {
    if (!is_applied(plan_.entries[i].state)) {
      Task task{i, {}};
      engine_.put_row(row_for(task, 0));
      recorded.push_back(std::move(task));
    }
  }
  engine_.commit();
  for (const Task& task : recorded) {
    done(task, Deed::recorded, 0);
  }
}

void Runner::repair() {
  engine_.lock(true);
  (void)read_plan();
  engine_.prepare_history(history_);
  static const Script k_nothing;
  engine_.begin(k_nothing);
  std::vector<std::pair<Task, Deed>> repaired;
  for (std::size_t i = 0; i < plan_.entries.size(); ++i) {
    const Entry& one = plan_.entries[i];
    Task task{i, {}};
    if (one.state == State::missing) {
      engine_.remove_row(*one.row);
      repaired.emplace_back(task, Deed::forgotten);
    } else if (one.row && one.row->success &&
               !equals_ignoring_case(one.row->checksum, file(task).checksum) &&
               !equals_ignoring_case(one.row->checksum, file(task).raw_checksum)) {
      engine_.set_checksum(*one.row, file(task).checksum);
      repaired.emplace_back(task, Deed::repaired);
    }
  }
  engine_.commit();
  for (const auto& [task, deed] : repaired) {
    done(task, deed, 0);
  }
  (void)read_plan();
  std::erase_if(report_.problems, [](const Finding& problem) { // what else there is is no drift
    return problem.rule != "drift" && problem.rule != "missing-file";
  });
}

void Runner::fail(const Task& task, const SqlStatement* statement,
                  const DatabaseErrorDetails& error) {
  if (error.busy) {
    throw Error(ExitCode::try_again,
                fmt::format("{}: {}: another process holds a lock; try again, or wait longer with "
                            "--lock-wait or --lock-timeout",
                            entry(task).file, error.message));
  }
  Finding finding;
  if (statement != nullptr) {
    finding = finding_at(*task.script.script, statement->begin + error.at.value_or(0), "failed",
                         error.message);
  } else {
    finding.rule = "failed";
    finding.file = entry(task).file;
    finding.message = error.message;
  }
  if (!error.sqlstate.empty()) {
    finding.message += " (" + error.sqlstate + ")";
  }
  finding.cause = error.detail;
  finding.hint = error.hint;
  if (error.lost) {
    finding.hint = "the connection is gone: run --status to see what was committed";
  } else if (says_exists(error) && history_.rows.empty() && task.entry == plan_.pending.front()) {
    finding.hint = fmt::format("the database has objects but no history, as one made by a set-up "
                               "script: record what it has with --baseline {}",
                               entry(task).version);
  }
  report_.problems.push_back(std::move(finding));
  DoneMigration failed{
      Deed::failed,           entry(task).version, entry(task).name, entry(task).file, 0, 0,
      task.script.transaction};
  progress_(failed);
}

void Runner::done(const Task& task, Deed deed, std::int64_t ms) {
  const Entry& one = entry(task);
  report_.done.push_back({deed, one.version, one.name, one.file, ms, task.script.statements.size(),
                          task.script.transaction});
  progress_(report_.done.back());
}

} // namespace aether::run_migrations
