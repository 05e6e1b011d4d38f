// Whole files and standard input, read into memory.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "os/descriptor.h"

namespace aether {

// Throws Error: no_input when the file is missing, a directory or may not be read; bad_input when
// it is larger than `max_bytes` or is neither a regular file nor a pipe (devices never end, but for
// /dev/null, which is empty).
[[nodiscard]] std::string read_file(const std::filesystem::path& file,
                                    std::size_t max_bytes = std::size_t{1} << 32U);
[[nodiscard]] std::string read_stdin(std::size_t max_bytes = std::size_t{1} << 32U);

struct ListedFile {
  enum class Kind : std::uint8_t { regular, special, unknown }; // special: a pipe, socket or device

  std::string name;
  Kind kind = Kind::unknown; // a link, or the file system does not tell

  auto operator<=>(const ListedFile&) const = default;
};

// A directory whose files are read by their names: for many that takes less than read_file.
class Directory {
public:
  // Throws Error (no_input).
  explicit Directory(std::filesystem::path path);

  // What in it is no directory (a link to one is taken for a file), by name. Throws Error
  // (no_input).
  [[nodiscard]] std::vector<ListedFile> files() const;

  // As read_file, but never waits for a pipe: what is no regular file is Error (bad_input). May be
  // called from several threads at once.
  [[nodiscard]] std::string read(const ListedFile& file,
                                 std::size_t max_bytes = std::size_t{1} << 32U) const;

private:
  [[nodiscard]] std::string shown(const std::string& name) const;

  std::filesystem::path path_;
  Descriptor fd_;
};

// Whether a path names a descriptor that is open, as a shell's <(...) does.
[[nodiscard]] bool is_open_already(const std::filesystem::path& file);

// As read_file, but never waits for somebody to write to a named pipe: that is Error (bad_input).
[[nodiscard]] std::string read_named(const std::filesystem::path& file,
                                     std::size_t max_bytes = std::size_t{1} << 32U);

// `-` is standard input, all else a file.
[[nodiscard]] std::string read_file_or_stdin(std::string_view name,
                                             std::size_t max_bytes = std::size_t{1} << 32U);

// How an input is called in messages: `standard input` for `-`.
[[nodiscard]] std::string input_name(std::string_view name);

} // namespace aether
