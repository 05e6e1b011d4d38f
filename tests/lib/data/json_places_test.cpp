#include "data/json_places.h"

#include <gtest/gtest.h>

#include <string>

#include <fmt/format.h>

#include "data/json.h"

namespace aether {

namespace {

std::string place(std::string_view text, std::string_view pointer) {
  const Document document{parse_json(text, "x.json"), locate_json(text), {}};
  const auto found = document.find(pointer);
  return found ? fmt::format("{}:{} {}:{}", found->key.line, found->key.column, found->value.line,
                             found->value.column)
               : "nothing";
}

TEST(JsonPlaces, are_of_keys_and_values) {
  constexpr std::string_view k_text = "{\"a\": 1,\n"
                                      "  \"b\" : [ 10, {\"c\\\"}\": \"]\"} , [] ],\n"
                                      "  \"ä\": {\"d\": null}, \"e\":-1.5e3}";
  EXPECT_EQ(place(k_text, ""), "0:0 1:1");
  EXPECT_EQ(place(k_text, "/a"), "1:2 1:7");
  EXPECT_EQ(place(k_text, "/b"), "2:3 2:9");
  EXPECT_EQ(place(k_text, "/b/0"), "0:0 2:11");
  EXPECT_EQ(place(k_text, "/b/1/c\"}"), "2:16 2:24");
  EXPECT_EQ(place(k_text, "/b/2"), "0:0 2:31");
  EXPECT_EQ(place(k_text, "/ä/d"), "3:9 3:14");
  EXPECT_EQ(place(k_text, "/e"), "3:21 3:25");
}

TEST(JsonPlaces, count_from_behind_a_byte_order_mark) {
  EXPECT_EQ(place("\xEF\xBB\xBF{\"a\": 1}", "/a"), "1:2 1:7");
}

TEST(JsonPlaces, of_a_scalar_are_its_own) { EXPECT_EQ(place("\n  true", ""), "0:0 2:3"); }

} // namespace

} // namespace aether
