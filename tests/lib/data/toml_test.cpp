#include "data/toml.h"

#include <gtest/gtest.h>

#include <string>

#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "data/toml_limits.h"

namespace aether {

namespace {

std::string json_of_toml(std::string_view text) {
  return boost::json::serialize(parse_toml(text, "x.toml").root);
}

// `KEY LINE:COLUMN, value LINE:COLUMN` of what a pointer leads to.
std::string place_in_toml(std::string_view text, std::string_view pointer) {
  const auto found = parse_toml(text, "x.toml").find(pointer);
  return found ? fmt::format("{}:{} {}:{}", found->key.line, found->key.column, found->value.line,
                             found->value.column)
               : "nothing";
}

std::string error_of_toml(std::string_view text) {
  try {
    (void)parse_toml(text, "x.toml");
    return "";
  } catch (const Error& error) {
    return error.what();
  }
}

TEST(Toml, reads_every_type) {
  EXPECT_EQ(json_of_toml("i = 1\nf = 1.5\nb = true\ns = 'x'\na = [1, 'y']\nd = 2025-11-02\n"
                         "t = 10:00:00\nm = 2025-11-02T10:00:00Z\nh = 0xff\nu = 1_000\n"),
            R"({"i":1,"f":1.5E0,"b":true,"s":"x","a":[1,"y"],"d":"2025-11-02","t":"10:00:00",)"
            R"("m":"2025-11-02T10:00:00Z","h":255,"u":1000})");
}

TEST(Toml, keeps_the_order_of_the_text) {
  EXPECT_EQ(json_of_toml("z = 1\na = 2\n[y]\nk = 1\n[b]\nk = 2\n"),
            R"({"z":1,"a":2,"y":{"k":1},"b":{"k":2}})");
}

TEST(Toml, knows_where_keys_and_values_are) {
  constexpr std::string_view k_text = "a = 1\n"
                                      "b.c = 'x'\n"
                                      "[t.u]\n"
                                      "k = [10, 20]\n"
                                      "[[list]]\n"
                                      "n = 1\n"
                                      "[[list]]\n"
                                      "n = 2\n"
                                      "inline = { x = 1, y = { z = 2 } }\n"
                                      "\"ä\" = 'ö' # two code points\n";
  EXPECT_EQ(place_in_toml(k_text, "/a"), "1:1 1:5");
  EXPECT_EQ(place_in_toml(k_text, "/b/c"), "2:3 2:7");
  EXPECT_EQ(place_in_toml(k_text, "/t/u/k"), "4:1 4:5");
  EXPECT_EQ(place_in_toml(k_text, "/t/u/k/1"), "0:0 4:10");
  EXPECT_EQ(place_in_toml(k_text, "/list/0/n"), "6:1 6:5");
  EXPECT_EQ(place_in_toml(k_text, "/list/1/n"), "8:1 8:5");
  EXPECT_EQ(place_in_toml(k_text, "/list/1/inline/y/z"), "9:25 9:29");
  EXPECT_EQ(place_in_toml(k_text, "/list/1/ä"), "10:1 10:7");
  EXPECT_EQ(place_in_toml(k_text, "/none"), "nothing");
}

TEST(Toml, says_where_it_is_wrong) {
  EXPECT_EQ(error_of_toml("a = 1\na = 2\n"),
            "x.toml:2:5: key-value pair: cannot redefine existing integer 'a'");
  EXPECT_EQ(error_of_toml("a = 99999999999999999999"),
            "x.toml:1:5: decimal integer: '99999999999999999999' is not representable in 64 bits");
  EXPECT_TRUE(error_of_toml("b = 1\n\"ä\" = [1, -1e999 ]\n").starts_with("x.toml:2:11: floating"));
  EXPECT_TRUE(error_of_toml("a = \n").starts_with("x.toml:1:"));
  EXPECT_EQ(error_of_toml("a = '\xff'\n"), "x.toml:1:6: invalid UTF-8");
  EXPECT_EQ(error_of_toml(std::string("\xff\xfe", 2)),
            "x.toml:1:1: this is UTF-16: save it as UTF-8");
}

std::string repeat(std::string_view text, std::size_t count) {
  std::string all;
  for (std::size_t i = 0; i < count; ++i) {
    all += text;
  }
  return all;
}

struct DepthRow {
  std::string text;
  std::string error;
};

std::string too_deep(std::string_view at) {
  return fmt::format("x.toml:{}: nested deeper than 200 levels", at);
}

TEST(Toml, is_not_led_into_the_deep) {
  const DepthRow rows[] = {
      {"a = " + std::string(199, '[') + std::string(199, ']'), ""},
      {"a = " + std::string(200, '[') + std::string(200, ']'), too_deep("1:204")},
      {"a = " + std::string(10'000, '['), too_deep("1:204")},
      {repeat("a.", 199) + "b = 1", ""},
      {repeat("a.", 200) + "b = 1", too_deep("1:401")},
      {repeat("a.", 1'000'000) + "b = 1", too_deep("1:401")},
      {"[" + repeat("a.", 198) + "b]", ""},
      {"[" + repeat("a.", 10'000) + "b]", too_deep("1:400")},
      {"[[" + repeat("a . ", 10'000) + "b]]", too_deep("1:799")},
      {"[" + repeat("a.", 99) + "b]\n" + repeat("a.", 99) + "b = 1", ""},
      {"[" + repeat("a.", 99) + "b]\n" + repeat("a.", 99) + "b = [1]", too_deep("2:203")},
      {"[" + repeat("a.", 99) + "b]\n" + repeat("a.", 100) + "b = 1", too_deep("2:201")},
      {repeat("a = {", 0) + "a = " + repeat("{ b = ", 199) + "1" + repeat("}", 199), ""},
      {"a = {" + repeat("b.", 100) + "c = {" + repeat("b.", 100) + "c = 1}}", too_deep("1:407")},
      {"a = {" + repeat("b.", 150) + "c = 1, " + repeat("d.", 150) + "c = 1}", ""},
      {"a = \"" + repeat("a.", 300) + "\"\n'" + repeat("[", 300) + "' = 1", ""},
      {"a = \"\"\"\n" + repeat("a.", 300) + "b = 1\n\\\"\"\"" + repeat("[", 300) + "\"\"\"\"", ""},
      {"a = '''\n" + repeat("[", 300) + "'''''\nb = 1 # " + repeat("a.", 300), ""},
      {repeat("[a.b]\n", 1) + repeat("# [[[[\n", 300) + "c = [ # [[\n 1.5, 2.5 ]\n", ""},
  };
  for (const DepthRow& row : rows) {
    EXPECT_EQ(error_of_toml(row.text), row.error) << row.text.substr(0, 1000);
  }
}

TEST(Toml, counts_what_toml_would_build) {
  struct Row {
    std::string_view text;
    std::size_t values;
  };
  for (const Row& row : {Row{"a = 1\n", 2}, Row{"a.b = 1\n", 3}, Row{"a = [1, 2]\n", 4},
                         Row{"[a.b]\nc = {d = 1}\n", 6}, Row{"# a = 1\n", 0}}) {
    EXPECT_FALSE(find_toml_excess(row.text, {200, row.values})) << row.text;
    EXPECT_EQ(find_toml_excess(row.text, {200, row.values - 1}).has_value(), row.values > 0)
        << row.text;
  }
  EXPECT_EQ(find_toml_excess("a = [1, 2]\n", {200, 3})->message, "more than 3 keys and values");
}

TEST(Toml, refuses_characters_beyond_ascii_outside_of_quotes) {
  for (const std::string_view text :
       {"a = 1.5.\u0402\n", "b\u00E4r = 1\n", "[t\u00E4g]\n", "a = 1 \u0402\n", "a = \u0402\n",
        "a = [1 \u0402]\n", "\u0402"}) {
    try {
      (void)parse_toml(text, "x.toml");
      ADD_FAILURE() << text;
    } catch (const InputError& error) {
      EXPECT_TRUE(error.message().starts_with("a character beyond ASCII")) << error.message();
    }
  }
  EXPECT_NO_THROW((void)parse_toml("\uFEFF# \u0402\n\"\u00E4\" = '\u0402'\n", "x.toml"));
}

TEST(Toml, joins_lines_that_begin_beyond_ascii) {
  EXPECT_EQ(
      json_of_toml(
          "a = \"\"\"une \\\n  \u00E9cole\"\"\"\nb = \"\"\"x \\\n \u2764\uFE0F\uFEFB\"\"\"\n"),
      "{\"a\":\"une \u00E9cole\",\"b\":\"x \u2764\uFE0F\uFEFB\"}");
}

} // namespace

} // namespace aether
