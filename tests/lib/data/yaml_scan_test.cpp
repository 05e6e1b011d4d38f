#include "data/yaml_scan.h"

#include <string>

#include <boost/json/serialize.hpp>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "data/yaml.h"

namespace aether {
namespace {

// The value as JSON, or the error.
std::string scanned(std::string_view text) {
  try {
    return boost::json::serialize(parse_yaml(text, "in").root);
  } catch (const InputError& error) {
    return fmt::format("{}:{}: {}", error.at().line, error.at().column, error.message());
  }
}

struct ScanRow {
  std::string_view text;
  std::string_view result;
};

void expect_each(std::initializer_list<ScanRow> rows) {
  for (const ScanRow& row : rows) {
    EXPECT_EQ(scanned(row.text), row.result) << row.text;
  }
}

TEST(YamlScalars, decode_every_escape) {
  expect_each({
      {R"(a: "\N\_\L\P")", "{\"a\":\"\u0085\u00A0\u2028\u2029\"}"},
      {R"("\a\b\t\n\v\f\r\e\"\/\\ \ ")", R"("\u0007\b\t\n\u000b\f\r\u001b\"/\\  ")"},
      {R"("\x41\u00e9\U0001F600\0")", "\"A\u00E9\U0001F600\\u0000\""},
      {R"({"a": "\ud83d\ude00"})", "{\"a\":\"\U0001F600\"}"},
      {R"(a: "x\'")", "1:6: `\\'` is no escape of YAML"},
      {"a: \"x\n  \\é\"", "2:3: `\\é` is no escape of YAML"},
      {R"("\x4g")", "1:2: `\\x` asks for 2 hexadecimal digits"},
      {R"("\u00")", "1:2: `\\u` asks for 4 hexadecimal digits"},
      {R"("\ud83d")", "1:2: `\\ud83d` is no code point of Unicode"},
      {R"("\ud83d\u0041")", "1:2: `\\ud83d` is no code point of Unicode"},
      {R"("\ude00")", "1:2: `\\ude00` is no code point of Unicode"},
      {R"("\U00110000")", "1:2: `\\U00110000` is no code point of Unicode"},
  });
}

TEST(YamlScalars, fold_their_lines) {
  expect_each({
      {"a\n b\n\n  c\t\n\n\n d", R"("a b\nc\n\nd")"},
      {"a: x\n  y  # z\nb: 1", R"({"a":"x y","b":1})"},
      {"a: '\n\n  '\n", R"({"a":"\n"})"},
      {"a: 'b\n\n\n  '", R"({"a":"b\n\n"})"},
      {"'it''s \n  so '", R"("it's so ")"},
      {"\" a \t\n\t b\\\n   c\\ \\t \n d \"", R"(" a bc \t d ")"},
      {"\"a\\\n\n\n b\"", R"("a\n\nb")"},
      {"a: \"b\r\n  c\"\r\nd: e\r\n  f\r\n", R"({"a":"b c","d":"e f"})"},
  });
}

TEST(YamlScalars, keep_the_lines_of_blocks_and_their_ends) {
  expect_each({
      {"a: |\n  x\n   y\n\n  z\n\n\nb: 1", R"({"a":"x\n y\n\nz\n","b":1})"},
      {"a: |+\n  x\n\nb: |-\n  x\n\n", R"({"a":"x\n\n","b":"x"})"},
      {"a: >\n  x\n  y\n\n  z\n   m\n  n\n", R"({"a":"x y\nz\n m\nn\n"})"},
      {"a: >+\n  x\n\n\nb: 1\n", R"({"a":"x\n\n\n","b":1})"},
      {"a: >\n  x\n  ", R"({"a":"x\n"})"},
      {"a: >\n  x", R"({"a":"x"})"},
      {"a: |2\n   x\n", R"({"a":" x\n"})"},
      {"a: |-1 # c\n  x\n", R"({"a":" x"})"},
      {"- |\n- >\n\n- |+\n\n", R"(["","","\n"])"},
      {"a: |\r\n  x\r\n\r\n  y\r\n", R"({"a":"x\n\ny\n"})"},
      {"a: |\n  \tx\n  # y\n # z\n", R"({"a":"\tx\n# y\n"})"},
      {"--- >\nx\ny\n", R"("x y\n")"},
      {"--- |\n  x\n...\n", R"("x\n")"},
      {"a: ># c\n  x\n", "1:5: text after `>`: the lines of the text begin below it"},
      {"a: |10\n  x\n", "1:6: text after `|1`: the lines of the text begin below it"},
      {"a: |- x\n", "1:7: text after `|-`: the lines of the text begin below it"},
      {"a: |\n     \n  x\n", "2:6: a blank line that is indented more than the text below it"},
      {"a: |\n  x\n y\n", "3:2: end of map not found"},
  });
}

TEST(YamlScan, reads_text_below_an_anchor_or_a_tag) {
  expect_each({
      {"- &prompt |\n  text\n- *prompt\n", R"(["text\n","text\n"])"},
      {"- !!str |-\n  text\n- b\n", R"(["text","b"])"},
      {"- &x >\n text\n- b\n", R"(["text\n","b"])"},
      {"- &x word\n  more\n", R"(["word more"])"},
      {"a:\n  &x word\n more\n", R"({"a":"word more"})"},
      {"a:\n   &x |\n text\n", R"({"a":"text\n"})"},
      {"a: !!str &x\n  1\n", R"({"a":"1"})"},
      {"&m\n&k \"a\\t\": \"b\\t\"\n", R"({"a\t":"b\t"})"},
      {"a: !!str\n\"\\t\": 1\n", R"({"a":"","\t":1})"},
  });
}

TEST(YamlScan, reads_flow_collections_over_lines) {
  expect_each({
      {"{\n  a: 1,\n  b\n}\n", R"({"a":1,"b":null})"},
      {"{\"multi\n  line\": v, a\n  b: c}", R"({"multi line":"v","a b":"c"})"},
      {"{foo\n: bar, \"a\"\n:1}", R"({"foo":"bar","a":1})"},
      {"a: [1, # ]\n  2 # }\n]\n", R"({"a":[1,2]})"},
      {"[http://h/p?q=1, a?]", R"(["http://h/p?q=1","a?"])"},
      {"[a, b, ]", R"(["a","b"])"},
      {"[? a : b, : c]", "1:11: a key is missing"},
  });
}

TEST(YamlScan, reads_values_that_touch_their_keys) {
  expect_each({
      {"{ab:[1], 'c':{d: 1}}", R"({"ab":[1],"c":{"d":1}})"},
      {"{a b:{cd:[x]}, e?f:[]}", R"({"a b":{"cd":["x"]},"e?f":[]})"},
      {"[ab:cd, a:b]", R"(["ab:cd","a:b"])"},
      {"{k:[1], l:{}}", R"({"k":[1],"l":{}})"},
  });
}

TEST(YamlScan, says_what_is_wrong_with_brackets) {
  expect_each({
      {"a: [1, 2\n", "1:4: `[` is never closed"},
      {"[1, 2\n", "1:1: `[` is never closed"},
      {"a: [1, 2\nb: 3\n", "1:4: `[` is never closed"},
      {"a: {b: [1, 2}\n", "1:8: `[` is never closed"},
      {"{a: 1\n---\n", "1:1: `{` is never closed"},
      {"a: ]\n", "1:4: `]` outside of brackets"},
      {"[a, , b]", "1:5: nothing stands before this `,`"},
      {"[ , a ]", "1:3: nothing stands before this `,`"},
      {"[a, b, , ]", "1:8: nothing stands before this `,`"},
      {"{a: 1,, b: 2}", "1:7: nothing stands before this `,`"},
      {"[&x , !!str , *x]", R"([null,"",null])"},
      {"[\"a\" \"b\"]", "1:6: `,` is missing before this"},
      {"[a # c\n b]", "2:2: `,` is missing before this"},
      {"[[1] 2]", "1:6: `,` is missing before this"},
      {"- [\n\tfoo,\n foo\n ]\n", "2:1: a tab is no indentation"},
      {"- [\n\t\n foo\n ]\n", R"([["foo"]])"},
  });
}

TEST(YamlScan, says_what_else_is_no_yaml) {
  expect_each({
      {"%foo\na: 1\n", "1:1: a directive, and no `---` after it"},
      {"# c\n%YAML 1.2\n", "2:1: a directive, and no `---` after it"},
      {"%YAML 1.2\n--- a\n", R"("a")"},
      {"a: 1\n%foo\n",
       "2:1: a directive within a document: text that begins with `%` needs quotes"},
      {"key: &x\n!!map\n  a: b\n",
       "2:1: this stands where only a key can: is the indentation wrong?"},
      {"seq:\n&anchor\n- a\n", "2:1: this stands where only a key can: is the indentation wrong?"},
      {"a:\n{\n}\n", "2:1: this stands where only a key can: is the indentation wrong?"},
      {"a:\n\"b\"\n", "2:1: this stands where only a key can: is the indentation wrong?"},
      {"a: &x 1\nb:\n*x\n", "3:1: this stands where only a key can: is the indentation wrong?"},
      {"a: 1\nb\n", "2:1: `:` is missing after this key"},
      {"a: b\n  c: d\n", "2:3: a key within text over several lines: is the indentation wrong?"},
      {"\"a\n b\": 1\n", "2:2: a key within text over several lines: is the indentation wrong?"},
      {"a: @b\n", "1:4: text that begins with `@` needs quotes"},
      {"a: %b\n", "1:4: text that begins with `%` needs quotes"},
      {"[|\n x]", "1:2: text that begins with `|` needs quotes"},
  });
}

TEST(YamlScan, notes_what_pyyaml_refuses) {
  const auto notes = [](std::string_view text) {
    std::string all;
    for (const Ambiguity& one : parse_yaml(text, "in").ambiguities) {
      all += fmt::format("{}:{} `{}` {} / {};", one.at.line, one.at.column, one.text, one.reading,
                         one.other_reading);
    }
    return all;
  };
  for (const auto& [text, expected] : {
           ScanRow{"a:\tb\nc:\td\n", "1:3 `\\t` white space / an error;"},
           ScanRow{"a: 1\t# c\n", "1:5 `\\t` white space / an error;"},
           ScanRow{"a: b\t\n", "1:5 `\\t` white space / an error;"},
           ScanRow{"a: b\tc\n", "1:5 `\\t` white space / an error;"},
           ScanRow{"{\"a\":\t1}", "1:6 `\\t` white space / an error;"},
           ScanRow{"a: |\t\n  x\n", "1:5 `\\t` white space / an error;"},
           ScanRow{"a: |\n  x\ty\nb: 'x\ty' # \t\n", ""},
           ScanRow{"a: &x 1\nb: &x 2\n", "2:4 `&x` another node than on line 1 / an error;"},
           ScanRow{"[a?b]", "1:3 `?` a letter / an error;"},
           ScanRow{"{a\n: b}", "2:1 `:` the end of a key that begins on another line / an error;"},
           ScanRow{"{a:\n b, ? c\n: d}", ""},
           ScanRow{"--- >\nx\n", "1:5 `>` text that is not indented / an error;"},
       }) {
    EXPECT_EQ(notes(text), expected) << text;
  }
}

TEST(YamlScan, counts_what_yaml_cpp_would_build) {
  for (const ScanRow& row : {ScanRow{"- 1\n- 2\n", "more than 2 keys and values"},
                             ScanRow{"[1, 2]", "more than 2 keys and values"},
                             ScanRow{"-\n-\n-\n-\n", "more than 2 keys and values"},
                             ScanRow{"[[[1]]]", "nested deeper than 2 levels"},
                             ScanRow{"- - - 1\n", "nested deeper than 2 levels"}}) {
    try {
      (void)yaml::scan(row.text, "in", {2, row.result.front() == 'm' ? 2U : 9U});
      FAIL() << row.text;
    } catch (const InputError& error) {
      EXPECT_EQ(error.message(), row.result) << row.text;
    }
  }
}

TEST(YamlScan, leaves_the_structure_and_knows_where_it_was) {
  const std::string_view text = "ab: \"x\\n\n  y\" # - c\n\n\n# d\nb: |\n  e\n\nc:  [1,\n 2]\n";
  const yaml::Scan scan = yaml::scan(text, "in");
  EXPECT_EQ(scan.text, "\"\": \"\"\n\"\": \"\"\n\"\": [\"\",  \"\"]\n");
  EXPECT_EQ(scan.source.source_offset(0), 0U);
  EXPECT_EQ(scan.source.source_offset(scan.text.find(" \"") + 1), text.find('"'));
  EXPECT_EQ(scan.source.source_offset(scan.text.rfind('"') - 1), text.rfind('2'));
  EXPECT_EQ(scan.source.source_offset(scan.text.rfind('[')), text.rfind('['));
  EXPECT_EQ(scan.source.source_offset(scan.text.size()), text.size());
}

TEST(YamlScan, keeps_places_behind_what_is_long) {
  const std::string blanks(20'000, ' ');
  const std::string lines(20'000, '\n');
  const std::string text = "a: x" + blanks + "\nb: [" + lines + "1," + blanks + "{k: 2}" + blanks +
                           ", \"" + blanks + "\"]\nc: y" + lines + "  z\nd: 1\n-" + blanks + "x";
  const auto place_of = [](const std::string& whole, std::string_view pointer) {
    return parse_yaml(whole, "in").find(pointer)->value;
  };
  const std::string sound = text.substr(0, text.rfind('-'));
  EXPECT_EQ(place_of(sound, "/b/0"), (Position{20'002, 1}));
  EXPECT_EQ(place_of(sound, "/b/1/k"), (Position{20'002, 20'007}));
  EXPECT_EQ(place_of(sound, "/b/2"), (Position{20'002, 40'011}));
  EXPECT_EQ(place_of(sound, "/d"), (Position{40'004, 4}));
  EXPECT_EQ(parse_yaml(sound, "in").root.at("b").at(2).as_string(), blanks);
  EXPECT_EQ(scanned(text).substr(0, 9), "40005:1: ");
  EXPECT_EQ(scanned("-" + blanks + "- a\n " + blanks + "- b\n"), R"([["a","b"]])");
}

} // namespace
} // namespace aether
