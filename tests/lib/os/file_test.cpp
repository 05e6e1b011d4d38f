#include "os/file.h"

#include <gtest/gtest.h>

#include "core/error.h"
#include "support/temporary_directory.h"

namespace aether {
namespace {

namespace fs = std::filesystem;

ExitCode code_of_reading(const fs::path& file, std::size_t most = 1000) {
  try {
    (void)read_file(file, most);
  } catch (const Error& error) {
    return error.code();
  }
  return ExitCode::ok;
}

TEST(ReadFile, gives_every_byte) {
  const test::TemporaryDirectory directory;
  const std::string content("a\0b\r\n\xFF", 6);
  EXPECT_EQ(read_file(directory.write("f", content)), content);
  EXPECT_EQ(read_file(directory.write("empty", "")), "");
}

TEST(ReadFile, tells_what_cannot_be_read) {
  const test::TemporaryDirectory directory;
  EXPECT_EQ(code_of_reading(directory.path() / "missing"), ExitCode::no_input);
  EXPECT_EQ(code_of_reading(directory.path()), ExitCode::no_input);
  EXPECT_EQ(code_of_reading("/dev/zero"), ExitCode::bad_input);
  EXPECT_EQ(code_of_reading(directory.write("large", std::string(1001, 'x'))), ExitCode::bad_input);
  EXPECT_EQ(code_of_reading(directory.write("fits", std::string(1000, 'x'))), ExitCode::ok);
}

} // namespace
} // namespace aether
