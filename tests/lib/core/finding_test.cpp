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

// As the tools have them.
TEST(Fingerprint, does_not_count_the_lines_within_a_message) {
  for (const auto& [before, after] : {
           std::pair("duplicate key `a`, first on line 3", "duplicate key `a`, first on line 14"),
           std::pair("x is registered in y already, at line 3",
                     "x is registered in y already, at line 4"),
           std::pair("perplexica is not at one address: localhost:3000 in config/settings.py:14, "
                     "localhost:3100 in config/integrations_registry.yaml:9:5",
                     "perplexica is not at one address: localhost:3000 in config/settings.py:15, "
                     "localhost:3100 in config/integrations_registry.yaml:19:15"),
           std::pair("no distribution for it (lines 3, 4 and 12)",
                     "no distribution for it (lines 5, 6 and 14)"),
           std::pair("cannot be parsed: invalid syntax (settings.py, line 12)",
                     "cannot be parsed: invalid syntax (settings.py, line 13)"),
           std::pair("3:4: a mapping is expected", "13:4: a mapping is expected"),
           std::pair("read at line 3, column 5 of .env:7", "read at line 4, column 5 of .env:8"),
           std::pair("looks like deploy/Dockerfile:3", "looks like deploy/Dockerfile:31"),
       }) {
    std::vector<Finding> one = {finding("r", "f", {1, 1}, before)};
    std::vector<Finding> other = {finding("r", "f", {1, 1}, after)};
    assign_fingerprints(one);
    assign_fingerprints(other);
    EXPECT_EQ(one[0].fingerprint, other[0].fingerprint) << after;
    EXPECT_NE(one[0].former_fingerprint, other[0].former_fingerprint) << after;
  }
}

TEST(Fingerprint, counts_ports_versions_and_numbers) {
  for (const std::string message :
       {"localhost:3000 answers", "127.0.0.1:3000", "http://api.example.com:3000/x.py?a=1:3000",
        "`1:30` is 90", "redis:7 is old", "3 tools", "3: too many", "baseline 3", "a.py3:4",
        "version 3.4", ":3"}) {
    EXPECT_EQ(without_lines(message), message);
    std::vector<Finding> one = {finding("r", "f", {1, 1}, message)};
    assign_fingerprints(one);
    EXPECT_EQ(one[0].former_fingerprint, "");
  }
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
