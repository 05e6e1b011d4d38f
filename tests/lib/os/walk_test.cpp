#include "os/walk.h"

#include <gmock/gmock.h>

#include <mutex>
#include <set>

#include "core/error.h"
#include "support/temporary_directory.h"

namespace aether {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;

const WalkRules k_everything{[](auto, auto) { return true; }, [](auto, auto) { return true; }};

std::set<std::string> walked(const fs::path& root, std::size_t threads,
                             const WalkRules& rules = k_everything) {
  std::mutex mutex;
  std::multiset<std::string> paths;
  (void)walk(root, threads, rules, [&](const WalkedFile& file) {
    const std::lock_guard lock(mutex);
    paths.insert(file.path());
  });
  std::set<std::string> once(paths.begin(), paths.end());
  EXPECT_EQ(once.size(), paths.size()) << "a file was visited twice";
  return once;
}

TEST(Walk, meets_every_regular_file_once_with_any_number_of_threads) {
  const test::TemporaryDirectory directory;
  std::set<std::string> expected;
  for (int i = 0; i < 30; ++i) {
    for (int j = 0; j < 20; ++j) {
      const std::string name = "d" + std::to_string(i) + "/e/" + std::to_string(j);
      directory.write(name, "");
      expected.insert(name);
    }
  }
  for (const std::size_t threads : {1U, 2U, 8U}) {
    EXPECT_EQ(walked(directory.path(), threads), expected) << threads;
  }
}

TEST(Walk, shares_a_directory_of_very_many_files) {
  const test::TemporaryDirectory directory;
  for (int i = 0; i < 1000; ++i) {
    directory.write("f" + std::to_string(i), "");
  }
  EXPECT_EQ(walked(directory.path(), 4).size(), 1000U);
}

TEST(Walk, follows_no_symbolic_link_below_the_root) {
  const test::TemporaryDirectory directory;
  directory.write("a/file", "");
  fs::create_directory_symlink("..", directory.path() / "a/loop");
  fs::create_symlink("file", directory.path() / "a/link");
  EXPECT_THAT(walked(directory.path(), 2), ElementsAre("a/file"));
}

TEST(Walk, follows_a_root_that_is_a_symbolic_link) {
  const test::TemporaryDirectory directory;
  directory.write("a/file", "");
  fs::create_directory_symlink("a", directory.path() / "link");
  EXPECT_THAT(walked(directory.path() / "link", 1), ElementsAre("file"));
}

TEST(Walk, enters_and_takes_as_the_rules_say) {
  const test::TemporaryDirectory directory;
  directory.write("skip/file", "");
  directory.write("keep/file", "");
  directory.write("keep/other", "");
  const WalkRules rules{
      [](auto, std::string_view name) { return name != "skip"; },
      [](std::string_view in, std::string_view name) { return in == "keep" && name == "file"; }};
  EXPECT_THAT(walked(directory.path(), 2, rules), ElementsAre("keep/file"));
}

TEST(Walk, throws_what_the_visit_throws_and_ends) {
  const test::TemporaryDirectory directory;
  for (int i = 0; i < 50; ++i) {
    directory.write("d" + std::to_string(i) + "/f", "");
  }
  EXPECT_THROW(walk(directory.path(), 2, k_everything,
                    [](const WalkedFile&) { throw std::runtime_error("stop"); }),
               std::runtime_error);
}

TEST(Walk, asks_for_a_root_that_is_a_directory) {
  const test::TemporaryDirectory directory;
  directory.write("file", "");
  for (const char* name : {"missing", "file"}) {
    EXPECT_THROW(walk(directory.path() / name, 1, k_everything, [](const WalkedFile&) {}), Error);
  }
}

} // namespace
} // namespace aether
