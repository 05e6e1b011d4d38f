#include "core/text.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <optional>
#include <utility>

#include <fmt/format.h>

namespace aether {

namespace {

// The code point of a valid sequence of UTF-8.
char32_t decode(std::string_view sequence) {
  const std::size_t length = sequence.size();
  char32_t code = static_cast<unsigned char>(sequence.front());
  code &= length > 1 ? 0xFFU >> (length + 1) : 0xFFU;
  for (const char c : sequence.substr(1)) {
    code = (code << 6U) | (static_cast<unsigned char>(c) & 0x3FU);
  }
  return code;
}

std::size_t columns_of(char32_t code) {
  using Range = std::pair<char32_t, char32_t>;
  static constexpr std::array<Range, 4> k_zero_width_ranges = {
      {{0x300, 0x36F}, {0x200B, 0x200F}, {0x20D0, 0x20FF}, {0xFE00, 0xFE0F}}};
  static constexpr std::array<Range, 11> k_wide = {{{0x1100, 0x115F},
                                                    {0x2705, 0x2705},
                                                    {0x274C, 0x274C},
                                                    {0x2E80, 0xA4CF},
                                                    {0xAC00, 0xD7A3},
                                                    {0xF900, 0xFAFF},
                                                    {0xFE30, 0xFE6F},
                                                    {0xFF00, 0xFF60},
                                                    {0x1F300, 0x1F64F},
                                                    {0x1F680, 0x1F9FF},
                                                    {0x20000, 0x3FFFD}}};
  const auto holds = [code](const Range& r) { return r.first <= code && code <= r.second; };
  if (std::any_of(k_zero_width_ranges.begin(), k_zero_width_ranges.end(), holds)) {
    return 0;
  }
  return std::any_of(k_wide.begin(), k_wide.end(), holds) ? 2 : 1;
}

// Marks, embeddings, overrides and isolates of Unicode's bidirectional algorithm, with which a line
// reads otherwise than it is, and the separators of lines and paragraphs.
bool turns_the_line(char32_t code) {
  return code == 0x61C || code == 0x200E || code == 0x200F || (code >= 0x2028 && code <= 0x202E) ||
         (code >= 0x2066 && code <= 0x2069);
}

// The value of a hexadecimal digit, -1 for what is none.
int hex_digit(char c) {
  const char lower = ascii_lower(c);
  return is_ascii_digit(c) ? c - '0' : lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

// The byte that `\xff` at this place of a name's text stands for; only the bytes that text_of_name
// writes so.
std::optional<char> escaped_byte(std::string_view text, std::size_t at) {
  const std::string_view code = text.substr(at, 4);
  if (!code.starts_with("\\x") || code.size() < 4 || hex_digit(code[2]) < 0 ||
      hex_digit(code[3]) < 0 || code != fmt::format("\\x{}", to_lower(code.substr(2)))) {
    return std::nullopt;
  }
  const int byte = hex_digit(code[2]) * 16 + hex_digit(code[3]);
  return byte >= 0x80 || byte == '\\' ? std::optional(static_cast<char>(byte)) : std::nullopt;
}

} // namespace

std::string to_lower(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(), ascii_lower);
  return lower;
}

bool equals_ignoring_case(std::string_view a, std::string_view b) {
  return a.size() == b.size() && starts_with_ignoring_case(a, b);
}

bool starts_with_ignoring_case(std::string_view text, std::string_view prefix) {
  return text.size() >= prefix.size() &&
         std::equal(prefix.begin(), prefix.end(), text.begin(),
                    [](char a, char b) { return ascii_lower(a) == ascii_lower(b); });
}

std::string_view trim_left(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) {
    text.remove_prefix(1);
  }
  return text;
}

std::string_view trim_right(std::string_view text) {
  while (!text.empty() && is_blank(text.back())) {
    text.remove_suffix(1);
  }
  return text;
}

std::string_view trim(std::string_view text) { return trim_left(trim_right(text)); }

std::size_t utf8_sequence_length(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
  };
  const auto continues = [&](std::size_t i) { return (byte(i) & 0xC0U) == 0x80U; };
  const unsigned first = byte(at);
  if (first < 0x80U) {
    return at < text.size() ? 1 : 0;
  }
  if (first >= 0xC2U && first <= 0xDFU) {
    return continues(at + 1) ? 2 : 0;
  }
  if (first >= 0xE0U && first <= 0xEFU) {
    const unsigned second = byte(at + 1);
    const bool overlong = first == 0xE0U && second < 0xA0U;
    const bool surrogate = first == 0xEDU && second > 0x9FU;
    return continues(at + 1) && continues(at + 2) && !overlong && !surrogate ? 3 : 0;
  }
  if (first >= 0xF0U && first <= 0xF4U) {
    const unsigned second = byte(at + 1);
    const bool overlong = first == 0xF0U && second < 0x90U;
    const bool too_large = first == 0xF4U && second > 0x8FU;
    const bool whole = continues(at + 1) && continues(at + 2) && continues(at + 3);
    return whole && !overlong && !too_large ? 4 : 0;
  }
  return 0;
}

std::size_t find_invalid_utf8(std::string_view text) {
  constexpr std::uint64_t k_high_bits = 0x8080808080808080U;
  for (std::size_t i = 0; i < text.size();) {
    // Nearly all text is ASCII: eight bytes at a time.
    if (std::uint64_t word = 0; i + sizeof word <= text.size()) {
      std::memcpy(&word, text.data() + i, sizeof word);
      if ((word & k_high_bits) == 0) {
        i += sizeof word;
        continue;
      }
    }
    if (static_cast<unsigned char>(text[i]) < 0x80U) {
      ++i;
      continue;
    }
    const std::size_t length = utf8_sequence_length(text, i);
    if (length == 0) {
      return i;
    }
    i += length;
  }
  return std::string_view::npos;
}

std::string to_valid_utf8(std::string_view text) {
  std::string valid;
  valid.reserve(text.size());
  while (true) {
    const std::size_t bad = find_invalid_utf8(text);
    valid += text.substr(0, bad);
    if (bad == std::string_view::npos) {
      return valid;
    }
    valid += "\xEF\xBF\xBD";
    text.remove_prefix(bad + 1);
  }
}

std::string text_of_name(std::string_view name) {
  if (name.find('\\') == k_none && find_invalid_utf8(name) == k_none) {
    return std::string(name);
  }
  std::string text;
  for (std::size_t i = 0; i < name.size();) {
    const std::size_t length = utf8_sequence_length(name, i);
    if (length == 0 || escaped_byte(name, i)) {
      text += fmt::format("\\x{:02x}", static_cast<unsigned char>(name[i]));
    } else {
      text += name.substr(i, length);
    }
    i += std::max<std::size_t>(length, 1);
  }
  return text;
}

std::string name_of_text(std::string_view text) {
  std::string name;
  while (!text.empty()) {
    if (const std::optional<char> byte = escaped_byte(text, 0)) {
      name += *byte;
      text.remove_prefix(4);
    } else {
      const std::size_t next = std::min(text.find('\\', 1), text.size());
      name += text.substr(0, next);
      text.remove_prefix(next);
    }
  }
  return name;
}

std::size_t count_code_points(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }));
}

std::size_t display_width(std::string_view text) {
  std::size_t columns = 0;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t length = utf8_sequence_length(text, i);
    columns += length < 2 ? 1 : columns_of(decode(text.substr(i, length)));
    i += std::max<std::size_t>(length, 1);
  }
  return columns;
}

std::size_t CodePointCounter::before(std::size_t offset) {
  if (offset < offset_) {
    offset_ = 0;
    count_ = 0;
  }
  count_ += count_code_points(text_.substr(offset_, offset - offset_));
  offset_ = offset;
  return count_;
}

std::string printable(std::string_view text) {
  const auto plain = [](char c) { return (c >= ' ' && c <= '~') || c == '\t'; };
  const auto end = std::find_if_not(text.begin(), text.end(), plain);
  std::string safe(text.begin(), end); // nearly always all of it
  for (std::size_t i = safe.size(); i < text.size();) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const std::size_t length = utf8_sequence_length(text, i);
    if (text[i] == '\n') {
      safe += "\\n";
    } else if (text[i] == '\r') {
      safe += "\\r";
    } else if ((byte < 0x20U && text[i] != '\t') || byte == 0x7FU || length == 0) {
      safe += fmt::format("\\x{:02x}", byte);
    } else if (length == 2 && byte == 0xC2U && static_cast<unsigned char>(text[i + 1]) < 0xA0U) {
      safe += fmt::format("\\u{:04x}", static_cast<unsigned char>(text[i + 1]));
    } else if (length > 1 && turns_the_line(decode(text.substr(i, length)))) {
      safe += fmt::format("\\u{:04x}", static_cast<std::uint32_t>(decode(text.substr(i, length))));
    } else {
      safe += text.substr(i, length);
    }
    i += std::max<std::size_t>(length, 1);
  }
  return safe;
}

std::string printable_name(std::string_view text) {
  constexpr std::string_view k_escapes = "nrtxu\\";
  std::string name;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\t') {
      name += "\\t";
    } else if (text[i] == '\\' && escaped_byte(text, i)) {
      name += text.substr(i, 4);
      i += 3;
    } else {
      const bool looks_escaped =
          text[i] == '\\' && i + 1 < text.size() && k_escapes.find(text[i + 1]) != k_none;
      name += looks_escaped ? "\\\\" : std::string(1, text[i]);
    }
  }
  return printable(name);
}

std::string percent_decoded(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && hex_digit(text[i + 1]) >= 0 &&
        hex_digit(text[i + 2]) >= 0) {
      plain += static_cast<char>(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2]));
      i += 2;
    } else {
      plain += text[i];
    }
  }
  return plain;
}

std::string percent_encoded(std::string_view text, std::string_view also_kept) {
  constexpr std::string_view k_digits = "0123456789ABCDEF";
  constexpr std::string_view k_unreserved = "-._~";
  std::string encoded;
  for (const char c : text) {
    if (is_ascii_letter(c) || is_ascii_digit(c) || k_unreserved.find(c) != k_none ||
        also_kept.find(c) != k_none) {
      encoded += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      encoded += '%';
      encoded += k_digits[byte >> 4U];
      encoded += k_digits[byte & 0xFU];
    }
  }
  return encoded;
}

} // namespace aether
