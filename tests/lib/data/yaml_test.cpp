#include "data/yaml.h"

#include <cmath>
#include <string>

#include <boost/json/serialize.hpp>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.h"

namespace aether {

void PrintTo(const Position& position, std::ostream* out) {
  *out << position.line << ':' << position.column;
}

namespace {

using testing::HasSubstr;

std::string json_of_yaml(std::string_view text) {
  return boost::json::serialize(parse_yaml(text, "in").root);
}

std::string error_of_yaml(std::string_view text) {
  try {
    (void)parse_yaml(text, "in");
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ExitCode::bad_input);
    return error.what();
  }
  return "no error";
}

TEST(ParseYaml, reads_mappings_and_lists_in_their_order) {
  EXPECT_EQ(json_of_yaml("b: 1\na:\n  - x\n  - {k: [v]}\n"), R"({"b":1,"a":["x",{"k":["v"]}]})");
  EXPECT_EQ(json_of_yaml("a:\n- 1\n- - 2\n"), R"({"a":[1,[2]]})");
  EXPECT_EQ(json_of_yaml("[a: b, c]"), R"([{"a":"b"},"c"])");
}

TEST(ParseYaml, reads_text_without_a_document_as_null) {
  EXPECT_EQ(json_of_yaml(""), "null");
  EXPECT_EQ(json_of_yaml("# only a comment\n"), "null");
  EXPECT_EQ(json_of_yaml("---\n...\n"), "null");
}

TEST(ParseYaml, resolves_plain_scalars_by_the_core_schema) {
  EXPECT_EQ(json_of_yaml("[null, Null, NULL, ~, true, True, FALSE]"),
            "[null,null,null,null,true,true,false]");
  EXPECT_EQ(json_of_yaml("[1, -2, +3, 0x1F, 0o17, 017, 18446744073709551615]"),
            "[1,-2,3,31,15,17,18446744073709551615]");
  const Document floats = parse_yaml("[1.5, -.5, 1e3, 2., 1e-999, 99999999999999999999]", "in");
  const std::vector<double> expected = {1.5, -0.5, 1000, 2, 0, 1e20};
  for (std::size_t i = 0; i < expected.size(); ++i) {
    EXPECT_EQ(floats.root.at(i).as_double(), expected[i]);
  }
  EXPECT_TRUE(std::isinf(parse_yaml("-.inf", "in").root.as_double()));
  EXPECT_TRUE(std::isnan(parse_yaml(".nan", "in").root.as_double()));
}

TEST(ParseYaml, leaves_the_words_of_yaml_1_1_as_text) {
  EXPECT_EQ(
      json_of_yaml("[yes, no, on, off, y, 1_000, 0b1, 12:30:00, 2024-01-02, 1e, ., -, +-1, -0x1]"),
      R"(["yes","no","on","off","y","1_000","0b1","12:30:00","2024-01-02","1e",".","-",)"
      R"("+-1","-0x1"])");
}

TEST(ParseYaml, leaves_quoted_and_block_scalars_as_text) {
  EXPECT_EQ(json_of_yaml("a: \"1\"\nb: 'true'\nc: |\n  2\nd: >-\n  x\n  y\n"),
            R"({"a":"1","b":"true","c":"2\n","d":"x y"})");
}

TEST(ParseYaml, follows_the_tags_of_the_core_schema_and_knows_no_other) {
  EXPECT_EQ(json_of_yaml("a: !!str 1\nb: !!int \"3\"\nc: ! 4\nd: !!map {}\n"),
            R"({"a":"1","b":3,"c":"4","d":{}})");
  EXPECT_EQ(json_of_yaml("a: !!null\n"), R"({"a":null})");
  EXPECT_EQ(error_of_yaml("a: !!int x\n"), "in:1:4: `x` is no !!int");
  EXPECT_EQ(error_of_yaml("a: !!seq {}\n"), "in:1:4: this is a !!map, not what its tag says");
  EXPECT_EQ(error_of_yaml("a: !vault x\n"), "in:1:4: unknown tag `!vault`");
}

TEST(ParseYaml, reads_plain_keys_as_their_text) {
  EXPECT_EQ(json_of_yaml("1: a\ntrue: b\nnull: c\n~: d\n1.50: e\n"),
            R"({"1":"a","true":"b","null":"c","~":"d","1.50":"e"})");
}

TEST(ParseYaml, refuses_keys_that_are_no_text) {
  EXPECT_EQ(error_of_yaml("? [a]\n: b\n"), "in:1:3: a key must be text, not a list or a mapping");
  EXPECT_EQ(error_of_yaml("a: &x [1]\n*x : 2\n"),
            "in:2:1: a key must be text, not a list or a mapping");
  EXPECT_EQ(error_of_yaml("a: 1\n: b\n"), "in:2:1: a key is missing");
}

TEST(ParseYaml, refuses_duplicate_keys) {
  EXPECT_EQ(error_of_yaml("a: 1\nb: 2\n\"a\": 3\n"), "in:3:1: duplicate key `a`, first on line 1");
  EXPECT_EQ(error_of_yaml("x:\n  1: a\n  '1': b\n"), "in:3:3: duplicate key `1`, first on line 2");
}

TEST(ParseYaml, refuses_more_than_one_document) {
  EXPECT_EQ(error_of_yaml("a: 1\n---\nb: 2\n"),
            "in:2:1: more than one document: only the first would be read");
  EXPECT_EQ(error_of_yaml("- a\nb: c\n"),
            "in:2:1: text that belongs to nothing before it: is the indentation wrong?");
  EXPECT_EQ(error_of_yaml("{a: 1} b\n"),
            "in:1:8: text that belongs to nothing before it: is the indentation wrong?");
  EXPECT_EQ(json_of_yaml("---\na: 1\n...\n"), R"({"a":1})");
}

TEST(ParseYaml, refuses_a_word_without_a_colon) {
  EXPECT_EQ(error_of_yaml("a: 1\nfoo\n"), "in:2:1: `:` is missing after this key");
  EXPECT_EQ(error_of_yaml("a:\n  b: 1\n  c\nd: 2\n").substr(0, 3), "in:");
  EXPECT_EQ(json_of_yaml("{a, b: }"), R"({"a":null,"b":null})");
  EXPECT_EQ(json_of_yaml("? a\n? b\n"), R"({"a":null,"b":null})");
}

TEST(ParseYaml, refuses_a_quote_that_is_never_closed) {
  EXPECT_EQ(error_of_yaml("a: 1\nb: \"x\nc: 2\n"),
            "in:2:4: the quote that opens here is never closed");
  EXPECT_EQ(error_of_yaml("a: &x 'it''s\n"), "in:1:7: the quote that opens here is never closed");
  EXPECT_EQ(error_of_yaml("a: \"x"), "in:1:4: the quote that opens here is never closed");
  EXPECT_EQ(error_of_yaml("a: 'x\n---\n'"), "in:1:4: the quote that opens here is never closed");
  EXPECT_EQ(json_of_yaml("a: '''''x'''"), R"({"a":"''x'"})");
  EXPECT_EQ(json_of_yaml("a: \"\\\"\"\n"), R"({"a":"\""})");
}

TEST(ParseYaml, refuses_bytes_that_are_no_yaml) {
  EXPECT_EQ(error_of_yaml(std::string_view("a: \0", 4)), "in:1:4: control character \\x00");
  EXPECT_EQ(error_of_yaml("a: \"\x1b\"\n"), "in:1:5: control character \\x1b");
  EXPECT_EQ(error_of_yaml("\xC3\xA9: \xFF\n"), "in:1:4: invalid UTF-8");
  EXPECT_EQ(error_of_yaml("a: \xC2\x9B\n"), "in:1:4: control character \\u009b");
  EXPECT_EQ(error_of_yaml("a: 1\rb: 2\n"), "in:1:5: a carriage return without a line feed");
  EXPECT_EQ(error_of_yaml(std::string_view("\xFF\xFE"
                                           "a\0",
                                           4)),
            "in:1:1: this is UTF-16: save it as UTF-8");
}

TEST(ParseYaml, passes_over_a_byte_order_mark_and_takes_crlf) {
  EXPECT_EQ(json_of_yaml("\xEF\xBB\xBF"
                         "a: 1\r\nb: x\r\n"),
            R"({"a":1,"b":"x"})");
}

TEST(ParseYaml, says_where_the_syntax_is_wrong) {
  EXPECT_THAT(error_of_yaml("a: b: c\n"), HasSubstr("in:1:5: "));
  EXPECT_THAT(error_of_yaml("a:\n  - x\n - y\n"), HasSubstr("in:3:2: "));
  EXPECT_THAT(error_of_yaml("\xC3\xA9: 1\n\xC3\xA9: ]\n"), HasSubstr("in:2:4: "));
  EXPECT_THAT(error_of_yaml("a: *nowhere\n"), HasSubstr("in:1:4: the referenced anchor"));
}

TEST(ParseYaml, refuses_tabs_as_indentation) {
  EXPECT_THAT(error_of_yaml("a:\n\tb: 1\n"), HasSubstr("in:2:"));
}

TEST(ParseYaml, bounds_the_depth) {
  const std::string deep = std::string(200, '[') + std::string(200, ']');
  EXPECT_EQ(json_of_yaml(deep), deep);
  EXPECT_EQ(error_of_yaml(fmt::format("[{}]", deep)), "in:1:201: nested deeper than 200 levels");
}

TEST(ParseYaml, bounds_the_depth_of_what_aliases_stand_for) {
  std::string chain = "a0: &a0 [x]\n";
  for (int i = 1; i < 250; ++i) {
    chain += fmt::format("a{0}: &a{0} [*a{1}]\n", i, i - 1);
  }
  EXPECT_THAT(error_of_yaml(chain), HasSubstr("nested deeper than 200 levels"));
}

TEST(ParseYaml, expands_aliases) {
  EXPECT_EQ(json_of_yaml("a: &x {k: [1]}\nb: *x\nc: [*x]\n"),
            R"({"a":{"k":[1]},"b":{"k":[1]},"c":[{"k":[1]}]})");
  EXPECT_EQ(json_of_yaml("a: &x 1\nb: &x 2\nc: *x\n"), R"({"a":1,"b":2,"c":2})");
  EXPECT_EQ(json_of_yaml("- &k name\n- *k : 1\n"), R"(["name",{"name":1}])");
}

TEST(ParseYaml, refuses_cycles) {
  EXPECT_EQ(error_of_yaml("a: &x [*x]\n"), "in:1:8: this alias stands within what it refers to");
  EXPECT_EQ(error_of_yaml("&x a: {b: *x}\n").substr(0, 8), "no error");
  EXPECT_EQ(error_of_yaml("--- &x\na: {b: *x}\n"),
            "in:2:8: this alias stands within what it refers to");
}

TEST(ParseYaml, refuses_an_alias_bomb) {
  std::string bomb = "a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]\n";
  for (int i = 1; i < 10; ++i) {
    bomb += fmt::format("a{0}: &a{0} [*a{1}, *a{1}, *a{1}, *a{1}, *a{1}, *a{1}, *a{1}, *a{1}]\n", i,
                        i - 1);
  }
  EXPECT_THAT(error_of_yaml(bomb), HasSubstr("copy more than 16 MiB"));
  std::string long_text = fmt::format("a: &a {:x>100000}\nb:\n", "");
  for (int i = 0; i < 200; ++i) {
    long_text += "- *a\n";
  }
  EXPECT_THAT(error_of_yaml(long_text), HasSubstr("copy more than 16 MiB"));
}

TEST(ParseYaml, merges_mappings_whose_own_members_win) {
  EXPECT_EQ(json_of_yaml("base: &b {x: 1, y: 2}\nown:\n  <<: *b\n  y: 3\n"),
            R"({"base":{"x":1,"y":2},"own":{"y":3,"x":1}})");
  EXPECT_EQ(json_of_yaml("- &a {x: 1}\n- &b {x: 2, y: 2}\n- {<<: [*a, *b], z: 0}\n"),
            R"([{"x":1},{"x":2,"y":2},{"z":0,"x":1,"y":2}])");
  EXPECT_EQ(json_of_yaml("{<<: {<<: {a: 1}, b: 2}, c: 3}"), R"({"c":3,"b":2,"a":1})");
  EXPECT_EQ(json_of_yaml("{\"<<\": 1}"), R"({"<<":1})");
}

TEST(ParseYaml, merges_nothing_but_mappings) {
  EXPECT_EQ(error_of_yaml("<<: 1\n"), "in:1:5: `<<` merges a mapping or a list of mappings");
  EXPECT_EQ(error_of_yaml("<<: [{a: 1}, 2]\n"),
            "in:1:14: `<<` merges a mapping or a list of mappings");
  EXPECT_EQ(error_of_yaml("<<: {a: 1}\n<<: {b: 1}\n"), "in:2:1: duplicate key `<<`");
}

TEST(DocumentPlaces, are_found_by_json_pointer) {
  const Document document =
      parse_yaml("a: 1\n\xC3\xA9\xC3\xA9: \xC3\xA9\nlist:\n  - x: [1,  2]\n", "in");
  EXPECT_EQ(document.find("")->value, (Position{1, 1}));
  EXPECT_EQ(document.find("/a")->key, (Position{1, 1}));
  EXPECT_EQ(document.find("/a")->value, (Position{1, 4}));
  EXPECT_EQ(document.find("/\xC3\xA9\xC3\xA9")->value, (Position{2, 5}));
  EXPECT_EQ(document.find("/list/0")->key, (Position{}));
  EXPECT_EQ(document.find("/list/0")->value, (Position{4, 5}));
  EXPECT_EQ(document.find("/list/0/x")->key, (Position{4, 5}));
  EXPECT_EQ(document.find("/list/0/x/1")->value, (Position{4, 13}));
}

TEST(DocumentPlaces, are_none_for_pointers_that_lead_nowhere) {
  const Document document = parse_yaml("a: [1, 2]\n", "in");
  for (const char* pointer :
       {"a", "/b", "/a/2", "/a/01", "/a/-1", "/a/-", "/a/", "/a/0/x", "/", "//"}) {
    EXPECT_EQ(document.find(pointer), std::nullopt) << pointer;
  }
}

TEST(DocumentPlaces, take_escaped_pointers) {
  const Document document = parse_yaml("a/b: 1\nc~d: 2\n'': 3\n", "in");
  EXPECT_EQ(document.find("/a~1b")->key, (Position{1, 1}));
  EXPECT_EQ(document.find("/c~0d")->key, (Position{2, 1}));
  EXPECT_EQ(document.find("/")->value, (Position{3, 5}));
}

TEST(DocumentPlaces, of_a_missing_value_are_its_key_or_its_dash) {
  const Document comments = parse_yaml("- # why-not\n- \n# x-y\n\n# - z\n- b\n", "in");
  EXPECT_EQ(comments.find("/0")->value, (Position{1, 1}));
  EXPECT_EQ(comments.find("/1")->value, (Position{2, 1}));
  const Document document = parse_yaml("a:\nb:\n  -\n  - x\nc: ~\nd:\n", "in");
  EXPECT_EQ(document.find("/a")->value, (Position{1, 1}));
  EXPECT_EQ(document.find("/b/0")->value, (Position{3, 3}));
  EXPECT_EQ(document.find("/c")->value, (Position{5, 4}));
  EXPECT_EQ(document.find("/d")->value, (Position{6, 1}));
}

TEST(DocumentPlaces, of_an_alias_are_where_it_stands_and_its_content_where_that_is_written) {
  const Document document = parse_yaml("a: &x {k: 1}\nb: *x\nc:\n  <<: *x\n  own: 2\n", "in");
  EXPECT_EQ(document.find("/b")->value, (Position{2, 4}));
  EXPECT_EQ(document.find("/b/k")->value, (Position{1, 11}));
  EXPECT_EQ(document.find("/c/own")->key, (Position{5, 3}));
  EXPECT_EQ(document.find("/c/k")->key, (Position{1, 8}));
}

} // namespace
} // namespace aether
