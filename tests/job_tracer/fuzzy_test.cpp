#include "job_tracer/fuzzy.h"

#include <gmock/gmock.h>

namespace aether::job_tracer {
namespace {

using testing::ElementsAre;

std::vector<std::string> ranked(std::string_view query,
                                const std::vector<std::string_view>& names) {
  std::vector<std::string> order;
  for (const FuzzyMatch& match : fuzzy_rank(query, names)) {
    order.push_back(match.name);
  }
  return order;
}

TEST(FuzzyScore, follows_the_published_figures) {
  // From the tests of fzf, whose first algorithm this restates (case ignored, forward).
  EXPECT_EQ(fuzzy_score("oBZ", "fooBarbaz"), 16 * 3 + 7 - 3 - 3);
  EXPECT_EQ(fuzzy_score("fbb", "foo bar baz"), 16 * 3 + 10 * 2 + 10 * 2 + 2 * (-3) + 4 * (-1));
  EXPECT_EQ(fuzzy_score("rdoc", "/AutomatorDocument.icns"), 16 * 4 + 7 + 4 * 2);
  EXPECT_EQ(fuzzy_score("zshc", "/man1/zshcompctl.1"), 16 * 4 + 9 * 2 + 9 * 3);
  EXPECT_EQ(fuzzy_score("zshc", "/.oh-my-zsh/cache"), 16 * 4 + 8 * 2 + 8 * 2 - 3 + 9);
  EXPECT_EQ(fuzzy_score("12356", "ab0123 456"), 16 * 5 + 4 * 3 - 3 - 1);
  EXPECT_EQ(fuzzy_score("fbb", "foo/bar/baz"), 16 * 3 + 10 * 2 + 9 * 2 + 2 * (-3) + 4 * (-1));
  EXPECT_EQ(fuzzy_score("fbb", "fooBarBaz"), 16 * 3 + 10 * 2 + 7 * 2 + 2 * (-3) + 2 * (-1));
  EXPECT_EQ(fuzzy_score("foob", "fooBarbaz"), 16 * 4 + 10 * 2 + 10 * 2 + 10);
}

TEST(FuzzyScore, asks_for_a_subsequence_without_regard_to_case) {
  EXPECT_TRUE(fuzzy_score("HLTH", "health_checking"));
  EXPECT_FALSE(fuzzy_score("htlh", "health_checking"));
  EXPECT_FALSE(fuzzy_score("healthy", "health"));
}

TEST(FuzzyScore, of_nothing_matches_everything) { EXPECT_EQ(fuzzy_score("", "abc"), 0); }

TEST(FuzzyRank, puts_substrings_before_scattered_matches) {
  EXPECT_THAT(ranked("stream", {"s_t_r_e_a_m", "xxxxstreamxxxxxxxx", "streaming"}),
              ElementsAre("streaming", "xxxxstreamxxxxxxxx", "s_t_r_e_a_m"));
}

TEST(FuzzyRank, breaks_ties_by_length_then_name) {
  EXPECT_THAT(ranked("a", {"ac", "ab", "a", "abc"}), ElementsAre("a", "ab", "ac", "abc"));
}

} // namespace
} // namespace aether::job_tracer
