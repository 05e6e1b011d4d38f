#include "data/characters.h"

#include <cstddef>

#include <fmt/format.h>

#include "core/text.h"
#include "data/document.h"

namespace aether {

namespace {

bool is_control(unsigned char byte, unsigned char next) {
  return (byte < 0x20U && byte != '\t' && byte != '\n' && byte != '\r') || byte == 0x7FU ||
         (byte == 0xC2U && next < 0xA0U && next != 0x85U);
}

} // namespace

void check_characters(std::string_view text, std::string_view name) {
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) {
    throw input_error(name, {1, 1}, "this is UTF-16: save it as UTF-8");
  }
  for (std::size_t i = 0; i < text.size();) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte >= 0x20U && byte < 0x7FU) {
      ++i;
      continue;
    }
    const std::size_t length = byte < 0x80U ? 1 : utf8_sequence_length(text, i);
    const auto next = static_cast<unsigned char>(i + 1 < text.size() ? text[i + 1] : '\0');
    if (length == 0) {
      throw input_error(name, position_at(text, i), "invalid UTF-8");
    }
    if (byte == '\r' && next != '\n') {
      throw input_error(name, position_at(text, i), "a carriage return without a line feed");
    }
    if (is_control(byte, next)) {
      throw input_error(name, position_at(text, i),
                        fmt::format("control character {}", printable(text.substr(i, length))));
    }
    i += length;
  }
}

} // namespace aether
