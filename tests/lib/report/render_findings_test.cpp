#include "report/render_findings.h"

#include <sstream>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "data/json.h"

namespace aether {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

Finding finding() {
  Finding made;
  made.rule = "unknown-key";
  made.message = "unknown key `enabledd`";
  made.file = "config/a.yaml";
  made.begin = {3, 5};
  made.end = {3, 13};
  return made;
}

std::string text_of(const Finding& f, std::string line, Colour colour = Colour::off) {
  std::ostringstream out;
  render_findings_text(
      out, {f}, [&](std::string_view, std::uint32_t) { return std::optional(line); }, colour);
  return out.str();
}

std::string github_of(const Finding& f) {
  std::ostringstream out;
  render_findings_github(out, {f});
  return out.str();
}

boost::json::value sarif_of(const std::vector<Finding>& findings) {
  std::ostringstream out;
  render_findings_sarif(out, {"job_tracer", "1.0.0"},
                        {{"other", Severity::note, false, "other things"},
                         {"unknown-key", Severity::error, true, "keys that no schema names"}},
                        findings);
  return parse_json(out.str(), "sarif");
}

TEST(TextReport, shows_place_message_line_caret_and_hint) {
  Finding f = finding();
  f.hint = "did you mean `enabled`?";
  EXPECT_EQ(text_of(f, "    enabledd: true"),
            "config/a.yaml:3:5: error: unknown key `enabledd` [unknown-key]\n"
            "        enabledd: true\n"
            "        ^~~~~~~~\n"
            "  hint: did you mean `enabled`?\n");
}

TEST(TextReport, shows_count_cause_and_where_to_mend) {
  Finding f = finding();
  f.begin = f.end = {};
  f.count = 80;
  f.cause = "one generator";
  f.fix_at = "scripts/gen.py:10";
  EXPECT_EQ(text_of(f, "unused"),
            "config/a.yaml: error: unknown key `enabledd` (80 times) [unknown-key]\n"
            "  cause: one generator\n"
            "  fix at: scripts/gen.py:10\n");
}

TEST(TextReport, marks_a_point_with_one_caret) {
  Finding f = finding();
  f.end = {};
  EXPECT_THAT(text_of(f, "abcdefgh"), EndsWith("    abcdefgh\n        ^\n"));
  f.end = {9, 1};
  EXPECT_THAT(text_of(f, "abcdefgh"), EndsWith("    abcdefgh\n        ^\n"));
}

TEST(TextReport, sets_the_caret_past_the_end_where_something_is_missing) {
  Finding f = finding();
  f.end = {};
  EXPECT_THAT(text_of(f, "abcd"), EndsWith("    abcd\n        ^\n"));
  EXPECT_THAT(text_of(f, ""), EndsWith("    \n    ^\n"));
}

TEST(TextReport, aligns_the_caret_below_tabs_and_wide_characters) {
  Finding f = finding();
  f.begin.column = 2;
  f.end.column = 3;
  EXPECT_THAT(text_of(f, "\tx"), EndsWith("        x\n        ^\n"));
  EXPECT_THAT(text_of(f, "\xE6\x97\xA5x"), EndsWith("    \xE6\x97\xA5x\n      ^\n"));
  EXPECT_THAT(text_of(f, "\xC3\xA9x"), EndsWith("    \xC3\xA9x\n     ^\n"));
  EXPECT_THAT(text_of(f, "\x1bx"), EndsWith("    \\x1bx\n        ^\n"));
}

TEST(TextReport, cuts_a_long_line_to_a_window_about_the_caret) {
  Finding f = finding();
  f.begin = {1, 5001};
  f.end = {1, 5003};
  const std::string text = text_of(f, fmt::format("{:a>5000}XY{:b>5000}", "", ""));
  EXPECT_THAT(text, HasSubstr(fmt::format("\n    ...{:a>60}XY{:b>78}...\n", "", "")));
  EXPECT_THAT(text, EndsWith(fmt::format("\n{:67}^~\n", "")));
}

TEST(TextReport, does_without_the_line_where_it_cannot_be_had) {
  std::ostringstream out;
  render_findings_text(out, {finding()}, {}, Colour::off);
  EXPECT_EQ(out.str(), "config/a.yaml:3:5: error: unknown key `enabledd` [unknown-key]\n");
}

TEST(TextReport, names_no_file_where_there_is_none) {
  Finding f = finding();
  f.file.clear();
  f.severity = Severity::warning;
  EXPECT_EQ(text_of(f, "x"), "warning: unknown key `enabledd` [unknown-key]\n");
}

TEST(TextReport, lets_no_escape_sequence_through) {
  Finding f = finding();
  f.file = "a\x1b.yaml";
  f.message = "m\x1b[2J";
  f.hint = "h\n\x1b";
  EXPECT_THAT(text_of(f, "\x1b[31m"), Not(HasSubstr("\x1b")));
}

TEST(TextReport, colours_only_when_asked) {
  EXPECT_THAT(text_of(finding(), "abcdefghijkl", Colour::on), HasSubstr("\x1b[1;31merror:\x1b[0m"));
  EXPECT_THAT(text_of(finding(), "abcdefghijkl", Colour::off), Not(HasSubstr("\x1b")));
}

TEST(JsonReport, writes_what_is_known_and_no_more) {
  Finding f = finding();
  f.end = {};
  f.fingerprint = "0123456789abcdef";
  std::ostringstream out;
  {
    JsonWriter json(out);
    write_finding(json, f);
    f.end = {3, 13};
    f.pointer = "/a";
    f.cause = "c";
    f.hint = "h";
    f.fix_at = "x";
    f.count = 2;
    json.end_line();
    write_finding(json, f);
  }
  EXPECT_EQ(out.str(),
            R"({"rule":"unknown-key","severity":"error","message":"unknown key `enabledd`",)"
            R"("file":"config/a.yaml","line":3,"column":5,"fingerprint":"0123456789abcdef"})"
            "\n"
            R"({"rule":"unknown-key","severity":"error","message":"unknown key `enabledd`",)"
            R"("file":"config/a.yaml","line":3,"column":5,"end_line":3,"end_column":13,)"
            R"("pointer":"/a","cause":"c","hint":"h","fix_at":"x","count":2,)"
            R"("fingerprint":"0123456789abcdef"})");
}

TEST(GithubReport, is_a_workflow_command) {
  EXPECT_EQ(github_of(finding()), "::error file=config/a.yaml,line=3,col=5,title=unknown-key::"
                                  "unknown key `enabledd`\n");
  Finding f = finding();
  f.severity = Severity::note;
  f.file.clear();
  EXPECT_EQ(github_of(f), "::notice title=unknown-key::unknown key `enabledd`\n");
}

TEST(GithubReport, escapes_so_that_no_text_starts_another_command) {
  Finding f = finding();
  f.file = "a,b:c%.py";
  f.message = "50%\r\n::error::x, y";
  f.hint = "h";
  EXPECT_EQ(github_of(f), "::error file=a%2Cb%3Ac%25.py,line=3,col=5,title=unknown-key::"
                          "50%25%0D%0A::error::x, y%0Ahint: h\n");
}

TEST(SarifReport, points_into_its_table_of_rules) {
  const boost::json::value sarif = sarif_of({finding()});
  EXPECT_EQ(sarif.at_pointer("/version").as_string(), "2.1.0");
  EXPECT_EQ(sarif.at_pointer("/runs/0/tool/driver/rules/1/id").as_string(), "unknown-key");
  EXPECT_EQ(sarif.at_pointer("/runs/0/results/0/ruleIndex").as_int64(), 1);
  EXPECT_EQ(sarif.at_pointer("/runs/0/results/0/level").as_string(), "error");
  EXPECT_EQ(sarif.at_pointer("/runs/0/columnKind").as_string(), "unicodeCodePoints");
}

TEST(SarifReport, encodes_paths_below_the_root_as_uris) {
  Finding f = finding();
  f.file = "a b/c:d/\xC3\xA9%.py";
  const boost::json::value sarif = sarif_of({f});
  const boost::json::value& place =
      sarif.at_pointer("/runs/0/results/0/locations/0/physicalLocation");
  EXPECT_EQ(place.at_pointer("/artifactLocation/uri").as_string(), "a%20b/c%3Ad/%C3%A9%25.py");
  EXPECT_EQ(place.at_pointer("/artifactLocation/uriBaseId").as_string(), "%SRCROOT%");
  EXPECT_EQ(place.at_pointer("/region/startLine").as_int64(), 3);
  EXPECT_EQ(place.at_pointer("/region/endColumn").as_int64(), 13);
}

TEST(SarifReport, leaves_out_what_is_unknown) {
  Finding f = finding();
  f.file.clear();
  f.rule = "unlisted";
  const boost::json::value sarif = sarif_of({f});
  const boost::json::object& result = sarif.at_pointer("/runs/0/results/0").as_object();
  EXPECT_FALSE(result.contains("locations"));
  EXPECT_FALSE(result.contains("ruleIndex"));
  EXPECT_FALSE(result.contains("partialFingerprints"));
}

TEST(CountFindings, names_only_the_kinds_that_occur) {
  EXPECT_EQ(count_findings({}), "no findings");
  std::vector<Finding> findings(2, finding());
  EXPECT_EQ(count_findings(findings), "2 errors");
  findings.push_back(finding());
  findings.back().severity = Severity::warning;
  EXPECT_EQ(count_findings(findings), "2 errors, 1 warning");
}

} // namespace
} // namespace aether
