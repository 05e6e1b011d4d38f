#include "verify_oi_tools/mcp/arguments.h"

#include <gmock/gmock.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "verify_oi_tools/mcp/execution.h"

namespace aether::verify_oi_tools {
namespace {

using testing::HasSubstr;

// Of a tool with the one required parameter `a`.
std::string made_of(const std::string& property, const std::string& more = "") {
  const MadeArguments made = make_arguments(
      boost::json::parse(R"({"type": "object", "required": ["a"], "properties": {"a": )" +
                         property + "}" + more + "}"));
  return made.arguments ? boost::json::serialize(made.arguments->at("a")) : made.why_not;
}

TEST(Arguments, are_what_the_schema_names_itself) {
  EXPECT_EQ(made_of(R"({"const": 5})"), "5");
  EXPECT_EQ(made_of(R"({"type": "string", "default": "x"})"), "\"x\"");
  EXPECT_EQ(made_of(R"({"type": "string", "examples": ["sea level"]})"), "\"sea level\"");
  EXPECT_EQ(made_of(R"({"enum": ["b", "c"]})"), "\"b\"");
}

TEST(Arguments, are_the_least_that_fits) {
  EXPECT_EQ(made_of(R"({"type": "integer"})"), "1");
  EXPECT_EQ(made_of(R"({"type": "integer", "minimum": 10})"), "10");
  EXPECT_EQ(made_of(R"({"type": "integer", "exclusiveMinimum": 10, "multipleOf": 4})"), "12");
  EXPECT_EQ(made_of(R"({"type": "number", "maximum": -2.5})"), "-2.5E0");
  EXPECT_EQ(made_of(R"({"type": "boolean"})"), "false");
  EXPECT_EQ(made_of(R"({"type": "null"})"), "null");
  EXPECT_EQ(made_of(R"({"type": "array"})"), "[]");
  EXPECT_EQ(made_of(R"({"type": "array", "minItems": 2, "items": {"type": "integer"}})"), "[1,1]");
  EXPECT_EQ(made_of(R"({"type": "string", "minLength": 6})"), "\"testtt\"");
  EXPECT_EQ(made_of(R"({"type": "string", "maxLength": 2})"), "\"te\"");
  EXPECT_EQ(made_of(R"({"type": "string", "format": "date-time"})"), "\"2025-01-01T00:00:00Z\"");
  EXPECT_EQ(made_of(R"({"type": ["null", "string"]})"), "\"test\"");
  EXPECT_EQ(made_of(R"({"anyOf": [{"type": "integer"}, {"type": "null"}]})"), "1");
  EXPECT_EQ(made_of(R"({"properties": {"b": {"type": "integer"}}, "required": ["b"]})"),
            R"({"b":1})");
  EXPECT_EQ(
      made_of(R"({"allOf": [{"properties": {"b": {"type": "boolean"}}, "required": ["b"]}]})"),
      R"({"b":false})");
}

TEST(Arguments, follow_references_within_the_schema) {
  EXPECT_EQ(made_of(R"({"$ref": "#/$defs/n"})", R"(, "$defs": {"n": {"type": "integer"}})"), "1");
}

TEST(Arguments, are_none_where_none_can_be_made) {
  EXPECT_THAT(made_of(R"({"type": "string", "pattern": "^[0-9]{4}$"})"), HasSubstr("no arguments"));
  EXPECT_THAT(made_of(R"({"$ref": "#"})"), HasSubstr("no arguments"));
  EXPECT_THAT(make_arguments(boost::json::parse("[]")).why_not, HasSubstr("none of an object"));
  EXPECT_THAT(made_of("false"), HasSubstr("no arguments"));
}

TEST(Arguments, are_only_those_that_are_required) {
  EXPECT_EQ(boost::json::serialize(
                *make_arguments(boost::json::parse(R"({"properties": {"a": {"type": "integer"}}})"))
                     .arguments),
            "{}");
}

TEST(Execution, calls_what_is_declared_safe_and_tells_no_secret) {
  ExecutionPlan plan;
  EXPECT_THAT(why_not_called(plan, "echo", "", true), HasSubstr("--execute"));
  plan.which = ExecutionPlan::Which::safe;
  EXPECT_EQ(why_not_called(plan, "echo", "Says it again", true), "");
  EXPECT_THAT(why_not_called(plan, "echo", "", false), HasSubstr("read-only"));
  EXPECT_THAT(why_not_called(plan, "get-env", "", true), HasSubstr("secrets"));
  EXPECT_THAT(why_not_called(plan, "dump", "All environment variables", true),
              HasSubstr("secrets"));
  plan.allow = {"get-*"};
  EXPECT_EQ(why_not_called(plan, "get-env", "", true), "");
  EXPECT_EQ(why_not_called(plan, "get-all", "", false), "");
  plan.refuse = {"get-env"};
  EXPECT_THAT(why_not_called(plan, "get-env", "", true), HasSubstr("refuses"));
  plan.which = ExecutionPlan::Which::all;
  EXPECT_EQ(why_not_called(plan, "drop_all", "", false), "");
  EXPECT_THAT(why_not_called(plan, "get-env", "", true), HasSubstr("refuses"));
  plan.only = {"echo"};
  EXPECT_THAT(why_not_called(plan, "drop_all", "", false), HasSubstr("another tool"));
}

TEST(Execution, holds_results_against_the_output_schema) {
  const boost::json::value schema =
      boost::json::parse(R"({"type": "object", "properties": {"sum": {"type": "number"}}})");
  const auto problem = [&](const char* result) {
    return problem_of_result(boost::json::parse(result).as_object(), &schema);
  };
  EXPECT_EQ(problem(R"({"content": [], "structuredContent": {"sum": 3}})"), "");
  EXPECT_THAT(problem(R"({"content": [], "structuredContent": {"sum": "3"}})"), HasSubstr("/sum"));
  EXPECT_THAT(problem(R"({"content": []})"), HasSubstr("no structuredContent"));
  EXPECT_EQ(problem(R"({"content": [], "isError": true})"), "");
  EXPECT_THAT(problem(R"({"structuredContent": {}})"), HasSubstr("no list `content`"));
}

} // namespace
} // namespace aether::verify_oi_tools
