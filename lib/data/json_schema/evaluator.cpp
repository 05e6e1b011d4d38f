#include "data/json_schema/evaluator.h"

#include <algorithm>
#include <optional>

#include <boost/json/object.hpp>
#include <fmt/format.h>

#include "core/error.h"
#include "core/text.h"
#include "data/json_schema/evaluator_parts.h"
#include "data/json_schema/messages.h"
#include "data/json_schema/values.h"

namespace aether::json_schema {

namespace {

namespace json = boost::json;

// Evaluations within evaluations: a schema of any sense needs a few for each level of a document.
constexpr std::size_t k_most_depth = 2'000;
constexpr std::size_t k_most_steps = 50'000'000;
constexpr std::size_t k_most_problems = 1'000;

std::uint8_t types_of(const json::value& value) {
  switch (value.kind()) {
  case json::kind::null:
    return k_null;
  case json::kind::bool_:
    return k_boolean;
  case json::kind::int64:
  case json::kind::uint64:
    return k_integer | k_number;
  case json::kind::double_:
    return is_integer(value) ? k_integer | k_number : k_number;
  case json::kind::string:
    return k_string;
  case json::kind::array:
    return k_array;
  case json::kind::object:
    return k_object;
  }
  return 0;
}

std::string own_hint(const Node& node) {
  const json::object* schema = node.schema->if_object();
  const json::value* hint = schema == nullptr ? nullptr : schema->if_contains("x-hint");
  return hint != nullptr && hint->is_string() ? std::string(hint->get_string()) : "";
}

} // namespace

bool Evaluator::is_valid(const Value& instance) { return run(*compiled_.root, instance, nullptr); }

std::vector<Problem> Evaluator::problems(const Value& instance) {
  std::vector<Problem> found;
  const Silence into(*this, &found);
  (void)run(*compiled_.root, instance, nullptr);
  return found;
}

bool Evaluator::run(const Node& node, const Value& value, Evaluated* evaluated) {
  if (node.kind == Node::Kind::always) {
    return true;
  }
  if (node.kind == Node::Kind::never) {
    return fail(node, "false", [] { return std::string("nothing may stand here"); });
  }
  if (++depth_ > k_most_depth) {
    throw Error(ExitCode::bad_input,
                fmt::format("the schema leads back to itself without end, or goes deeper than {} "
                            "levels, at {}#{}",
                            k_most_depth, printable(node.resource->uri), pointer()));
  }
  if (++steps_ > k_most_steps) {
    throw Error(ExitCode::bad_input,
                fmt::format("evaluating the schema takes more than {} steps", k_most_steps));
  }
  const Scope scope(*this, node.resource);
  const bool valid = steps_ > k_steps_before_memory || collecting()
                         ? look_up(node, value, evaluated)
                         : check(node, value, evaluated);
  --depth_;
  return valid;
}

// Asks once for each value and scope.
bool Evaluator::look_up(const Node& node, const Value& value, Evaluated* evaluated) {
  const Key key{&node, &value, scope_id()};
  if (collecting()) {
    // What was told once is not told again.
    if (evaluated == nullptr && steps_ > k_steps_before_memory && !collected_.insert(key).second) {
      return quietly(node, value, nullptr);
    }
    return check(node, value, evaluated);
  }
  const auto known = known_.find(key);
  if (known != known_.end()) {
    if (evaluated != nullptr && known->second.valid) {
      evaluated->add(known->second.evaluated);
    }
    return known->second.valid;
  }
  Known result;
  result.valid = check(node, value, &result.evaluated);
  if (evaluated != nullptr && result.valid) {
    evaluated->add(result.evaluated);
  }
  return known_.emplace(key, std::move(result)).first->second.valid;
}

std::size_t Evaluator::scope_id() {
  return compiled_.dynamic_targets.empty()
             ? 0
             : scope_ids_.emplace(scope_, scope_ids_.size()).first->second;
}

std::size_t Evaluator::KeyHash::operator()(const Key& key) const {
  return std::hash<const void*>()(key.node) * 31 + std::hash<const void*>()(key.value) + key.scope;
}

bool Evaluator::quietly(const Node& node, const Value& value, Evaluated* evaluated) {
  const Silence silence(*this);
  return run(node, value, evaluated);
}

bool Evaluator::check(const Node& node, const Value& value, Evaluated* evaluated) {
  const bool has_object = node.unevaluated_properties != nullptr && value.is_object();
  const bool has_array = node.unevaluated_items != nullptr && value.is_array();
  Evaluated own;
  Evaluated* here = has_object || has_array ? &own : evaluated;
  bool valid = check_any(node, value);
  if (!valid) {
    return false; // the rest would only repeat it
  }
  if (node.combinators) {
    valid = check_combinators(node, value, here);
  }
  if ((valid || collecting()) && node.number && value.is_number()) {
    valid = check_number(node, value) && valid;
  }
  if ((valid || collecting()) && node.string && value.is_string()) {
    valid = check_string(node, value) && valid;
  }
  if ((valid || collecting()) && node.array && value.is_array()) {
    valid = check_array(node, value, here) && valid;
  }
  if ((valid || collecting()) && node.object && value.is_object()) {
    valid = check_object(node, value, here) && valid;
  }
  if (valid && here == &own) {
    valid = check_unevaluated(node, value, own);
    if (valid && evaluated != nullptr) {
      evaluated->add(own);
    }
  }
  return valid;
}

bool Evaluator::check_any(const Node& node, const Value& value) {
  if (node.types != 0 && (node.types & types_of(value)) == 0) {
    return fail(node, "type", [&] {
      return fmt::format("expected {}, found {}", types_text(node.types), described(value));
    });
  }
  if (node.constant != nullptr && !equal(*node.constant, value)) {
    return fail(node, "const",
                [&] { return fmt::format("{} is not {}", shown(value), shown(*node.constant)); });
  }
  if (node.enumeration != nullptr &&
      std::none_of(node.enumeration->begin(), node.enumeration->end(),
                   [&](const Value& one) { return equal(one, value); })) {
    return fail(
        node, "enum",
        [&] { return fmt::format("{} is not {}", shown(value), choice_text(*node.enumeration)); },
        collecting() ? choice_hint(*node.enumeration, value) : "");
  }
  return true;
}

// Telling.

void Evaluator::add_problem(const Node& node, std::string_view keyword, std::string message,
                            std::string hint) {
  if (problems_->size() < k_most_problems) {
    std::string own = own_hint(node);
    problems_->push_back(
        {pointer(), false, std::string(keyword),
         fmt::format("{}#{}", node.place->document, child_pointer(node.place->pointer, keyword)),
         std::move(message), own.empty() ? std::move(hint) : std::move(own)});
  }
}

bool Evaluator::fail_key(const Node& node, std::string_view keyword, std::string_view key,
                         const ObjectRules* rules) {
  if (!collecting()) {
    return false;
  }
  std::vector<std::string_view> names;
  if (rules != nullptr) {
    std::transform(rules->properties.begin(), rules->properties.end(), std::back_inserter(names),
                   [](const Property& one) { return one.name; });
  }
  const std::size_t before = problems_->size();
  (void)fail(
      node, keyword,
      [&] {
        const std::string shown_key = printable(key);
        return keyword == "propertyNames"
                   ? fmt::format("the key `{}` is not one that may stand here", shown_key)
                   : fmt::format("unknown key `{}`", shown_key);
      },
      nearest_hint(key, names));
  if (problems_->size() > before) {
    problems_->back().at_key = true;
  }
  return false;
}

std::string Evaluator::pointer() const {
  std::string text;
  for (const Step& step : path_) {
    text = child_pointer(text, step.is_key ? step.key : std::to_string(step.index));
  }
  return text;
}

} // namespace aether::json_schema
