#include "health_check/check.h"

#include <gmock/gmock.h>

namespace aether::health_check {
namespace {

Figure figure(double value, bool low_is_bad = false) {
  return {"used", Unit::percent, value, {}, {}, {}, {}, low_is_bad};
}

TEST(CheckResult, keeps_the_worst_state_and_the_first_message_of_it) {
  CheckResult result;
  result.worsen(State::degraded, "first", "a");
  result.worsen(State::degraded, "second", "b");
  EXPECT_EQ(result.message, "first");
  result.worsen(State::critical, "third", "c");
  result.worsen(State::unknown, "fourth", "d");
  EXPECT_EQ(result.state, State::critical);
  EXPECT_EQ(result.cause, "c");
}

TEST(CheckResult, what_cannot_be_seen_is_worse_than_a_warning) {
  CheckResult result;
  result.worsen(State::unknown, "dark", "");
  result.worsen(State::degraded, "slow", "");
  EXPECT_EQ(result.state, State::unknown);
}

TEST(CheckResult, alerts_from_its_limits_on) {
  const auto state = [](double value) {
    CheckResult result;
    result.measure(figure(value), {80.0, 90.0}, "shown");
    return result.state;
  };
  EXPECT_EQ(state(79.9), State::healthy);
  EXPECT_EQ(state(80), State::degraded);
  EXPECT_EQ(state(90), State::critical);
}

TEST(CheckResult, alerts_below_where_low_is_bad) {
  const auto state = [](double value) {
    CheckResult result;
    result.measure(figure(value, true), {30.0, 14.0}, "shown");
    return result.state;
  };
  EXPECT_EQ(state(30), State::healthy);
  EXPECT_EQ(state(29), State::degraded);
  EXPECT_EQ(state(13), State::critical);
}

TEST(CheckResult, has_no_alert_without_limits) {
  CheckResult result;
  result.measure(figure(1e9), {}, "shown");
  EXPECT_EQ(result.state, State::healthy);
}

TEST(CheckResult, goes_through_its_record_and_back) {
  CheckResult result;
  result.check.component = "database";
  result.check.name = "connection";
  result.check.target = "here";
  result.state = State::critical;
  result.message = "a \"b\"\nc";
  result.cause = "refused";
  result.is_down = true;
  result.attempts = 3;
  result.details["count"] = 5;
  result.measure({"lag", Unit::seconds, 1.5, {}, {}, 0.0, {}}, {1.0, {}}, "late");
  result.took = std::chrono::microseconds(1234);
  const std::string record = to_record(result);
  EXPECT_EQ(record.find('\n'), std::string::npos);
  EXPECT_FALSE(from_record(record, {}).has_value()); // it was not asked for
  const CheckResult back = *from_record(record, {{"database.connection", &result.check}});
  EXPECT_EQ(back.state, State::critical);
  EXPECT_EQ(back.message, result.message);
  EXPECT_EQ(back.attempts, 3U);
  EXPECT_TRUE(back.is_down);
  EXPECT_EQ(back.details, result.details);
  ASSERT_EQ(back.figures.size(), 1U);
  EXPECT_EQ(back.figures[0].warn, 1.0);
  EXPECT_EQ(back.figures[0].crit, std::nullopt);
  EXPECT_EQ(back.took, result.took);
}

TEST(ShownNumber, has_its_unit) {
  EXPECT_EQ(shown_number(0.0012, Unit::seconds), "1.2 ms");
  EXPECT_EQ(shown_number(0.25, Unit::seconds), "250 ms");
  EXPECT_EQ(shown_number(1.5, Unit::seconds), "1.5 s");
  EXPECT_EQ(shown_number(1536, Unit::bytes), "1.5 KiB");
  EXPECT_EQ(shown_number(81.4, Unit::percent), "81 %");
  EXPECT_EQ(shown_number(2, Unit::count), "2");
}

} // namespace
} // namespace aether::health_check
