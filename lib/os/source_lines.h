// Lines of files, for messages that show them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace aether {

class SourceLines {
public:
  // `path_of`: where a file is that messages call by this name.
  explicit SourceLines(std::function<std::filesystem::path(std::string_view file)> path_of)
      : path_of_(std::move(path_of)) {}

  // Without its newline. Nothing where it cannot be read, or is longer than anyone would look at.
  // Cheap for lines of one file that are asked for in their order.
  [[nodiscard]] std::optional<std::string> line(std::string_view file, std::uint32_t number);

private:
  std::function<std::filesystem::path(std::string_view file)> path_of_;
  std::string file_ = "/"; // none
  std::ifstream stream_;
  std::string text_;
  std::uint32_t at_ = 0;
};

} // namespace aether
