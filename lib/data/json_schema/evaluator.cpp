#include "data/json_schema/evaluator.h"

#include <algorithm>
#include <optional>

#include <boost/json/object.hpp>
#include <fmt/format.h>

#include "core/error.h"
#include "core/text.h"
#include "data/json_schema/messages.h"
#include "data/json_schema/values.h"

namespace aether::json_schema {

namespace {

namespace json = boost::json;

// Evaluations within evaluations: a schema of any sense needs a few for each level of a document.
constexpr std::size_t k_most_depth = 2'000;
// From here on results are kept, since the same is being asked over and over.
constexpr std::size_t k_steps_before_memory = 200'000;
constexpr std::size_t k_most_steps = 50'000'000;
constexpr std::size_t k_most_problems = 1'000;
constexpr std::size_t k_most_branch_depth = 3;

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

std::string name_of(const Node& branch) {
  const json::object* schema = branch.schema->if_object();
  const json::value* title = schema == nullptr ? nullptr : schema->if_contains("title");
  return title != nullptr && title->is_string()
             ? "`" + printable(std::string_view(title->get_string())) + "`"
             : "";
}

std::string own_hint(const Node& node) {
  const json::object* schema = node.schema->if_object();
  const json::value* hint = schema == nullptr ? nullptr : schema->if_contains("x-hint");
  return hint != nullptr && hint->is_string() ? std::string(hint->get_string()) : "";
}

} // namespace

// Goes to a member or an item, and back at its end.
class Evaluator::Descent {
public:
  Descent(Evaluator& evaluator, Step step) : path_(evaluator.path_) { path_.push_back(step); }
  Descent(const Descent&) = delete;
  Descent& operator=(const Descent&) = delete;
  ~Descent() { path_.pop_back(); }

private:
  std::vector<Step>& path_;
};

// Problems are not collected while it holds, or into another list.
class Evaluator::Silence {
public:
  explicit Silence(Evaluator& evaluator, std::vector<Problem>* instead = nullptr)
      : evaluator_(evaluator), problems_(evaluator.problems_) {
    evaluator.problems_ = instead;
  }
  Silence(const Silence&) = delete;
  Silence& operator=(const Silence&) = delete;
  ~Silence() { evaluator_.problems_ = problems_; }

private:
  Evaluator& evaluator_;
  std::vector<Problem>* problems_;
};

// The dynamic scope: the resources that evaluation went through.
class Evaluator::Scope {
public:
  Scope(Evaluator& evaluator, const Resource* resource)
      : scope_(evaluator.scope_), entered_(scope_.empty() || scope_.back() != resource) {
    if (entered_) {
      scope_.push_back(resource);
    }
  }
  Scope(const Scope&) = delete;
  Scope& operator=(const Scope&) = delete;
  ~Scope() {
    if (entered_) {
      scope_.pop_back();
    }
  }

private:
  std::vector<const Resource*>& scope_;
  bool entered_;
};

bool Evaluator::is_valid(const Value& instance) { return run(*compiled_.root, instance, nullptr); }

std::vector<Problem> Evaluator::problems(const Value& instance) {
  std::vector<Problem> found;
  const Silence into(*this, &found);
  (void)run(*compiled_.root, instance, nullptr);
  return found;
}

// Walking.

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

// Combinators.

const Node& Evaluator::dynamic_target(const Combinators& all) const {
  if (!all.dynamic_anchor.empty()) {
    const auto& targets = compiled_.dynamic_targets.at(all.dynamic_anchor);
    for (const Resource* resource : scope_) {
      if (const auto found = targets.find(resource); found != targets.end()) {
        return *found->second;
      }
    }
  }
  return *all.dynamic_ref;
}

bool Evaluator::check_combinators(const Node& node, const Value& value, Evaluated* evaluated) {
  const Combinators& all = *node.combinators;
  bool valid = all.ref == nullptr || run(*all.ref, value, evaluated);
  if (all.dynamic_ref != nullptr && (valid || collecting())) {
    valid = run(dynamic_target(all), value, evaluated) && valid;
  }
  for (const Node* part : all.all_of) {
    if (!valid && !collecting()) {
      return false;
    }
    valid = run(*part, value, evaluated) && valid;
  }
  if (!valid && !collecting()) {
    return false;
  }
  valid = (all.any_of.empty() || check_any_of(node, value, evaluated)) && valid;
  valid = (all.one_of.empty() || check_one_of(node, value, evaluated)) && valid;
  if (all.negated != nullptr && quietly(*all.negated, value, nullptr)) {
    valid = fail(node, "not", [&] {
      const std::string name = name_of(*all.negated);
      return name.empty() ? "this is what the schema forbids with `not`" : "may not be " + name;
    });
  }
  return check_condition(all, value, evaluated) && valid;
}

bool Evaluator::check_condition(const Combinators& all, const Value& value, Evaluated* evaluated) {
  if (all.condition == nullptr) {
    return true;
  }
  Evaluated looked_at;
  const bool holds = quietly(*all.condition, value, evaluated == nullptr ? nullptr : &looked_at);
  if (holds && evaluated != nullptr) {
    evaluated->add(looked_at);
  }
  const Node* next = holds ? all.then : all.otherwise;
  return next == nullptr || run(*next, value, evaluated);
}

bool Evaluator::check_any_of(const Node& node, const Value& value, Evaluated* evaluated) {
  const std::vector<const Node*>& branches = node.combinators->any_of;
  bool valid = false;
  for (const Node* branch : branches) {
    Evaluated looked_at;
    if (quietly(*branch, value, evaluated == nullptr ? nullptr : &looked_at)) {
      valid = true;
      if (evaluated == nullptr) {
        return true;
      }
      evaluated->add(looked_at);
    }
  }
  if (!valid && collecting()) {
    report_alternatives(node, "anyOf", branches, value);
  }
  return valid;
}

bool Evaluator::check_one_of(const Node& node, const Value& value, Evaluated* evaluated) {
  const std::vector<const Node*>& branches = node.combinators->one_of;
  std::optional<std::size_t> fitting;
  for (std::size_t i = 0; i < branches.size(); ++i) {
    Evaluated looked_at;
    if (!quietly(*branches[i], value, evaluated == nullptr ? nullptr : &looked_at)) {
      continue;
    }
    if (fitting) {
      return fail(node, "oneOf", [&] {
        return fmt::format("fits alternatives {} and {} of {}, and may fit one only", *fitting + 1,
                           i + 1, branches.size());
      });
    }
    fitting = i;
    if (evaluated != nullptr) {
      evaluated->add(looked_at);
    }
  }
  if (!fitting && collecting()) {
    report_alternatives(node, "oneOf", branches, value);
  }
  return fitting.has_value();
}

std::vector<Problem> Evaluator::problems_of_branch(const Node& branch, const Value& value) {
  std::vector<Problem> found;
  const Silence into(*this, &found);
  (void)run(branch, value, nullptr);
  return found;
}

// Tells what is wrong with the alternative that comes nearest: of the value's type, then with the
// constants that tell alternatives apart, then with the fewest problems.
void Evaluator::report_alternatives(const Node& node, std::string_view keyword,
                                    const std::vector<const Node*>& branches, const Value& value) {
  const auto none_fits = [&] {
    (void)fail(node, keyword,
               [&] { return fmt::format("fits none of {} alternatives", branches.size()); });
  };
  if (branch_depth_ == k_most_branch_depth || steps_ > k_steps_before_memory) {
    none_fits();
    return;
  }
  ++branch_depth_;
  const std::string here = pointer();
  std::vector<Problem> nearest;
  std::size_t nearest_branch = 0;
  std::size_t least = 0;
  std::uint8_t wanted_types = 0;
  for (std::size_t i = 0; i < branches.size(); ++i) {
    std::vector<Problem> found = problems_of_branch(*branches[i], value);
    std::size_t distance = found.size();
    for (const Problem& problem : found) {
      const bool is_here = problem.instance == here;
      const bool tells = problem.keyword == "const" || problem.keyword == "enum";
      distance += is_here && problem.keyword == "type" ? 10'000U : 0U;
      distance += tells ? (is_here ? 1'000U : 100U) : 0U;
    }
    wanted_types = static_cast<std::uint8_t>(wanted_types | branches[i]->types);
    if (i == 0 || distance < least) {
      least = distance;
      nearest = std::move(found);
      nearest_branch = i;
    }
  }
  --branch_depth_;
  constexpr std::size_t k_other_type = 10'000;
  if (nearest.empty()) {
    none_fits();
  } else if (least >= k_other_type && wanted_types != 0) {
    (void)fail(node, keyword, [&] {
      return fmt::format("expected {}, found {}", types_text(wanted_types), described(value));
    });
  } else {
    const std::string name = name_of(*branches[nearest_branch]);
    for (Problem& problem : nearest) {
      problem.message +=
          fmt::format(" (of {} alternatives {} comes nearest)", branches.size(),
                      name.empty() ? fmt::format("number {}", nearest_branch + 1) : name);
      problems_->push_back(std::move(problem));
    }
  }
}

// Numbers and strings.

bool Evaluator::check_number(const Node& node, const Value& value) {
  const NumberRules& rules = *node.number;
  const auto bound = [&](const Value* limit, std::string_view keyword, bool fits,
                         std::string_view relation) {
    return limit == nullptr || fits || fail(node, keyword, [&] {
             return fmt::format("{} is {} {}", shown(value), relation, shown(*limit));
           });
  };
  const auto against = [&](const Value* limit) {
    return limit == nullptr ? std::partial_ordering::equivalent : compare_numbers(value, *limit);
  };
  bool valid = bound(rules.minimum, "minimum", against(rules.minimum) >= 0, "below the minimum");
  valid =
      bound(rules.maximum, "maximum", against(rules.maximum) <= 0, "above the maximum") && valid;
  valid = bound(rules.exclusive_minimum, "exclusiveMinimum", against(rules.exclusive_minimum) > 0,
                "not above") &&
          valid;
  valid = bound(rules.exclusive_maximum, "exclusiveMaximum", against(rules.exclusive_maximum) < 0,
                "not below") &&
          valid;
  return bound(rules.multiple_of, "multipleOf",
               rules.multiple_of == nullptr || is_multiple(value, *rules.multiple_of),
               "no multiple of") &&
         valid;
}

bool Evaluator::check_string(const Node& node, const Value& value) {
  const StringRules& rules = *node.string;
  const std::string_view text = value.get_string();
  bool valid = true;
  if (rules.min_length || rules.max_length) {
    const std::size_t length = count_code_points(text);
    if (rules.min_length && length < *rules.min_length) {
      valid = fail(node, "minLength", [&] {
        return length == 0 ? "is empty"
                           : fmt::format("has {}, at least {} are asked for",
                                         counted(length, "character"), *rules.min_length);
      });
    }
    if (rules.max_length && length > *rules.max_length) {
      valid = fail(node, "maxLength", [&] {
        return fmt::format("has {}, at most {} are allowed", counted(length, "character"),
                           *rules.max_length);
      });
    }
  }
  if (rules.pattern) {
    const Match match = rules.pattern->search(text);
    if (match != Match::yes) {
      valid = fail(node, "pattern", [&] {
        return match == Match::no
                   ? fmt::format("{} does not match `{}`", shown(value),
                                 printable(rules.pattern->text()))
                   : fmt::format("the pattern `{}` takes too many steps on this text",
                                 printable(rules.pattern->text()));
      });
    }
  }
  if (rules.check_format != nullptr && !rules.check_format(text)) {
    valid = fail(node, "format",
                 [&] { return fmt::format("{} is no {}", shown(value), rules.format); });
  }
  return valid;
}

// Arrays.

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
        evaluated->add_item(i);
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

// Objects.

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
      const Match match = one.pattern.search(key);
      if (match == Match::too_costly) {
        valid = fail(node, "patternProperties", [&] {
          return fmt::format("the pattern `{}` takes too many steps on this key",
                             printable(one.pattern.text()));
        });
      } else if (match == Match::yes) {
        known = true;
        valid = run(*one.node, member.value(), nullptr) && valid;
      }
    }
    if (!known && rules.additional != nullptr) {
      known = true;
      valid = (rules.additional->kind == Node::Kind::never
                   ? fail_key(node, "additionalProperties", key, &rules)
                   : run(*rules.additional, member.value(), nullptr)) &&
              valid;
    }
    if (rules.names != nullptr && !quietly(*rules.names, Value(key), nullptr)) {
      valid = fail_key(node, "propertyNames", key, nullptr);
    }
    if (known && evaluated != nullptr) {
      evaluated->add_member(index);
    }
    ++index;
  }
  return valid;
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
                     ? fail_key(node, "unevaluatedProperties", member.key(), node.object.get())
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

// Telling.

template <typename Message>
bool Evaluator::fail(const Node& node, std::string_view keyword, const Message& message,
                     std::string hint) {
  if (collecting() && problems_->size() < k_most_problems) {
    std::string own = own_hint(node);
    problems_->push_back({pointer(), false, std::string(keyword), std::string(node.resource->uri),
                          message(), own.empty() ? std::move(hint) : std::move(own)});
  }
  return false;
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
  (void)fail(
      node, keyword,
      [&] {
        const std::string shown_key = printable(key);
        return keyword == "propertyNames"
                   ? fmt::format("the key `{}` is not one that may stand here", shown_key)
                   : fmt::format("unknown key `{}`", shown_key);
      },
      nearest_hint(key, names));
  problems_->back().at_key = true;
  return false;
}

std::string Evaluator::pointer() const {
  std::string text;
  for (const Step& step : path_) {
    text = child_pointer(text, step.is_key ? step.key : std::to_string(step.index));
  }
  return text;
}

// Annotations.

void Evaluated::add_member(std::size_t index) {
  members.resize(std::max(members.size(), index + 1));
  members[index] = true;
}

void Evaluated::add_item(std::size_t index) {
  items.resize(std::max(items.size(), index + 1));
  items[index] = true;
}

bool Evaluated::has_member(std::size_t index) const {
  return all_members || (index < members.size() && members[index]);
}

bool Evaluated::has_item(std::size_t index) const {
  return all_items || index < first_items || (index < items.size() && items[index]);
}

void Evaluated::add(const Evaluated& other) {
  all_members = all_members || other.all_members;
  all_items = all_items || other.all_items;
  first_items = std::max(first_items, other.first_items);
  for (std::size_t i = 0; i < other.members.size(); ++i) {
    if (other.members[i]) {
      add_member(i);
    }
  }
  for (std::size_t i = 0; i < other.items.size(); ++i) {
    if (other.items[i]) {
      add_item(i);
    }
  }
}

} // namespace aether::json_schema
