#include "verify_oi_tools/type.h"

#include <algorithm>
#include <array>
#include <utility>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "backend/lenient_json.h"
#include "backend/signature.h"
#include "core/text.h"

namespace aether::verify_oi_tools {

namespace {

namespace json = boost::json;

constexpr int k_deepest_type = 32;

struct Word {
  std::string_view word; // lower case, without its module
  std::uint8_t kinds;
};

constexpr std::uint8_t k_both_numbers = k_integer | k_number;
constexpr std::uint8_t k_containers = k_array | k_object;

// typing, collections.abc, datetime, uuid, pathlib, decimal, pydantic; and JSON Schema's own.
constexpr std::array k_words = {
    Word{"str", k_string},          Word{"string", k_string},
    Word{"text", k_string},         Word{"bytes", k_string},
    Word{"int", k_integer},         Word{"integer", k_integer},
    Word{"float", k_both_numbers},  Word{"number", k_both_numbers},
    Word{"double", k_both_numbers}, Word{"decimal", k_both_numbers | k_string},
    Word{"bool", k_boolean},        Word{"boolean", k_boolean},
    Word{"none", k_null},           Word{"null", k_null},
    Word{"nonetype", k_null},       Word{"list", k_array},
    Word{"array", k_array},         Word{"tuple", k_array},
    Word{"set", k_array},           Word{"frozenset", k_array},
    Word{"sequence", k_array},      Word{"mutablesequence", k_array},
    Word{"iterable", k_array},      Word{"collection", k_array},
    Word{"dict", k_object},         Word{"object", k_object},
    Word{"mapping", k_object},      Word{"mutablemapping", k_object},
    Word{"typeddict", k_object},    Word{"any", k_any_kind},
    Word{"datetime", k_string},     Word{"date", k_string},
    Word{"time", k_string},         Word{"uuid", k_string},
    Word{"path", k_string},         Word{"pathlike", k_string},
    Word{"anyurl", k_string},       Word{"httpurl", k_string},
    Word{"emailstr", k_string},     Word{"secretstr", k_string},
    Word{"uploadfile", k_string},   Word{"file", k_string},
};

Type unknown(std::string_view text) {
  Type type;
  type.text = text;
  return type;
}

Type of_kinds(std::uint8_t kinds) {
  Type type;
  type.is_known = true;
  type.kinds = kinds;
  return type;
}

std::uint8_t kind_of(const json::value& value) {
  switch (value.kind()) {
  case json::kind::null:
    return k_null;
  case json::kind::bool_:
    return k_boolean;
  case json::kind::int64:
  case json::kind::uint64:
    return k_integer;
  case json::kind::double_:
    return k_number;
  case json::kind::string:
    return k_string;
  case json::kind::array:
    return k_array;
  case json::kind::object:
    return k_object;
  }
  return 0;
}

Type of_values(std::vector<json::value> values) {
  Type type = of_kinds(0);
  for (const json::value& one : values) {
    type.kinds = static_cast<std::uint8_t>(type.kinds | kind_of(one));
  }
  type.values = std::move(values);
  return type;
}

// Either: what both list, where both list; their items, where only one has any.
Type united(const Type& a, const Type& b) {
  if (!a.is_known || !b.is_known) {
    return unknown("");
  }
  Type type = of_kinds(static_cast<std::uint8_t>(a.kinds | b.kinds));
  const auto lists_all = [](const Type& one) { return !one.values.empty() || one.kinds == k_null; };
  if (lists_all(a) && lists_all(b) && !(a.values.empty() && b.values.empty())) {
    for (const Type* one : {&a, &b}) {
      if (one->values.empty()) {
        type.values.emplace_back(nullptr);
      }
      type.values.insert(type.values.end(), one->values.begin(), one->values.end());
    }
  }
  const bool a_has = (a.kinds & k_containers) != 0;
  const bool b_has = (b.kinds & k_containers) != 0;
  type.items = a_has && b_has ? nullptr : a_has ? a.items : b.items;
  return type;
}

std::vector<std::string_view> split(std::string_view text, std::string_view separator) {
  std::vector<std::string_view> parts;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = end_of_expression(text, at, separator).value_or(text.size());
    parts.push_back(trim(text.substr(at, end - at)));
    at = end + 1;
  }
  return parts;
}

std::string_view without_quotes(std::string_view text) {
  const bool is_quoted = text.size() >= 2 && (text.front() == '"' || text.front() == '\'') &&
                         text.back() == text.front();
  return is_quoted ? text.substr(1, text.size() - 2) : text;
}

// A value of Literal[...], of those that JSON has.
json::value literal_of(std::string_view text) {
  if (const std::string_view bare = without_quotes(text); bare.size() != text.size()) {
    return json::value(json::string(bare));
  }
  if (text == "None") {
    return nullptr;
  }
  if (text == "True" || text == "False") {
    return text == "True";
  }
  boost::system::error_code wrong;
  json::value number = json::parse(json::string_view(text.data(), text.size()), wrong);
  return wrong ? json::value(json::string(text)) : number;
}

class TextReader {
public:
  Type read(std::string_view text, int depth = 0) const {
    text = trim(text);
    text = trim(without_quotes(text)); // a forward reference
    if (text.empty() || depth > k_deepest_type) {
      return unknown(text);
    }
    if (const auto parts = split(text, "|"); parts.size() > 1) {
      return union_of(parts, depth);
    }
    const std::size_t bracket = text.find('[');
    const std::string_view name = trim(text.substr(0, bracket));
    const std::string word = to_lower(name.substr(name.rfind('.') + 1)); // npos + 1 is 0
    if (bracket == std::string_view::npos || !text.ends_with(']')) {
      return of_word(word);
    }
    return subscripted(word, split(text.substr(bracket + 1, text.size() - bracket - 2), ","),
                       depth);
  }

private:
  static Type of_word(const std::string& word) {
    const auto* found = std::find_if(k_words.begin(), k_words.end(),
                                     [&](const Word& one) { return one.word == word; });
    return found == k_words.end() ? unknown(word) : of_kinds(found->kinds);
  }

  [[nodiscard]] Type union_of(const std::vector<std::string_view>& parts, int depth) const {
    Type type = read(parts.front(), depth + 1);
    for (std::size_t i = 1; i < parts.size(); ++i) {
      type = united(type, read(parts[i], depth + 1));
    }
    return type;
  }

  [[nodiscard]] Type subscripted(const std::string& word,
                                 const std::vector<std::string_view>& parts, int depth) const {
    if (word == "optional") {
      return united(read(parts.front(), depth + 1), of_kinds(k_null));
    }
    if (word == "union") {
      return union_of(parts, depth);
    }
    if (word == "annotated" || word == "required" || word == "notrequired" || word == "final") {
      return read(parts.front(), depth + 1);
    }
    if (word == "literal") {
      std::vector<json::value> values;
      std::transform(parts.begin(), parts.end(), std::back_inserter(values), literal_of);
      return of_values(std::move(values));
    }
    Type type = of_word(word);
    if (type.is_known && type.kinds == k_array) {
      const bool is_alike = parts.size() == 1 || (parts.size() == 2 && parts[1] == "...");
      if (is_alike) {
        type.items = std::make_shared<const Type>(read(parts.front(), depth + 1));
      }
    } else if (type.is_known && type.kinds == k_object && parts.size() == 2) {
      type.items = std::make_shared<const Type>(read(parts.back(), depth + 1));
    }
    return type;
  }
};

class SchemaReader {
public:
  Type read(const json::value& schema, int depth = 0) const {
    const json::object* object = schema.if_object();
    if (object == nullptr || depth > k_deepest_type) {
      return unknown("");
    }
    if (const json::value* only = object->if_contains("const")) {
      return of_values({*only});
    }
    if (const json::array& values = array_at(*object, "enum"); !values.empty()) {
      return nullable(*object, of_values({values.begin(), values.end()}));
    }
    for (const char* word : {"anyOf", "oneOf"}) {
      if (const json::array& branches = array_at(*object, word); !branches.empty()) {
        return nullable(*object, any_of(branches, depth));
      }
    }
    Type type = of_type(*object, depth);
    if (!type.is_known) {
      for (const json::value& one : array_at(*object, "allOf")) {
        if (Type part = read(one, depth + 1); part.is_known) {
          type = std::move(part);
          break;
        }
      }
    }
    return nullable(*object, std::move(type));
  }

private:
  static Type nullable(const json::object& object, Type type) {
    return type.is_known && flag_at(object, "nullable", false) ? united(type, of_kinds(k_null))
                                                               : type;
  }

  [[nodiscard]] Type any_of(const json::array& branches, int depth) const {
    Type type = read(branches.front(), depth + 1);
    for (std::size_t i = 1; i < branches.size(); ++i) {
      type = united(type, read(branches[i], depth + 1));
    }
    return type;
  }

  static std::uint8_t kinds_of_word(std::string_view word) {
    const auto* found = std::find_if(k_words.begin(), k_words.end(),
                                     [&](const Word& one) { return one.word == word; });
    return found == k_words.end() ? std::uint8_t{0} : found->kinds;
  }

  [[nodiscard]] Type of_type(const json::object& object, int depth) const {
    std::uint8_t kinds = 0;
    if (const json::value* type = object.if_contains("type")) {
      if (type->is_string()) {
        kinds = kinds_of_word(type->get_string());
      } else if (type->is_array()) {
        for (const json::value& one : type->get_array()) {
          kinds = static_cast<std::uint8_t>(
              kinds | (one.is_string() ? kinds_of_word(one.get_string()) : 0));
        }
      }
    } else if (object.contains("properties") || object.contains("additionalProperties")) {
      kinds = k_object;
    } else if (object.contains("items")) {
      kinds = k_array;
    }
    if (kinds == 0) {
      return unknown("");
    }
    Type made = of_kinds(kinds);
    if (const json::value* items = object.if_contains("items");
        items != nullptr && (kinds & k_array) != 0) {
      made.items = std::make_shared<const Type>(read(*items, depth + 1));
    } else if (const json::value* values = object.if_contains("additionalProperties");
               values != nullptr && kinds == k_object && !object.contains("properties")) {
      made.items = std::make_shared<const Type>(read(*values, depth + 1));
    }
    return made;
  }
};

std::string_view name_of(std::uint8_t kind) {
  switch (kind) {
  case k_null:
    return "null";
  case k_boolean:
    return "boolean";
  case k_integer:
    return "integer";
  case k_number:
  case k_both_numbers:
    return "number";
  case k_string:
    return "string";
  case k_array:
    return "array";
  default:
    return "object";
  }
}

bool lists(const Type& type, const json::value& value) {
  return std::find(type.values.begin(), type.values.end(), value) != type.values.end();
}

Agreement compare_values(const Type& told, const Type& real) {
  std::size_t taken = 0;
  std::size_t counted = 0;
  for (const json::value& one : told.values) {
    if (one.is_null() && told.values.size() > 1) {
      continue;
    }
    ++counted;
    taken += (real.values.empty() ? (kind_of(one) & real.kinds) != 0 : lists(real, one)) ? 1U : 0U;
  }
  return taken == counted ? Agreement::agrees
         : taken == 0     ? Agreement::different
                          : Agreement::partly;
}

} // namespace

Type type_of_text(std::string_view text) {
  Type type = TextReader().read(text);
  type.text = trim(text);
  return type;
}

Type type_of_schema(const json::value& schema) {
  Type type = SchemaReader().read(schema);
  type.text = shown(type);
  return type;
}

std::string shown(const Type& type) {
  if (type.is_any()) {
    return type.is_known ? "anything" : type.text.empty() ? "anything" : type.text;
  }
  if (!type.values.empty()) {
    std::string text;
    for (const json::value& one : type.values) {
      text += (text.empty() ? "" : ", ") + json::serialize(one);
    }
    return (type.values.size() == 1 ? "" : "one of ") + text;
  }
  std::vector<std::string> names;
  std::uint8_t left = type.kinds;
  if ((left & k_number) != 0) {
    left = static_cast<std::uint8_t>(left & ~k_integer);
  }
  for (const std::uint8_t kind :
       {k_string, k_integer, k_number, k_boolean, k_array, k_object, k_null}) {
    if ((left & kind) != 0) {
      names.emplace_back(name_of(kind));
      if ((kind & k_containers) != 0 && type.items && !type.items->is_any()) {
        names.back() += " of " + shown(*type.items);
      }
    }
  }
  return fmt::format("{}", fmt::join(names, " or "));
}

Agreement compare(const Type& told, const Type& real) {
  if (told.is_any() || real.is_any()) {
    return Agreement::agrees;
  }
  if (!told.values.empty()) {
    return compare_values(told, real);
  }
  const auto without_null = static_cast<std::uint8_t>(told.kinds & ~k_null);
  const std::uint8_t kinds = without_null == 0 ? told.kinds : without_null;
  const auto common = static_cast<std::uint8_t>(kinds & real.kinds);
  if (common == 0) {
    return Agreement::different;
  }
  if (common != kinds) {
    return Agreement::partly;
  }
  if ((kinds == k_array || kinds == k_object) && told.items && real.items) {
    return compare(*told.items, *real.items);
  }
  return Agreement::agrees;
}

} // namespace aether::verify_oi_tools
