#include "backend/blocks/scan.h"

#include <gmock/gmock.h>

#include <sstream>

#include "backend/blocks/export_format.h"
#include "job_tracer/blocks.h"
#include "tree.h"

namespace aether::job_tracer {
namespace {

using test::block;
using test::Tree;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<std::string> paths(const Index& index) {
  std::vector<std::string> result;
  for (const FileEntry& file : index.files) {
    result.push_back(file.path);
  }
  return result;
}

TEST(Scan, takes_what_the_rules_say_in_path_order) {
  const Tree tree({{"b.py", "x"},
                   {"a/z.js", "x"},
                   {"a.md", "x"},
                   {"services/x.py", "x"},
                   {"run", "#!/bin/sh\n"},
                   {"data.bin", "x"},
                   {"plain", "no interpreter"}});
  EXPECT_THAT(paths(tree.index()), ElementsAre("a/z.js", "b.py", "run"));
}

TEST(Scan, finds_files_below_a_root_that_is_called_services) {
  const Tree tree({{"a.py", block("none", "j", "none")}}, "services/tests/node_modules");
  EXPECT_EQ(tree.index().files.size(), 1U);
}

TEST(Scan, passes_over_binary_files) {
  const Tree tree({{"a.py", std::string("x\0", 2) + block("none", "j", "none")}});
  EXPECT_THAT(paths(tree.index()), IsEmpty());
}

TEST(Scan, finds_a_block_far_down_a_large_file) {
  std::string text;
  while (text.size() < (std::size_t{9} << 20U)) {
    text += "a line of code that says nothing about anything\n";
  }
  const auto lines = static_cast<std::uint32_t>(std::count(text.begin(), text.end(), '\n'));
  const Tree tree({{"a.py", text + block("none", "j", "none")}});
  const Index index = tree.index();
  ASSERT_EQ(index.files.size(), 1U);
  ASSERT_EQ(index.files[0].blocks.size(), 1U);
  EXPECT_EQ(index.files[0].blocks[0].line, lines + 1);
}

TEST(Scan, of_a_file_of_just_the_size_of_the_buffer_is_no_special_case) {
  const std::string tail = block("none", "j", "none");
  for (const std::size_t size : {65535U, 65536U, 65537U}) {
    const Tree tree({{"a.py", std::string(size - tail.size() - 1, 'x') + "\n" + tail}});
    const Index index = tree.index();
    ASSERT_EQ(index.files.size(), 1U) << size;
    EXPECT_EQ(index.files[0].blocks.size(), 1U) << size;
  }
}

TEST(Scan, warns_of_bytes_that_are_not_utf8_in_a_block) {
  const Tree tree({{"a.py", "# \xFF\n" + block("caf\xE9", "j", "none")}});
  const Index index = tree.index();
  EXPECT_EQ(index.files[0].blocks[0].incoming.left, "caf\xEF\xBF\xBD");
  ASSERT_EQ(index.warnings.size(), 1U);
  EXPECT_THAT(index.warnings[0], HasSubstr("a.py: not UTF-8 at byte 36"));
}

TEST(Scan, gives_the_same_index_for_any_number_of_threads) {
  const Tree tree({});
  for (int i = 0; i < 300; ++i) {
    tree.write("d" + std::to_string(i % 17) + "/f" + std::to_string(i) + ".py",
               block("d1/*.py", "job_" + std::to_string(i % 5), "f7.py"));
  }
  ScanRequest request = tree.request();
  const Index one = Tree::index(request);
  for (const std::size_t threads : {2U, 8U}) {
    request.threads = threads;
    EXPECT_EQ(Tree::index(request), one) << threads;
  }
}

TEST(Scan, of_a_list_is_of_these_files_alone) {
  const Tree tree({{"a.py", "x"}, {"b.py", "x"}, {"tests/c.py", "x"}, {"d.md", "x"}});
  ScanRequest request = tree.request();
  request.listed = {"a.py", "tests/c.py", "d.md", "a.py", "gone.py"};
  const Index index = Tree::index(request);
  EXPECT_THAT(paths(index), ElementsAre("a.py"));
  EXPECT_THAT(index.warnings, ElementsAre(HasSubstr("gone.py")));
}

TEST(Scan, marks_empty_files) {
  const Tree tree({{"a.py", " \n\t\n"}, {"b.py", "x"}});
  const Index index = tree.index();
  EXPECT_TRUE(index.files[0].empty);
  EXPECT_FALSE(index.files[1].empty);
}

TEST(Scan, indexes_no_template_and_says_why_a_file_has_no_block) {
  const Tree tree(
      {{"a.py",
        "# @.architecture\n# Incoming: <sources> --- {<types>}\n"
        "# Processing: <operations> --- {N jobs: <job_types>}\n# Outgoing: <x> --- {<y>}\n"}});
  const Index index = tree.index();
  EXPECT_THAT(index.files[0].blocks, IsEmpty());
  ASSERT_EQ(index.files[0].defects.size(), 1U);
  EXPECT_EQ(index.files[0].defects[0].rule, "missing-block");
  EXPECT_EQ(index.files[0].defects[0].severity, Severity::note);
}

TEST(Scan, takes_one_placeholder_beside_real_jobs_for_what_the_file_says) {
  const auto blocks = [](const std::string& incoming, const std::string& jobs,
                         const std::string& outgoing) {
    const Tree tree(
        {{"a.js", "// @.architecture\n// Incoming: " + incoming + "\n// Processing: draw() --- {" +
                      jobs + "}\n// Outgoing: " + outgoing + "\n"}});
    return tree.index().files[0].blocks.size();
  };
  EXPECT_EQ(blocks("store.js --- {...}", "1 job: JOB_DRAW", "<canvas> --- {pixels}"), 1U);
  EXPECT_EQ(blocks("<sources> --- {x}", "1 job: JOB_DRAW", "page --- {y}"), 1U);
  EXPECT_EQ(blocks("... --- {x}", "0 jobs: none", "page --- {y}"), 1U);
  EXPECT_EQ(blocks("... --- {x}", "whatever it does", "page --- {y}"), 0U);
  EXPECT_EQ(blocks("<sources> --- {x}", "1 job: JOB_DRAW", "<destinations> --- {y}"), 0U);
}

} // namespace
} // namespace aether::job_tracer
