#include "os/forked_tasks.h"

#include <fcntl.h>
#include <unistd.h>

#include <csignal>
#include <stdexcept>
#include <thread>

#include <gmock/gmock.h>

namespace aether {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(ForkedTasks, hand_over_records_in_order) {
  const auto results =
      run_forked({{[](const HandOver& give) {
                     give("one");
                     give("two");
                   },
                   5s},
                  {[](const HandOver& give) { give(std::string(300'000, 'x')); }, 5s}},
                 10s);
  ASSERT_EQ(results.size(), 2U);
  EXPECT_EQ(results[0].end, TaskEnd::done);
  EXPECT_THAT(results[0].records, ElementsAre("one", "two"));
  EXPECT_THAT(results[1].records, ElementsAre(std::string(300'000, 'x')));
}

TEST(ForkedTasks, what_hangs_is_cut_off_and_keeps_what_it_gave) {
  const auto begun = std::chrono::steady_clock::now();
  const auto results = run_forked({{[](const HandOver& give) {
                                      give("first");
                                      std::this_thread::sleep_for(60s);
                                    },
                                    100ms},
                                   {[](const HandOver& give) { give("other"); }, 5s}},
                                  10s);
  EXPECT_LT(std::chrono::steady_clock::now() - begun, 5s);
  EXPECT_EQ(results[0].end, TaskEnd::timed_out);
  EXPECT_THAT(results[0].records, ElementsAre("first"));
  EXPECT_EQ(results[1].end, TaskEnd::done);
}

TEST(ForkedTasks, the_deadline_of_all_counts_too) {
  const auto begun = std::chrono::steady_clock::now();
  const auto results =
      run_forked({{[](const HandOver&) { std::this_thread::sleep_for(60s); }, 60s}}, 100ms);
  EXPECT_LT(std::chrono::steady_clock::now() - begun, 5s);
  EXPECT_EQ(results[0].end, TaskEnd::timed_out);
}

TEST(ForkedTasks, crashes_and_exceptions_are_told) {
  const auto results =
      run_forked({{[](const HandOver&) { ::raise(SIGKILL); }, 5s},
                  {[](const HandOver&) { throw std::runtime_error("so\nand so"); }, 5s}},
                 10s);
  EXPECT_EQ(results[0].end, TaskEnd::crashed);
  EXPECT_THAT(results[0].why, HasSubstr("Killed"));
  EXPECT_EQ(results[1].end, TaskEnd::crashed);
  EXPECT_EQ(results[1].why, "so and so");
  EXPECT_THAT(results[1].records, IsEmpty());
}

TEST(ForkedTasks, children_hold_no_descriptor_of_ours) {
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  const int ours = ends[1];
  const auto results = run_forked(
      {{[&](const HandOver& give) { give(::fcntl(ours, F_GETFD) < 0 ? "closed" : "open"); }, 5s}},
      10s);
  EXPECT_THAT(results[0].records, ElementsAre("closed"));
  ::close(ends[0]);
  ::close(ends[1]);
}

} // namespace
} // namespace aether
