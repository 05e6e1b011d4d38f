#include "health_check/run_plan.h"

#include <unistd.h>

#include <stdexcept>

#include <gmock/gmock.h>

namespace aether::health_check {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

CheckResult result(const std::string& component, const std::string& name, State state,
                   bool is_down = false, std::vector<std::string> depends_on = {}) {
  CheckResult made;
  made.check.component = component;
  made.check.name = name;
  made.check.depends_on = std::move(depends_on);
  made.state = state;
  made.is_down = is_down;
  return made;
}

TEST(Blocked, what_depends_on_something_down_is_told_once) {
  std::vector<CheckResult> results = {
      result("database", "connection", State::critical, true),
      result("database", "migrations", State::unknown, false, {"database.connection"}),
      result("mcp", "servers", State::degraded, true, {"database.migrations", "database"})};
  find_blocked(results);
  EXPECT_EQ(results[1].blocked_by, "database.connection");
  EXPECT_EQ(results[2].blocked_by, "database.connection");
  EXPECT_THAT(results[0].blocks, ElementsAre("database.migrations", "mcp.servers"));
  EXPECT_EQ(results[0].blocked_by, "");
}

TEST(Blocked, what_is_only_slow_blocks_nothing) {
  std::vector<CheckResult> results = {
      result("database", "connection", State::degraded),
      result("mcp", "servers", State::healthy, false, {"database.connection"})};
  find_blocked(results);
  EXPECT_EQ(results[1].blocked_by, "");
}

TEST(Blocked, nothing_is_lost_in_a_circle) {
  std::vector<CheckResult> results = {result("a", "a", State::critical, true, {"b"}),
                                      result("b", "b", State::critical, true, {"a"})};
  find_blocked(results);
  EXPECT_EQ(results[0].blocked_by, "");
  EXPECT_EQ(results[1].blocked_by, "");
}

Work work_of(const std::string& name, std::function<void(const Report&, const Check&)> run) {
  Work work;
  Check check;
  check.component = "checks";
  check.name = name;
  work.checks = {check};
  work.limit = std::chrono::seconds(30);
  work.run = [check, run = std::move(run)](const Report& report) { run(report, check); };
  return work;
}

Round round_of(std::vector<Work> works) {
  const Options options;
  const HealthConfig config;
  const Targets targets;
  const Hidden hidden(targets, config);
  const std::chrono::seconds limit(30);
  Plan plan;
  plan.works = std::move(works);
  return run_plan({options, config, targets, hidden, limit, limit}, plan);
}

TEST(Works, only_what_is_plain_is_done_without_a_process_of_its_own) {
  const auto tell_process = [](const Report& report, const Check& check) {
    report(result_of(check, State::healthy, std::to_string(::getpid())));
  };
  Work plain = work_of("plain", tell_process);
  plain.is_plain = true;
  const Round round =
      round_of({work_of("other", tell_process), plain, work_of("third", tell_process)});
  ASSERT_EQ(round.results.size(), 3U);
  const std::string here = std::to_string(::getpid());
  EXPECT_NE(round.results[0].message, here);
  EXPECT_EQ(round.results[1].message, here);
  EXPECT_NE(round.results[2].message, here);
}

TEST(Works, what_is_not_reported_or_thrown_is_no_verdict) {
  Work silent = work_of("silent", [](const Report&, const Check&) {});
  silent.is_plain = true;
  const Round round = round_of({silent, work_of("thrower", [](const Report&, const Check&) {
                                  throw std::runtime_error("a reason");
                                })});
  ASSERT_EQ(round.results.size(), 2U);
  EXPECT_EQ(round.results[0].state, State::unknown);
  EXPECT_EQ(round.results[0].message, "it was not looked at");
  EXPECT_EQ(round.results[1].state, State::unknown);
  EXPECT_EQ(round.results[1].message, "the check itself failed: a reason");
}

TEST(Works, what_a_plain_one_throws_is_told) {
  Work thrower =
      work_of("thrower", [](const Report&, const Check&) { throw std::runtime_error("a reason"); });
  thrower.is_plain = true;
  const Round round = round_of({thrower});
  ASSERT_EQ(round.results.size(), 1U);
  EXPECT_EQ(round.results[0].state, State::unknown);
  EXPECT_EQ(round.results[0].message, "the check itself failed: a reason");
}

TEST(Works, results_are_in_the_order_of_components_and_names) {
  std::vector<Work> works;
  for (const char* name : {"b", "a", "c"}) {
    works.push_back(
        work_of(name, [](const Report& report, const Check& check) { report(result_of(check)); }));
  }
  works.front().checks.front().component = "system";
  works.front().run = [check = works.front().checks.front()](const Report& report) {
    report(result_of(check));
  };
  const Round round = round_of(std::move(works));
  ASSERT_EQ(round.results.size(), 3U);
  EXPECT_EQ(round.results[0].check.full_name(), "system.b");
  EXPECT_EQ(round.results[1].check.full_name(), "checks.a");
  EXPECT_EQ(round.results[2].check.full_name(), "checks.c");
}

// Every combination of what a round can hold, and its exit status.
TEST(ExitCode, of_every_combination) {
  const std::vector<State> states = {State::healthy, State::degraded, State::critical,
                                     State::unknown, State::skipped};
  for (unsigned set = 0; set < 32; ++set) {
    Round round;
    for (std::size_t i = 0; i < states.size(); ++i) {
      if ((set & (1U << i)) != 0) {
        round.results.push_back(result("c", "n", states[i]));
      }
    }
    // What is blocked counts nowhere.
    round.results.push_back(result("c", "blocked", State::critical, true));
    round.results.back().blocked_by = "c.n";
    const bool degraded = (set & 2U) != 0;
    const bool critical = (set & 4U) != 0;
    const bool unknown = (set & 8U) != 0;
    const int expected = critical ? 1 : unknown ? 69 : degraded ? 2 : 0;
    EXPECT_EQ(static_cast<int>(exit_code_of(round, false)), expected) << set;
    EXPECT_EQ(static_cast<int>(exit_code_of(round, true)), expected == 2 ? 0 : expected) << set;
  }
}

} // namespace
} // namespace aether::health_check
