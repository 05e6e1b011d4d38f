#include "data/json.h"

#include <string>

#include <boost/json/serialize.hpp>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.h"

namespace aether {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

std::string error_of(std::string_view text, const JsonLimits& limits = {}) {
  try {
    (void)parse_json(text, "in", limits);
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ExitCode::bad_input);
    return error.what();
  }
  return "no error";
}

std::string round_trip(std::string_view text) {
  return boost::json::serialize(parse_json(text, "in"));
}

TEST(ParseJson, reads_every_kind_of_value) {
  const std::string text = R"({"a":[1,-2,true,false,null,"x"],"b":{"c":18446744073709551615}})";
  EXPECT_EQ(round_trip(text), text);
  EXPECT_EQ(parse_json("7", "in"), boost::json::value(7));
  EXPECT_EQ(round_trip(" [ ] \n"), "[]");
}

TEST(ParseJson, keeps_the_order_of_members) {
  EXPECT_EQ(round_trip(R"({"z":1,"a":2,"m":3})"), R"({"z":1,"a":2,"m":3})");
}

TEST(ParseJson, reads_doubles_to_the_last_digit) {
  for (const double number : {0.1, 1.0 / 3, 5e-324, 1.7976931348623157e308, -2.5e-7,
                              1234567.1250000002, 0.30000000000000004}) {
    EXPECT_EQ(parse_json(fmt::format("[{}]", number), "in").at(0).as_double(), number);
  }
  EXPECT_EQ(parse_json("1e-999", "in").as_double(), 0.0);
  EXPECT_EQ(parse_json("123456789012345678901234567890", "in").as_double(),
            123456789012345678901234567890.0);
}

TEST(ParseJson, decodes_escapes) {
  EXPECT_EQ(parse_json(R"("\u00e9\n\"\/\ud83d\ude00")", "in").as_string(),
            "\xC3\xA9\n\"/\xF0\x9F\x98\x80");
}

TEST(ParseJson, passes_over_a_byte_order_mark) { EXPECT_EQ(round_trip("\xEF\xBB\xBF[1]"), "[1]"); }

TEST(ParseJson, says_that_input_is_empty) {
  EXPECT_EQ(error_of(""), "in: is empty: did the program before it fail?");
  EXPECT_EQ(error_of(" \n\t"), "in: is empty: did the program before it fail?");
}

TEST(ParseJson, says_that_input_is_truncated) {
  for (const char* text : {"{", "[1,", R"({"a)", R"({"a":)", "tru", "\"abc", "[1", R"(["\u12)", "-",
                           "1e", "[\"\xC3"}) {
    EXPECT_THAT(error_of(text), testing::AnyOf(HasSubstr("ends in the middle of the document"),
                                               HasSubstr("invalid UTF-8")))
        << text;
  }
  EXPECT_EQ(error_of("{\n \"a\": 1,"), "in:2:9: ends in the middle of the document");
}

TEST(ParseJson, says_where_an_error_is_in_code_points) {
  EXPECT_EQ(error_of("[1 2]"), "in:1:4: unexpected `2`");
  EXPECT_EQ(error_of("[\n  \"\xC3\xA9\", x]"), "in:2:8: unexpected `x`");
  EXPECT_EQ(error_of("{\"a\" 1}"), "in:1:6: unexpected `1`");
  EXPECT_EQ(error_of("['a']"), "in:1:2: unexpected `'`: strings are quoted with `\"`");
  EXPECT_EQ(error_of("[1,]"), "in:1:4: unexpected `]`");
}

TEST(ParseJson, refuses_text_after_the_document) {
  EXPECT_EQ(error_of("{} x"), "in:1:4: unexpected `x` after the end of the document");
  EXPECT_EQ(error_of("{}\n{}"), "in:2:1: unexpected `{` after the end of the document");
}

TEST(ParseJson, refuses_what_json_is_not) {
  for (const char* text : {"// c\n1", "[01]", "[+1]", "[.5]", "[1.]", "NaN", "[Infinity]", "[0x1]",
                           "{a:1}", "[\"a\nb\"]", "[\"\\x\"]", "[\"\\ud800\"]"}) {
    EXPECT_THAT(error_of(text), StartsWith("in:")) << text;
  }
}

TEST(ParseJson, refuses_invalid_utf8) {
  EXPECT_EQ(error_of("[\"a\xFF\"]"), "in:1:4: invalid UTF-8");
  EXPECT_EQ(error_of("{\"\xC0\x80\": 1}"), "in:1:3: invalid UTF-8");
}

TEST(ParseJson, refuses_numbers_out_of_range) {
  EXPECT_EQ(error_of("[1e999]"), "in:1:2: number out of range");
  EXPECT_EQ(error_of("[1,\n -1.5E+999 , 2]"), "in:2:2: number out of range");
  EXPECT_EQ(error_of("1e400"), "in:1:1: number out of range");
}

TEST(ParseJson, refuses_duplicate_keys) {
  EXPECT_EQ(error_of("{\"a\": 1,\n \"b\": 2, \"a\": 3}"),
            "in:2:10: duplicate key `a`, first on line 1");
  EXPECT_EQ(error_of(R"([{"x": {"k": "k", "\u006b": 2}}])"),
            "in:1:19: duplicate key `k`, first on line 1");
  EXPECT_THAT(error_of(R"({"a": {"b": 1, "b": 2}, "a": 1})"), HasSubstr("duplicate key"));
}

TEST(ParseJson, takes_equal_keys_of_different_objects) {
  EXPECT_EQ(round_trip(R"([{"a":{"a":"a"}},{"a":1}])"), R"([{"a":{"a":"a"}},{"a":1}])");
}

TEST(ParseJson, bounds_the_depth) {
  const std::string deep = std::string(200, '[') + std::string(200, ']');
  EXPECT_EQ(round_trip(deep), deep);
  EXPECT_THAT(error_of(fmt::format("[{}]", deep)), HasSubstr("nested deeper than 200 levels"));
  EXPECT_THAT(error_of("[[1]]", {.depth = 1}), HasSubstr("nested deeper than 1 levels"));
  EXPECT_THAT(error_of(std::string(1'000'000, '[')), HasSubstr("nested deeper"));
}

TEST(ParseJson, bounds_the_number_of_values) {
  EXPECT_EQ(error_of(R"({"a": [1, "x", null, true]})", {.values = 6}), "no error");
  for (const char* text : {"[1, 2]", "[[], {}]", R"(["a", "b"])", R"({"a": null, "b": 1.5})",
                           "[true, false]", "[18446744073709551615, 1]"}) {
    EXPECT_EQ(error_of(text, {.values = 3}), "no error") << text;
    EXPECT_THAT(error_of(text, {.values = 2}), HasSubstr("more than 2 values")) << text;
  }
}

TEST(ParseJson, shows_control_characters_as_escapes) {
  EXPECT_EQ(error_of("[\x1b]"), "in:1:2: unexpected control character `\\x1b`");
}

std::string schema_error_of(std::string_view text) {
  try {
    expect_schema(parse_json(text, "in"), "in", "aether/job_tracer/export/1",
                  "job_tracer export -");
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ExitCode::bad_input);
    return error.what();
  }
  return "no error";
}

TEST(ExpectSchema, takes_the_document_that_is_expected) {
  EXPECT_EQ(schema_error_of(R"({"schema": "aether/job_tracer/export/1"})"), "no error");
}

TEST(ExpectSchema, says_what_was_expected_and_what_came) {
  EXPECT_EQ(schema_error_of("[]"),
            "in: expected an aether/job_tracer/export/1 document (from `job_tracer export -`), "
            "but it is an array");
  EXPECT_THAT(schema_error_of("{}"), HasSubstr("but it is an object that names no schema"));
  EXPECT_THAT(schema_error_of(R"({"schema": 1})"), HasSubstr("names no schema"));
  EXPECT_THAT(schema_error_of(R"({"schema": "aether/job_tracer/export/2"})"),
              HasSubstr("but it is a document of schema aether/job_tracer/export/2"));
}

} // namespace
} // namespace aether
