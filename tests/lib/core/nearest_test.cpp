#include "core/nearest.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace aether {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(EditDistance, counts_insertions_deletions_and_replacements) {
  EXPECT_EQ(edit_distance("trace", "trace", 3), 0U);
  EXPECT_EQ(edit_distance("trace", "traces", 3), 1U);
  EXPECT_EQ(edit_distance("trace", "race", 3), 1U);
  EXPECT_EQ(edit_distance("trace", "trade", 3), 1U);
  EXPECT_EQ(edit_distance("", "abc", 3), 3U);
}

TEST(EditDistance, counts_swapped_neighbours_once) {
  EXPECT_EQ(edit_distance("chekc", "check", 3), 1U);
  EXPECT_EQ(edit_distance("ba", "ab", 3), 1U);
}

TEST(EditDistance, ignores_case) { EXPECT_EQ(edit_distance("CHECK", "check", 3), 0U); }

TEST(EditDistance, stops_above_the_limit) {
  EXPECT_EQ(edit_distance("abcdef", "uvwxyz", 2), 3U);
  EXPECT_EQ(edit_distance("a", "abcdef", 2), 3U);
}

TEST(NearestNames, come_nearest_first_and_no_more_than_asked) {
  EXPECT_THAT(nearest_names("chekc", {"checks", "check", "trace"}), ElementsAre("check"));
  EXPECT_THAT(nearest_names("status", {"state", "statuz"}), ElementsAre("statuz", "state"));
  EXPECT_THAT(nearest_names("stat", {"stats", "state", "start"}, 2), ElementsAre("stats", "state"));
}

TEST(NearestNames, include_what_begins_with_the_name) {
  EXPECT_THAT(nearest_names("ex", {"export", "check"}), ElementsAre("export"));
}

TEST(NearestNames, are_none_where_nothing_is_near) {
  EXPECT_THAT(nearest_names("zzz", {"export", "check"}), IsEmpty());
  EXPECT_THAT(nearest_names("a", {}), IsEmpty());
}

TEST(DidYouMean, reads_as_a_question) {
  EXPECT_EQ(did_you_mean({}), "");
  EXPECT_EQ(did_you_mean({"a"}), "; did you mean `a`?");
  EXPECT_EQ(did_you_mean({"a", "b"}), "; did you mean `a` or `b`?");
  EXPECT_EQ(did_you_mean({"a", "b", "c"}), "; did you mean `a`, `b` or `c`?");
}

} // namespace
} // namespace aether
