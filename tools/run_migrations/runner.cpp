#include "run_migrations/runner.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "core/error.h"
#include "core/text.h"
#include "core/version.h"
#include "db/database_error.h"
#include "db/migrations/version.h"
#include "run_migrations/stopwatch.h"

namespace aether::run_migrations {

namespace {

std::string applied_by() { return "run_migrations " + std::string(version()); }

bool says_exists(const DatabaseErrorDetails& error) {
  const std::set<std::string> codes = {"42P07", "42710", "42701", "42723", "42P06"};
  return codes.contains(error.sqlstate) ||
         error.message.find("already exists") != std::string::npos;
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
  const Stopwatch watch;
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
    const std::int64_t ms = watch.ms();
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
    const Stopwatch watch;
    if (!run_statements(task)) {
      engine_.roll_back();
      return false;
    }
    engine_.put_row(row_for(task, watch.ms()));
    ran.emplace_back(&task, watch.ms());
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
  const Stopwatch watch;
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
    done(task, options_.forget ? Deed::forgotten : Deed::rolled_back, watch.ms());
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
