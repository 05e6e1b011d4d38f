#include "data/json_schema/schema.h"

#include <gmock/gmock.h>

#include <limits>
#include <string>

#include <fmt/format.h>

#include "data/json.h"

namespace aether::json_schema {

namespace {

using testing::HasSubstr;

Schema schema(std::string_view text) { return Schema(parse_json(text, "schema"), {}); }

// `POINTER: message (hint)` of each problem, a line each; `key` where the key is meant.
std::string told(std::string_view schema_text, std::string_view instance) {
  std::string lines;
  for (const Problem& problem : schema(schema_text).evaluate(parse_json(instance, "instance"))) {
    lines += fmt::format("{}{}: {}{}\n", problem.at_key ? "key " : "", problem.instance,
                         problem.message, problem.hint.empty() ? "" : " (" + problem.hint + ")");
  }
  return lines;
}

std::string why_not(std::string_view schema_text) {
  try {
    (void)schema(schema_text);
    return "";
  } catch (const SchemaError& error) {
    return error.pointer() + ": " + error.what();
  }
}

TEST(Schema, tells_all_that_is_wrong_where_it_is) {
  EXPECT_EQ(told(R"({"properties": {"a": {"type": "integer"}, "b": {"minLength": 3}},
                     "required": ["c"]})",
                 R"({"a": "x", "b": "yz"})"),
            ": `c` is missing\n"
            "/a: expected an integer, found a string\n"
            "/b: has 2 characters, at least 3 are asked for\n");
}

TEST(Schema, offers_the_nearest_known_key) {
  EXPECT_EQ(
      told(R"({"properties": {"enabled": true, "name": true}, "additionalProperties": false})",
           R"({"enabeld": true})"),
      "key /enabeld: unknown key `enabeld` (did you mean `enabled`?)\n");
}

TEST(Schema, offers_the_nearest_choice) {
  EXPECT_EQ(told(R"({"enum": ["service", "library", 3]})", R"("servce")"),
            ": `servce` is not one of `service`, `library` and 3 (did you mean `service`?)\n");
}

TEST(Schema, says_what_its_author_wrote_for_people) {
  EXPECT_EQ(told(R"({"maximum": 65535, "x-hint": "ports end at 65535"})", "70000"),
            ": 70000 is above the maximum 65535 (ports end at 65535)\n");
}

TEST(Schema, tells_of_the_alternative_that_comes_nearest) {
  constexpr std::string_view k_schema = R"({"anyOf": [
      {"title": "a service", "properties": {"type": {"const": "service"}, "url": {"type": "string"}},
       "required": ["type", "url"]},
      {"title": "a library", "properties": {"type": {"const": "library"}}, "required": ["type"]},
      {"type": "string"}]})";
  EXPECT_EQ(told(k_schema, R"({"type": "service"})"),
            ": `url` is missing (of 3 alternatives `a service` comes nearest)\n");
  EXPECT_EQ(told(R"({"anyOf": [{"type": "string"}, {"type": "null"}]})", "[]"),
            ": expected a string or null, found an empty array\n");
}

TEST(Schema, says_which_alternatives_fit_where_one_may) {
  EXPECT_EQ(told(R"({"oneOf": [{"type": "integer"}, {"minimum": 2}]})", "5"),
            ": fits alternatives 1 and 2 of 2, and may fit one only\n");
}

TEST(Schema, reports_keys_that_nothing_looked_at_once_all_else_is_well) {
  constexpr std::string_view k_schema = R"({"allOf": [{"properties": {"a": {"type": "integer"}}}],
                                            "unevaluatedProperties": false})";
  EXPECT_EQ(told(k_schema, R"({"a": 1, "b": 2})"), "key /b: unknown key `b`\n");
  EXPECT_EQ(told(k_schema, R"({"a": "x", "b": 2})"), "/a: expected an integer, found a string\n");
}

TEST(Schema, takes_whole_doubles_for_integers_and_compares_numbers_exactly) {
  EXPECT_TRUE(schema(R"({"type": "integer"})").is_valid(parse_json("4.0", "")));
  EXPECT_TRUE(schema(R"({"const": 1})").is_valid(parse_json("1.0", "")));
  EXPECT_TRUE(schema(R"({"multipleOf": 0.0001})").is_valid(parse_json("0.0075", "")));
  EXPECT_FALSE(schema(R"({"multipleOf": 0.0001})").is_valid(parse_json("0.00751", "")));
  EXPECT_FALSE(
      schema(R"({"const": 9007199254740993})").is_valid(parse_json("9007199254740992.0", "")));
}

TEST(Schema, says_where_a_schema_is_none) {
  struct Row {
    std::string_view schema;
    std::string_view said;
  };
  for (const Row& row : {
           Row{R"({"type": "strin"})", "/type: `type` is one of"},
           Row{R"({"properties": {"a": {"minLength": -1}}})", "/properties/a/minLength: "},
           Row{R"({"pattern": "("})", "/pattern: `(` is no regular expression"},
           Row{R"({"items": 3})", "/items: `items` is a schema"},
           Row{R"({"$ref": "#/$defs/none"})",
               "/$ref: the reference leads to #/$defs/none, which is not there"},
           Row{R"({"$ref": "http://example.invalid/x.json"})", "--schema-map"},
           Row{R"({"$schema": "http://example.invalid/own"})", "/$schema: the dialect"},
           Row{R"({"allOf": {}})", "/allOf: `allOf` is a list of schemas"},
           Row{R"({"multipleOf": 0})", "/multipleOf: `multipleOf` is above zero"},
           Row{"3", ": a schema is an object or a boolean"},
       }) {
    EXPECT_THAT(why_not(row.schema), HasSubstr(std::string(row.said))) << row.schema;
  }
}

TEST(Schema, is_held_to_its_own_metaschema) {
  EXPECT_TRUE(check_schema(parse_json(R"({"type": "string"})", ""), {}).empty());
  EXPECT_FALSE(check_schema(parse_json(R"({"uniqueItems": 3})", ""), {}).empty());
  EXPECT_FALSE(check_schema(parse_json(R"({"$schema": "http://json-schema.org/draft-07/schema#",
                                           "required": 3})",
                                       ""),
                            {})
                   .empty());
}

// What is made to take for ever.

TEST(HostileSchema, that_refers_to_itself_is_an_error) {
  EXPECT_THROW((void)schema(R"({"$ref": "#"})").is_valid(parse_json("1", "")), Error);
  EXPECT_THROW((void)schema(R"({"allOf": [{"$ref": "#/$defs/a"}],
                                "$defs": {"a": {"anyOf": [{"$ref": "#"}, {"$ref": "#/$defs/a"}]}}})")
                   .is_valid(parse_json("1", "")),
               Error);
}

std::string doubling(std::string_view combinator, std::string_view last, int levels) {
  std::string text = R"({"$ref": "#/$defs/d0", "$defs": {)";
  for (int i = 0; i < levels; ++i) {
    text +=
        fmt::format(R"("d{}": {{"{}": [{{"$ref": "#/$defs/d{}"}}, {{"$ref": "#/$defs/d{}"}}]}}, )",
                    i, combinator, i + 1, i + 1);
  }
  return text + fmt::format(R"("d{}": {}}}}})", levels, last);
}

TEST(HostileSchema, of_two_to_the_power_of_many_ways_ends_soon) {
  for (const std::string_view combinator : {"allOf", "anyOf", "oneOf"}) {
    for (const std::string_view last : {R"({"type": "string"})", R"({"type": "integer"})",
                                        R"({"unevaluatedProperties": false})"}) {
      const Schema hostile = schema(doubling(combinator, last, 60));
      (void)hostile.evaluate(parse_json("1", ""));
      (void)hostile.evaluate(parse_json(R"({"a": 1})", ""));
    }
  }
}

bool matches(std::string_view pattern, std::string_view text) {
  return schema(fmt::format(R"({{"pattern": "{}"}})", pattern))
      .is_valid(parse_json(fmt::format("\"{}\"", text), "instance"));
}

TEST(SchemaPattern, reads_two_surrogates_as_the_character_that_they_are) {
  EXPECT_TRUE(matches(R"(^\\ud83d\\udc32*$)", "\U0001F432\U0001F432"));
  EXPECT_FALSE(matches(R"(^\\ud83d\\udc32*$)", "\U0001F432\U0001F409"));
  EXPECT_TRUE(matches(R"(^[\\ud83d\\udc32-\\ud83d\\udc33]$)", "\U0001F433"));
  EXPECT_FALSE(matches(R"(\\ud83d)", "\U0001F432"));
}

TEST(SchemaPattern, knows_line_ends_and_tabs_as_ecma_262_does) {
  EXPECT_FALSE(matches("^a.b$", "a\u2028b"));
  EXPECT_FALSE(matches("^a.b$", "a\\rb"));
  EXPECT_TRUE(matches("^a.b$", "a\\u0085b"));
  EXPECT_TRUE(matches("^a[.]b$", "a.b"));
  EXPECT_FALSE(matches("^[.]$", "x"));
  EXPECT_TRUE(matches(R"(\\v)", "\\u000b"));
  EXPECT_FALSE(matches(R"(\\v)", "\\n"));
  EXPECT_TRUE(matches("^[[:alpha]+$", "[:ph"));
}

TEST(Schema, takes_infinity_for_no_multiple) {
  boost::json::value endless(std::numeric_limits<double>::infinity());
  EXPECT_FALSE(schema(R"({"multipleOf": 2})").is_valid(endless));
}

TEST(HostileSchema, whose_pattern_backtracks_for_ever_is_told_of) {
  const std::string text = '"' + std::string(50'000, 'a') + "b\"";
  EXPECT_THAT(told(R"({"pattern": "^(a+)+$"})", text), HasSubstr("takes too many steps"));
}

TEST(HostileSchema, whose_pattern_scans_for_ever_or_again_and_again_is_told_of) {
  const std::string text = '"' + std::string(1'000'000, 'a') + '"';
  EXPECT_THAT(told(R"({"pattern": "a*[bc]"})", text), HasSubstr("takes too many steps"));
  EXPECT_THAT(told(R"({"pattern": "[A-Z]foo"})", text), HasSubstr("does not match"));
  std::string many = "[1";
  for (int i = 0; i < 20'000; ++i) {
    many += ",\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!\"";
  }
  EXPECT_THAT(told(R"({"items": {"pattern": "^(a+)+$"}})", many + "]"),
              HasSubstr("takes too many steps"));
}

TEST(HostileSchema, of_many_dynamic_scopes_ends_soon) {
  std::string text = R"({"$id": "http://x/root", "anyOf": [{"$ref": "a0"},
                        {"$dynamicRef": "http://x/b0#m"}], "$defs": {)";
  for (int i = 0; i < 40; ++i) {
    text += fmt::format(R"("a{0}": {{"$id": "http://x/a{0}", "anyOf": [{{"$ref": "b{0}"}},
                           {{"$ref": "c{0}"}}]}}, )",
                        i);
    for (const char part : {'b', 'c'}) {
      text += fmt::format(R"("{1}{0}": {{"$id": "http://x/{1}{0}", "$dynamicAnchor": "m",
                             "$ref": "a{2}"}}, )",
                          i, part, i + 1);
    }
  }
  const Schema hostile = schema(text + R"("a40": {"$id": "http://x/a40", "required": ["zz"]}}})");
  EXPECT_FALSE(hostile.is_valid(parse_json(R"({"a": 1})", "")));
  EXPECT_TRUE(hostile.is_valid(parse_json(R"({"zz": 1})", "")));
}

TEST(Schema, looks_at_each_key_however_many_there_were_before) {
  std::string text = R"({"warm": [0)";
  for (int i = 0; i < 250'000; ++i) {
    text += ",0";
  }
  text += R"(], "names": {"x": 1, "good": 2, "better": 3}})";
  EXPECT_EQ(told(R"({"properties": {"warm": {"items": {"type": "integer"}},
                     "names": {"propertyNames": {"minLength": 3}}}})",
                 text),
            "key /names/x: the key `x` is not one that may stand here\n");
}

TEST(Schema, tells_once_what_several_parts_share) {
  EXPECT_EQ(told(R"({"$defs": {"base": {"required": ["id"]},
                               "x": {"allOf": [{"$ref": "#/$defs/base"}]},
                               "y": {"allOf": [{"$ref": "#/$defs/base"}]}},
                     "allOf": [{"$ref": "#/$defs/x"}, {"$ref": "#/$defs/y"}]})",
                 "{}"),
            ": `id` is missing\n");
}

TEST(Schema, shows_no_secret) {
  EXPECT_EQ(told(R"({"properties": {"password": {"pattern": "^x"}}})", R"({"password": "geheim"})"),
            "/password: the value does not match `^x`\n");
  EXPECT_EQ(
      told(R"({"properties": {"a": {"writeOnly": true, "type": "string"}}})", R"({"a": 123})"),
      "/a: expected a string, found a number\n");
  EXPECT_EQ(told(R"({"properties": {"url": {"const": 1}}})", R"({"url": "http://a:geheim@b"})"),
            "/url: `http://a:***@b` is not 1\n");
}

TEST(Schema, gives_its_own_hint_where_no_name_is_near) {
  constexpr std::string_view k_schema =
      R"({"properties": {"alpha": {}}, "additionalProperties": false, "x-hint": "OWN"})";
  EXPECT_EQ(told(k_schema, R"({"alpah": 1})"),
            "key /alpah: unknown key `alpah` (did you mean `alpha`?)\n");
  EXPECT_EQ(told(k_schema, R"({"zzzzz": 1})"), "key /zzzzz: unknown key `zzzzz` (OWN)\n");
  EXPECT_EQ(told(R"({"patternProperties": {"^b": false}})", R"({"bad": {"x": 1}})"),
            "key /bad: unknown key `bad`\n");
}

TEST(CheckSchema, holds_resources_inside_against_their_own_draft) {
  const auto check = [](std::string_view text) {
    return check_schema(parse_json(text, ""), {}).size();
  };
  EXPECT_EQ(check(R"({"$schema": "https://json-schema.org/draft/2020-12/schema", "$defs": {"o":
                      {"$id": "http://x/o", "$schema": "http://json-schema.org/draft-07/schema#",
                       "items": [{"type": "string"}]}}})"),
            0U);
  EXPECT_EQ(check(R"({"$schema": "https://json-schema.org/draft/2020-12/schema", "$defs": {"o":
                      {"$id": "http://x/o", "$schema": "http://json-schema.org/draft-07/schema#",
                       "items": [{"type": "strin"}]}}})"),
            1U);
}

TEST(HostileSchema, with_many_problems_tells_of_some) {
  std::string items = "[0";
  for (int i = 0; i < 100'000; ++i) {
    items += ",0";
  }
  std::size_t more = 0;
  const auto problems =
      schema(R"({"items": {"type": "string"}})").evaluate(parse_json(items + "]", ""), &more);
  EXPECT_EQ(problems.size(), 1000U);
  EXPECT_EQ(more, 99'001U);
}

} // namespace

} // namespace aether::json_schema
