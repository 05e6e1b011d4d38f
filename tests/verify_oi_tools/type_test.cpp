#include "verify_oi_tools/type.h"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

namespace aether::verify_oi_tools {
namespace {

struct Pair {
  const char* told; // an annotation, or a word
  const char* real; // a JSON Schema
  Agreement agreement;
};

TEST(Type, told_in_words_is_compared_with_schemas_by_what_it_means) {
  constexpr Agreement k_yes = Agreement::agrees;
  constexpr Agreement k_partly = Agreement::partly;
  constexpr Agreement k_no = Agreement::different;
  for (const Pair& one : {
           Pair{"string", R"({"type": "string"})", k_yes},
           Pair{"str", R"({"type": "string"})", k_yes},
           Pair{"bytes", R"({"type": "string", "format": "binary"})", k_yes},
           Pair{"datetime", R"({"type": "string", "format": "date-time"})", k_yes},
           Pair{"datetime.datetime", R"({"type": "string", "format": "date-time"})", k_yes},
           Pair{"UUID", R"({"type": "string", "format": "uuid"})", k_yes},
           Pair{"pathlib.Path", R"({"type": "string"})", k_yes},
           Pair{"str", R"({"type": "integer"})", k_no},
           Pair{"int", R"({"type": "integer"})", k_yes},
           Pair{"integer", R"({"type": "number"})", k_yes},
           Pair{"int", R"({"type": "string"})", k_no},
           Pair{"float", R"({"type": "number"})", k_yes},
           Pair{"number", R"({"type": "integer"})", k_partly},
           Pair{"float", R"({"type": "boolean"})", k_no},
           Pair{"bool", R"({"type": "boolean"})", k_yes},
           Pair{"boolean", R"({"type": "string"})", k_no},
           Pair{"list", R"({"type": "array"})", k_yes},
           Pair{"list[int]", R"({"type": "array", "items": {"type": "integer"}})", k_yes},
           Pair{"List[str]", R"({"type": "array", "items": {"type": "integer"}})", k_no},
           Pair{"list[float]", R"({"type": "array", "items": {"type": "integer"}})", k_partly},
           Pair{"tuple[str, ...]", R"({"type": "array", "items": {"type": "string"}})", k_yes},
           Pair{"set[int]", R"({"type": "array", "uniqueItems": true})", k_yes},
           Pair{"Sequence[str]", R"({"type": "array", "items": {"type": "string"}})", k_yes},
           Pair{"array", R"({"type": "object"})", k_no},
           Pair{"list[list[int]]",
                R"({"type": "array", "items": {"type": "array", "items": {"type": "string"}}})",
                k_no},
           Pair{"dict", R"({"type": "object"})", k_yes},
           Pair{"dict[str, int]",
                R"({"type": "object", "additionalProperties": {"type": "integer"}})", k_yes},
           Pair{"object", R"({"properties": {"a": {}}})", k_yes},
           Pair{"Mapping[str, Any]", R"({"type": "object"})", k_yes},
           Pair{"dict", R"({"type": "array"})", k_no},
           Pair{"str | None", R"({"type": "string"})", k_yes},
           Pair{"Optional[str]", R"({"anyOf": [{"type": "string"}, {"type": "null"}]})", k_yes},
           Pair{"typing.Optional[int]", R"({"type": "string"})", k_no},
           Pair{"str", R"({"type": ["string", "null"]})", k_yes},
           Pair{"str", R"({"type": "string", "nullable": true})", k_yes},
           Pair{"int | str", R"({"type": "string"})", k_partly},
           Pair{"Union[int, str]", R"({"anyOf": [{"type": "integer"}, {"type": "string"}]})",
                k_yes},
           Pair{"Union[int, str, None]", R"({"oneOf": [{"type": "integer"}, {"type": "string"}]})",
                k_yes},
           Pair{"int | float", R"({"type": "number"})", k_yes},
           Pair{"int | bool", R"({"type": "string"})", k_no},
           Pair{"Literal[\"a\", \"b\"]", R"({"enum": ["a", "b", "c"]})", k_yes},
           Pair{"Literal[\"a\", \"z\"]", R"({"enum": ["a", "b"]})", k_partly},
           Pair{"Literal[\"z\"]", R"({"enum": ["a", "b"]})", k_no},
           Pair{"Literal[\"a\"] | None", R"({"const": "a"})", k_yes},
           Pair{"Literal[1, 2]", R"({"type": "integer"})", k_yes},
           Pair{"Literal[1, 2]", R"({"type": "string"})", k_no},
           Pair{"Literal[\"a\", 1]", R"({"type": "string"})", k_partly},
           Pair{"Literal[True]", R"({"type": "boolean"})", k_yes},
           Pair{"str", R"({"enum": ["a", "b"]})", k_yes},
           Pair{"int", R"({"enum": ["a", "b"]})", k_no},
           Pair{"str", R"({"const": 3})", k_no},
           Pair{"Annotated[int, Query(ge=1)]", R"({"type": "integer"})", k_yes},
           Pair{"Annotated[list[str], Body(embed=True)]", R"({"type": "integer"})", k_no},
           Pair{"\"int\"", R"({"type": "integer"})", k_yes},
           Pair{"'list[str]'", R"({"type": "string"})", k_no},
           Pair{"Any", R"({"type": "integer"})", k_yes},
           Pair{"", R"({"type": "integer"})", k_yes},
           Pair{"SomeModel", R"({"type": "object"})", k_yes},
           Pair{"str", R"({})", k_yes},
           Pair{"str", R"(true)", k_yes},
           Pair{"str", R"({"allOf": [{"type": "string"}, {"minLength": 1}]})", k_yes},
           Pair{"int", R"({"allOf": [{"type": "string"}]})", k_no},
           Pair{"None", R"({"type": "null"})", k_yes},
           Pair{"None", R"({"type": "string"})", k_no},
           Pair{"Decimal", R"({"anyOf": [{"type": "number"}, {"type": "string"}]})", k_yes},
           Pair{"HttpUrl", R"({"type": "string", "format": "uri"})", k_yes},
           Pair{"UploadFile", R"({"type": "string", "format": "binary"})", k_yes},
           Pair{"STRING", R"({"type": "string"})", k_yes},
           Pair{"list[int] | list[str]", R"({"type": "array", "items": {"type": "string"}})",
                k_yes},
           Pair{"int | Any", R"({"type": "string"})", k_yes},
           Pair{"frozenset[str]", R"({"type": "array"})", k_yes},
           Pair{"collections.abc.Iterable[int]",
                R"({"type": "array", "items": {"type": "number"}})", k_yes},
           Pair{"list[Literal[\"a\"]]", R"({"type": "array", "items": {"enum": ["b"]}})", k_no},
           Pair{"dict[str, list[int]]", R"({"type": "string"})", k_no},
           Pair{"date", R"({"type": "string", "format": "date"})", k_yes},
           Pair{"time | None", R"({"type": "integer"})", k_no},
           Pair{"double", R"({"type": "number"})", k_yes},
           Pair{"EmailStr", R"({"type": "string"})", k_yes},
           Pair{"int", R"({"items": {"type": "integer"}})", k_no},
           Pair{"tuple[int, str]", R"({"type": "array", "items": {"type": "boolean"}})", k_yes},
           Pair{"Optional[Literal[\"a\", \"b\"]]", R"({"enum": ["a", "b", null]})", k_yes},
           Pair{"Literal[\"x, y\"]", R"({"enum": ["x, y"]})", k_yes},
           Pair{"dict[str, int]",
                R"({"type": "object", "additionalProperties": {"type": "string"}})", k_no},
           Pair{"Dict[str, float]",
                R"({"type": "object", "additionalProperties": {"type": "integer"}})", k_partly},
           Pair{"dict[str, list[int]]", R"({"type": "object", "additionalProperties":
                {"type": "array", "items": {"type": "string"}}})",
                k_no},
           Pair{"dict[str, int]", R"({"type": "object", "additionalProperties": true})", k_yes},
           Pair{"list[dict[str, int]]", R"({"type": "array", "items": {"type": "object"}})", k_yes},
           Pair{"str | None", R"({"type": ["integer", "null"]})", k_no},
           Pair{"integer", R"({"type": ["integer", "string"]})", k_yes},
           Pair{"string", R"({"type": ["integer", "null"]})", k_no},
           Pair{"list[str] | None",
                R"({"anyOf": [{"type": "array", "items": {"type": "integer"}}, {"type": "null"}]})",
                k_no},
           Pair{"int | None",
                R"({"anyOf": [{"type": "integer"}, {"type": "null"}], "default": null})", k_yes},
           Pair{
               "Union[str, list[str]]",
               R"({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]})",
               k_yes},
           Pair{"int", R"({"type": "integer", "nullable": true})", k_yes},
           Pair{"None | int", R"({"type": "integer"})", k_yes},
           Pair{"t.Optional[t.List[int]]", R"({"type": "array", "items": {"type": "string"}})",
                k_no},
           Pair{"Annotated[str | None, \"x, y\"]", R"({"type": "integer"})", k_no},
           Pair{"Literal[\"a\", None]", R"({"enum": ["a"]})", k_yes},
           Pair{"Literal[\"a\"] | Literal[\"b\"]", R"({"enum": ["a", "b"]})", k_yes},
           Pair{"Sequence[int]", R"({"type": "array", "items": {"type": "string"}})", k_no},
           Pair{"bytes", R"({"type": "integer"})", k_no},
           Pair{"Kind", R"({"enum": ["a", "b"]})", k_yes},
           Pair{"typing.Dict", R"({"type": "object"})", k_yes},
       }) {
    const Type real = type_of_schema(boost::json::parse(one.real));
    EXPECT_EQ(static_cast<int>(compare(type_of_text(one.told), real)),
              static_cast<int>(one.agreement))
        << one.told << " against " << one.real;
  }
}

TEST(Type, is_shown_in_words_of_json_schema) {
  EXPECT_EQ(shown(type_of_text("Optional[list[int]]")), "array of integer or null");
  EXPECT_EQ(shown(type_of_text("float")), "number");
  EXPECT_EQ(shown(type_of_text("Literal['a', 2]")), "one of \"a\", 2");
  EXPECT_EQ(shown(type_of_text("Any")), "anything");
}

TEST(Type, is_unknown_of_what_never_ends) {
  std::string deep;
  for (int i = 0; i < 10'000; ++i) {
    deep += "list[";
  }
  EXPECT_TRUE(type_of_text(deep + std::string(10'000, ']')).is_known);
  EXPECT_FALSE(type_of_text("list[[[").text.empty());
}

} // namespace
} // namespace aether::verify_oi_tools
