#include "job_tracer/check.h"

#include <gmock/gmock.h>

#include "core/error.h"
#include "tree.h"

namespace aether::job_tracer {
namespace {

using test::block;
using test::Tree;
using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> found(const Tree& tree, const Selection& selection = {}) {
  const Index index = tree.index();
  std::vector<std::string> lines;
  for (const Finding& finding : check(index, Graph(index), {selection, std::nullopt}).findings) {
    lines.push_back(finding.rule + " " + finding.file + ":" + std::to_string(finding.begin.line) +
                    (finding.hint.empty() ? "" : " " + finding.hint));
  }
  return lines;
}

TEST(Check, finds_jobs_that_are_not_registered_and_the_nearest) {
  const Tree tree({{"a.py", block("none", "streamin, unheard", "none")},
                   {".architecture/job_types.yaml",
                    "version: 1\nusage_rules: {x: {}}\nflow:\n  streaming: {level: 1}\n"}});
  EXPECT_THAT(found(tree), ElementsAre("unused-job .architecture/job_types.yaml:4",
                                       "unregistered-job a.py:3 did you mean `streaming`?",
                                       "unregistered-job a.py:3"));
}

TEST(Check, says_that_it_could_not_look_without_a_registry) {
  const Tree tree({{"a.py", block("none", "j", "none")}});
  const Index index = tree.index();
  const CheckReport report = check(index, Graph(index), {});
  EXPECT_THAT(report.findings, IsEmpty());
  ASSERT_EQ(report.skipped.size(), 1U);
}

TEST(Check, refuses_a_registry_that_cannot_be_read) {
  const Tree tree(
      {{"a.py", block("none", "j", "none")}, {".architecture/job_types.yaml", "a: [1\n"}});
  EXPECT_THROW((void)found(tree), Error);
  EXPECT_THAT(found(tree, {{"dangling-reference"}, {}, {}}), IsEmpty());
}

TEST(Check, finds_references_that_dangle_with_the_nearest_file) {
  const Tree tree({{"core/engine.py", block("core/engin.py, Frontend (x)", "j", "none")}});
  EXPECT_THAT(found(tree),
              ElementsAre("dangling-reference core/engine.py:2 did you mean `core/engine.py`?"));
}

TEST(Check, finds_sources_without_a_block_but_asks_none_of_empty_ones) {
  const Tree tree({{"a.py", "x = 1\n"}, {"b.py", ""}});
  EXPECT_THAT(found(tree), ElementsAre("missing-block a.py:1"));
}

TEST(Check, finds_one_sided_edges_only_when_asked) {
  const Tree tree(
      {{"a.py", block("none", "j", "b.py")}, {"b.py", block("none", "j", "none")}, {"c.py", "x"}});
  EXPECT_THAT(found(tree), ElementsAre("missing-block c.py:1"));
  EXPECT_THAT(found(tree, {{"one-sided-edge"}, {}, {}}),
              ElementsAre("one-sided-edge a.py:4 name this file in Incoming of b.py"));
}

TEST(Check, has_a_severity_for_every_rule_from_the_table) {
  const Tree tree({{"a.py", "x"}});
  const Index index = tree.index();
  const CheckReport report = check(index, Graph(index), {});
  ASSERT_EQ(report.findings.size(), 1U);
  EXPECT_EQ(report.findings[0].severity, Severity::note);
  EXPECT_EQ(report.findings[0].fingerprint.size(), 16U);
}

TEST(Check, of_named_files_tells_theirs_alone) {
  const Tree tree({{"a.py", "x"}, {"b.py", "x"}});
  const Index index = tree.index();
  const CheckReport report = check(index, Graph(index), {{}, PathSet{"b.py"}});
  ASSERT_EQ(report.findings.size(), 1U);
  EXPECT_EQ(report.findings[0].file, "b.py");
  EXPECT_EQ(report.files, 1U);
}

} // namespace
} // namespace aether::job_tracer
