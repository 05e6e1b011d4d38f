#include "data/yaml_legacy.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <utility>

#include <fmt/format.h>

#include "core/text.h"
#include "data/yaml_schema.h"

namespace aether::yaml {

namespace {

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
  if (plain.empty()) {
    return "an error";
  }
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

// What a number of 1.1 is to its readers; empty for what is none.
struct LegacyNumber {
  std::string reading;
  bool is_same = false; // to readers of 1.2
};

LegacyNumber integer_reading(bool is_signed, bool negative, std::string_view text) {
  const bool has_underscore = text.find('_') != k_none;
  const bool is_binary = text.starts_with("0b");
  if ((is_binary || text.starts_with("0x")) && text.size() > 2) {
    const std::string_view digits = text.substr(2);
    if (!are_all(digits, is_binary ? "01_" : "0123456789abcdefABCDEF_")) {
      return {};
    }
    std::string reading = number_text(negative, digits, is_binary ? 2 : 16);
    const bool is_same = !is_binary && !is_signed && !has_underscore && reading != "a number";
    return {std::move(reading), is_same};
  }
  if (text.size() > 1 && text.front() == '0' && are_all(text, "01234567_")) {
    const std::size_t first = text.find_first_not_of("0_");
    return {number_text(negative, text, 8),
            !has_underscore && (first == k_none || first + 1 == text.size())};
  }
  const bool is_decimal =
      text == "0" || (text.front() >= '1' && text.front() <= '9' && are_all(text, "0123456789_"));
  return is_decimal ? LegacyNumber{number_text(negative, text, 10), !has_underscore}
                    : LegacyNumber();
}

// A dot is in it, and a sign in its exponent; what begins with the dot has no sign before it.
LegacyNumber float_reading(bool is_signed, bool negative, std::string_view text) {
  const std::size_t exponent = text.find_first_of("eE");
  const std::string_view mantissa = text.substr(0, exponent);
  const std::size_t dot = mantissa.find('.');
  if (dot == k_none || mantissa.find('.', dot + 1) != k_none ||
      !are_all(mantissa, "0123456789_.") ||
      (dot == 0 && (is_signed || mantissa.size() == 1 || !is_ascii_digit(mantissa[1])))) {
    return {};
  }
  if (exponent != k_none) {
    const std::string_view power = text.substr(exponent + 1);
    if (power.size() < 2 || (power.front() != '+' && power.front() != '-') ||
        !are_all(power.substr(1), "0123456789")) {
      return {};
    }
  }
  return {fmt::format("the number {}{}", negative ? "-" : "", without_underscores(text)),
          mantissa.find('_') == k_none};
}

// Reads a date and a time from the left.
class MomentReader {
public:
  explicit MomentReader(std::string_view text) : rest_(text) {}

  [[nodiscard]] bool at_end() const { return rest_.empty(); }

  bool take(std::string_view any) {
    const bool is_there = !rest_.empty() && any.find(rest_.front()) != k_none;
    rest_.remove_prefix(is_there ? 1 : 0);
    return is_there;
  }

  // Digits, and whether their number is within bounds.
  bool take_number(std::size_t least, std::size_t most, int low, int high) {
    std::size_t count = 0;
    int number = 0;
    while (count < most && count < rest_.size() && is_ascii_digit(rest_[count])) {
      number = number * 10 + (rest_[count++] - '0');
    }
    rest_.remove_prefix(count);
    in_range_ = in_range_ && number >= low && number <= high;
    return count >= least;
  }

  void skip(std::string_view any) {
    rest_.remove_prefix(std::min(rest_.find_first_not_of(any), rest_.size()));
  }

  [[nodiscard]] bool in_range() const { return in_range_; }

private:
  std::string_view rest_;
  bool in_range_ = true;
};

bool take_time_zone(MomentReader& reader) {
  reader.skip(" \t");
  if (reader.take("Z")) {
    return true;
  }
  return reader.take("+-") && reader.take_number(1, 2, 0, 23) &&
         (!reader.take(":") || reader.take_number(2, 2, 0, 59));
}

// YYYY-MM-DD, or a date and a time.
std::string moment_reading(std::string_view text) {
  MomentReader reader(text);
  if (!reader.take_number(4, 4, 1, 9999) || !reader.take("-") || !reader.take_number(1, 2, 1, 12) ||
      !reader.take("-") || !reader.take_number(1, 2, 1, 31)) {
    return "";
  }
  const bool is_date = reader.at_end();
  if (is_date ? text.size() != 10
              : !is_ascii_digit(text.back()) && text.back() != 'Z' && text.back() != '.') {
    return "";
  }
  if (!is_date) {
    const bool has_space = reader.take(" \t");
    if (!has_space && !reader.take("Tt")) {
      return "";
    }
    reader.skip(has_space ? " \t" : "");
    if (!reader.take_number(1, 2, 0, 23) || !reader.take(":") || !reader.take_number(2, 2, 0, 59) ||
        !reader.take(":") || !reader.take_number(2, 2, 0, 59)) {
      return "";
    }
    if (reader.take(".")) {
      reader.skip("0123456789");
    }
    if (!reader.at_end() && (!take_time_zone(reader) || !reader.at_end())) {
      return "";
    }
  }
  return reader.in_range() ? fmt::format("the {} {}", is_date ? "date" : "time", text) : "an error";
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
  const bool is_signed = negative || plain.front() == '+';
  const std::string_view text = plain.substr(is_signed ? 1 : 0);
  if (text.empty() || (!is_ascii_digit(text.front()) && text.front() != '.')) {
    return "";
  }
  if (is_sexagesimal(text)) {
    return sexagesimal_text(negative, text);
  }
  LegacyNumber number = integer_reading(is_signed, negative, text);
  if (number.reading.empty()) {
    number = float_reading(is_signed, negative, text);
  }
  if (!number.reading.empty()) {
    return number.is_same ? "" : std::move(number.reading);
  }
  if (std::string moment = is_signed ? "" : moment_reading(text); !moment.empty()) {
    return moment;
  }
  const bool is_word = text.size() == 4 && text.front() == '.' && !is_ascii_digit(text[1]);
  return !is_word && resolve_plain(plain, {}).is_number() ? "a string" : "";
}

} // namespace aether::yaml
