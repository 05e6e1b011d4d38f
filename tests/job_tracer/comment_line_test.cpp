#include "backend/blocks/comment_line.h"
#include "job_tracer/blocks.h"

#include <gtest/gtest.h>

namespace aether::job_tracer {
namespace {

struct Case {
  const char* line;
  const char* text;
};

class CommentSyntax : public testing::TestWithParam<Case> {};

TEST_P(CommentSyntax, is_stripped_from_the_line) {
  EXPECT_EQ(strip_comment(GetParam().line).text, GetParam().text) << GetParam().line;
}

INSTANTIATE_TEST_SUITE_P(
    All, CommentSyntax,
    testing::Values(Case{"text", "text"}, Case{"  \t text \r", "text"}, Case{"# text", "text"},
                    Case{"## text", "text"}, Case{"#: text", "text"}, Case{"// text", "text"},
                    Case{"/// text", "text"}, Case{"//! text", "text"}, Case{"-- text", "text"},
                    Case{"--- text", "text"}, Case{";; text", "text"}, Case{"% text", "text"},
                    Case{" * text", "text"}, Case{"/* text */", "text"},
                    Case{"/** text **/", "text"}, Case{"<!-- text -->", "text"},
                    Case{"{/* text */}", "text"}, Case{"(* text *)", "text"},
                    Case{"{- text -}", "text"}, Case{"{# text #}", "text"},
                    Case{"--[[ text ]]", "text"}, Case{"--[==[ text", "text"},
                    Case{"<# text #>", "text"}, Case{"\"\"\"text\"\"\"", "text"},
                    Case{"r'''text", "text"}, Case{"rem text", "text"}, Case{"dnl text", "text"},
                    Case{"' text", "text"}, Case{"! text", "text"}, Case{"", ""}, Case{" * ", ""},
                    Case{"*/", ""}, Case{"-->", ""}, Case{"\"\"\"", ""}, Case{"#", ""}));

INSTANTIATE_TEST_SUITE_P(LeavesAlone, CommentSyntax,
                         testing::Values(Case{"'text'", "'text'"}, Case{"\"text\"", "\"text\""},
                                         Case{"- text", "- text"}, Case{"remark", "remark"},
                                         Case{"**bold** text", "**bold** text"},
                                         Case{"a # b", "a # b"}, Case{"f(*)", "f(*)"},
                                         Case{"x {y: {z}}", "x {y: {z}}"}));

TEST(CommentLine, knows_a_line_that_only_closes) {
  for (const char* line : {"*/", "  */", "-->", "\"\"\"", "'''", "*)", "]]", "#>"}) {
    EXPECT_TRUE(strip_comment(line).closes) << line;
  }
  EXPECT_FALSE(strip_comment(" * ").closes);
}

TEST(CommentLine, measures_the_indent_with_tabs) {
  EXPECT_EQ(strip_comment("\tx").indent, 8U);
  EXPECT_EQ(strip_comment("  \tx").indent, 8U);
  EXPECT_EQ(strip_comment(" *   x").indent, 5U);
  EXPECT_EQ(strip_comment("#  x").indent, 3U);
}

} // namespace
} // namespace aether::job_tracer
