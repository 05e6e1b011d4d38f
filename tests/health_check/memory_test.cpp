#include "health_check/memory.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>

#include "core/error.h"

namespace aether::health_check {
namespace {

Round round_at(int second, State state) {
  Round round;
  round.at = std::chrono::system_clock::time_point(std::chrono::seconds(1'000'000 + second));
  CheckResult result;
  result.check.component = "services";
  result.check.name = "one";
  result.state = state;
  round.results.push_back(result);
  return round;
}

class Rounds {
public:
  Rounds(unsigned down_after, unsigned up_after) : down_(down_after), up_(up_after) {}

  // The state that is told for what is found, and how many seconds after the beginning it began.
  std::pair<State, long> operator()(State found) {
    Round round = round_at(second_++, found);
    memory_.update(round, down_, up_);
    const CheckResult& told = round.results.front();
    return {told.state, told.since->time_since_epoch().count() - 1'000'000};
  }

private:
  Memory memory_;
  unsigned down_;
  unsigned up_;
  int second_ = 0;
};

TEST(Memory, says_since_when) {
  Rounds rounds(1, 1);
  EXPECT_EQ(rounds(State::healthy), std::pair(State::healthy, 0L));
  EXPECT_EQ(rounds(State::critical), std::pair(State::critical, 1L));
  EXPECT_EQ(rounds(State::critical), std::pair(State::critical, 1L));
  EXPECT_EQ(rounds(State::healthy), std::pair(State::healthy, 3L));
}

TEST(Memory, believes_a_change_after_as_many_rounds_as_asked) {
  Rounds rounds(3, 2);
  rounds(State::healthy);
  EXPECT_EQ(rounds(State::critical).first, State::healthy);
  EXPECT_EQ(rounds(State::critical).first, State::healthy);
  EXPECT_EQ(rounds(State::critical), std::pair(State::critical, 1L));
  EXPECT_EQ(rounds(State::healthy).first, State::critical);
  EXPECT_EQ(rounds(State::healthy), std::pair(State::healthy, 4L));
}

TEST(Memory, begins_to_count_anew_after_a_change_of_mind) {
  Rounds rounds(2, 1);
  rounds(State::healthy);
  EXPECT_EQ(rounds(State::critical).first, State::healthy);
  EXPECT_EQ(rounds(State::healthy).first, State::healthy);
  EXPECT_EQ(rounds(State::critical).first, State::healthy);
  EXPECT_EQ(rounds(State::critical).first, State::critical);
}

TEST(Memory, worse_than_bad_needs_no_waiting) {
  Rounds rounds(3, 3);
  rounds(State::degraded);
  EXPECT_EQ(rounds(State::critical).first, State::critical);
}

TEST(Memory, what_is_down_when_first_met_is_down) {
  Rounds rounds(3, 3);
  EXPECT_EQ(rounds(State::critical).first, State::critical);
}

TEST(Memory, what_was_seen_in_the_future_was_seen_now) {
  Memory memory;
  Round ahead = round_at(5000, State::critical);
  memory.update(ahead, 1, 1);
  Round now = round_at(60, State::critical);
  memory.update(now, 1, 1);
  EXPECT_EQ(now.results.front().since->time_since_epoch().count(), 1'000'060);
}

TEST(Memory, goes_through_its_file_and_refuses_others) {
  std::string name = testing::TempDir() + "aether-memory-XXXXXX";
  const std::filesystem::path directory = ::mkdtemp(name.data());
  const std::string file = directory / "state";
  Memory memory = Memory::load(file);
  Round round = round_at(0, State::critical);
  memory.update(round, 1, 1);
  std::ofstream(file) << memory.text();
  Round later = round_at(60, State::critical);
  Memory::load(file).update(later, 1, 1);
  EXPECT_EQ(later.results.front().since->time_since_epoch().count(), 1'000'000);
  for (const char* text :
       {"", "{", "[]", "{\"schema\": \"aether/health_check/state/1\"}",
        "{\"schema\": \"aether/health_check/state/1\", \"checks\": {\"a\": 1}}"}) {
    std::ofstream(file) << text;
    EXPECT_THROW((void)Memory::load(file), Error) << text;
  }
  std::filesystem::remove_all(directory);
}

} // namespace
} // namespace aether::health_check
