// Arrays.
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

bool Evaluator::check_array(const Node& node, const Value& value, Evaluated* evaluated) {
  const ArrayRules& rules = *node.array;
  const json::array& items = value.get_array();
  bool valid = true;
  if (rules.min_items && items.size() < *rules.min_items) {
    valid = fail(node, "minItems", [&] {
      return fmt::format("has {}, at least {} are asked for", counted(items.size(), "item"),
                         *rules.min_items);
    });
  }
  if (rules.max_items && items.size() > *rules.max_items) {
    valid = fail(node, "maxItems", [&] {
      return fmt::format("has {}, at most {} are allowed", counted(items.size(), "item"),
                         *rules.max_items);
    });
  }
  if (rules.unique && (valid || collecting())) {
    if (const std::size_t twice = find_duplicate(items); twice < items.size()) {
      const Descent below(*this, {{}, twice, false});
      valid = fail(node, "uniqueItems",
                   [&] { return fmt::format("{} is in the list already", shown(items[twice])); });
    }
  }
  for (std::size_t i = 0; i < items.size() && (valid || collecting()); ++i) {
    const Node* item = i < rules.prefix.size() ? rules.prefix[i] : rules.items;
    if (item == nullptr) {
      break;
    }
    const Descent below(*this, {{}, i, false});
    if (item->kind == Node::Kind::never && item == rules.items) {
      valid = fail(node, rules.items_keyword, [&] {
        return fmt::format("more than {}", counted(rules.prefix.size(), "item"));
      });
    } else {
      valid = run(*item, items[i], nullptr) && valid;
    }
  }
  if (evaluated != nullptr) {
    evaluated->first_items =
        std::max(evaluated->first_items, std::min(rules.prefix.size(), items.size()));
    evaluated->all_items = evaluated->all_items || rules.items != nullptr;
  }
  return (rules.contains == nullptr ||
          ((valid || collecting()) && check_contains(node, value, evaluated))) &&
         valid;
}

bool Evaluator::check_contains(const Node& node, const Value& value, Evaluated* evaluated) {
  const ArrayRules& rules = *node.array;
  const json::array& items = value.get_array();
  const std::uint64_t least = rules.min_contains.value_or(1);
  std::uint64_t fitting = 0;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (quietly(*rules.contains, items[i], nullptr)) {
      ++fitting;
      if (evaluated != nullptr) {
        evaluated->items.add(i);
      }
    }
  }
  if (fitting < least) {
    return fail(node, rules.min_contains ? "minContains" : "contains", [&] {
      return fmt::format("{} as the schema asks for with `contains`, at least {} {} needed",
                         fitting == 0 ? "no item is" : counted(fitting, "item") + " are", least,
                         least == 1 ? "is" : "are");
    });
  }
  if (rules.max_contains && fitting > *rules.max_contains) {
    return fail(node, "maxContains", [&] {
      return fmt::format("{} fit `contains`, at most {} may", counted(fitting, "item"),
                         *rules.max_contains);
    });
  }
  return true;
}

} // namespace aether::json_schema
