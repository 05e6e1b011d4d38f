#include "data/yaml_legacy.h"

#include <gtest/gtest.h>

#include "data/yaml.h"

namespace aether {

namespace {

struct LegacyRow {
  std::string_view scalar;
  std::string_view reading;
};

// What PyYAML 6 makes of them.
constexpr LegacyRow k_rows[] = {
    {"yes", "true"},
    {"No", "false"},
    {"ON", "true"},
    {"off", "false"},
    {"y", ""},
    {"true", ""},
    {"012", "the number 10"},
    {"-012", "the number -10"},
    {"0o14", "a string"},
    {"08", "a string"},
    {"00", ""},
    {"0", ""},
    {"0_1", "the number 1"},
    {"0b101", "the number 5"},
    {"0x1F", ""},
    {"0x_1F", "the number 31"},
    {"-0x1f", "the number -31"},
    {"1_000", "the number 1000"},
    {"1:30", "the number 90"},
    {"-1:30", "the number -90"},
    {"01:30", ""},
    {"1:60", ""},
    {"22:22", "the number 1342"},
    {"190:20:30.15", "the number 685230.15"},
    {"10:00:00Z", ""},
    {"1e3", "a string"},
    {"1.0e3", "a string"},
    {"1.5e+3", ""},
    {"6e-5", "a string"},
    {"1.", ""},
    {".5", ""},
    {"1_0.5", "the number 10.5"},
    {"3.14.15", ""},
    {"1-2", ""},
    {"2025-11-02", "the date 2025-11-02"},
    {"2001-1-1", ""},
    {"2025-11-02T10:00:00", "the time 2025-11-02T10:00:00"},
    {"2025-11-02 10:00:00", "the time 2025-11-02 10:00:00"},
    {"2001-12-14t21:59:43.10-05:00", "the time 2001-12-14t21:59:43.10-05:00"},
    {"2025-1-1x", ""},
    {"=", "an error"},
    {"~", ""},
    {".inf", ""},
    {"a:b", ""},
    {"0123abc", ""},
    {"-.5", "a string"},
    {"+.5", "a string"},
    {"-.5e+3", "a string"},
    {".5e+3", ""},
    {"+0x1F", "the number 31"},
    {"07", ""},
    {"-01", ""},
    {"007", ""},
    {"010", "the number 8"},
    {"-0o17", ""},
    {"+0o17", ""},
    {"._5", ""},
    {"._", ""},
    {"-.5_", ""},
    {"-1_000.5", "the number -1000.5"},
    {"09999999999999999999", "a string"},
    {"0x_", "an error"},
    {"0x123456789ABCDEF01", "a number"},
    {"+.inf", ""},
    {".NaN", ""},
    {"2025-11-02T10:00:00+0100", ""},
    {"2025-11-02 10:00:00 foo", ""},
    {"2025-11-02T10:00:00X", ""},
    {"2025-11-02T10:00:00.5 +1:30", "the time 2025-11-02T10:00:00.5 +1:30"},
    {"2025-1-2 1:00:00Z", "the time 2025-1-2 1:00:00Z"},
    {"2025-13-01", "an error"},
};

TEST(YamlLegacy, tells_how_readers_of_1_1_take_a_scalar) {
  for (const LegacyRow& row : k_rows) {
    EXPECT_EQ(yaml::legacy_reading(row.scalar), row.reading) << row.scalar;
  }
}

TEST(YamlLegacy, is_told_beside_the_number_that_it_is_here) {
  const Document document = parse_yaml("- 09999999999999999999\n- 1e3\n", "x.yaml");
  ASSERT_EQ(document.ambiguities.size(), 2U);
  EXPECT_EQ(document.ambiguities[0].reading, "the number 9999999999999999999");
  EXPECT_EQ(document.ambiguities[1].reading, "the number 1000");
}

TEST(YamlLegacy, is_noted_a_thousand_times_at_most) {
  std::string text;
  for (int i = 0; i < 1'500; ++i) {
    text += "- no\n";
  }
  EXPECT_EQ(parse_yaml(text, "x.yaml").ambiguities.size(), k_max_ambiguities);
}

TEST(YamlLegacy, is_noted_once_for_each_scalar_with_its_place) {
  const Document document = parse_yaml("on: &a [no, 'no', !!str no]\nb: *a\nc: 012\n", "x.yaml");
  ASSERT_EQ(document.ambiguities.size(), 3U);
  EXPECT_EQ(document.ambiguities[0].text, "on");
  EXPECT_EQ(document.ambiguities[0].at, (Position{1, 1}));
  EXPECT_EQ(document.ambiguities[1].at, (Position{1, 9}));
  EXPECT_EQ(document.ambiguities[2].at, (Position{3, 4}));
}

} // namespace

} // namespace aether
