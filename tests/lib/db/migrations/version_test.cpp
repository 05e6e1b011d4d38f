#include "db/migrations/version.h"

#include <compare>
#include <string>

#include <gtest/gtest.h>

namespace aether::migrations {
namespace {

TEST(LeadingDigits, end_at_the_first_other_character) {
  EXPECT_EQ(leading_digits("001_a"), "001");
  EXPECT_EQ(leading_digits("20251105120000-a"), "20251105120000");
  EXPECT_EQ(leading_digits("12"), "12");
  EXPECT_EQ(leading_digits("1a2"), "1");
  for (const std::string_view text : {"", "a1", "_1", "-1", "+1", " 1", "\xD9\xA1_a", "\xC2\xB2"}) {
    EXPECT_EQ(leading_digits(text), "") << text;
  }
}

TEST(IsNumber, takes_digits_only) {
  EXPECT_TRUE(is_number("0"));
  EXPECT_TRUE(is_number("007"));
  EXPECT_TRUE(is_number(std::string(1000, '9')));
  for (const std::string_view text : {"", "1a", "a", "-1", "+1", "1.0", "1 ", " 1", "0x1", "1e3"}) {
    EXPECT_FALSE(is_number(text)) << text;
  }
}

TEST(CompareNumbers, goes_by_value_at_any_length) {
  struct Row {
    std::string less;
    std::string greater;
  };
  for (const auto& [less, greater] : {
           Row{"9", "10"},
           Row{"0", "1"},
           Row{"", "1"},
           Row{"009", "10"},
           Row{"0009", "010"},
           Row{"001", "0002"},
           Row{"999", "20251105120000"},
           Row{"18446744073709551615", "18446744073709551616"},
           Row{"9223372036854775807", "9223372036854775808"},
           Row{std::string(50, '9'), "1" + std::string(50, '0')},
           Row{"1" + std::string(300, '0'), "1" + std::string(299, '0') + "1"},
           Row{std::string(500, '0') + "1", "2"},
       }) {
    EXPECT_TRUE(std::is_lt(compare_numbers(less, greater))) << less << ' ' << greater;
    EXPECT_TRUE(std::is_gt(compare_numbers(greater, less))) << less << ' ' << greater;
    EXPECT_FALSE(same_version(less, greater)) << less << ' ' << greater;
  }
}

TEST(CompareNumbers, passes_over_zeros_in_front) {
  struct Row {
    std::string a;
    std::string b;
  };
  for (const auto& [a, b] :
       {Row{"7", "007"}, Row{"0", "000"}, Row{"10", "10"}, Row{std::string(99, '0') + "5", "5"}}) {
    EXPECT_TRUE(std::is_eq(compare_numbers(a, b))) << a << ' ' << b;
    EXPECT_TRUE(same_version(a, b)) << a << ' ' << b;
  }
}

TEST(SameVersion, takes_what_is_no_number_as_text) {
  EXPECT_TRUE(same_version("schema", "schema"));
  EXPECT_TRUE(same_version("", ""));
  EXPECT_FALSE(same_version("schema", "Schema"));
  EXPECT_FALSE(same_version("7a", "07a"));
  EXPECT_FALSE(same_version("7", "7 "));
  EXPECT_FALSE(same_version("0", ""));
}

} // namespace
} // namespace aether::migrations
