#include "core/glob.h"

#include <string>

#include <gtest/gtest.h>

namespace aether {
namespace {

TEST(Glob, plain_text_matches_only_itself) {
  EXPECT_TRUE(glob_matches("a/b.py", "a/b.py"));
  EXPECT_FALSE(glob_matches("a/b.py", "a/b.pyc"));
  EXPECT_FALSE(glob_matches("a/b.py", "x/a/b.py"));
  EXPECT_TRUE(glob_matches("", ""));
  EXPECT_FALSE(glob_matches("", "a"));
}

TEST(Glob, star_stays_within_a_component) {
  EXPECT_TRUE(glob_matches("*.py", "main.py"));
  EXPECT_TRUE(glob_matches("*.py", ".py"));
  EXPECT_FALSE(glob_matches("*.py", "api/main.py"));
  EXPECT_TRUE(glob_matches("api/*/routes.py", "api/v1/routes.py"));
  EXPECT_FALSE(glob_matches("api/*/routes.py", "api/v1/x/routes.py"));
  EXPECT_TRUE(glob_matches("a*b*c", "aXbYbZc"));
}

TEST(Glob, question_mark_is_one_character_but_no_slash) {
  EXPECT_TRUE(glob_matches("v?", "v1"));
  EXPECT_FALSE(glob_matches("v?", "v"));
  EXPECT_FALSE(glob_matches("v?", "v12"));
  EXPECT_FALSE(glob_matches("a?b", "a/b"));
  EXPECT_TRUE(glob_matches("caf?", "caf\xC3\xA9"));
}

TEST(Glob, double_star_crosses_components) {
  EXPECT_TRUE(glob_matches("api/**", "api/v1/routes.py"));
  EXPECT_FALSE(glob_matches("api/**", "apis/v1"));
  EXPECT_TRUE(glob_matches("**", "any/thing"));
  EXPECT_TRUE(glob_matches("a**z", "a/b/z"));
}

TEST(Glob, double_star_and_slash_are_any_number_of_whole_components) {
  EXPECT_TRUE(glob_matches("**/main.py", "main.py"));
  EXPECT_TRUE(glob_matches("**/main.py", "api/v1/main.py"));
  EXPECT_FALSE(glob_matches("**/main.py", "api/domain.py"));
  EXPECT_TRUE(glob_matches("a/**/b", "a/b"));
  EXPECT_TRUE(glob_matches("a/**/b", "a/x/y/b"));
  EXPECT_FALSE(glob_matches("a/**/b", "a/xb"));
  EXPECT_TRUE(glob_matches("**/**/b", "b"));
}

TEST(Glob, sets_hold_characters_and_ranges) {
  EXPECT_TRUE(glob_matches("v[0-9]", "v7"));
  EXPECT_FALSE(glob_matches("v[0-9]", "vx"));
  EXPECT_TRUE(glob_matches("[!a-c]x", "dx"));
  EXPECT_FALSE(glob_matches("[^a-c]x", "bx"));
  EXPECT_TRUE(glob_matches("[]a]", "]"));
  EXPECT_TRUE(glob_matches("[a-]", "-"));
  EXPECT_TRUE(glob_matches("[\\]]", "]"));
  EXPECT_TRUE(glob_matches("[\xC3\xA0-\xC3\xBF]", "\xC3\xA9"));
}

TEST(Glob, a_set_never_matches_a_slash) {
  EXPECT_FALSE(glob_matches("a[!x]b", "a/b"));
  EXPECT_FALSE(glob_matches("a[/]b", "a/b"));
}

TEST(Glob, an_unclosed_bracket_is_literal) {
  EXPECT_TRUE(glob_matches("a[b", "a[b"));
  EXPECT_TRUE(glob_matches("[*", "[x"));
  EXPECT_TRUE(glob_matches("{a,b", "{a,b"));
  EXPECT_TRUE(glob_matches("a}", "a}"));
}

TEST(Glob, braces_hold_alternatives) {
  EXPECT_TRUE(glob_matches("*.{yaml,yml}", "a.yml"));
  EXPECT_TRUE(glob_matches("*.{yaml,yml}", "a.yaml"));
  EXPECT_FALSE(glob_matches("*.{yaml,yml}", "a.yaml,yml"));
  EXPECT_TRUE(glob_matches("a{,b}c", "ac"));
  EXPECT_TRUE(glob_matches("a{,b}c", "abc"));
  EXPECT_TRUE(glob_matches("{a,b{c,d/*}}/e", "bd/x/e"));
  EXPECT_TRUE(glob_matches("{tests/**,docs/**}", "docs/a/b"));
}

TEST(Glob, braces_without_a_comma_are_literal) {
  EXPECT_TRUE(glob_matches("/users/{id}", "/users/{id}"));
  EXPECT_FALSE(glob_matches("/users/{id}", "/users/id"));
  EXPECT_TRUE(glob_matches("{x{a,b}y}", "{xay}"));
}

TEST(Glob, a_backslash_quotes) {
  EXPECT_TRUE(glob_matches("\\*", "*"));
  EXPECT_FALSE(glob_matches("\\*", "a"));
  EXPECT_TRUE(glob_matches("\\{a,b\\}", "{a,b}"));
  EXPECT_TRUE(glob_matches("a\\", "a\\"));
}

TEST(Glob, an_invalid_byte_is_one_character_that_equals_itself) {
  EXPECT_TRUE(glob_matches("a?", "a\xFF"));
  EXPECT_TRUE(glob_matches("*\xFF", "a\xFF"));
  EXPECT_FALSE(glob_matches("*\xFE", "a\xFF"));
}

TEST(Glob, hostile_patterns_take_no_more_than_pattern_times_text) {
  const std::string text(600, 'a'); // who tries every way would not end with a tenth of it
  std::string stars;
  std::string braces;
  for (int i = 0; i < 150; ++i) {
    stars += "*a";
    braces += "{a,a?,**}";
  }
  EXPECT_FALSE(glob_matches(stars + "b", text));
  EXPECT_TRUE(glob_matches(stars + "*", text));
  EXPECT_FALSE(glob_matches(braces + "[b]", text));
  EXPECT_FALSE(glob_matches(std::string(50'000, '[') + "*", text));
  EXPECT_FALSE(glob_matches(std::string(50'000, '{') + "*", text));
}

TEST(HasGlob, tells_patterns_from_names) {
  EXPECT_TRUE(has_glob("*.py"));
  EXPECT_TRUE(has_glob("a?"));
  EXPECT_TRUE(has_glob("[ab]"));
  EXPECT_TRUE(has_glob("{a,b}"));
  EXPECT_FALSE(has_glob("api/main.py"));
  EXPECT_FALSE(has_glob("a\\*b"));
}

} // namespace
} // namespace aether
