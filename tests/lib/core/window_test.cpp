#include "core/window.h"

#include <gtest/gtest.h>

namespace aether {
namespace {

using Clock = Window::Clock;

std::size_t fill(Window& window) {
  std::size_t begun = 0;
  for (; window.is_open(); ++begun) {
    window.begin();
  }
  return begun;
}

TEST(Window, lets_few_begin_at_first) {
  Window window(4'000, Clock::time_point());
  EXPECT_EQ(fill(window), Window::k_first);
  window.end();
  EXPECT_TRUE(window.is_open());
}

TEST(Window, doubles_each_round_when_nothing_ends) {
  Clock::time_point now;
  Window window(10 * Window::k_first, now);
  fill(window);
  for (const std::size_t times : {2U, 4U, 8U, 10U, 10U}) {
    now += Window::k_round;
    window.look(now);
    EXPECT_EQ(window.size(), times * Window::k_first);
    fill(window);
  }
}

TEST(Window, stays_as_it_is_within_a_round) {
  Window window(1'000, Clock::time_point());
  fill(window);
  window.look(Clock::time_point() + Window::k_round / 2);
  EXPECT_EQ(window.size(), Window::k_first);
}

TEST(Window, stays_as_it_is_while_many_end) {
  Clock::time_point now;
  Window window(1'000, now);
  for (int round = 0; round < 5; ++round) {
    for (std::size_t i = fill(window); i < Window::k_first; ++i) {
      window.begin();
    }
    for (std::size_t i = 0; i < Window::k_first / 2; ++i) {
      window.end();
    }
    fill(window);
    window.look(now += Window::k_round);
    EXPECT_EQ(window.size(), Window::k_first);
    for (std::size_t i = 0; i < Window::k_first / 2; ++i) {
      window.end();
    }
  }
}

TEST(Window, stays_as_it_is_while_it_is_open) {
  Window window(1'000, Clock::time_point());
  window.begin();
  window.look(Clock::time_point() + Window::k_round);
  EXPECT_EQ(window.size(), Window::k_first);
}

TEST(Window, never_exceeds_its_limit_and_lets_one_begin) {
  Window three(3, Clock::time_point());
  EXPECT_EQ(fill(three), 3U);
  Window none(0, Clock::time_point());
  EXPECT_EQ(fill(none), 1U);
}

} // namespace
} // namespace aether
