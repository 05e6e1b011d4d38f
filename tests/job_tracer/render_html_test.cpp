#include <gmock/gmock.h>

#include <sstream>

#include <boost/json/parse.hpp>

#include "core/sha256.h"
#include "job_tracer/explorer.h"
#include "job_tracer/render.h"
#include "tree.h"

namespace aether::job_tracer {
namespace {

using test::block;
using testing::HasSubstr;
using testing::Not;

std::string page_of(const Index& index, const GraphSubject& subject = {}) {
  std::ostringstream out;
  render_html(out, index, explore(index, Graph(index), subject));
  return out.str();
}

std::size_t count(std::string_view text, std::string_view part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != std::string_view::npos;
       at = text.find(part, at + 1)) {
    ++found;
  }
  return found;
}

std::string between(const std::string& text, std::string_view begin, std::string_view end) {
  const std::size_t at = text.find(begin) + begin.size();
  return text.substr(at, text.find(end, at) - at);
}

boost::json::value data_of(const std::string& page) {
  return boost::json::parse(between(page, R"(id="data">)", "</script>"));
}

std::string base64_of_hex(const std::string& hex) {
  static constexpr std::string_view k_digits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string bits;
  for (const char c : hex) {
    const int value = c <= '9' ? c - '0' : c - 'a' + 10;
    for (int bit = 3; bit >= 0; --bit) {
      bits += (value >> bit & 1) != 0 ? '1' : '0';
    }
  }
  std::string encoded;
  for (std::size_t at = 0; at < bits.size(); at += 6) {
    std::string six = bits.substr(at, 6);
    six.resize(6, '0');
    encoded += k_digits[std::stoul(six, nullptr, 2)];
  }
  encoded.resize((encoded.size() + 3) / 4 * 4, '=');
  return encoded;
}

TEST(RenderHtml, lets_no_text_of_the_tree_end_its_element) {
  const test::Tree plain({{"a.py", block("none", "j", "none")}});
  const test::Tree tree({{"<script>.py", block("</script><!--", "j", "</SCRIPT x>")},
                         {"{{data}}.py", block("{{script}}", "j", "]]>")},
                         {"q\"'.py", block("a\xE2\x80\xA8"
                                           "b",
                                           "j", "\xFF\xFE")}},
                        "<b>&{{title}}");
  const Index index = tree.index();
  const std::string page = page_of(index);
  const std::string other = page_of(plain.index());
  for (const std::string_view part : {"<script", "</script", "</SCRIPT", "<!--", "<b>", "]]>"}) {
    EXPECT_EQ(count(page, part), count(other, part) + (part == "]]>" ? 1 : 0)) << part;
  }
  EXPECT_EQ(count(page, "</script>"), 3U);
  EXPECT_THAT(page, HasSubstr("<title>&#60;b&#62;&#38;{{title}}</title>"));
}

TEST(RenderHtml, sends_no_terminal_a_control_character) {
  const test::Tree tree({{"a\x1B]0;b\x7F.py", block("\xC2\x9B"
                                                    "31m\xC3\x9B",
                                                    "j", "none")}},
                        "t\x1B[31m\xC2\x9B");
  const Index index = tree.index();
  const std::string page = page_of(index, {{}, 0});
  EXPECT_EQ(page.find_first_of("\x1B\x7F\r"), std::string::npos);
  EXPECT_THAT(page, Not(HasSubstr("\xC2\x9B")));
  const auto ends = data_of(page).at("files").at(0).at(3).at(0).at(1);
  EXPECT_EQ(ends.at(0), "\xC2\x9B"
                        "31m\xC3\x9B");
}

TEST(RenderHtml, holds_the_texts_as_they_are) {
  const test::Tree tree({{"x/<a>.py", block("</script>, x/<a>.py, gone.py", "j", "x/*.py")}});
  const boost::json::value data = data_of(page_of(tree.index()));
  EXPECT_EQ(data.at("directories").at(0), "x/");
  const auto& file = data.at("files").at(0).as_array();
  EXPECT_EQ(file.at(1), "<a>.py");
  const auto& written = file.at(3).at(0).as_array();
  EXPECT_EQ(written.at(0), 1); // the line of the tag
  EXPECT_EQ(written.at(1), boost::json::parse(R"(["</script>, x/<a>.py, ", [7, "gone.py"]])"));
  EXPECT_EQ(written.at(4), nullptr); // canonical jobs are not written twice
  EXPECT_EQ(written.at(6), boost::json::parse(R"([[1, "x/*.py", 0]])"));
}

TEST(RenderHtml, writes_paths_and_lists_once) {
  const test::Tree tree({{"a.py", block("b.py, c.py;d.py", "j", "*.py, b.py")},
                         {"b.py", block("none", "j", "*.py")},
                         {"c.py", block("none", "j", "none")},
                         {"d.py", "x = 1\n"}});
  const boost::json::value data = data_of(page_of(tree.index()));
  const auto ends = [&](std::size_t file, std::size_t member) {
    return data.at("files").at(file).at(3).at(0).at(member);
  };
  EXPECT_EQ(ends(0, 1), boost::json::parse(R"([1, 2, ";", 3])"));
  EXPECT_EQ(ends(0, 6), boost::json::parse(R"([[1, "*.py", -1], 1])"));
  EXPECT_EQ(ends(1, 6), boost::json::parse(R"([[1, "*.py", -1]])"));
  EXPECT_EQ(data.at("lists"), boost::json::parse("[[0, 4]]"));
  EXPECT_EQ(data.at("findings"), boost::json::parse("[[3, 2, 2, 1, 1, 3]]"));
}

TEST(RenderHtml, allows_its_own_scripts_and_style_alone) {
  const test::Tree tree({{"a.py", block("none", "j", "none")}});
  const std::string page = page_of(tree.index());
  const std::string policy = between(page, "Content-Security-Policy\" content=\"", "\">");
  EXPECT_THAT(policy, HasSubstr("default-src 'none'"));
  EXPECT_THAT(policy, Not(HasSubstr("unsafe")));
  std::size_t sources = 0;
  for (const auto& [begin, end] :
       {std::pair("<script>", "</script>"), std::pair("<style>", "</style>")}) {
    for (std::size_t at = page.find(begin); at != std::string::npos;
         at = page.find(begin, at + 1)) {
      const std::string text = between(page.substr(at), begin, end);
      EXPECT_THAT(policy, HasSubstr("'sha256-" + base64_of_hex(sha256(text)) + "'"));
      ++sources;
    }
  }
  EXPECT_EQ(sources, 3U);
  EXPECT_EQ(count(policy, "sha256-"), sources);
}

TEST(RenderHtml, names_where_it_opens) {
  const test::Tree tree({{"a.py", block("none", "streaming", "none")}});
  const Index index = tree.index();
  const std::string at_job = page_of(index, {"Streaming", {}});
  EXPECT_THAT(at_job, HasSubstr("<title>Streaming \xC2\xB7 tree</title>"));
  EXPECT_EQ(data_of(at_job).at("subject"), boost::json::parse(R"({"job": "Streaming"})"));
  EXPECT_EQ(data_of(page_of(index, {{}, 0})).at("subject"),
            boost::json::parse(R"({"file": "a.py"})"));
  EXPECT_EQ(data_of(page_of(index)).at("subject"), boost::json::object());
}

TEST(RenderHtml, keeps_references_of_an_export_that_its_text_lacks) {
  const test::Tree tree(
      {{"a.py", block("b.py", "j", "none")}, {"b.py", block("none", "j", "none")}});
  Index index = tree.index();
  index.files[0].blocks[0].incoming.left = "somebody";
  const boost::json::value data = data_of(page_of(index));
  EXPECT_EQ(data.at("files").at(0).at(3).at(0).at(1),
            boost::json::parse(R"(["somebody", null, 1])"));
}

TEST(RenderHtml, tells_empty_files_from_those_without_a_block) {
  const test::Tree tree({{"a.py", "\n"}, {"b.py", "x = 1\n"}});
  const boost::json::value data = data_of(page_of(tree.index()));
  ASSERT_EQ(data.at("files").as_array().size(), 2U);
  EXPECT_TRUE(data.at("files").at(0).at(3).is_null());
  EXPECT_TRUE(data.at("files").at(1).at(3).as_array().empty());
}

TEST(Explore, leaves_out_the_rules_of_a_registry_that_cannot_be_read) {
  const test::Tree tree(
      {{"a.py", block("none", "b, a", "gone.py")}, {".architecture/job_types.yaml", "jobs: [\n"}});
  const Index index = tree.index();
  const ExplorerReport report = explore(index, Graph(index), {});
  ASSERT_EQ(report.check.findings.size(), 2U);
  EXPECT_EQ(report.check.findings[0].rule, "unsorted-jobs");
  EXPECT_EQ(report.check.findings[1].rule, "dangling-reference");
  ASSERT_EQ(report.check.skipped.size(), 1U);
  EXPECT_THAT(report.check.skipped[0].reason, HasSubstr("job_types.yaml"));
}

} // namespace
} // namespace aether::job_tracer
