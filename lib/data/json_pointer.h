// JSON pointers (RFC 6901).
#pragma once

#include <string>
#include <string_view>

namespace aether {

// A key as a token of a pointer: `~` becomes `~0`, `/` becomes `~1`.
[[nodiscard]] inline std::string pointer_token(std::string_view key) {
  std::string token;
  for (const char c : key) {
    token += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
  }
  return token;
}

} // namespace aether
