#include "job_tracer/deleted_files.h"

#include <gmock/gmock.h>

#include "job_tracer/graph.h"
#include "job_tracer/merge.h"
#include "job_tracer/queries.h"
#include "tree.h"

namespace aether::job_tracer {
namespace {

using test::block;
using test::Tree;
using testing::ElementsAre;

// The tree, in which `gone` was deleted.
Index without(const Tree& tree, const std::vector<std::string>& gone) {
  LoadedIndex loaded{tree.index(), tree.root()};
  add_deleted_files(loaded, gone);
  return std::move(loaded.index);
}

// What lies one step downstream of a file; of none, where there is no such file.
std::vector<std::string> after(const Index& index, const std::string& file) {
  const auto from = index.find_file(file);
  std::vector<std::string> files;
  if (from) {
    for (const Impact& one : find_impact(index, Graph(index), {*from}, false, 1).files) {
      files.push_back(index.files[one.file].path);
    }
  }
  return files;
}

TEST(DeletedFiles, lead_where_the_blocks_of_others_say) {
  const Tree tree({{"a.py", block("core/gone.py", "j", "none")},
                   {"b.py", block("gone.py", "j", "none")},
                   {"core/c.py", block("core/*.py", "j", "none")},
                   {"z.py", block("a.py", "j", "none")}});
  const Index index = without(tree, {"core/gone.py"});
  EXPECT_THAT(after(index, "core/gone.py"), ElementsAre("a.py", "b.py", "core/c.py"));
  EXPECT_THAT(after(index, "a.py"), ElementsAre("z.py"));
  EXPECT_EQ(index.files.size(), 5U);
}

TEST(DeletedFiles, take_nothing_from_those_that_are_there) {
  const Tree tree({{"a.py", block("names.py", "j", "none")},
                   {"b.py", block("core/names.py", "j", "none")},
                   {"data/names.py", "x"}});
  const Index index = without(tree, {"core/names.py"});
  EXPECT_THAT(after(index, "core/names.py"), ElementsAre("b.py"));
  EXPECT_THAT(after(index, "data/names.py"), ElementsAre("a.py"));
}

TEST(DeletedFiles, are_not_added_where_nothing_names_them_or_they_are_there) {
  const Tree tree(
      {{"a.py", block("notes.txt, b.py", "j", "none")}, {"b.py", "x"}, {"notes.txt", "x"}});
  const Index before = tree.index();
  for (const char* name : {"other.py", "notes.txt", "b.py", "../gone.py", "/gone.py", "", "."}) {
    EXPECT_EQ(without(tree, {name}).files, before.files) << name;
  }
  EXPECT_THAT(after(without(tree, {}), "b.py"), ElementsAre("a.py"));
}

TEST(DeletedFiles, belong_to_a_root) {
  const Tree one({{"a.py", block("gone.py", "j", "none")}}, "one");
  const Tree two({{"b.py", block("none", "j", "none")}}, "two");
  std::vector<NamedIndex> parts;
  parts.push_back({"one", one.index()});
  parts.push_back({"two", two.index()});
  const Index merged = merge(std::move(parts));
  for (const char* name : {"gone.py", "one/gone.py", "other/gone.py"}) {
    LoadedIndex loaded{merged, {}};
    add_deleted_files(loaded, {name});
    EXPECT_EQ(after(loaded.index, "one/gone.py").size(),
              name == std::string("one/gone.py") ? 1U : 0U)
        << name;
  }
  Index empty = one.index();
  empty.layers.clear();
  LoadedIndex loaded{empty, one.root()};
  add_deleted_files(loaded, {"gone.py"});
  EXPECT_THAT(after(loaded.index, "gone.py"), ElementsAre("a.py"));
  LoadedIndex nothing;
  add_deleted_files(nothing, {"gone.py"});
  EXPECT_TRUE(nothing.index.files.empty());
}

} // namespace
} // namespace aether::job_tracer
