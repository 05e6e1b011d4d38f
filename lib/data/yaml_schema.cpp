#include "data/yaml_schema.h"

#include <charconv>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <optional>
#include <string>
#include <system_error>
#include <utility>

#include "core/text.h"

namespace aether::yaml {

namespace {

namespace json = boost::json;

std::optional<json::value> read_integer(std::string_view whole) {
  std::string_view text = whole;
  int base = 10;
  if (text.starts_with("0x") || text.starts_with("0o")) {
    base = text[1] == 'x' ? 16 : 8;
    text.remove_prefix(2);
  } else if (text.starts_with('+')) {
    text.remove_prefix(1);
  }
  const bool signed_twice = whole.size() > text.size() && text.starts_with('-');
  if (text.empty() || signed_twice) {
    return std::nullopt;
  }
  const char* end = text.data() + text.size();
  std::int64_t number = 0;
  const auto read = std::from_chars(text.data(), end, number, base);
  if (read.ec == std::errc() && read.ptr == end) {
    return json::value(number);
  }
  std::uint64_t large = 0;
  const auto read_large = std::from_chars(text.data(), end, large, base);
  if (read_large.ec == std::errc() && read_large.ptr == end) {
    return json::value(large);
  }
  return std::nullopt;
}

std::optional<json::value> read_float(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) {
    text.remove_prefix(1);
  }
  const auto with_sign = [&](double number) { return json::value(negative ? -number : number); };
  if (text == ".inf" || text == ".Inf" || text == ".INF") {
    return with_sign(std::numeric_limits<double>::infinity());
  }
  const std::size_t digits = text.starts_with('.') ? 1 : 0;
  if (text.size() <= digits || !is_ascii_digit(text[digits])) {
    return std::nullopt;
  }
  double number = 0;
  const char* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, number);
  if (read.ptr != end) {
    return std::nullopt;
  }
  if (read.ec == std::errc::result_out_of_range) {
    number = std::strtod(std::string(text).c_str(), nullptr); // infinity or next to nothing
  }
  return with_sign(number);
}

std::optional<json::value> read_boolean(std::string_view text) {
  if (text == "true" || text == "True" || text == "TRUE") {
    return json::value(true);
  }
  if (text == "false" || text == "False" || text == "FALSE") {
    return json::value(false);
  }
  return std::nullopt;
}

} // namespace

bool is_null_word(std::string_view text) {
  return text.empty() || text == "~" || text == "null" || text == "Null" || text == "NULL";
}

json::value resolve_plain(std::string_view text, const json::storage_ptr& storage) {
  if (is_null_word(text)) {
    return nullptr;
  }
  const char first = text.front();
  if (is_ascii_digit(first) || first == '-' || first == '+' || first == '.') {
    if (text == ".nan" || text == ".NaN" || text == ".NAN") {
      return std::numeric_limits<double>::quiet_NaN();
    }
    if (auto integer = read_integer(text)) {
      return *std::move(integer);
    }
    if (auto number = read_float(text)) {
      return *std::move(number);
    }
  } else if (auto truth = read_boolean(text)) {
    return *std::move(truth);
  }
  return json::value(text, storage);
}

} // namespace aether::yaml
