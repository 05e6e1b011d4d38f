// The first line is a pattern, the rest a text: glob_matches ends, a pattern without signs matches
// only itself, and a quoted text matches itself.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "core/glob.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string input(data, data + size);
  const std::string pattern = input.substr(0, input.find('\n'));
  const std::string text = input.substr(std::min(pattern.size() + 1, input.size()));
  const bool matches = aether::glob_matches(pattern, text);
  const bool plain = pattern.find_first_of("*?[]{},\\") == std::string::npos;
  if (plain && matches != (pattern == text)) {
    std::abort();
  }
  std::string quoted;
  for (const char c : text) {
    quoted += std::string_view("*?[]{},\\").find(c) == std::string_view::npos ? "" : "\\";
    quoted += c;
  }
  const bool without_slash = text.find('/') == std::string::npos;
  const bool matches_itself = aether::glob_matches(quoted, text) &&
                              aether::glob_matches("**", text) &&
                              aether::glob_matches("{x," + quoted + "}", text) &&
                              aether::glob_matches("**/" + quoted, text) &&
                              aether::glob_matches("*", text) == without_slash;
  if (!matches_itself) {
    std::abort();
  }
  return 0;
}
