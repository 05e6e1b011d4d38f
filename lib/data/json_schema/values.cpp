#include "data/json_schema/values.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <string_view>
#include <unordered_map>

#include <boost/json/object.hpp>

namespace aether::json_schema {

namespace {

namespace json = boost::json;

// Holds 64-bit integers and doubles exactly on the platforms that Debian builds for.
long double wide(const json::value& value) {
  switch (value.kind()) {
  case json::kind::int64:
    return static_cast<long double>(value.get_int64());
  case json::kind::uint64:
    return static_cast<long double>(value.get_uint64());
  default:
    return static_cast<long double>(value.get_double());
  }
}

// digits * 10^exponent, without a sign.
struct Decimal {
  std::uint64_t digits = 0;
  int exponent = 0;
};

Decimal decimal_of(const json::value& value) {
  if (value.is_int64()) {
    const std::int64_t number = value.get_int64();
    return {number < 0 ? 0 - static_cast<std::uint64_t>(number)
                       : static_cast<std::uint64_t>(number),
            0};
  }
  if (value.is_uint64()) {
    return {value.get_uint64(), 0};
  }
  // The shortest text that reads as this double: D.DDDDe+XX, at most 17 digits.
  std::array<char, 40> text{};
  const auto [end, error] =
      std::to_chars(text.data(), text.data() + text.size(), std::abs(value.get_double()),
                    std::chars_format::scientific);
  Decimal decimal;
  const char* at = text.data();
  bool fraction = false;
  for (; at < end && *at != 'e'; ++at) {
    if (*at == '.') {
      fraction = true;
    } else {
      decimal.digits = decimal.digits * 10 + static_cast<std::uint64_t>(*at - '0');
      decimal.exponent -= fraction ? 1 : 0;
    }
  }
  decimal.exponent +=
      static_cast<int>(std::strtol(std::min(at + 1, static_cast<const char*>(end)), nullptr, 10));
  return decimal;
}

__extension__ using Wide = unsigned __int128;

std::uint64_t power_of_ten_modulo(unsigned exponent, std::uint64_t modulus) {
  Wide result = 1 % modulus;
  Wide base = 10 % modulus;
  for (; exponent > 0; exponent >>= 1U) {
    if ((exponent & 1U) != 0) {
      result = result * base % modulus;
    }
    base = base * base % modulus;
  }
  return static_cast<std::uint64_t>(result);
}

std::size_t mix(std::size_t seed, std::size_t more) {
  return seed ^ (more + 0x9e3779b97f4a7c15U + (seed << 6U) + (seed >> 2U));
}

bool equal_objects(const json::object& a, const json::object& b) {
  return a.size() == b.size() &&
         std::all_of(a.begin(), a.end(), [&](const json::key_value_pair& member) {
           const json::value* other = b.if_contains(member.key());
           return other != nullptr && equal(member.value(), *other);
         });
}

} // namespace

bool equal(const json::value& a, const json::value& b) {
  if (a.is_number() && b.is_number()) {
    return compare_numbers(a, b) == 0;
  }
  if (a.kind() != b.kind()) {
    return false;
  }
  switch (a.kind()) {
  case json::kind::array:
    return std::equal(a.get_array().begin(), a.get_array().end(), b.get_array().begin(),
                      b.get_array().end(), equal);
  case json::kind::object:
    return equal_objects(a.get_object(), b.get_object());
  default:
    return a == b;
  }
}

std::size_t hash(const json::value& value) {
  switch (value.kind()) {
  case json::kind::null:
    return 1;
  case json::kind::bool_:
    return value.get_bool() ? 3 : 2;
  case json::kind::int64:
  case json::kind::uint64:
  case json::kind::double_:
    return std::hash<long double>()(wide(value));
  case json::kind::string:
    return std::hash<std::string_view>()(value.get_string());
  case json::kind::array: {
    std::size_t all = 5;
    for (const json::value& item : value.get_array()) {
      all = mix(all, hash(item));
    }
    return all;
  }
  case json::kind::object: {
    std::size_t all = 7;
    for (const json::key_value_pair& member : value.get_object()) {
      all += mix(std::hash<std::string_view>()(member.key()), hash(member.value()));
    }
    return all;
  }
  }
  return 0;
}

std::partial_ordering compare_numbers(const json::value& a, const json::value& b) {
  return wide(a) <=> wide(b);
}

bool is_integer(const json::value& value) {
  return value.is_int64() || value.is_uint64() ||
         (value.is_double() && std::isfinite(value.get_double()) &&
          std::trunc(value.get_double()) == value.get_double());
}

bool is_multiple(const json::value& number, const json::value& divisor) {
  if (number.is_double() && !std::isfinite(number.get_double())) {
    return false;
  }
  const Decimal x = decimal_of(number);
  const Decimal d = decimal_of(divisor);
  const int shift = x.exponent - d.exponent;
  if (x.digits == 0 || d.digits == 0) {
    return x.digits == 0;
  }
  if (shift >= 0) {
    const Wide rest = x.digits % d.digits;
    return rest * power_of_ten_modulo(static_cast<unsigned>(shift), d.digits) % d.digits == 0;
  }
  Wide scaled = d.digits;
  for (int i = 0; i > shift && scaled <= x.digits; --i) {
    scaled *= 10;
  }
  return scaled <= x.digits && x.digits % scaled == 0;
}

std::size_t find_duplicate(const json::array& items) {
  std::unordered_multimap<std::size_t, std::size_t> seen;
  seen.reserve(items.size());
  for (std::size_t i = 0; i < items.size(); ++i) {
    const std::size_t key = hash(items[i]);
    const auto [begin, end] = seen.equal_range(key);
    if (std::any_of(begin, end,
                    [&](const auto& one) { return equal(items[one.second], items[i]); })) {
      return i;
    }
    seen.emplace(key, i);
  }
  return items.size();
}

} // namespace aether::json_schema
