// Rehearsals, and changes of the history alone.
#include "run_migrations/runner.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/error.h"
#include "core/sha256.h"
#include "core/text.h"
#include "db/database_error.h"
#include "db/migrations/version.h"
#include "run_migrations/stopwatch.h"

namespace aether::run_migrations {

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
  const Stopwatch watch;
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
  done(task, Deed::rehearsed, watch.ms());
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

} // namespace aether::run_migrations
