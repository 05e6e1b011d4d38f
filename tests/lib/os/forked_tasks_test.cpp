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

TEST(ForkedTasks, more_than_may_go_on_at_once_are_all_made) {
  std::vector<ForkedTask> tasks;
  for (int i = 0; i < 300; ++i) {
    tasks.push_back({[i](const HandOver& give) { give(std::to_string(i)); }, 30s});
  }
  const auto results = run_forked(tasks, 60s);
  ASSERT_EQ(results.size(), tasks.size());
  for (std::size_t i = 0; i < results.size(); ++i) {
    EXPECT_EQ(results[i].end, TaskEnd::done);
    EXPECT_EQ(results[i].records, std::vector<std::string>{std::to_string(i)});
  }
}

TEST(ForkedTasks, those_that_hang_do_not_keep_the_others_from_beginning) {
  std::vector<ForkedTask> tasks;
  for (int i = 0; i < 80; ++i) {
    tasks.push_back({[](const HandOver&) { std::this_thread::sleep_for(600s); }, 5s});
  }
  tasks.push_back({[](const HandOver& give) { give("in time"); }, 5s});
  const auto results = run_forked(tasks, 5s);
  EXPECT_EQ(results.back().records, std::vector<std::string>{"in time"});
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
