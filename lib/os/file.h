// Whole files and standard input, read into memory.
#pragma once

#include <compare>
#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace aether {

// Throws Error: no_input when the file is missing, a directory or may not be read; bad_input when
// it is larger than `max_bytes` or is neither a regular file nor a pipe (devices never end).
[[nodiscard]] std::string read_file(const std::filesystem::path& file,
                                    std::size_t max_bytes = std::size_t{1} << 32U);
[[nodiscard]] std::string read_stdin(std::size_t max_bytes = std::size_t{1} << 32U);

struct ListedFile {
  std::string name;
  bool is_special = false; // a pipe, a socket or a device

  auto operator<=>(const ListedFile&) const = default;
};

// What in a directory is no directory (a link to one is taken for a file), by name. Throws Error
// (no_input).
[[nodiscard]] std::vector<ListedFile> list_files(const std::filesystem::path& directory);

// `-` is standard input, all else a file.
[[nodiscard]] std::string read_file_or_stdin(std::string_view name,
                                             std::size_t max_bytes = std::size_t{1} << 32U);

// How an input is called in messages: `standard input` for `-`.
[[nodiscard]] std::string input_name(std::string_view name);

} // namespace aether
