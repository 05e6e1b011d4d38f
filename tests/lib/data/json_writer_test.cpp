#include "data/json_writer.h"

#include <cmath>
#include <limits>
#include <sstream>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "data/json.h"

namespace aether {
namespace {

template <typename Write>
std::string written(Write write, JsonLayout layout = JsonLayout::compact) {
  std::ostringstream out;
  {
    JsonWriter json(out, layout);
    write(json);
  }
  return out.str();
}

template <typename T> std::string value_of(const T& value) {
  return written([&](JsonWriter& json) { json.value(value); });
}

TEST(JsonWriter, writes_a_document_on_one_line) {
  EXPECT_EQ(written([](JsonWriter& json) {
              json.begin_object().member("a", 1).key("b").begin_array();
              json.value(true).value(nullptr).value("x").end_array().end_object().end_line();
            }),
            "{\"a\":1,\"b\":[true,null,\"x\"]}\n");
}

TEST(JsonWriter, writes_a_pretty_document_with_two_spaces) {
  EXPECT_EQ(written(
                [](JsonWriter& json) {
                  json.begin_object().member("a", 1).key("b").begin_array().value(2).end_array();
                  json.key("c").begin_object().end_object().end_object();
                },
                JsonLayout::pretty),
            "{\n  \"a\": 1,\n  \"b\": [\n    2\n  ],\n  \"c\": {}\n}");
}

TEST(JsonWriter, escapes_what_json_and_terminals_require) {
  EXPECT_EQ(value_of("\xc2\x80\xc2\x9b\xc2\xa0"), "\"\\u0080\\u009b\xc2\xa0\"");
  EXPECT_EQ(value_of("\"\\/\n\r\t\x01\x1b\x7f"), "\"\\\"\\\\/\\n\\r\\t\\u0001\\u001b\\u007f\"");
  EXPECT_EQ(value_of("caf\xC3\xA9"), "\"caf\xC3\xA9\"");
}

TEST(JsonWriter, replaces_invalid_bytes) { EXPECT_EQ(value_of("a\xFF"), "\"a\xEF\xBF\xBD\""); }

TEST(JsonWriter, writes_numbers_that_read_back_the_same) {
  EXPECT_EQ(value_of(std::numeric_limits<std::int64_t>::min()), "-9223372036854775808");
  EXPECT_EQ(value_of(std::numeric_limits<std::uint64_t>::max()), "18446744073709551615");
  for (const double number : {0.1, -1.0 / 3, 1e300, 5e-324, 2.0}) {
    EXPECT_EQ(parse_json(value_of(number), "in").to_number<double>(), number);
  }
}

TEST(JsonWriter, writes_null_for_what_is_no_number) {
  EXPECT_EQ(value_of(std::nan("")), "null");
  EXPECT_EQ(value_of(std::numeric_limits<double>::infinity()), "null");
  EXPECT_EQ(value_of(std::optional<int>()), "null");
}

TEST(JsonWriter, writes_lists_of_text_and_optional_values) {
  EXPECT_EQ(value_of(std::vector<std::string>{"a", "b"}), "[\"a\",\"b\"]");
  EXPECT_EQ(value_of(std::vector<std::string>{}), "[]");
  EXPECT_EQ(value_of(std::optional<int>(3)), "3");
}

TEST(JsonWriter, writes_records_one_a_line) {
  EXPECT_EQ(written([](JsonWriter& json) {
              json.begin_object().member("a", 1).end_object().end_line();
              json.begin_object().member("a", 2).end_object().end_line();
            }),
            "{\"a\":1}\n{\"a\":2}\n");
}

TEST(JsonWriter, hands_over_more_than_its_buffer_holds) {
  const std::string long_text(300'000, 'x');
  EXPECT_EQ(value_of(long_text), fmt::format("\"{}\"", long_text));
}

TEST(JsonWriter, has_written_everything_after_flush) {
  std::ostringstream out;
  JsonWriter json(out);
  json.value("x").flush();
  EXPECT_EQ(out.str(), "\"x\"");
}

} // namespace
} // namespace aether
