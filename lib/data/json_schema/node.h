// A compiled schema: what evaluation reads. Internal to data/json_schema.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

#include "data/json_schema/format.h"
#include "data/json_schema/pattern.h"
#include "data/json_schema/resources.h"

namespace aether::json_schema {

struct Node;

enum Type : std::uint8_t { // a set of bits
  k_null = 1,
  k_boolean = 2,
  k_integer = 4,
  k_number = 8,
  k_string = 16,
  k_array = 32,
  k_object = 64,
};

struct NumberRules {
  const boost::json::value* minimum = nullptr;
  const boost::json::value* maximum = nullptr;
  const boost::json::value* exclusive_minimum = nullptr;
  const boost::json::value* exclusive_maximum = nullptr;
  const boost::json::value* multiple_of = nullptr;
};

struct StringRules {
  std::optional<std::uint64_t> min_length; // in code points
  std::optional<std::uint64_t> max_length;
  std::optional<Pattern> pattern;
  std::string format;
  FormatCheck check_format = nullptr;
};

struct ArrayRules {
  std::optional<std::uint64_t> min_items;
  std::optional<std::uint64_t> max_items;
  bool unique = false;
  std::vector<const Node*> prefix;
  const Node* items = nullptr; // what follows the prefix
  std::string items_keyword;
  const Node* contains = nullptr;
  std::optional<std::uint64_t> min_contains;
  std::optional<std::uint64_t> max_contains;
};

struct Property {
  std::string_view name;
  const Node* node = nullptr;
};

struct PatternProperty {
  Pattern pattern;
  const Node* node = nullptr;
};

struct Dependency {
  std::string_view name;
  std::vector<std::string_view> required;
  const Node* node = nullptr;
  std::string_view keyword;
};

struct ObjectRules {
  std::optional<std::uint64_t> min_properties;
  std::optional<std::uint64_t> max_properties;
  std::vector<std::string_view> required;
  std::vector<Property> properties; // by name
  std::vector<PatternProperty> patterns;
  const Node* additional = nullptr;
  const Node* names = nullptr;
  std::vector<Dependency> dependencies;

  [[nodiscard]] const Node* find(std::string_view name) const;
};

struct Combinators {
  const Node* ref = nullptr;
  const Node* dynamic_ref =
      nullptr;                     // where it leads when nothing in the dynamic scope overrides it
  std::string_view dynamic_anchor; // empty: it cannot be overridden
  std::vector<const Node*> all_of;
  std::vector<const Node*> any_of;
  std::vector<const Node*> one_of;
  const Node* negated = nullptr;
  const Node* condition = nullptr;
  const Node* then = nullptr;
  const Node* otherwise = nullptr;
};

struct Node {
  enum class Kind : std::uint8_t { rules, always, never };

  Kind kind = Kind::rules;
  std::uint8_t types = 0; // allowed ones; 0 = all
  const Resource* resource = nullptr;
  const SchemaPlace* place = nullptr;
  const boost::json::value* schema = nullptr;
  const boost::json::value* constant = nullptr;
  const boost::json::array* enumeration = nullptr;
  std::unordered_set<std::string_view> enumerated_texts; // of an enumeration of many
  bool shared = false;                                   // more than one place leads to it
  bool write_only = false; // `writeOnly`: its values are not to be shown
  std::unique_ptr<Combinators> combinators;
  std::unique_ptr<NumberRules> number;
  std::unique_ptr<StringRules> string;
  std::unique_ptr<ArrayRules> array;
  std::unique_ptr<ObjectRules> object;
  const Node* unevaluated_properties = nullptr;
  const Node* unevaluated_items = nullptr;
};

} // namespace aether::json_schema
