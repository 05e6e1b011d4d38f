#include "data/json_schema/messages.h"

#include <array>
#include <utility>

#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "core/nearest.h"
#include "core/secrets.h"
#include "core/text.h"
#include "data/json_schema/node.h"

namespace aether::json_schema {

namespace {

namespace json = boost::json;

constexpr std::size_t k_longest_value = 40;
constexpr std::size_t k_longest_url = 4096;
constexpr std::size_t k_most_choices = 8;
constexpr std::size_t k_most_candidates = 2'000; // whose distance is worth its time

std::string joined(const std::vector<std::string>& parts, std::string_view last) {
  std::string text;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    text += i == 0 ? "" : i + 1 == parts.size() ? fmt::format(" {} ", last) : ", ";
    text += parts[i];
  }
  return text;
}

} // namespace

std::string shown(const json::value& value) {
  if (value.is_double()) {
    return fmt::format("{}", value.get_double());
  }
  if (value.is_string()) {
    const std::string_view text = value.get_string();
    return fmt::format("`{}`", printable(shortened(text.find("://") == std::string_view::npos ||
                                                           text.size() > k_longest_url
                                                       ? std::string(text.substr(0, k_longest_url))
                                                       : without_secrets(text),
                                                   k_longest_value)));
  }
  std::string text = json::serialize(value);
  if (text.size() > k_longest_value) {
    return value.is_array() ? "an array" : "an object";
  }
  return printable(text);
}

std::string described(const json::value& value) {
  switch (value.kind()) {
  case json::kind::null:
    return "null";
  case json::kind::bool_:
    return value.get_bool() ? "true" : "false";
  case json::kind::int64:
  case json::kind::uint64:
  case json::kind::double_:
    return "the number " + shown(value);
  case json::kind::string:
    return "a string";
  case json::kind::array:
    return value.get_array().empty() ? "an empty array" : "an array";
  case json::kind::object:
    return value.get_object().empty() ? "an empty object" : "an object";
  }
  return {};
}

std::string kind_text(const json::value& value) {
  return value.is_number() ? "a number" : value.is_bool() ? "a boolean" : described(value);
}

std::string types_text(std::uint8_t types) {
  constexpr std::array<std::pair<std::uint8_t, std::string_view>, 7> k_names = {{
      {k_string, "a string"},
      {k_integer, "an integer"},
      {k_number, "a number"},
      {k_boolean, "true or false"},
      {k_array, "an array"},
      {k_object, "an object"},
      {k_null, "null"},
  }};
  std::vector<std::string> parts;
  for (const auto& [bit, name] : k_names) {
    if ((types & bit) != 0 && !(bit == k_integer && (types & k_number) != 0)) {
      parts.emplace_back(name);
    }
  }
  return joined(parts, "or");
}

std::string choice_text(const json::array& values) {
  std::vector<std::string> parts;
  for (const json::value& value : values) {
    if (parts.size() == k_most_choices) {
      parts.push_back(fmt::format("{} more", values.size() - k_most_choices));
      break;
    }
    parts.push_back(shown(value));
  }
  return (parts.size() > 1 ? "one of " : "") + joined(parts, "and");
}

std::string choice_hint(const json::array& values, const json::value& value) {
  std::vector<std::string_view> names;
  for (const json::value& one : values) {
    if (one.is_string()) {
      names.emplace_back(one.get_string());
    }
  }
  if (!value.is_string()) {
    return {};
  }
  return nearest_hint(value.get_string(), names);
}

std::string shortened(std::string_view text, std::size_t most) {
  if (text.size() <= most || count_code_points(text) <= most) {
    return std::string(text);
  }
  std::size_t end = most;
  while ((static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) {
    --end;
  }
  return std::string(text.substr(0, end)) + "...";
}

std::string nearest_hint(std::string_view name, const std::vector<std::string_view>& candidates) {
  if (candidates.size() > k_most_candidates) {
    return {};
  }
  const std::string text = did_you_mean(nearest_names(name, candidates));
  return text.empty() ? "" : text.substr(2); // without "; "
}

std::string counted(std::uint64_t number, std::string_view one) {
  return fmt::format("{} {}{}", number, one, number == 1 ? "" : "s");
}

} // namespace aether::json_schema
