#include "data/yaml_legacy.h"

#include <gtest/gtest.h>

#include "data/yaml.h"

namespace aether {

namespace {

struct Row {
  std::string_view scalar;
  std::string_view reading;
};

// What PyYAML 6 makes of them.
constexpr Row k_rows[] = {
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
};

TEST(YamlLegacy, tells_how_readers_of_1_1_take_a_scalar) {
  for (const Row& row : k_rows) {
    EXPECT_EQ(yaml::legacy_reading(row.scalar), row.reading) << row.scalar;
  }
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
