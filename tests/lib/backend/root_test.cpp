#include "backend/root.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "core/error.h"
#include "support/temporary_directory.h"

namespace aether {
namespace {

namespace fs = std::filesystem;

// Stands in a directory without AETHER_BACKEND_ROOT for the length of a test.
class RootOfABackend : public testing::Test {
protected:
  void SetUp() override {
    ::unsetenv("AETHER_BACKEND_ROOT");
    before_ = fs::current_path();
  }
  void TearDown() override {
    ::unsetenv("AETHER_BACKEND_ROOT");
    fs::current_path(before_);
  }
  void stand_in(const std::string& below) {
    fs::create_directories(directory_.path() / below);
    fs::current_path(directory_.path() / below);
  }

  test::TemporaryDirectory directory_;

private:
  fs::path before_;
};

TEST_F(RootOfABackend, is_found_from_anywhere_inside_by_its_architecture_directory) {
  fs::create_directories(directory_.path() / "backend/.architecture");
  stand_in("backend/core/runtime");
  const Root root = find_root(std::nullopt);
  EXPECT_EQ(root.path, directory_.path() / "backend");
  EXPECT_EQ(root.source, RootSource::found);
}

TEST_F(RootOfABackend, is_found_by_its_settings_or_its_registry) {
  directory_.write("a/config/settings.py", "");
  directory_.write("b/config/integrations_registry.yaml", "");
  stand_in("a/x");
  EXPECT_EQ(find_root(std::nullopt).path, directory_.path() / "a");
  stand_in("b/y");
  EXPECT_EQ(find_root(std::nullopt).path, directory_.path() / "b");
}

TEST_F(RootOfABackend, is_the_current_directory_where_nothing_marks_one) {
  stand_in("plain");
  const Root root = find_root(std::nullopt);
  EXPECT_EQ(root.path, directory_.path() / "plain");
  EXPECT_EQ(root.source, RootSource::current_directory);
}

TEST_F(RootOfABackend, is_what_the_option_says_before_the_environment) {
  fs::create_directories(directory_.path() / "one");
  fs::create_directories(directory_.path() / "two");
  ::setenv("AETHER_BACKEND_ROOT", (directory_.path() / "two").c_str(), 1);
  EXPECT_EQ(find_root((directory_.path() / "one").string()).path, directory_.path() / "one");
  EXPECT_EQ(find_root(std::nullopt).path, directory_.path() / "two");
}

TEST_F(RootOfABackend, has_to_be_a_directory_that_exists) {
  directory_.write("file", "");
  for (const char* name : {"missing", "file"}) {
    try {
      (void)find_root((directory_.path() / name).string());
      ADD_FAILURE() << name << " was accepted";
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ExitCode::no_input);
      EXPECT_NE(std::string(error.what()).find(name), std::string::npos) << error.what();
    }
  }
}

} // namespace
} // namespace aether
