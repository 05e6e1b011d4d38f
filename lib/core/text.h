// Text in ASCII and UTF-8: case, white space, validity, width, and what is safe to print.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace aether {

// No such place: what find() of a string gives.
inline constexpr std::size_t k_none = std::string_view::npos;

[[nodiscard]] constexpr char ascii_lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
[[nodiscard]] constexpr bool is_ascii_digit(char c) { return c >= '0' && c <= '9'; }
[[nodiscard]] constexpr bool is_ascii_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
// Blank within a line.
[[nodiscard]] constexpr bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\v' || c == '\f';
}

[[nodiscard]] std::string to_lower(std::string_view text);
[[nodiscard]] bool equals_ignoring_case(std::string_view a, std::string_view b);
[[nodiscard]] bool starts_with_ignoring_case(std::string_view text, std::string_view prefix);

[[nodiscard]] std::string_view trim(std::string_view text);
[[nodiscard]] std::string_view trim_left(std::string_view text);
[[nodiscard]] std::string_view trim_right(std::string_view text);

// The number of bytes of the UTF-8 sequence that starts at `at`, 0 where it is not valid
// (RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF).
[[nodiscard]] std::size_t utf8_sequence_length(std::string_view text, std::size_t at);

// The offset of the first invalid byte, or npos.
[[nodiscard]] std::size_t find_invalid_utf8(std::string_view text);

// The text with every invalid byte as U+FFFD.
[[nodiscard]] std::string to_valid_utf8(std::string_view text);

// The name of a file as text: every byte that is no UTF-8 as `\xff`, a backslash, x and two
// hexadecimal digits. No two names give the same text: a backslash that would read so is `\x5c`.
[[nodiscard]] std::string text_of_name(std::string_view name);
// The bytes of a name that text_of_name gave.
[[nodiscard]] std::string name_of_text(std::string_view text);

[[nodiscard]] std::size_t count_code_points(std::string_view text);

// Counts the code points before rising offsets of one text, each byte once.
class CodePointCounter {
public:
  explicit CodePointCounter(std::string_view text) : text_(text) {}

  [[nodiscard]] std::size_t before(std::size_t offset);

private:
  std::string_view text_;
  std::size_t offset_ = 0;
  std::size_t count_ = 0;
};

// The columns that printable text takes on a terminal: two for the wide characters of East Asia and
// for pictures, none for marks that combine, one for everything else, be it a tab or an invalid
// byte. Knows the common blocks of Unicode's EastAsianWidth.txt, not all.
[[nodiscard]] std::size_t display_width(std::string_view text);

// For a terminal: control characters (C0 but for the tab, DEL, C1) as \n, \xNN or \u00NN, so that
// no file can send an escape sequence, and so those that turn the direction of a line or end it;
// invalid bytes as \xNN.
[[nodiscard]] std::string printable(std::string_view text);

// The same for the text of a file's name: a tab is \t, and a backslash that could be taken for the
// head of such a sequence is doubled, so that no two names look alike. `\xff` for a byte stays.
[[nodiscard]] std::string printable_name(std::string_view text);

// "a%20b" as "a b" (RFC 3986, 2.1); a % without two hexadecimal digits stays.
[[nodiscard]] std::string percent_decoded(std::string_view text);

// Every byte but the unreserved ones of RFC 3986, 2.3 and those in `also_kept` as %XX.
[[nodiscard]] std::string percent_encoded(std::string_view text, std::string_view also_kept = "");

} // namespace aether
