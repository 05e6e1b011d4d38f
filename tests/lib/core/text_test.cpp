#include "core/text.h"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

namespace aether {
namespace {

TEST(Text, lower_case_and_comparison_are_ascii_only) {
  EXPECT_EQ(to_lower("AbZ-\xC3\x89"), "abz-\xC3\x89");
  EXPECT_TRUE(equals_ignoring_case("Content-Type", "content-TYPE"));
  EXPECT_FALSE(equals_ignoring_case("a", "ab"));
  EXPECT_TRUE(starts_with_ignoring_case("POSTGRES://x", "postgres:"));
  EXPECT_FALSE(starts_with_ignoring_case("pg", "postgres"));
}

TEST(Text, trim_takes_blanks_but_no_newline) {
  EXPECT_EQ(trim(" \t a b \r"), "a b");
  EXPECT_EQ(trim_left("  a "), "a ");
  EXPECT_EQ(trim_right(" a\n"), " a\n");
  EXPECT_EQ(trim("   "), "");
}

TEST(Utf8, knows_the_length_of_each_sequence) {
  EXPECT_EQ(utf8_sequence_length("a", 0), 1U);
  EXPECT_EQ(utf8_sequence_length("\xC3\xA9", 0), 2U);
  EXPECT_EQ(utf8_sequence_length("\xE2\x82\xAC", 0), 3U);
  EXPECT_EQ(utf8_sequence_length("\xF0\x9F\x98\x80", 0), 4U);
  EXPECT_EQ(utf8_sequence_length("a", 1), 0U);
}

TEST(Utf8, refuses_overlong_forms_surrogates_and_what_lies_above_unicode) {
  EXPECT_EQ(utf8_sequence_length("\xC0\x80", 0), 0U);
  EXPECT_EQ(utf8_sequence_length("\xE0\x80\x80", 0), 0U);
  EXPECT_EQ(utf8_sequence_length("\xED\xA0\x80", 0), 0U);
  EXPECT_EQ(utf8_sequence_length("\xF0\x80\x80\x80", 0), 0U);
  EXPECT_EQ(utf8_sequence_length("\xF4\x90\x80\x80", 0), 0U);
  EXPECT_EQ(utf8_sequence_length("\xC3", 0), 0U);
  EXPECT_EQ(utf8_sequence_length("\x80", 0), 0U);
}

TEST(Utf8, finds_the_first_invalid_byte) {
  EXPECT_EQ(find_invalid_utf8("plain \xC3\xA9"), std::string_view::npos);
  EXPECT_EQ(find_invalid_utf8("\xC3\xA9\xFF"), 2U);
  EXPECT_EQ(find_invalid_utf8("ab\xE2\x82"), 2U);
}

TEST(Utf8, replaces_each_invalid_byte) {
  EXPECT_EQ(to_valid_utf8("a\xFF\xFE"
                          "b"),
            "a\xEF\xBF\xBD\xEF\xBF\xBD"
            "b");
  EXPECT_EQ(to_valid_utf8("\xC3\xA9"), "\xC3\xA9");
}

TEST(NameOfAFile, is_told_apart_from_every_other_and_found_again) {
  const std::vector<std::string> names = {"b\xFF.py",
                                          "b\xFE.py",
                                          "b\\xff.py",
                                          "b\xEF\xBF\xBD.py",
                                          "b\\x5cxff.py",
                                          "b\\\xFF",
                                          "b\\x5\xFF"
                                          "c",
                                          "caf\xC3\xA9",
                                          "b\\xFF.py",
                                          "\\xc3\\xa9",
                                          "\\\\xff",
                                          "a\\nb\n"};
  std::set<std::string> texts;
  for (const std::string& name : names) {
    const std::string text = text_of_name(name);
    EXPECT_EQ(find_invalid_utf8(text), std::string::npos) << text;
    EXPECT_EQ(name_of_text(text), name);
    EXPECT_TRUE(texts.insert(text).second) << text;
  }
  EXPECT_EQ(text_of_name("b\xFF.py"), "b\\xff.py");
  EXPECT_EQ(text_of_name("b\\xff.py"), "b\\x5cxff.py");
  EXPECT_EQ(text_of_name("plain\\x41.py"), "plain\\x41.py");
}

TEST(Utf8, counts_code_points) {
  EXPECT_EQ(count_code_points(""), 0U);
  EXPECT_EQ(count_code_points("a\xC3\xA9\xF0\x9F\x98\x80"), 3U);
}

TEST(DisplayWidth, is_one_column_for_each_character_of_most_scripts) {
  EXPECT_EQ(display_width(""), 0U);
  EXPECT_EQ(display_width("plain ASCII"), 11U);
  EXPECT_EQ(display_width("caf\xC3\xA9"), 4U);
  EXPECT_EQ(display_width("\xD0\x96\xE2\x82\xAC"), 2U);
}

TEST(DisplayWidth, is_two_columns_for_wide_characters_and_pictures) {
  EXPECT_EQ(display_width("\xE6\x97\xA5\xE6\x9C\xAC"), 4U); // U+65E5 U+672C
  EXPECT_EQ(display_width("\xED\x95\x9C"), 2U);             // U+D55C
  EXPECT_EQ(display_width("\xEF\xBC\xA1"), 2U);             // U+FF21
  EXPECT_EQ(display_width("\xF0\xA0\x80\x80"), 2U);         // U+20000
  EXPECT_EQ(display_width("\xF0\x9F\x98\x80 ok"), 5U);      // U+1F600
}

TEST(DisplayWidth, is_nothing_for_marks_that_combine) {
  EXPECT_EQ(display_width("e\xCC\x81"), 1U);                // U+0301
  EXPECT_EQ(display_width("\xE6\x97\xA5\xCC\x81"), 2U);     // U+65E5 U+0301
  EXPECT_EQ(display_width("\xE2\x9C\x94\xEF\xB8\x8F"), 1U); // U+2714 U+FE0F
}

TEST(DisplayWidth, is_one_column_for_each_invalid_byte) {
  EXPECT_EQ(display_width("a\xFF\x80\x80"), 4U);
  EXPECT_EQ(display_width("\xE6\x97"), 2U);
}

TEST(Printable, lets_no_escape_sequence_through) {
  EXPECT_EQ(printable("\x1b[31mred\x1b[0m"), "\\x1b[31mred\\x1b[0m");
  EXPECT_EQ(printable("a\nb\rc\td"), "a\\nb\\rc\td");
  EXPECT_EQ(printable("\x7F"), "\\x7f");
  EXPECT_EQ(printable("\xC2\x9B"), "\\u009b");
}

TEST(Printable, lets_no_line_read_otherwise_than_it_is) {
  EXPECT_EQ(printable("a\xE2\x80\xAE"
                      "b\xE2\x81\xA6\xD8\x9C\xE2\x80\xA8"),
            "a\\u202eb\\u2066\\u061c\\u2028");
  EXPECT_EQ(printable("\xE2\x80\x93\xE2\x82\xAC"), "\xE2\x80\x93\xE2\x82\xAC");
}

TEST(Printable, shows_no_two_names_alike) {
  std::set<std::string> shown;
  for (const std::string name :
       {"new\nline", "new\\nline", "new\\\\nline", "tab\t", "tab\\t", "b\xFF", "b\\xff", "b\\\\xff",
        "\x07", "\\x07", "\xC2\x85", "\\u0085", "b\\"}) {
    EXPECT_TRUE(shown.insert(printable_name(text_of_name(name))).second) << name;
  }
  EXPECT_EQ(printable_name(text_of_name("b\xFF\n.py")), "b\\xff\\n.py");
  EXPECT_EQ(printable_name("back\\slash"), "back\\slash");
}

TEST(Printable, keeps_text_and_shows_invalid_bytes) {
  EXPECT_EQ(printable("caf\xC3\xA9 \xC2\xA0"), "caf\xC3\xA9 \xC2\xA0");
  EXPECT_EQ(printable("\xFFx"), "\\xffx");
}

TEST(Text, decodes_percent_codes_and_keeps_what_is_none) {
  EXPECT_EQ(percent_decoded("a%25b%2fc%zz%"), "a%b/c%zz%");
  EXPECT_EQ(percent_decoded("%41%4"), "A%4");
}

} // namespace
} // namespace aether
