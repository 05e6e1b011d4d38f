// References, and schemas of several alternatives.
#include <algorithm>
#include <iterator>
#include <optional>

#include <boost/json/object.hpp>
#include <fmt/format.h>

#include "core/text.h"
#include "data/json_schema/evaluator_parts.h"
#include "data/json_schema/messages.h"
#include "data/json_schema/values.h"

namespace aether::json_schema {

namespace json = boost::json;

namespace {

constexpr std::size_t k_most_branch_depth = 3;
constexpr std::size_t k_most_alternative_steps = 3'000'000;

std::string name_of(const Node& branch) {
  const json::object* schema = branch.schema->if_object();
  const json::value* title = schema == nullptr ? nullptr : schema->if_contains("title");
  return title != nullptr && title->is_string()
             ? "`" + printable(std::string_view(title->get_string())) + "`"
             : "";
}

} // namespace

const Node& Evaluator::dynamic_target(const Combinators& all) const {
  if (all.dynamic_anchor.empty()) {
    return *all.dynamic_ref;
  }
  const auto& targets = compiled_.dynamic_targets;
  const auto index = std::distance(targets.begin(), targets.find(all.dynamic_anchor));
  const Node* bound = bound_[static_cast<std::size_t>(index)];
  return bound == nullptr ? *all.dynamic_ref : *bound;
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
  // Each alternative tells all that is wrong with it, in a list of its own.
  std::unordered_set<Key, KeyHash> told;
  told.swap(told_);
  const std::size_t more = more_;
  const std::size_t kept_bytes = kept_bytes_;
  {
    const Silence into(*this, &found);
    (void)run(branch, value, nullptr);
  }
  told.swap(told_);
  more_ = more;
  kept_bytes_ = kept_bytes;
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
  if (full() || branch_depth_ == k_most_branch_depth ||
      alternative_steps_ > k_most_alternative_steps) {
    none_fits();
    return;
  }
  ++branch_depth_;
  const std::size_t steps_before = steps_;
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
  alternative_steps_ += branch_depth_ == 0 ? steps_ - steps_before : 0;
  constexpr std::size_t k_other_type = 10'000;
  if (nearest.empty()) {
    none_fits();
  } else if (least >= k_other_type && wanted_types != 0) {
    (void)fail(node, "type", [&] {
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

} // namespace aether::json_schema
