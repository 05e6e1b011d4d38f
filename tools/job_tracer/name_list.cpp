#include "job_tracer/name_list.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "core/error.h"
#include "core/text.h"
#include "os/file.h"

namespace aether::job_tracer {

namespace {

// The byte that stands behind a backslash, taken off: `n`, `"` or three octal digits.
std::optional<char> take_escape(std::string_view& text) {
  constexpr std::string_view k_letters = "abtnvfr\"\\";
  constexpr std::string_view k_bytes = "\a\b\t\n\v\f\r\"\\";
  if (text.empty()) {
    return std::nullopt;
  }
  if (const std::size_t letter = k_letters.find(text.front()); letter != k_none) {
    text.remove_prefix(1);
    return k_bytes[letter];
  }
  const std::string_view digits = text.substr(0, 3);
  const auto is_octal = [](char c) { return c >= '0' && c <= '7'; };
  if (digits.size() < 3 || digits[0] > '3' ||
      !std::all_of(digits.begin(), digits.end(), is_octal)) {
    return std::nullopt;
  }
  text.remove_prefix(3);
  return static_cast<char>((digits[0] - '0') * 64 + (digits[1] - '0') * 8 + (digits[2] - '0'));
}

bool is_there(const std::string& name, const Options& options) {
  namespace fs = std::filesystem;
  std::error_code failed;
  return fs::exists(fs::symlink_status(name, failed)) ||
         (options.root && fs::exists(fs::symlink_status(fs::path(*options.root) / name, failed)));
}

std::string name_of_line(std::string_view line, const Options& options) {
  if (line.ends_with('\r')) {
    line.remove_suffix(1);
  }
  std::string name(line);
  std::optional<std::string> meant = unquoted(line);
  return meant && !is_there(name, options) ? std::move(*meant) : std::move(name);
}

} // namespace

std::optional<std::string> unquoted(std::string_view line) {
  if (line.size() < 3 || !line.starts_with('"') || !line.ends_with('"')) {
    return std::nullopt;
  }
  std::string_view rest = line.substr(1, line.size() - 2);
  std::string name;
  while (!rest.empty()) {
    char c = rest.front();
    rest.remove_prefix(1);
    if (c == '\\') {
      const std::optional<char> byte = take_escape(rest);
      if (!byte) {
        return std::nullopt;
      }
      c = *byte;
    } else if (c == '"') {
      return std::nullopt;
    }
    name += c;
  }
  return name;
}

std::vector<std::string> read_list(std::string_view name, const Options& options) {
  const std::string text = read_file_or_stdin(name);
  if (!options.nul_separated && text.find('\0') != std::string::npos) {
    throw Error(ExitCode::bad_input, input_name(name) +
                                         ": NUL bytes separate the names of this list, not "
                                         "newlines (read it with -0)");
  }
  const char separator = options.nul_separated ? '\0' : '\n';
  std::vector<std::string> entries;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find(separator, begin), text.size());
    const std::string_view entry = std::string_view(text).substr(begin, end - begin);
    std::string one = options.nul_separated ? std::string(entry) : name_of_line(entry, options);
    if (!one.empty()) {
      entries.push_back(std::move(one));
    }
    begin = end + 1;
  }
  return entries;
}

} // namespace aether::job_tracer
