// What happens to findings between the rules and the report.
#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

#include "data/document_reader.h"
#include "validate_config/check_dotenv.h"
#include "validate_config/inline_ignores.h"
#include "validate_config/merge_alike.h"
#include "validate_config/similar_keys.h"

namespace aether::validate_config {
namespace {

Finding finding(std::string rule, std::string file, std::uint32_t line, std::string pointer = "",
                std::string cause = "") {
  Finding made;
  made.rule = std::move(rule);
  made.file = std::move(file);
  made.begin = {line, 1};
  made.pointer = std::move(pointer);
  made.cause = std::move(cause);
  made.message = "expected an integer, found a string";
  return made;
}

TEST(MergeAlike, makes_one_of_many_entries_with_one_mistake) {
  std::vector<Finding> findings;
  for (std::uint32_t i = 0; i < 12; ++i) {
    findings.push_back(
        finding("schema/type", "a.yaml", i + 1, "/tools/" + std::to_string(i) + "/port"));
  }
  findings.push_back(finding("schema/type", "a.yaml", 40, "/metadata/port"));
  findings.push_back(finding("schema/type", "b.yaml", 1, "/tools/0/port"));
  merge_alike(findings);
  ASSERT_EQ(findings.size(), 3U);
  EXPECT_EQ(findings[0].count, 12U);
  EXPECT_EQ(findings[0].message, "expected an integer, found a string; also at /tools/1/port, "
                                 "/tools/2/port, /tools/3/port...");
  EXPECT_FALSE(findings[1].count);
}

TEST(MergeAlike, leaves_a_few_alone) {
  std::vector<Finding> findings;
  for (std::uint32_t i = 0; i < 9; ++i) {
    findings.push_back(
        finding("schema/type", "a.yaml", i + 1, "/tools/" + std::to_string(i) + "/port"));
    findings.push_back(
        finding("registry/tool-count", "a.yaml", i + 1, "/integrations/a/tool_count"));
  }
  merge_alike(findings);
  EXPECT_EQ(findings.size(), 18U);
}

TEST(MergeAlike, makes_one_of_four_with_one_cause) {
  std::vector<Finding> findings;
  for (std::uint32_t i = 0; i < 4; ++i) {
    findings.push_back(finding("network/connect", "a.yaml", i + 1, "", "proxy"));
  }
  merge_alike(findings);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].count, 4U);
}

TEST(InlineIgnores, silence_their_line_the_next_and_files) {
  std::vector<InlineIgnore> ignores;
  find_inline_ignores(
      "a  # validate_config: ignore deps/x\n# validate_config: ignore deps/*, schema/y\nb\nc\n",
      "f", ignores);
  find_inline_ignores(
      "x = 'validate_config: ignore deps/x'\n# validate_config: ignore-file deps/x\n", "g",
      ignores);
  ASSERT_EQ(ignores.size(), 4U);
  std::vector<Finding> findings = {finding("deps/x", "f", 1), finding("deps/z", "f", 3),
                                   finding("deps/x", "f", 4), finding("deps/x", "g", 9),
                                   finding("deps/y", "g", 2)};
  apply_inline_ignores(ignores, findings);
  ASSERT_EQ(findings.size(), 3U);
  EXPECT_EQ(findings[0].begin.line, 4U);
  EXPECT_EQ(findings[1].rule, "deps/y");
  EXPECT_EQ(findings[2].message, "there is no rule schema/y");
}

TEST(CheckDotenv, tells_every_line) {
  std::vector<Finding> findings;
  check_dotenv("A=1\nno\nB=2\nA=3\n=4\n", ".env", findings);
  ASSERT_EQ(findings.size(), 3U);
  EXPECT_EQ(findings[0].rule, "environment/syntax");
  EXPECT_EQ(findings[0].begin.line, 2U);
  EXPECT_EQ(findings[1].begin.line, 5U);
  EXPECT_EQ(findings[2].rule, "environment/duplicate");
  EXPECT_EQ(findings[2].begin.line, 4U);
}

TEST(SimilarKeys, are_those_of_keys_that_are_missing) {
  const auto schema =
      boost::json::parse(R"({"properties": {"a": {"$ref": "#/$defs/entry"}}, "$defs": {"entry":
      {"properties": {"enabled": {}, "host": {}}, "additionalProperties": {"properties": {"priority": {}}}}}})");
  const auto told = [&](std::string_view text) {
    std::vector<Finding> findings;
    find_similar_keys(schema, parse_document(text, "x.yaml", DocumentFormat::yaml), "x.yaml",
                      findings);
    return findings;
  };
  const std::vector<Finding> found = told("a:\n  enabeld: true\n  other: {prioritty: 1}\n");
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].begin.line, 2U);
  EXPECT_EQ(found[0].hint, "did you mean `enabled`?");
  EXPECT_EQ(found[1].pointer, "/a/other/prioritty");
  EXPECT_TRUE(told("a: {enabled: true, enabeld: true, hosts: 1, x: 2}\n").empty());
}

} // namespace
} // namespace aether::validate_config
