#include "data/json_schema/evaluator.h"

#include <algorithm>
#include <optional>

#include <boost/json/object.hpp>
#include <fmt/format.h>

#include "core/error.h"
#include "core/secrets.h"
#include "core/text.h"
#include "data/json_pointer.h"
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
constexpr std::size_t k_most_bytes = std::size_t{8} << 20U; // of problems
constexpr std::size_t k_most_known = 300'000;
constexpr std::size_t k_most_told = 300'000;
constexpr std::size_t k_longest_key = 80; // in messages

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

bool is_enumerated(const Node& node, const json::value& value) {
  if (value.is_string() && !node.enumerated_texts.empty()) {
    return node.enumerated_texts.contains(value.get_string());
  }
  return std::any_of(node.enumeration->begin(), node.enumeration->end(),
                     [&](const json::value& one) { return equal(one, value); });
}

std::string own_hint(const Node& node) {
  const json::object* schema = node.schema->if_object();
  const json::value* hint = schema == nullptr ? nullptr : schema->if_contains("x-hint");
  return hint != nullptr && hint->is_string() ? std::string(hint->get_string()) : "";
}

} // namespace

Evaluator::Evaluator(const Compiled& compiled)
    : compiled_(compiled), bound_(compiled.dynamic_targets.size()) {}

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
  const bool remember =
      node.shared && passing_ == 0 && (steps_ > k_steps_before_memory || collecting());
  const bool valid = remember ? look_up(node, value, evaluated) : check(node, value, evaluated);
  --depth_;
  return valid;
}

// Asks once for each value and scope, of nodes that several places lead to: the others are come to
// once for each value anyhow.
bool Evaluator::look_up(const Node& node, const Value& value, Evaluated* evaluated) {
  const Key key{&node, &value, scope_id_};
  if (collecting()) {
    // What was told once is not told again.
    const bool is_new = told_.size() > k_most_told || told_.insert(key).second;
    return is_new ? check(node, value, evaluated) : quietly(node, value, evaluated);
  }
  if (steps_ <= k_steps_before_memory) {
    return check(node, value, evaluated);
  }
  const auto known = known_.find(key);
  if (known != known_.end() &&
      (evaluated == nullptr || !known->second.valid || known->second.evaluated != nullptr)) {
    if (evaluated != nullptr && known->second.valid) {
      evaluated->add(*known->second.evaluated);
    }
    return known->second.valid;
  }
  Known result;
  if (evaluated != nullptr) {
    result.evaluated = std::make_unique<Evaluated>();
  }
  result.valid = check(node, value, result.evaluated.get());
  if (evaluated != nullptr && result.valid) {
    evaluated->add(*result.evaluated);
  }
  if (known_.size() > k_most_known) {
    known_.clear();
  }
  return known_.insert_or_assign(key, std::move(result)).first->second.valid;
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
      return fmt::format("expected {}, found {}", types_text(node.types),
                         is_secret(node) ? kind_text(value) : described(value));
    });
  }
  if (node.constant != nullptr && !equal(*node.constant, value)) {
    return fail(node, "const", [&] {
      return fmt::format("{} is not {}", shown_here(node, value), shown(*node.constant));
    });
  }
  if (node.enumeration != nullptr && !is_enumerated(node, value)) {
    return fail(
        node, "enum",
        [&] {
          return fmt::format("{} is not {}", shown_here(node, value),
                             choice_text(*node.enumeration));
        },
        collecting() && !full() ? choice_hint(*node.enumeration, value) : "");
  }
  return true;
}

// Telling.

void Evaluator::add_problem(const Node& node, std::string_view keyword, std::string message,
                            std::string hint) {
  const bool nearest = hint.starts_with("did you mean");
  std::string own = nearest ? std::string() : own_hint(node);
  Problem problem;
  problem.instance = pointer();
  problem.keyword = keyword;
  problem.schema =
      fmt::format("{}#{}", node.place->document, child_pointer(node.place->pointer, keyword));
  problem.message = std::move(message);
  problem.hint = own.empty() ? std::move(hint) : std::move(own);
  problem.secret = is_secret(node);
  kept_bytes_ += problem.instance.size() + problem.message.size();
  problems_->push_back(std::move(problem));
}

bool Evaluator::full() const {
  return problems_->size() >= k_most_problems || kept_bytes_ > k_most_bytes;
}

bool Evaluator::is_secret(const Node& node) const {
  return node.write_only ||
         (!path_.empty() && path_.back().is_key && is_secret_name(path_.back().key));
}

std::string Evaluator::shown_here(const Node& node, const Value& value) const {
  return is_secret(node) ? "the value" : shown(value);
}

bool Evaluator::fail_key(const Node& node, std::string_view keyword, std::string_view key,
                         const Node* names) {
  if (!collecting() || full()) {
    more_ += collecting() ? 1U : 0U;
    return false;
  }
  std::vector<std::string_view> known;
  if (names != nullptr && names->enumeration != nullptr) {
    known.assign(names->enumerated_texts.begin(), names->enumerated_texts.end());
  } else if (names == nullptr && node.object) {
    std::transform(node.object->properties.begin(), node.object->properties.end(),
                   std::back_inserter(known), [](const Property& one) { return one.name; });
  }
  std::string hint = nearest_hint(key, known);
  if (hint.empty() && names != nullptr) {
    hint = own_hint(*names);
  }
  const std::string shown_key = printable(shortened(key, k_longest_key));
  add_problem(node, keyword,
              names != nullptr
                  ? fmt::format("the key `{}` is not one that may stand here", shown_key)
                  : fmt::format("unknown key `{}`", shown_key),
              std::move(hint));
  problems_->back().at_key = true;
  return false;
}

std::string Evaluator::pointer() const {
  std::string text;
  for (const Step& step : path_) {
    text += '/';
    text += step.is_key ? pointer_token(step.key) : std::to_string(step.index);
  }
  return text;
}

} // namespace aether::json_schema
