#include "backend/blocks/block_parser.h"
#include "job_tracer/blocks.h"

#include <gmock/gmock.h>

namespace aether::job_tracer {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

ParsedPiece parse(std::string_view text, Markup markup = Markup::plain) {
  return parse_blocks({text, 1, true, {}}, markup, ParseDepth::everything);
}

constexpr const char* k_fields =
    "Incoming: a --- {b}\nProcessing: c --- {1 job: d}\nOutgoing: e --- {f}\n";

TEST(BlockParser, finds_a_block_and_its_lines) {
  const std::string text = std::string("x\n\n@.architecture\n") + k_fields;
  const ParsedPiece parsed = parse(text);
  ASSERT_THAT(parsed.blocks, SizeIs(1));
  const RawBlock& block = parsed.blocks.front();
  EXPECT_EQ(block.line, 3U);
  EXPECT_EQ(block.fields[0].line, 4U);
  EXPECT_EQ(block.fields[0].value(), "a --- {b}");
  EXPECT_EQ(block.fields[1].value_column, 13U);
  EXPECT_EQ(text.substr(block.fields[2].begin, block.fields[2].end - block.fields[2].begin),
            "Outgoing: e --- {f}");
}

TEST(BlockParser, takes_keys_in_any_case_and_blank_lines_between) {
  EXPECT_THAT(parse("# @.architecture\n#\n\n# INCOMING: a --- {b}\n#\n# processing : c --- "
                    "{d}\n\n# Outgoing: e --- {f}\n")
                  .blocks,
              SizeIs(1));
}

TEST(BlockParser, takes_each_line_as_a_comment_of_its_own) {
  EXPECT_THAT(
      parse(
          "<!-- @.architecture -->\n<!-- Incoming: a --- {b} -->\n<!-- Processing: c --- {d} -->\n"
          "<!-- Outgoing: e --- {f} -->\n")
          .blocks,
      SizeIs(1));
}

TEST(BlockParser, takes_the_docstring_that_opens_on_the_tag_and_closes_on_the_last_line) {
  const ParsedPiece parsed = parse("\"\"\"@.architecture\nIncoming: a --- {b}\nProcessing: c --- "
                                   "{d}\nOutgoing: e --- {f}\"\"\"");
  ASSERT_THAT(parsed.blocks, SizeIs(1));
  EXPECT_EQ(parsed.blocks.front().fields[2].value(), "e --- {f}");
}

TEST(BlockParser, joins_deeper_lines_with_one_space) {
  const ParsedPiece parsed =
      parse("/**\n * @.architecture\n * Incoming: a,\n *   b,\n *     c --- {d}\n"
            " * Processing: e --- {f}\n * Outgoing: g --- {h}\n */\n");
  ASSERT_THAT(parsed.blocks, SizeIs(1));
  EXPECT_EQ(parsed.blocks.front().fields[0].value(), "a, b, c --- {d}");
  EXPECT_TRUE(parsed.blocks.front().fields[0].several_lines);
}

TEST(BlockParser, does_not_join_lines_after_a_blank_one) {
  const std::string text = std::string("@.architecture\n") + k_fields + "\n    indented prose\n";
  const ParsedPiece parsed = parse(text);
  ASSERT_THAT(parsed.blocks, SizeIs(1));
  EXPECT_EQ(parsed.blocks.front().fields[2].value(), "e --- {f}");
}

TEST(BlockParser, takes_no_mention_for_a_block) {
  const std::string fields = k_fields;
  for (const char* mention :
       {"see @.architecture", "@.architecture block", "'@.architecture',", "`@.architecture`",
        "\"@.architecture\"", "/@\\.architecture/", "x = '@.architecture'", "@.architectures",
        "a@.architecture", "@.architecture:"}) {
    EXPECT_THAT(parse(std::string(mention) + "\n" + fields).blocks, IsEmpty()) << mention;
  }
}

TEST(BlockParser, says_which_line_is_missing_or_out_of_order) {
  const auto problem = [](const char* text) {
    const ParsedPiece parsed = parse(text);
    EXPECT_THAT(parsed.blocks, IsEmpty());
    return parsed.malformed.empty() ? std::string("none") : parsed.malformed.front().problem;
  };
  EXPECT_THAT(problem("@.architecture\n"), HasSubstr("`Incoming:` is missing"));
  EXPECT_THAT(problem("@.architecture\nIncoming: a --- {b}\nOutgoing: e --- {f}\n"),
              HasSubstr("`Outgoing:` stands"));
  EXPECT_THAT(problem("@.architecture\nProcessing: a --- {b}\nIncoming: e --- {f}\n"),
              HasSubstr("`Processing:` stands"));
  EXPECT_THAT(
      problem("@.architecture\nIncoming: a --- {b}\nProcessing: e --- {f}\n\"\"\"\nOutgoing: x\n"),
      HasSubstr("`Outgoing:` is missing"));
}

TEST(BlockParser, ends_a_line_comment_where_the_code_begins) {
  const ParsedPiece parsed = parse(std::string("# @.architecture\nimport x\n# ") + k_fields);
  EXPECT_THAT(parsed.blocks, IsEmpty());
  EXPECT_THAT(parsed.malformed, SizeIs(1));
}

TEST(BlockParser, ends_at_the_next_tag) {
  const ParsedPiece parsed =
      parse(std::string("@.architecture\nIncoming: a --- {b}\n@.architecture\n") + k_fields);
  EXPECT_THAT(parsed.malformed, SizeIs(1));
  ASSERT_THAT(parsed.blocks, SizeIs(1));
  EXPECT_EQ(parsed.blocks.front().line, 3U);
}

TEST(BlockParser, finds_several_blocks) {
  const std::string block = std::string("@.architecture\n") + k_fields;
  const ParsedPiece parsed = parse(block + "\ncode\n" + block);
  ASSERT_THAT(parsed.blocks, SizeIs(2));
  EXPECT_EQ(parsed.blocks[1].line, 7U);
}

TEST(BlockParser, reports_three_lines_without_a_tag) {
  const ParsedPiece parsed = parse(std::string("code\n") + k_fields);
  EXPECT_THAT(parsed.blocks, IsEmpty());
  ASSERT_THAT(parsed.untagged, SizeIs(1));
  EXPECT_EQ(parsed.untagged.front().line, 2U);
}

TEST(BlockParser, passes_over_code_fences_in_markdown_alone) {
  const std::string text = std::string("```\n@.architecture\n") + k_fields +
                           "```\n\n<!--\n@.architecture\n" + k_fields + "-->\n";
  EXPECT_THAT(parse(text, Markup::plain).blocks, SizeIs(2));
  const ParsedPiece parsed = parse(text, Markup::markdown);
  ASSERT_THAT(parsed.blocks, SizeIs(1));
  EXPECT_EQ(parsed.blocks.front().line, 9U);
}

TEST(BlockParser, reads_carriage_returns_and_a_byte_order_mark) {
  const ParsedPiece parsed = parse("\xEF\xBB\xBF@.architecture\r\nIncoming: a --- "
                                   "{b}\r\nProcessing: c --- {d}\r\nOutgoing: e --- {f}\r\n");
  ASSERT_THAT(parsed.blocks, SizeIs(1));
  EXPECT_EQ(parsed.blocks.front().fields[2].value(), "e --- {f}");
}

TEST(BlockParser, gives_the_same_for_every_cut_into_pieces) {
  std::string text = "\xEF\xBB\xBF# intro\n";
  for (int i = 0; i < 3; ++i) {
    text += "# prose with @.architecture in it\n# @.architecture\n# Incoming: a,\n#    b --- {c}\n"
            "# Processing: p --- {1 job: j}\n#\n# Outgoing: o --- {t}\ncode()\n\n";
  }
  const ParsedPiece whole = parse(text);
  for (std::size_t cut = 1; cut < text.size(); ++cut) {
    const ParsedPiece first = parse_blocks({std::string_view(text).substr(0, cut), 1, false, {}},
                                           Markup::plain, ParseDepth::everything);
    std::vector<std::uint32_t> lines;
    for (const RawBlock& block : first.blocks) {
      lines.push_back(block.fields[2].line);
    }
    ASSERT_LE(first.resume, cut);
    const ParsedPiece second = parse_blocks(
        {std::string_view(text).substr(first.resume), first.resume_line, true, first.resume_fence},
        Markup::plain, ParseDepth::everything);
    for (const RawBlock& block : second.blocks) {
      lines.push_back(block.fields[2].line);
    }
    ASSERT_EQ(lines.size(), whole.blocks.size()) << "cut at " << cut;
    for (std::size_t i = 0; i < lines.size(); ++i) {
      EXPECT_EQ(lines[i], whole.blocks[i].fields[2].line) << "cut at " << cut;
    }
    EXPECT_EQ(first.malformed.size() + second.malformed.size(), 0U) << "cut at " << cut;
  }
}

} // namespace
} // namespace aether::job_tracer
