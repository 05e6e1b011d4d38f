#include "report/baseline.h"

#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.h"

namespace aether {
namespace {

using testing::HasSubstr;

std::set<std::string> read_text(std::string_view text) {
  return read_baseline(text, "known.json", "job_tracer", "job_tracer check --write-baseline");
}

std::string error_of_baseline(std::string_view text, ExitCode code) {
  try {
    (void)read_text(text);
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), code);
    return error.what();
  }
  return "no error";
}

std::vector<Finding> two_findings() {
  std::vector<Finding> findings(2);
  findings[0].rule = "job-count";
  findings[0].file = "z.py";
  findings[0].message = "wrong";
  findings[1].rule = "unknown-key";
  findings[1].file = "a.py";
  findings[1].message = "worse";
  assign_fingerprints(findings);
  return findings;
}

TEST(Baseline, holds_the_findings_it_was_written_from) {
  std::vector<Finding> findings = two_findings();
  std::ostringstream out;
  write_baseline(out, "job_tracer", "1.0.0", findings);
  const std::set<std::string> known = read_text(out.str());
  EXPECT_EQ(known.size(), 2U);
  EXPECT_EQ(drop_known(known, findings), 2U);
  EXPECT_TRUE(findings.empty());
}

TEST(Baseline, keeps_new_findings) {
  std::vector<Finding> findings = two_findings();
  EXPECT_EQ(drop_known({findings[0].fingerprint}, findings), 1U);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].rule, "unknown-key");
}

TEST(Baseline, is_sorted_whatever_the_order_of_the_findings) {
  std::vector<Finding> findings = two_findings();
  std::ostringstream one;
  write_baseline(one, "job_tracer", "1.0.0", findings);
  std::swap(findings[0], findings[1]);
  std::ostringstream other;
  write_baseline(other, "job_tracer", "1.0.0", findings);
  EXPECT_EQ(one.str(), other.str());
  EXPECT_LT(one.str().find("a.py"), one.str().find("z.py"));
}

TEST(Baseline, of_something_else_is_bad_input) {
  EXPECT_THAT(error_of_baseline("", ExitCode::bad_input), HasSubstr("is empty"));
  EXPECT_THAT(error_of_baseline("[]", ExitCode::bad_input),
              HasSubstr("expected an aether/baseline/1 document (from `job_tracer check "
                        "--write-baseline`), but it is an array"));
  EXPECT_THAT(error_of_baseline(
                  R"({"schema": "aether/baseline/1", "tool": "validate_config", "findings": []})",
                  ExitCode::bad_input),
              HasSubstr("expected a baseline of job_tracer (from `job_tracer check "
                        "--write-baseline`), but it is one of validate_config"));
  EXPECT_THAT(error_of_baseline(R"({"schema": "aether/baseline/1", "tool": "job_tracer"})",
                                ExitCode::bad_input),
              HasSubstr("but its `findings` is no array of objects"));
  EXPECT_THAT(error_of_baseline(
                  R"({"schema": "aether/baseline/1", "tool": "job_tracer", "findings": [{}]})",
                  ExitCode::bad_input),
              HasSubstr("expected a \"fingerprint\""));
}

TEST(Baseline, knows_findings_by_what_they_were_called_formerly) {
  std::vector<Finding> findings(1);
  findings[0].message = "duplicate key `a`, first on line 3";
  assign_fingerprints(findings);
  ASSERT_NE(findings[0].former_fingerprint, "");
  EXPECT_EQ(drop_known({findings[0].former_fingerprint}, findings), 1U);
}

} // namespace
} // namespace aether
