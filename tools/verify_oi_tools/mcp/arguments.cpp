#include "verify_oi_tools/mcp/arguments.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <exception>
#include <utility>

#include <boost/json/array.hpp>
#include <fmt/format.h>

#include "backend/lenient_json.h"
#include "core/text.h"
#include "data/json_schema/schema.h"

namespace aether::verify_oi_tools {

namespace {

namespace json = boost::json;

constexpr int k_deepest_argument = 20;
constexpr std::size_t k_longest = 1'000; // texts and lists that are asked for

std::optional<double> number_at(const json::object& schema, std::string_view key) {
  const json::value* found = schema.if_contains(key);
  return found != nullptr && found->is_number() ? std::optional(found->to_number<double>())
                                                : std::nullopt;
}

std::size_t count_at(const json::object& schema, std::string_view key) {
  const double count = number_at(schema, key).value_or(0);
  return count > 0 ? static_cast<std::size_t>(std::min(count, static_cast<double>(k_longest))) : 0;
}

class Maker {
public:
  explicit Maker(const json::value& root) : root_(root) {}

  json::value make(const json::value& schema, int depth = 0) {
    const json::object* object = schema.if_object();
    if (object == nullptr || depth > k_deepest_argument) {
      return json::object();
    }
    if (const json::value* named = named_value(*object)) {
      return *named;
    }
    if (const std::string reference = text_at(*object, "$ref"); !reference.empty()) {
      const json::value* target = resolve(reference);
      return target == nullptr ? json::value() : make(*target, depth + 1);
    }
    for (const std::string_view choice : {"anyOf", "oneOf"}) {
      if (const json::array& all = array_at(*object, choice); !all.empty()) {
        return make(all.front(), depth + 1);
      }
    }
    return make_of_type(type_of(*object), *object, depth);
  }

private:
  // A value that the schema itself names.
  static const json::value* named_value(const json::object& schema) {
    for (const std::string_view key : {"const", "default", "example"}) {
      if (const json::value* found = schema.if_contains(key)) {
        return found;
      }
    }
    for (const std::string_view key : {"examples", "enum"}) {
      if (const json::array& all = array_at(schema, key); !all.empty()) {
        return &all.front();
      }
    }
    return nullptr;
  }

  [[nodiscard]] const json::value* resolve(const std::string& reference) const {
    boost::system::error_code wrong;
    return reference.starts_with('#') ? root_.find_pointer(reference.substr(1), wrong) : nullptr;
  }

  static std::string type_of(const json::object& schema) {
    if (const json::array& types = array_at(schema, "type"); !types.empty()) {
      const auto* other = std::find_if(types.begin(), types.end(), [](const json::value& one) {
        return one.is_string() && one.get_string() != "null";
      });
      return other == types.end() ? "null" : std::string(other->get_string());
    }
    const std::string type = text_at(schema, "type");
    const bool is_object =
        schema.contains("properties") || schema.contains("required") || schema.contains("allOf");
    return type.empty() ? (is_object ? "object" : "string") : type;
  }

  json::value make_of_type(const std::string& type, const json::object& schema, int depth) {
    if (type == "object") {
      json::object made;
      add_required(schema, made, depth);
      return made;
    }
    if (type == "array") {
      json::array made;
      const json::value* items = schema.if_contains("items");
      for (std::size_t i = 0; i < count_at(schema, "minItems"); ++i) {
        made.push_back(items == nullptr ? json::value("a") : make(*items, depth + 1));
      }
      return made;
    }
    if (type == "string") {
      return json::value(make_text(schema));
    }
    if (type == "integer" || type == "number") {
      return make_number(schema, type == "integer");
    }
    return type == "boolean" ? json::value(false) : json::value();
  }

  void add_required(const json::object& schema, json::object& made, int depth) {
    for (const json::value& part : array_at(schema, "allOf")) {
      if (const json::object* object = part.if_object()) {
        add_required(*object, made, depth + 1);
      }
    }
    if (depth > k_deepest_argument) {
      return;
    }
    const json::object* properties = object_at(schema, "properties");
    for (const json::value& name : array_at(schema, "required")) {
      if (!name.is_string() || made.contains(name.get_string())) {
        continue;
      }
      const json::value* property =
          properties == nullptr ? nullptr : properties->if_contains(name.get_string());
      made[name.get_string()] = property == nullptr ? json::value("a") : make(*property, depth + 1);
    }
  }

  static std::string make_text(const json::object& schema) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 11> k_formats = {{
        {"date-time", "2025-01-01T00:00:00Z"},
        {"date", "2025-01-01"},
        {"time", "00:00:00Z"},
        {"duration", "PT1S"},
        {"email", "someone@example.com"},
        {"hostname", "example.com"},
        {"ipv4", "192.0.2.1"},
        {"ipv6", "2001:db8::1"},
        {"uri", "https://example.com/"},
        {"url", "https://example.com/"},
        {"uuid", "00000000-0000-4000-8000-000000000000"},
    }};
    const std::string format = text_at(schema, "format");
    for (const auto& [name, text] : k_formats) {
      if (name == format) {
        return std::string(text);
      }
    }
    std::string made = "test";
    made.resize(std::max(made.size(), count_at(schema, "minLength")), 't');
    if (const auto most = number_at(schema, "maxLength"); most && *most >= 0 && *most < 4) {
      made.resize(static_cast<std::size_t>(*most));
    }
    return made;
  }

  static json::value make_number(const json::object& schema, bool is_integer) {
    double made = 1;
    const auto step = number_at(schema, "multipleOf").value_or(0);
    if (const auto most = number_at(schema, "maximum")) {
      made = std::min(made, *most);
    }
    const auto below = number_at(schema, "exclusiveMaximum");
    if (below && made >= *below) {
      made = *below - 1;
    }
    if (const auto least = number_at(schema, "minimum")) {
      made = std::max(made, *least);
    }
    const auto above = number_at(schema, "exclusiveMinimum");
    if (above && made <= *above) {
      made = step > 0 ? *above : *above + 1;
    }
    if (step > 0) {
      made = std::ceil(made / step) * step;
      made += above && made <= *above ? step : 0;
    }
    constexpr double k_exact = 9e15;
    if ((is_integer || made == std::floor(made)) && std::abs(made) < k_exact) {
      return json::value(static_cast<std::int64_t>(std::ceil(made)));
    }
    return json::value(made);
  }

  const json::value& root_;
};

} // namespace

MadeArguments make_arguments(const json::value& schema) {
  json::value made = Maker(schema).make(schema);
  if (!made.is_object() || schema.is_array()) {
    return {std::nullopt, "its inputSchema is none of an object"};
  }
  try {
    const std::vector<json_schema::Problem> problems =
        json_schema::Schema(schema, {}).evaluate(made);
    if (!problems.empty()) {
      return {std::nullopt,
              fmt::format("no arguments can be made of its inputSchema ({}: {})",
                          printable(problems.front().instance), problems.front().message)};
    }
  } catch (const std::exception& error) {
    return {std::nullopt, fmt::format("its inputSchema cannot be used: {}", error.what())};
  }
  return {std::move(made.get_object()), ""};
}

} // namespace aether::verify_oi_tools
