#include "core/finding.h"

#include <gtest/gtest.h>

namespace aether {
namespace {

Finding finding(std::string rule, std::string file, Position begin, std::string message = "wrong") {
  Finding made;
  made.rule = std::move(rule);
  made.file = std::move(file);
  made.begin = begin;
  made.message = std::move(message);
  return made;
}

TEST(Severity, reads_back_what_it_writes) {
  for (const Severity severity : {Severity::error, Severity::warning, Severity::note}) {
    EXPECT_EQ(parse_severity(to_string(severity)), severity);
  }
  EXPECT_EQ(parse_severity("fatal"), std::nullopt);
  EXPECT_EQ(parse_severity("Error"), std::nullopt);
}

TEST(Fingerprint, is_sixteen_hexadecimal_digits) {
  std::vector<Finding> findings = {finding("r", "f", {1, 1})};
  assign_fingerprints(findings);
  EXPECT_EQ(findings[0].fingerprint.size(), 16U);
  EXPECT_EQ(findings[0].fingerprint.find_first_not_of("0123456789abcdef"), std::string::npos);
}

TEST(Fingerprint, stays_when_lines_move) {
  std::vector<Finding> before = {finding("r", "f", {1, 1})};
  std::vector<Finding> after = {finding("r", "f", {90, 3})};
  assign_fingerprints(before);
  assign_fingerprints(after);
  EXPECT_EQ(before[0].fingerprint, after[0].fingerprint);
}

TEST(Fingerprint, differs_by_rule_file_pointer_and_message) {
  std::vector<Finding> findings = {finding("r", "f", {1, 1}), finding("q", "f", {1, 1}),
                                   finding("r", "g", {1, 1}), finding("r", "f", {1, 1}, "other"),
                                   finding("rf", "", {1, 1})};
  findings.push_back(findings[0]);
  findings.back().pointer = "/a";
  assign_fingerprints(findings);
  for (std::size_t i = 0; i < findings.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      EXPECT_NE(findings[i].fingerprint, findings[j].fingerprint) << i << " and " << j;
    }
  }
}

TEST(Fingerprint, tells_equal_findings_apart_by_their_order) {
  std::vector<Finding> findings = {finding("r", "f", {1, 1}), finding("r", "f", {2, 1})};
  assign_fingerprints(findings);
  EXPECT_NE(findings[0].fingerprint, findings[1].fingerprint);
}

TEST(SortFindings, orders_by_file_position_rule_and_message) {
  std::vector<Finding> findings = {finding("b", "z", {1, 1}), finding("b", "a", {10, 1}),
                                   finding("b", "a", {2, 9}), finding("a", "a", {2, 9}),
                                   finding("c", "a", {2, 1})};
  sort_findings(findings);
  std::string order;
  for (const Finding& f : findings) {
    order += f.rule + f.file + " ";
  }
  EXPECT_EQ(order, "ca aa ba ba bz ");
  EXPECT_EQ(findings[3].begin.line, 10U);
}

} // namespace
} // namespace aether
