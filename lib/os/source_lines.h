// Lines of files, for messages that show them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <istream>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace aether {

class SourceLines {
public:
  using PathOf = std::function<std::filesystem::path(std::string_view file)>;
  using Open = std::function<std::unique_ptr<std::istream>(std::string_view file)>;

  // `path_of`: where a file is that messages call by this name; `open`: its text.
  explicit SourceLines(PathOf path_of);
  explicit SourceLines(Open open) : open_(std::move(open)) {}

  // Without its newline. Nothing where it cannot be read, or is longer than anyone would look at.
  // Cheap for lines of one file that are asked for in their order.
  [[nodiscard]] std::optional<std::string> line(std::string_view file, std::uint32_t number);

private:
  Open open_;
  std::string file_ = "/"; // none
  std::unique_ptr<std::istream> stream_;
  std::string text_;
  std::uint32_t at_ = 0;
};

// The text of a regular file below a directory, for one that others named: no symbolic link below
// the directory is followed, nothing is waited for, and devices, pipes and files without a size
// (such as the kernel's) or above 2 GiB give an empty text. So does one that may not be read.
[[nodiscard]] std::unique_ptr<std::istream> open_below(const std::filesystem::path& directory,
                                                       std::string_view path);

} // namespace aether
