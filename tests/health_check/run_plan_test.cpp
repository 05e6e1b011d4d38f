#include "health_check/run_plan.h"

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
