#include "db/migrations/plan.h"

#include <gmock/gmock.h>

#include "core/error.h"

namespace aether::migrations {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Migration file(const std::string& version, const std::string& name) {
  Migration migration;
  migration.version = version;
  migration.name = name;
  migration.stem = version + "_" + name;
  migration.file = migration.stem + ".sql";
  migration.checksum = "sum of " + migration.stem;
  migration.raw_checksum = "raw sum of " + migration.stem;
  return migration;
}

HistoryRow row(std::int64_t id, const Migration& migration) {
  HistoryRow made;
  made.id = id;
  made.version = migration.version;
  made.name = migration.name;
  made.checksum = migration.checksum;
  made.executed_at = "yesterday";
  made.applied_by = "run_migrations 1.0.0";
  return made;
}

History history_of(std::vector<HistoryRow> rows) {
  History history;
  history.state = TableState::ours;
  history.rows = std::move(rows);
  return history;
}

std::vector<State> states(const Plan& plan) {
  std::vector<State> all;
  for (const Entry& entry : plan.entries) {
    all.push_back(entry.state);
  }
  return all;
}

std::vector<std::string> problems(const Plan& plan) {
  std::vector<std::string> all;
  for (const Finding& problem : plan.problems) {
    all.push_back(std::string(to_string(problem.severity)) + " " + problem.rule);
  }
  return all;
}

TEST(Plan, of_a_fresh_database_applies_everything_in_order) {
  const std::vector<Migration> files = {file("1", "a"), file("2", "b"), file("10", "c")};
  const Plan plan = make_plan(files, {}, {});
  EXPECT_THAT(plan.pending, ElementsAre(0U, 1U, 2U));
  EXPECT_THAT(plan.problems, IsEmpty());
}

TEST(Plan, applies_only_up_to_the_version_asked_for) {
  const std::vector<Migration> files = {file("001", "a"), file("002", "b"), file("003", "c")};
  EXPECT_THAT(make_plan(files, {}, {false, "2"}).pending, ElementsAre(0U, 1U));
  EXPECT_THROW((void)make_plan(files, {}, {false, "4"}), Error);
}

TEST(Plan, takes_versions_as_numbers) {
  const std::vector<Migration> files = {file("007", "a")};
  HistoryRow written = row(1, files[0]);
  written.version = "7";
  EXPECT_THAT(states(make_plan(files, history_of({written}), {})), ElementsAre(State::applied));
}

TEST(Plan, finds_a_file_that_changed_after_it_was_applied) {
  const std::vector<Migration> files = {file("1", "a")};
  HistoryRow written = row(1, files[0]);
  written.checksum = "another";
  const Plan plan = make_plan(files, history_of({written}), {});
  EXPECT_THAT(states(plan), ElementsAre(State::drifted));
  EXPECT_THAT(problems(plan), ElementsAre("error drift"));
  written.checksum = files[0].raw_checksum;
  EXPECT_THAT(problems(make_plan(files, history_of({written}), {})), IsEmpty());
}

TEST(Plan, warns_of_a_checksum_that_the_earlier_runner_may_not_have_written_anew) {
  const std::vector<Migration> files = {file("1", "a")};
  HistoryRow written = row(1, files[0]);
  written.checksum = "of the file that failed";
  written.applied_by.clear();
  const Plan plan = make_plan(files, history_of({written}), {});
  EXPECT_THAT(states(plan), ElementsAre(State::applied));
  EXPECT_THAT(problems(plan), ElementsAre("warning drift"));
  EXPECT_FALSE(plan.has_errors());
}

TEST(Plan, knows_rows_whose_stem_was_split_at_the_first_underscore) {
  Migration base = file("mcp_schema", "mcp_schema");
  base.stem = "mcp_schema";
  base.base = true;
  HistoryRow written = row(1, base);
  written.version = "mcp";
  written.name = "schema";
  EXPECT_THAT(states(make_plan({base}, history_of({written}), {})), ElementsAre(State::applied));
}

TEST(Plan, takes_a_failed_row_for_pending) {
  const std::vector<Migration> files = {file("1", "a")};
  HistoryRow written = row(1, files[0]);
  written.success = false;
  const Plan plan = make_plan(files, history_of({written}), {});
  EXPECT_THAT(states(plan), ElementsAre(State::failed));
  EXPECT_THAT(plan.pending, ElementsAre(0U));
}

TEST(Plan, reports_an_applied_file_that_is_gone) {
  const Plan plan = make_plan({}, history_of({row(1, file("1", "a"))}), {});
  EXPECT_THAT(states(plan), ElementsAre(State::missing));
  EXPECT_THAT(problems(plan), ElementsAre("error missing-file"));
}

TEST(Plan, reports_what_is_pending_below_the_newest_unless_that_is_allowed) {
  const std::vector<Migration> files = {file("1", "a"), file("2", "b"), file("3", "c")};
  const History history = history_of({row(1, files[0]), row(2, files[2])});
  const Plan refused = make_plan(files, history, {});
  EXPECT_THAT(states(refused), ElementsAre(State::applied, State::out_of_order, State::applied));
  EXPECT_TRUE(refused.has_errors());
  const Plan allowed = make_plan(files, history, {true, std::nullopt});
  EXPECT_FALSE(allowed.has_errors());
  EXPECT_THAT(allowed.pending, ElementsAre(1U));
}

TEST(Rollback, takes_the_newest_first) {
  const std::vector<Migration> files = {file("1", "a"), file("2", "b"), file("3", "c")};
  const Plan plan =
      make_plan(files, history_of({row(1, files[0]), row(2, files[1]), row(3, files[2])}), {});
  EXPECT_THAT(plan_rollback(plan, {1, std::nullopt}), ElementsAre(2U));
  EXPECT_THAT(plan_rollback(plan, {99, std::nullopt}), ElementsAre(2U, 1U, 0U));
  EXPECT_THAT(plan_rollback(plan, {1, "1"}), ElementsAre(2U, 1U));
  EXPECT_THAT(plan_rollback(plan, {1, "0"}), ElementsAre(2U, 1U, 0U));
  EXPECT_THROW((void)plan_rollback(plan, {1, "9"}), Error);
}

} // namespace
} // namespace aether::migrations
