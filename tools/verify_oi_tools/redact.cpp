#include "verify_oi_tools/redact.h"

#include "core/secret_shapes.h"
#include "core/text.h"

namespace aether::verify_oi_tools {

namespace {

bool is_of_secret(char c) {
  return is_ascii_letter(c) || is_ascii_digit(c) || c == '_' || c == '-' || c == '.';
}

} // namespace

std::string redacted(std::string_view text) {
  std::string made;
  for (;;) {
    const SecretShape shape = find_secret_shape(text);
    if (shape.kind.empty()) {
      return made.append(text);
    }
    made.append(text.substr(0, shape.offset)).append("***");
    text.remove_prefix(shape.offset);
    if (text.starts_with('-')) {
      return made;
    }
    while (!text.empty() && is_of_secret(text.front())) {
      text.remove_prefix(1);
    }
  }
}

} // namespace aether::verify_oi_tools
