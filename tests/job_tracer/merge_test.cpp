#include "job_tracer/merge.h"

#include <gmock/gmock.h>

#include <sstream>

#include "backend/blocks/export_format.h"
#include "core/error.h"
#include "job_tracer/blocks.h"
#include "job_tracer/graph.h"
#include "tree.h"

namespace aether::job_tracer {
namespace {

using test::block;
using test::Tree;
using testing::ElementsAre;

std::string export_text(const Index& index) {
  std::ostringstream out;
  write_export(out, index, JsonLayout::compact);
  return out.str();
}

Index merged(std::vector<Index> parts) {
  std::vector<NamedIndex> named;
  for (Index& part : parts) {
    named.push_back({"part", std::move(part)});
  }
  return merge(std::move(named));
}

Index part_of(const Tree& tree, const std::vector<std::string>& files) {
  ScanRequest request = tree.request();
  request.listed.emplace();
  for (const std::string& file : files) {
    request.listed->push_back((tree.root() / file).string());
  }
  return Tree::index(request);
}

TEST(Merge, of_parts_of_one_root_gives_the_bytes_of_one_run) {
  const Tree tree({{"a.py", block("b.py, cfg/x.toml, gone.py", "j", "c/")},
                   {"b.py", block("c.py", "k", "a.py")},
                   {"c/c.py", block("a.py, b.py", "l", "none")},
                   {"d/c.py", "x"},
                   {"cfg/x.toml", ""},
                   {".architecture/job_types.yaml", "c:\n  j: {}\n"}});
  const std::string whole = export_text(tree.index());
  const Index one = part_of(tree, {"a.py"});
  const Index two = part_of(tree, {"b.py", "d/c.py"});
  const Index three = part_of(tree, {"c/c.py"});
  EXPECT_EQ(export_text(merged({one, two, three})), whole);
  EXPECT_EQ(export_text(merged({three, one, two, one})), whole)
      << "order and repetition do not show";
}

TEST(Merge, of_different_roots_prefixes_names_and_resolves_across) {
  const Tree backend({{"api/chat.py", block("Frontend", "j", "none")}}, "backend");
  const Tree frontend({{"src/client.js", block("none", "J", "api/chat.py, backend/api/chat.py")}},
                      "frontend");
  const Index both = merged({frontend.index(), backend.index()});
  ASSERT_EQ(both.files.size(), 2U);
  EXPECT_EQ(both.files[0].path, "backend/api/chat.py");
  EXPECT_EQ(both.files[1].path, "frontend/src/client.js");
  EXPECT_THAT(Graph(both).edges(), ElementsAre(Edge{1, 0, true, false}));
  EXPECT_EQ(export_text(merged({backend.index(), frontend.index()})), export_text(both));
  EXPECT_EQ(read_export(export_text(both), "x"), both);
}

TEST(Merge, prefers_the_own_root) {
  const Tree a({{"x.py", block("y.py", "j", "none")}, {"y.py", "1"}}, "a");
  const Tree b({{"y.py", "1"}}, "b");
  const Index both = merged({a.index(), b.index()});
  EXPECT_THAT(Graph(both).edges(), ElementsAre(Edge{1, 0, false, true}));
}

TEST(Merge, tells_roots_of_one_name_apart) {
  const Tree one({{"x.py", "1"}}, "one/app");
  const Tree two({{"x.py", "1"}}, "two/app");
  const Index both = merged({one.index(), two.index()});
  EXPECT_EQ(both.files[0].path, "one/app/x.py");
  EXPECT_EQ(both.files[1].path, "two/app/x.py");
}

// A file below the one must never get the name of a file below the other.
TEST(Merge, lengthens_names_until_none_is_the_beginning_of_another) {
  const Tree shallow({{"a/x.py", "1"}}, "p/r");
  const Tree deep({{"x.py", "1"}}, "q/r/a");
  const Tree other({{"x.py", "1"}}, "s/t/a");
  const Index all = merged({shallow.index(), deep.index(), other.index()});
  ASSERT_EQ(all.files.size(), 3U);
  EXPECT_EQ(all.files[0].path, "p/r/a/x.py");
  EXPECT_EQ(all.files[1].path, "r/a/x.py");
  EXPECT_EQ(all.files[2].path, "t/a/x.py");
}

TEST(Merge, names_roots_that_whole_paths_do_not_tell_apart) {
  Index shallow;
  shallow.roots.push_back({"r", "/r"});
  Index deep;
  deep.roots.push_back({"a", "/r/a"});
  Index other;
  other.roots.push_back({"a", "/q/a"});
  std::vector<std::string> names;
  for (const RootEntry& root : merged({shallow, deep, other}).roots) {
    names.push_back(root.name);
  }
  EXPECT_THAT(names, ElementsAre("q/a", "r/a", "r~"));
}

TEST(Merge, can_be_merged_again) {
  const Tree a({{"x.py", block("none", "j", "none")}}, "a");
  const Tree b({{"x.py", block("a/x.py", "j", "none")}}, "b");
  const Tree c({{"x.py", block("none", "j", "b/x.py")}}, "c");
  const Index at_once = merged({a.index(), b.index(), c.index()});
  EXPECT_EQ(export_text(merged({merged({a.index(), b.index()}), c.index()})), export_text(at_once));
}

TEST(Merge, refuses_parts_that_disagree_about_a_file) {
  const Tree tree({{"a.py", block("none", "j", "none")}});
  const Index before = tree.index();
  tree.write("a.py", block("none", "k", "none"));
  EXPECT_THROW((void)merged({before, tree.index()}), Error);
}

TEST(Merge, refuses_parts_that_disagree_about_the_registry) {
  const Tree tree({{".architecture/job_types.yaml", "c:\n  j: {}\n"}});
  ScanRequest request = tree.request();
  request.depth = ScanDepth::everything;
  const Index before = Tree::index(request);
  tree.write(".architecture/job_types.yaml", "c:\n  j: {}\n  k: {}\n");
  try {
    (void)merged({before, Tree::index(request)});
    FAIL() << "two registries became one";
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr(".architecture/job_types.yaml"));
  }
}

} // namespace
} // namespace aether::job_tracer
