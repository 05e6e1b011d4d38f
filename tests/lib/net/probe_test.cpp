#include "net/probe.h"

#include <gtest/gtest.h>

namespace aether::net {
namespace {

using std::chrono::hours;
using std::chrono::sys_seconds;

TEST(DaysUntil, counts_whole_days) {
  const sys_seconds now{std::chrono::seconds(1'000'000'000)};
  EXPECT_EQ(days_until(now + hours(24 * 5 + 23), now), 5);
  EXPECT_EQ(days_until(now + hours(23), now), 0);
  EXPECT_EQ(days_until(now, now), 0);
  EXPECT_EQ(days_until(now - hours(1), now), -1);
}

TEST(ProbeAll, of_nothing_is_nothing) { EXPECT_TRUE(probe_all({}, {}).empty()); }

TEST(ProbeAll, keeps_the_order_of_its_requests) {
  const std::vector<ProbeResult> results =
      probe_all({{"nothing", 0}, {"tcp://127.0.0.1:1", 0}, {"", 0}}, {});
  ASSERT_EQ(results.size(), 3U);
  EXPECT_EQ(results[0].outcome, ProbeOutcome::bad_address);
  EXPECT_EQ(results[1].outcome, ProbeOutcome::refused);
  EXPECT_EQ(results[2].outcome, ProbeOutcome::bad_address);
}

TEST(ProbeAll, begins_nothing_when_there_is_no_time) {
  ProbeLimits limits;
  limits.all = std::chrono::milliseconds(0);
  const std::vector<ProbeResult> results = probe_all({{"tcp://127.0.0.1:1", 0}}, limits);
  EXPECT_EQ(results.front().outcome, ProbeOutcome::cancelled);
  EXPECT_NE(results.front().message, "");
}

TEST(ProbeEach, hands_over_every_result_once) {
  const std::vector<ProbeRequest> requests(100, {"tcp://127.0.0.1:1", 0});
  std::vector<int> times(requests.size());
  probe_each(requests, {}, [&](std::size_t place, const ProbeResult& result) {
    ++times[place];
    EXPECT_EQ(result.outcome, ProbeOutcome::refused);
  });
  EXPECT_EQ(times, std::vector<int>(requests.size(), 1));
}

} // namespace
} // namespace aether::net
