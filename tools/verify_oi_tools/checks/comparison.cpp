#include "verify_oi_tools/checks/comparison.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/text.h"
#include "verify_oi_tools/rules.h"

namespace aether::verify_oi_tools {

Comparison::Comparison(Judge& judge, const Tool& tool, const ToldTool& told, const RealTool* real,
                       const RealTool* first, Disputed& disputed)
    : judge_(judge), tool_(tool), told_(told), real_(real), first_(first), disputed_(disputed) {
  add(told.listed, &Views::listed);
  add(told.written ? &*told.written : nullptr, &Views::written);
  add(real == nullptr ? nullptr : &real->parameters, &Views::real);
  takes_any_ = real != nullptr &&
               (real->is_open || std::any_of(real->parameters.begin(), real->parameters.end(),
                                             [](const Parameter& one) {
                                               return one.kind == ParameterKind::rest_keyword;
                                             }));
}

void Comparison::compare() {
  renamed();
  for (const Views& one : views_) {
    presence(one);
    if (one.listed != nullptr || one.written != nullptr) {
      required(one);
      type(one);
      defaults(one);
      passing(one);
    }
  }
  passed_otherwise();
  lost_at_once();
  carried();
  if (!disputed_.order) {
    order();
  }
}

void Comparison::add(const std::vector<Parameter>* parameters, const Parameter* Views::*view) {
  if (parameters == nullptr) {
    return;
  }
  for (const Parameter& one : *parameters) {
    if (is_rest(one) && view != &Views::listed) {
      continue;
    }
    const auto [at, is_new] = places_.try_emplace(one.name, views_.size());
    if (is_new) {
      views_.push_back({one.name, nullptr, nullptr, nullptr});
    }
    const Parameter*& seen = views_[at->second].*view;
    if (seen == nullptr) {
      seen = &one;
    } else if (view == &Views::real) { // of a body: who passes the name fills the path
      lost_.push_back(&one);
    }
  }
}

Finding& Comparison::found(const std::string& part, std::string_view rule, Severity severity,
                           const std::string& message) {
  judge_.tell(tool_, "/signature");
  judge_.tell(tool_, "/parameters");
  Finding& made = judge_.found_at(part, rule, severity, Group::signature, tool_,
                                  fmt::format("{}: {}", printable(tool_.name), message));
  if (real_ != nullptr && !real_->place.empty()) {
    made.cause = "it stands at " + real_->place;
  }
  return made;
}

Finding& Comparison::found(const std::string& part, std::string_view rule,
                           const std::string& message) {
  return found(part, rule, rule_named(rule).severity, message);
}

std::string Comparison::part_of(const Views& one) const {
  return one.listed != nullptr ? tool_.part_of(one.name) : "/signature";
}

unsigned Comparison::pattern(const Views& one) const {
  return (one.listed != nullptr ? 1U : 0U) | (one.written != nullptr ? 2U : 0U) |
         (one.real != nullptr ? 4U : 0U);
}

unsigned Comparison::all() const {
  return (is_listing() ? 1U : 0U) | (is_signed() ? 2U : 0U) | (is_real() ? 4U : 0U);
}

} // namespace aether::verify_oi_tools
