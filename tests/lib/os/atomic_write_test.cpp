#include "os/atomic_write.h"

#include <gtest/gtest.h>

#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <string>

#include "core/error.h"
#include "support/temporary_directory.h"

namespace aether {
namespace {

namespace fs = std::filesystem;

std::size_t entries_in(const fs::path& directory) {
  return static_cast<std::size_t>(std::distance(fs::directory_iterator(directory), {}));
}

TEST(AtomicWrite, replaces_the_content_and_keeps_the_mode) {
  const test::TemporaryDirectory directory;
  const fs::path file = directory.write("f", "old");
  fs::permissions(file, fs::perms::owner_all | fs::perms::group_read);
  write_file_atomically(file, "new");
  EXPECT_EQ(directory.read("f"), "new");
  EXPECT_EQ(fs::status(file).permissions(), fs::perms::owner_all | fs::perms::group_read);
  EXPECT_EQ(entries_in(directory.path()), 1U);
}

// An access list as the kernel takes it: version 2, then tag, permissions and user of each entry.
std::string access_list() {
  struct Entry {
    std::uint16_t tag;
    std::uint16_t permissions;
    std::uint32_t id;
  };
  constexpr std::uint32_t k_none = 0xFFFFFFFF;
  constexpr std::array<Entry, 5> k_entries = {
      {{1, 6, k_none}, {2, 6, 12345}, {4, 4, k_none}, {16, 6, k_none}, {32, 0, k_none}}};
  std::string list("\x02\0\0\0", 4);
  list.append(reinterpret_cast<const char*>(k_entries.data()), sizeof k_entries);
  return list;
}

TEST(AtomicWrite, keeps_the_access_list) {
  const test::TemporaryDirectory directory;
  const fs::path file = directory.write("f", "old");
  const std::string list = access_list();
  const char* name = "system.posix_acl_access";
  if (::setxattr(file.c_str(), name, list.data(), list.size(), 0) != 0) {
    GTEST_SKIP() << "the file system knows no access lists";
  }
  write_file_atomically(file, "new");
  EXPECT_EQ(directory.read("f"), "new");
  std::string kept(256, '\0');
  const ssize_t size = ::getxattr(file.c_str(), name, kept.data(), kept.size());
  ASSERT_GT(size, 0);
  EXPECT_EQ(kept.substr(0, static_cast<std::size_t>(size)), list);
}

TEST(AtomicWrite, makes_a_new_file_as_the_umask_says) {
  const test::TemporaryDirectory directory;
  const mode_t before = ::umask(027);
  write_file_atomically(directory.path() / "f", "x");
  ::umask(before);
  struct stat status {};
  ASSERT_EQ(::stat((directory.path() / "f").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0640U);
}

TEST(AtomicWrite, writes_through_a_symbolic_link) {
  const test::TemporaryDirectory directory;
  directory.write("target", "old");
  fs::create_symlink("target", directory.path() / "link");
  write_file_atomically(directory.path() / "link", "new");
  EXPECT_TRUE(fs::is_symlink(directory.path() / "link"));
  EXPECT_EQ(directory.read("target"), "new");
}

TEST(AtomicWrite, writes_through_a_link_to_a_file_that_is_not_there) {
  const test::TemporaryDirectory directory;
  fs::create_symlink("target", directory.path() / "link");
  write_file_atomically(directory.path() / "link", "new");
  EXPECT_TRUE(fs::is_symlink(directory.path() / "link"));
  EXPECT_EQ(directory.read("target"), "new");
}

TEST(AtomicWrite, ends_where_links_go_round) {
  const test::TemporaryDirectory directory;
  fs::create_symlink("b", directory.path() / "a");
  fs::create_symlink("a", directory.path() / "b");
  EXPECT_THROW(write_file_atomically(directory.path() / "a", "new"), Error);
  EXPECT_TRUE(fs::is_symlink(directory.path() / "a"));
}

TEST(AtomicWrite, says_so_when_it_cannot_and_leaves_nothing_behind) {
  const test::TemporaryDirectory directory;
  fs::create_directory(directory.path() / "d");
  for (const fs::path& file : {directory.path() / "missing/f", directory.path() / "d"}) {
    try {
      write_file_atomically(file, "x");
      ADD_FAILURE() << file;
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ExitCode::unavailable);
    }
  }
  EXPECT_EQ(entries_in(directory.path()), 1U);
}

TEST(AtomicWrite, keeps_the_owner_where_that_is_permitted) {
  if (::geteuid() != 0) {
    GTEST_SKIP() << "only root can give files away";
  }
  constexpr uid_t k_somebody = 12345;
  const test::TemporaryDirectory directory;
  directory.write("f", "old");
  ASSERT_EQ(::chown((directory.path() / "f").c_str(), k_somebody, k_somebody), 0);
  write_file_atomically(directory.path() / "f", "new");
  struct stat status {};
  ASSERT_EQ(::stat((directory.path() / "f").c_str(), &status), 0);
  EXPECT_EQ(status.st_uid, k_somebody);
  EXPECT_EQ(status.st_gid, k_somebody);
}

TEST(AtomicWrite, does_not_replace_a_device) {
  write_file_atomically("/dev/null", "x");
  EXPECT_TRUE(fs::is_character_file("/dev/null"));
  EXPECT_THROW(write_file_atomically("/dev/full", "x"), Error);
}

} // namespace
} // namespace aether
