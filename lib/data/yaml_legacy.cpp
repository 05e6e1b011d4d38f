#include "data/yaml_legacy.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>

#include <fmt/format.h>

#include "core/text.h"

namespace aether::yaml {

namespace {

constexpr std::size_t k_none = std::string_view::npos;

bool are_all(std::string_view text, std::string_view allowed) {
  return text.find_first_not_of(allowed) == k_none;
}

std::string without_underscores(std::string_view text) {
  std::string plain(text);
  std::erase(plain, '_');
  return plain;
}

std::string number_text(bool negative, std::string_view digits, int base) {
  const std::string plain = without_underscores(digits);
  std::uint64_t number = 0;
  const auto [end, error] =
      std::from_chars(plain.data(), plain.data() + plain.size(), number, base);
  if (error != std::errc() || end != plain.data() + plain.size()) {
    return "a number";
  }
  return fmt::format("the number {}{}", negative ? "-" : "", number);
}

// Digits in groups of sixty: 1:30 is 90.
std::string sexagesimal_text(bool negative, std::string_view text) {
  double total = 0;
  while (true) {
    const std::string part = without_underscores(text.substr(0, text.find(':')));
    double value = 0;
    std::from_chars(part.data(), part.data() + part.size(), value);
    total = total * 60 + value;
    if (text.find(':') == k_none) {
      break;
    }
    text.remove_prefix(text.find(':') + 1);
  }
  return fmt::format("the number {}", negative ? -total : total);
}

bool is_sexagesimal(std::string_view text) {
  constexpr std::string_view k_digits = "0123456789";
  const std::size_t colon = text.find(':');
  if (colon == k_none || colon == 0 || !is_ascii_digit(text.front()) ||
      !are_all(text.substr(0, colon), "0123456789_")) {
    return false;
  }
  const bool whole = text.find('.') == k_none;
  if (whole && text.front() == '0') {
    return false;
  }
  while (text.find(':') != k_none) {
    text.remove_prefix(text.find(':') + 1);
    std::string_view group = text.substr(0, text.find(':'));
    if (text.find(':') == k_none && group.find('.') != k_none) {
      if (!are_all(group.substr(group.find('.') + 1), "0123456789_")) {
        return false;
      }
      group = group.substr(0, group.find('.'));
    }
    if (group.empty() || group.size() > 2 || !are_all(group, k_digits) ||
        (group.size() == 2 && group.front() > '5')) {
      return false;
    }
  }
  return true;
}

// An integer as 1.1 writes it, where 1.2 has none or another.
std::string integer_reading(bool negative, std::string_view text) {
  if (text.starts_with("0b") && text.size() > 2 && are_all(text.substr(2), "01_")) {
    return number_text(negative, text.substr(2), 2);
  }
  if (text.starts_with("0x") && text.size() > 2 &&
      are_all(text.substr(2), "0123456789abcdefABCDEF_")) {
    return negative || text.find('_') != k_none ? number_text(negative, text.substr(2), 16) : "";
  }
  if (text.size() > 1 && text.front() == '0' && are_all(text, "01234567_")) {
    return text.find_first_not_of("0_") == k_none && text.find('_') == k_none
               ? "" // zero, however it is read
               : number_text(negative, text, 8);
  }
  if (text.size() > 1 && text.front() == '0' && are_all(text, "0123456789")) {
    return "a string"; // 08 is no octal number
  }
  if (is_ascii_digit(text.front()) && text.find('_') != k_none && text.front() != '0' &&
      are_all(text, "0123456789_")) {
    return number_text(negative, text, 10);
  }
  return "";
}

// 1.1 asks for a dot in a float, and for a sign in its exponent.
std::string float_reading(std::string_view text) {
  const std::size_t exponent = text.find_first_of("eE");
  const std::string_view mantissa = text.substr(0, exponent);
  const bool has_dot = mantissa.find('.') != k_none;
  if (!are_all(mantissa, "0123456789_.") || std::count(text.begin(), text.end(), '.') > 1 ||
      mantissa == "." || mantissa.empty()) {
    return "";
  }
  if (exponent != k_none) {
    std::string_view power = text.substr(exponent + 1);
    const bool is_signed = power.starts_with('+') || power.starts_with('-');
    power.remove_prefix(is_signed ? 1 : 0);
    if (power.empty() || !are_all(power, "0123456789")) {
      return "";
    }
    if (!has_dot || !is_signed) {
      return mantissa.find('_') == k_none ? "a string" : "";
    }
  }
  return has_dot && text.find('_') != k_none &&
                 (is_ascii_digit(text.front()) || text.front() == '.')
             ? "the number " + without_underscores(text)
             : "";
}

// YYYY-MM-DD, or a date and a time.
bool is_timestamp(std::string_view text, bool& whole_day) {
  const auto digits = [&](std::size_t at, std::size_t least, std::size_t most) {
    std::size_t count = 0;
    while (count < most && at + count < text.size() && is_ascii_digit(text[at + count])) {
      ++count;
    }
    return count < least ? 0 : count;
  };
  if (digits(0, 4, 4) == 0 || text.size() < 8 || text[4] != '-') {
    return false;
  }
  const std::size_t month = digits(5, 1, 2);
  const std::size_t dash = 5 + month;
  if (month == 0 || dash >= text.size() || text[dash] != '-') {
    return false;
  }
  const std::size_t day = digits(dash + 1, 1, 2);
  const std::size_t end = dash + 1 + day;
  if (day == 0) {
    return false;
  }
  whole_day = end == text.size();
  if (whole_day) {
    return month == 2 && day == 2;
  }
  const std::size_t time =
      text.find_first_not_of(" \t", end + (text[end] == 'T' || text[end] == 't' ? 1 : 0));
  if (time == k_none || time == end) {
    return false;
  }
  const std::size_t hour = digits(time, 1, 2);
  return hour != 0 && time + hour + 6 <= text.size() && text[time + hour] == ':' &&
         digits(time + hour + 1, 2, 2) != 0 && text[time + hour + 3] == ':' &&
         digits(time + hour + 4, 2, 2) != 0;
}

} // namespace

std::string legacy_reading(std::string_view plain) {
  constexpr std::array<std::string_view, 6> k_true = {"yes", "Yes", "YES", "on", "On", "ON"};
  constexpr std::array<std::string_view, 6> k_false = {"no", "No", "NO", "off", "Off", "OFF"};
  if (plain.empty()) {
    return "";
  }
  if (plain == "=") {
    return "an error";
  }
  if (std::find(k_true.begin(), k_true.end(), plain) != k_true.end()) {
    return "true";
  }
  if (std::find(k_false.begin(), k_false.end(), plain) != k_false.end()) {
    return "false";
  }
  const bool negative = plain.front() == '-';
  const std::string_view text = plain.substr(negative || plain.front() == '+' ? 1 : 0);
  if (text.empty() || (!is_ascii_digit(text.front()) && text.front() != '.')) {
    return "";
  }
  if (text.starts_with("0o") && text.size() > 2 && are_all(text.substr(2), "01234567")) {
    return "a string";
  }
  bool whole_day = false;
  if (text.size() == plain.size() && is_timestamp(text, whole_day)) {
    return (whole_day ? "the date " : "the time ") + std::string(plain);
  }
  if (is_sexagesimal(text)) {
    return sexagesimal_text(negative, text);
  }
  if (std::string integer = integer_reading(negative, text); !integer.empty()) {
    return integer;
  }
  return float_reading(text);
}

} // namespace aether::yaml
