#include "report/selection.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.h"

namespace aether {
namespace {

using testing::ElementsAre;

const std::vector<Rule> k_rules = {{"job-count", Severity::error, true, "counts"},
                                   {"registry/tool-count", Severity::warning, true, "counts tools"},
                                   {"registry/style", Severity::note, false, "looks"}};

Finding finding(std::string rule, std::string file = "a.py") {
  Finding made;
  made.rule = std::move(rule);
  made.file = std::move(file);
  return made;
}

std::vector<std::string> kept(const Selection& selection, std::vector<Finding> findings) {
  apply_selection(selection, k_rules, findings);
  std::vector<std::string> names;
  for (const Finding& f : findings) {
    names.push_back(f.rule + "@" + f.file);
  }
  return names;
}

std::string usage_error(const std::vector<std::string>& select,
                        const std::vector<std::string>& ignore,
                        const std::vector<std::string>& severities) {
  try {
    (void)parse_selection(select, ignore, severities, k_rules);
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ExitCode::usage);
    return error.what();
  }
  return "no error";
}

TEST(Selection, without_options_runs_the_rules_enabled_by_default) {
  const Selection selection = parse_selection({}, {}, {}, k_rules);
  EXPECT_TRUE(is_selected(selection, k_rules[0]));
  EXPECT_FALSE(is_selected(selection, k_rules[2]));
  EXPECT_THAT(kept(selection, {finding("job-count"), finding("registry/style")}),
              ElementsAre("job-count@a.py"));
}

TEST(Selection, select_names_the_only_rules_that_run_even_disabled_ones) {
  const Selection selection = parse_selection({"registry/*"}, {}, {}, k_rules);
  EXPECT_FALSE(is_selected(selection, k_rules[0]));
  EXPECT_TRUE(is_selected(selection, k_rules[1]));
  EXPECT_TRUE(is_selected(selection, k_rules[2]));
}

TEST(Selection, ignore_drops_a_rule_everywhere_or_in_some_files) {
  const std::vector<Finding> findings = {
      finding("job-count", "a.py"), finding("job-count", "tests/b.py"), finding("job-count", ""),
      finding("registry/tool-count", "tests/b.py")};
  EXPECT_THAT(kept(parse_selection({}, {"job-count"}, {}, k_rules), findings),
              ElementsAre("registry/tool-count@tests/b.py"));
  EXPECT_THAT(kept(parse_selection({}, {"job-*:tests/**"}, {}, k_rules), findings),
              ElementsAre("job-count@a.py", "job-count@", "registry/tool-count@tests/b.py"));
}

TEST(Selection, keeps_findings_of_rules_that_no_table_lists) {
  EXPECT_THAT(kept(parse_selection({}, {}, {}, k_rules), {finding("parse-error")}),
              ElementsAre("parse-error@a.py"));
}

TEST(Selection, the_last_severity_that_fits_wins) {
  const Selection selection =
      parse_selection({}, {}, {"**=note", "registry/*=warning", "registry/tool-*=error"}, k_rules);
  std::vector<Finding> findings = {finding("job-count"), finding("registry/tool-count")};
  findings[1].severity = Severity::note;
  apply_selection(selection, k_rules, findings);
  EXPECT_EQ(findings[0].severity, Severity::note);
  EXPECT_EQ(findings[1].severity, Severity::error);
}

TEST(Selection, an_unknown_rule_is_wrong_usage_and_the_nearest_is_offered) {
  EXPECT_EQ(usage_error({"job-cuont"}, {}, {}),
            "--select: there is no rule `job-cuont`; did you mean `job-count`?");
  EXPECT_EQ(usage_error({}, {"jobs-count:a"}, {}),
            "--ignore: there is no rule `jobs-count`; did you mean `job-count`?");
  EXPECT_EQ(usage_error({}, {}, {"zzz/*=note"}), "--severity: there is no rule `zzz/*`");
}

TEST(Selection, malformed_options_are_wrong_usage) {
  EXPECT_EQ(usage_error({}, {}, {"job-count"}), "--severity: `job-count` is not RULE=LEVEL");
  EXPECT_EQ(usage_error({}, {}, {"job-count=warn"}),
            "--severity: `warn` is not error, warning or note; did you mean `warning`?");
  EXPECT_EQ(usage_error({}, {"job-count:"}, {}),
            "--ignore: `job-count:` names no file after the colon");
}

} // namespace
} // namespace aether
