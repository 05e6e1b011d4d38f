// Applies and rolls back migrations on an engine. A migration and its row commit together; what
// runs without a transaction leaves a row for each statement that it began.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "db/database_error.h"
#include "db/migrations/migration.h"
#include "db/migrations/plan.h"
#include "run_migrations/engine.h"
#include "run_migrations/report.h"

namespace aether::run_migrations {

using namespace migrations;

struct RunOptions {
  PlanOptions plan;
  bool single_transaction = false;
  bool resume = false;       // goes on with a migration that was interrupted
  bool drop_invalid = false; // drops indexes that a failed build left invalid
  bool forget = false;       // rolls back rows without down scripts
};

// Told of each migration when it is done.
using Progress = std::function<void(const DoneMigration&)>;

class Runner {
public:
  Runner(Engine& engine, DatabaseEngine kind, const std::vector<Migration>& files,
         const RunOptions& options, Report& report, Progress progress);

  // Each fills the report: entries, what was done, problems. A failure is a problem, with position;
  // what was done before it stays.
  void apply();
  void roll_back(const RollbackRange& range);
  void redo();
  void rehearse(std::optional<std::chrono::milliseconds> lock_timeout);
  void baseline(const std::string& version);
  void repair();
  void look();    // entries and problems only
  void refresh(); // the entries as they are now

private:
  struct Task {
    std::size_t entry = 0;
    CheckedScript script;
  };

  bool read_plan();
  [[nodiscard]] std::vector<Task> check_up_scripts(const std::vector<std::size_t>& entries);
  [[nodiscard]] std::vector<Task> check_down_scripts(const std::vector<std::size_t>& entries);
  void apply_tasks(const std::vector<Task>& tasks);
  bool apply_in_transaction(const Task& task);
  bool rehearse_one(const Task& task);
  bool apply_together(const std::vector<Task>& tasks);
  bool roll_back_in_transaction(const Task& task);
  bool run_without_transaction(const Task& task, Deed deed);
  [[nodiscard]] std::optional<std::size_t> first_to_run(const Task& task, const std::string& key);
  bool run_statements(const Task& task);
  void record_failure(const HistoryRow& row);
  [[nodiscard]] bool is_done_by_another(const Task& task, Deed deed);
  bool builds_are_valid(const Task& task, const SqlStatement& statement);
  bool deal_with_invalid(const Task& task, std::size_t first);
  void report_invalid(const Task& task, std::size_t at, const std::string& index);
  void report_all_invalid(const Task& task, std::size_t at);
  [[nodiscard]] HistoryRow row_for(const Task& task, std::int64_t ms) const;
  void fail(const Task& task, const SqlStatement* statement, const DatabaseErrorDetails& error);
  void done(const Task& task, Deed deed, std::int64_t ms);
  [[nodiscard]] const Entry& entry(const Task& task) const { return plan_.entries[task.entry]; }
  [[nodiscard]] const Migration& file(const Task& task) const {
    return files_[*entry(task).migration];
  }

  Engine& engine_;
  DatabaseEngine kind_;
  const std::vector<Migration>& files_;
  const RunOptions& options_;
  Report& report_;
  Progress progress_;
  History history_;
  bool newer_than_plan_ = false; // another run came between
  Plan plan_;
};

} // namespace aether::run_migrations
