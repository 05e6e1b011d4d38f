#include "net/open_files.h"

#include <gtest/gtest.h>

namespace aether::net {
namespace {

rlimit limits_now() {
  rlimit now{};
  ::getrlimit(RLIMIT_NOFILE, &now);
  return now;
}

TEST(MoreOpenFiles, raises_the_soft_limit_for_as_long_as_it_lives) {
  const rlimit before = limits_now();
  rlimit low = before;
  low.rlim_cur = 200;
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &low), 0);
  if (before.rlim_max > 300) {
    const MoreOpenFiles files(300);
    EXPECT_EQ(files.allowed(), 300U);
    EXPECT_EQ(limits_now().rlim_cur, 300U);
  }
  EXPECT_EQ(limits_now().rlim_cur, 200U);
  ::setrlimit(RLIMIT_NOFILE, &before);
}

TEST(MoreOpenFiles, never_lowers_it) {
  const rlimit before = limits_now();
  const MoreOpenFiles files(1);
  EXPECT_EQ(files.allowed(), before.rlim_cur);
  EXPECT_EQ(limits_now().rlim_cur, before.rlim_cur);
}

TEST(MoreOpenFiles, gives_what_the_hard_limit_allows) {
  const rlimit before = limits_now();
  if (before.rlim_max == RLIM_INFINITY) {
    GTEST_SKIP() << "there is no hard limit";
  }
  const MoreOpenFiles files(before.rlim_max + 1);
  EXPECT_EQ(files.allowed(), before.rlim_max);
}

} // namespace
} // namespace aether::net
