// Numbers and strings.
#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "core/text.h"
#include "data/json_schema/evaluator_parts.h"
#include "data/json_schema/messages.h"
#include "data/json_schema/values.h"

namespace aether::json_schema {

bool Evaluator::check_number(const Node& node, const Value& value) {
  const NumberRules& rules = *node.number;
  const auto bound = [&](const Value* limit, std::string_view keyword, bool fits,
                         std::string_view relation) {
    return limit == nullptr || fits || fail(node, keyword, [&] {
             return fmt::format("{} is {} {}", shown_here(node, value), relation, shown(*limit));
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
    const Match match = rules.pattern->search(text, budget_);
    if (match != Match::yes) {
      valid = fail(node, "pattern", [&] {
        return match == Match::no
                   ? fmt::format("{} does not match `{}`", shown_here(node, value),
                                 printable(rules.pattern->text()))
                   : fmt::format("the pattern `{}` takes too many steps on this text",
                                 printable(rules.pattern->text()));
      });
    }
  }
  if (rules.check_format != nullptr && !rules.check_format(text)) {
    valid = fail(node, "format",
                 [&] { return fmt::format("{} is no {}", shown_here(node, value), rules.format); });
  }
  return valid;
}

} // namespace aether::json_schema
