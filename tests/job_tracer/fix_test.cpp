#include "job_tracer/fix.h"

#include <gtest/gtest.h>

#include "core/text.h"
#include "job_tracer/check.h"
#include "tree.h"

namespace aether::job_tracer {
namespace {

std::string in_block(const std::string& incoming, const std::string& processing) {
  return "import os\r\n\"\"\"\n@.architecture\n" + incoming + "\n" + processing +
         "\nOutgoing: c --- {d}\n\"\"\"\n\tcode()";
}

std::string fixed(const std::string& text) { return fix_text(text, Markup::plain).text; }

constexpr const char* k_incoming = "Incoming: a --- {b}";

TEST(Fix, sorts_jobs_and_lists_each_once_with_their_number) {
  EXPECT_EQ(fixed(in_block(k_incoming, "Processing: f() --- {5 jobs: b, a, b}")),
            in_block(k_incoming, "Processing: f() --- {2 jobs: a, b}"));
}

TEST(Fix, makes_lines_canonical) {
  EXPECT_EQ(fixed(in_block("INCOMING:a -- b", "processing: f() \xE2\x80\x94 {JOB_A}")),
            in_block("Incoming: a --- {b}", "Processing: f() --- {1 job: JOB_A}"));
}

TEST(Fix, makes_spaces_commas_letters_and_numbers_canonical) {
  const std::string sound = in_block("Incoming: a --- {b}", "Processing: f --- {2 jobs: x, y}");
  for (const char* processing :
       {"Processing:f --- {2 jobs:x,y}", "Processing : f --- { 2 JOBS:  x ,  y, }",
        "Processing: f --- {02 jobs: x, y}",
        "Processing: f --- {99999999999999999999 jobs: x, y}"}) {
    EXPECT_EQ(fixed(in_block("Incoming :a --- {b}", processing)), sound) << processing;
  }
  EXPECT_EQ(fixed(in_block(k_incoming, "Processing: f --- {0 jobs}")),
            in_block(k_incoming, "Processing: f --- {0 jobs: none}"));
}

TEST(Fix, changes_nothing_of_a_sound_text) {
  const std::string text =
      in_block("Incoming:  a  --- { b }", "Processing: f(),\n    g() --- {2 jobs: a, b}");
  EXPECT_EQ(fixed(text), text);
}

TEST(Fix, leaves_alone_what_it_could_only_guess) {
  for (const char* processing :
       {"Processing: f() --- {2 jobs: b, two words}", "Processing: f() --- {some prose}",
        "Processing: f()", "PROCESSING: --- {2 jobs: b, a}",
        "Processing: f() --- {2 jobs: b, a} and more"}) {
    const std::string text = in_block(k_incoming, processing);
    EXPECT_EQ(fixed(text), text) << processing;
  }
}

TEST(Fix, keeps_leaders_closers_and_line_ends) {
  EXPECT_EQ(fixed("<!-- @.architecture -->\r\n<!-- Incoming: a -- {b} -->\r\n<!-- Processing: f "
                  "--- {a} -->\r\n"
                  "<!-- Outgoing: c --- {d} -->\r\n"),
            "<!-- @.architecture -->\r\n<!-- Incoming: a --- {b} -->\r\n<!-- Processing: f --- {1 "
            "job: a} -->\r\n"
            "<!-- Outgoing: c --- {d} -->\r\n");
}

TEST(Fix, of_a_fixed_text_changes_nothing) {
  const std::string once = fixed(in_block("incoming: a - b", "PROCESSING: x -- {15+ jobs: z, y}"));
  EXPECT_EQ(fixed(once), once);
}

TEST(Fix, keeps_invalid_bytes_as_they_are) {
  EXPECT_EQ(fixed(in_block(k_incoming, "Processing: f(\xFF) --- {2 jobs: b, a}")),
            in_block(k_incoming, "Processing: f(\xFF) --- {2 jobs: a, b}"));
}

TEST(Fix, leaves_the_illustrations_of_markdown_alone) {
  const std::string wrong = "# @.architecture\n# Incoming: a -- {b}\n# Processing: f --- {2 jobs: "
                            "b, a}\n# Outgoing: c --- {d}\n";
  const std::string text = "```\n" + wrong + "```\n" + wrong;
  const test::Tree tree({{"a.mdx", text}, {"b.markdown", text}, {"c.MD", text}, {"d.py", text}});
  EXPECT_EQ(fix_files(tree.root(), {"a.mdx"}, {}).fields, 2U);
  EXPECT_EQ(fix_files(tree.root(), {"b.markdown"}, {}).fields, 2U);
  EXPECT_EQ(fix_files(tree.root(), {"c.MD"}, {}).fields, 2U);
  EXPECT_EQ(fix_files(tree.root(), {"d.py"}, {}).fields, 4U);
}

TEST(Fix, leaves_lines_alone_whose_findings_are_ignored) {
  const std::string text = in_block("INCOMING: a --- {b}", "Processing: f --- {2 jobs: b, a}");
  const test::Tree tree({{"core/a.py", text}, {"ws/a.py", text}, {"data/a.py", text}});
  const Selection selection =
      parse_selection({}, {"unsorted-jobs", "non-canonical:ws/**"}, {}, rules());
  EXPECT_EQ(fix_files(tree.root(), {"core/a.py"}, selection).fields, 1U);
  EXPECT_EQ(fix_files(tree.root(), {"ws/a.py"}, selection).fields, 0U);
  EXPECT_EQ(fix_files(tree.root(), {"data/a.py"}, {}).fields, 2U);
}

TEST(Fix, of_files_counts_and_keeps_the_mode) {
  const test::Tree tree(
      {{"a.py", in_block(k_incoming, "Processing: f --- {2 jobs: b, a}")}, {"b.py", "x"}});
  std::filesystem::permissions(tree.root() / "a.py", std::filesystem::perms::owner_all);
  const FixSummary summary = fix_files(tree.root(), {"a.py", "b.py", "gone.py"}, {});
  EXPECT_EQ(summary.files, 1U);
  EXPECT_EQ(summary.fields, 1U);
  EXPECT_EQ(summary.failures.size(), 1U);
  EXPECT_EQ(std::filesystem::status(tree.root() / "a.py").permissions(),
            std::filesystem::perms::owner_all);
}

} // namespace
} // namespace aether::job_tracer
