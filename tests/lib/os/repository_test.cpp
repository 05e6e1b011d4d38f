#include "os/repository.h"

#include <cstdlib>

#include <gtest/gtest.h>

#include "support/temporary_directory.h"

namespace aether {
namespace {

namespace fs = std::filesystem;

class Repository : public testing::Test {
protected:
  Repository() { ::unsetenv("GITHUB_WORKSPACE"); }
  ~Repository() override { ::unsetenv("GITHUB_WORKSPACE"); }

  test::TemporaryDirectory directory_;
  Repositories repositories_;
};

TEST_F(Repository, begins_where_git_is) {
  directory_.write("repository/.git/HEAD", "");
  const fs::path file = directory_.write("repository/services/backend/main.py", "");
  EXPECT_EQ(repositories_.path_of(file), "services/backend/main.py");
  EXPECT_EQ(repositories_.path_of(file.parent_path() / "missing/a.py"),
            "services/backend/missing/a.py");
  EXPECT_EQ(repositories_.path_of(directory_.path() / "repository/main.py"), "main.py");
  EXPECT_EQ(repositories_.path_of(directory_.path() / "elsewhere.py"), "");
}

// As submodules and work trees have it.
TEST_F(Repository, begins_where_a_file_leads_to_git) {
  directory_.write("repository/.git", "gitdir: ../other");
  EXPECT_EQ(repositories_.path_of(directory_.write("repository/a/b.py", "")), "a/b.py");
}

TEST_F(Repository, is_the_workspace_where_one_is_named) {
  directory_.write("work/backend/.git/HEAD", "");
  const fs::path file = directory_.write("work/backend/main.py", "");
  ::setenv("GITHUB_WORKSPACE", (directory_.path() / "work").c_str(), 1);
  EXPECT_EQ(repositories_.path_of(file), "backend/main.py");
  const fs::path other = directory_.write("other/a.py", "");
  directory_.write("other/.git", "");
  EXPECT_EQ(repositories_.path_of(other), "a.py");
}

TEST_F(Repository, takes_paths_from_the_current_directory) {
  const fs::path before = fs::current_path();
  directory_.write("repository/.git/HEAD", "");
  fs::create_directories(directory_.path() / "repository/backend");
  fs::current_path(directory_.path() / "repository/backend");
  EXPECT_EQ(repositories_.path_of("main.py"), "backend/main.py");
  EXPECT_EQ(repositories_.path_of("../main.py"), "main.py");
  fs::current_path(before);
}

} // namespace
} // namespace aether
