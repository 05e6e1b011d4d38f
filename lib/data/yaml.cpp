#include "data/yaml.h"

#include <cstddef>

#include <fmt/format.h>

#include "core/text.h"
#include "data/yaml_compose.h"
#include "data/yaml_construct.h"

namespace aether {

namespace {

constexpr std::size_t k_max_text_bytes = std::size_t{1} << 30U; // yaml-cpp counts in int

// Bytes that no YAML text holds, and that yaml-cpp takes.
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
    const bool control = (byte < 0x20U && byte != '\t' && byte != '\n' && byte != '\r') ||
                         byte == 0x7FU || (byte == 0xC2U && next < 0xA0U && next != 0x85U);
    if (control) {
      throw input_error(name, position_at(text, i),
                        fmt::format("control character {}", printable(text.substr(i, length))));
    }
    i += length;
  }
}

} // namespace

Document parse_yaml(std::string_view text, std::string_view name) {
  if (text.starts_with("\xEF\xBB\xBF")) {
    text.remove_prefix(3);
  }
  if (text.size() > k_max_text_bytes) {
    throw Error(ExitCode::bad_input, fmt::format("{}: is larger than 1 GiB", name));
  }
  check_characters(text, name);
  return yaml::construct(yaml::compose(text, name), name);
}

} // namespace aether
