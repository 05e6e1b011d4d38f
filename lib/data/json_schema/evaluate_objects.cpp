// Objects, and what no keyword has looked at.
#include <algorithm>
#include <optional>

#include <boost/json/object.hpp>
#include <fmt/format.h>

#include "core/text.h"
#include "data/json_schema/evaluator_parts.h"
#include "data/json_schema/messages.h"
#include "data/json_schema/values.h"

namespace aether::json_schema {

namespace json = boost::json;

bool Evaluator::check_object(const Node& node, const Value& value, Evaluated* evaluated) {
  const ObjectRules& rules = *node.object;
  const json::object& object = value.get_object();
  bool valid = true;
  if (rules.min_properties && object.size() < *rules.min_properties) {
    valid = fail(node, "minProperties", [&] {
      return fmt::format("has {}, at least {} are asked for", counted(object.size(), "key"),
                         *rules.min_properties);
    });
  }
  if (rules.max_properties && object.size() > *rules.max_properties) {
    valid = fail(node, "maxProperties", [&] {
      return fmt::format("has {}, at most {} are allowed", counted(object.size(), "key"),
                         *rules.max_properties);
    });
  }
  for (const std::string_view name : rules.required) {
    if (!object.contains(name)) {
      valid =
          fail(node, "required", [&] { return fmt::format("`{}` is missing", printable(name)); });
    }
  }
  if (!valid && !collecting()) {
    return false;
  }
  valid = check_members(node, value, evaluated) && valid;
  return (rules.dependencies.empty() || !(valid || collecting()) ||
          check_dependencies(node, value, evaluated)) &&
         valid;
}

bool Evaluator::check_members(const Node& node, const Value& value, Evaluated* evaluated) {
  const ObjectRules& rules = *node.object;
  if (rules.properties.empty() && rules.patterns.empty() && rules.additional == nullptr &&
      rules.names == nullptr) {
    return true;
  }
  bool valid = true;
  std::size_t index = 0;
  for (const json::key_value_pair& member : value.get_object()) {
    if (!valid && !collecting()) {
      return false;
    }
    const std::string_view key = member.key();
    const Descent below(*this, {key, 0, true});
    bool known = false;
    if (const Node* property = rules.find(key)) {
      known = true;
      valid = run(*property, member.value(), nullptr) && valid;
    }
    for (const PatternProperty& one : rules.patterns) {
      const Match match = one.pattern.search(key, budget_);
      if (match == Match::too_costly) {
        valid = fail(node, "patternProperties", [&] {
          return fmt::format("the pattern `{}` takes too many steps on this key",
                             printable(one.pattern.text()));
        });
      } else if (match == Match::yes) {
        known = true;
        valid =
            (one.node->kind == Node::Kind::never ? fail_key(node, "patternProperties", key, nullptr)
                                                 : run(*one.node, member.value(), nullptr)) &&
            valid;
      }
    }
    if (!known && rules.additional != nullptr) {
      known = true;
      valid = (rules.additional->kind == Node::Kind::never
                   ? fail_key(node, "additionalProperties", key, nullptr)
                   : run(*rules.additional, member.value(), nullptr)) &&
              valid;
    }
    if (rules.names != nullptr && !fits_name(*rules.names, key)) {
      valid = fail_key(node, "propertyNames", key, rules.names);
    }
    if (known && evaluated != nullptr) {
      evaluated->members.add(index);
    }
    ++index;
  }
  return valid;
}

bool Evaluator::fits_name(const Node& names, std::string_view key) {
  ++passing_;
  const bool fits = quietly(names, Value(key), nullptr);
  --passing_;
  return fits;
}

bool Evaluator::check_dependencies(const Node& node, const Value& value, Evaluated* evaluated) {
  const json::object& object = value.get_object();
  bool valid = true;
  for (const Dependency& dependency : node.object->dependencies) {
    if (!object.contains(dependency.name)) {
      continue;
    }
    for (const std::string_view name : dependency.required) {
      if (!object.contains(name)) {
        valid = fail(node, dependency.keyword, [&] {
          return fmt::format("`{}` is missing, which `{}` needs", printable(name),
                             printable(dependency.name));
        });
      }
    }
    if (dependency.node != nullptr && (valid || collecting())) {
      valid = run(*dependency.node, value, evaluated) && valid;
    }
  }
  return valid;
}

// What no other keyword has looked at.
bool Evaluator::check_unevaluated(const Node& node, const Value& value, Evaluated& evaluated) {
  bool valid = true;
  if (const json::object* object = value.if_object();
      object != nullptr && node.unevaluated_properties != nullptr && !evaluated.all_members) {
    std::size_t index = 0;
    for (const json::key_value_pair& member : *object) {
      if (!evaluated.has_member(index++)) {
        const Descent below(*this, {member.key(), 0, true});
        valid = (node.unevaluated_properties->kind == Node::Kind::never
                     ? fail_key(node, "unevaluatedProperties", member.key(), nullptr)
                     : run(*node.unevaluated_properties, member.value(), nullptr)) &&
                valid;
      }
    }
    evaluated.all_members = true;
  }
  if (const json::array* array = value.if_array();
      array != nullptr && node.unevaluated_items != nullptr && !evaluated.all_items) {
    for (std::size_t i = evaluated.first_items; i < array->size(); ++i) {
      if (!evaluated.has_item(i)) {
        const Descent below(*this, {{}, i, false});
        valid = run(*node.unevaluated_items, (*array)[i], nullptr) && valid;
      }
    }
    evaluated.all_items = true;
  }
  return valid;
}

} // namespace aether::json_schema
