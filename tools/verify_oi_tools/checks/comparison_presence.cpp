#include "verify_oi_tools/checks/comparison.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/nearest.h"
#include "core/text.h"
#include "verify_oi_tools/rules.h"

namespace aether::verify_oi_tools {

void Comparison::renamed() {
  for (const unsigned some : {1U, 2U, 3U}) {
    const unsigned here = some & all();
    const unsigned there = all() & ~here;
    if (here != some || there == 0 || (takes_any_ && (there & 4U) != 0)) {
      continue;
    }
    std::vector<Views*> told = of_pattern(here);
    std::vector<Views*> other = of_pattern(there);
    for (Views* one : told) {
      if (Views* same =
              told.size() == 1 && other.size() == 1 ? other.front() : nearest(one->name, other)) {
        rename(*one, *same, there);
        std::erase(other, same);
      }
    }
  }
  std::erase_if(views_, [](const Views& one) { return one.name.empty(); });
}

std::vector<Views*> Comparison::of_pattern(unsigned some) {
  std::vector<Views*> made;
  for (Views& one : views_) {
    if (!one.name.empty() && pattern(one) == some) {
      made.push_back(&one);
    }
  }
  return made;
}

Views* Comparison::nearest(const std::string& name, const std::vector<Views*>& others) {
  std::vector<std::string_view> names;
  for (const Views* one : others) {
    names.emplace_back(one->name);
  }
  const std::vector<std::string> found = nearest_names(name, names, 1);
  const auto at = std::find_if(others.begin(), others.end(), [&](const Views* one) {
    return !found.empty() && one->name == found.front();
  });
  return at == others.end() ? nullptr : *at;
}

void Comparison::rename(Views& one, Views& other, unsigned there) {
  const std::string message =
      there == 4
          ? fmt::format("it is told to take {}, which is {} for {}", printable(one.name),
                        printable(other.name), real_->name)
          : fmt::format("{} has {}, which {} {}{}",
                        one.listed != nullptr ? "the list of its parameters" : "the signature",
                        printable(one.name),
                        one.listed != nullptr ? "the signature calls"
                                              : "the list of its parameters calls",
                        printable(other.name), is_real() ? ", as it is" : "");
  found(part_of(one), k_unknown_parameter, message);
  dispute(one.name);
  dispute(other.name);
  one.name.clear();
  other.name.clear();
}

void Comparison::presence(const Views& one) {
  const unsigned has = pattern(one);
  const bool is_taken = (has & 4U) != 0 || !is_real() || takes_any_;
  const std::string name = printable(one.name);
  if (!is_taken) {
    found(part_of(one), k_unknown_parameter,
          fmt::format("{} has no parameter {}{}", real_->name, name, only_in(one)));
    dispute(one.name);
  } else if (has == 4U) {
    if (!is_rest(*one.real)) {
      lost_.push_back(one.real);
    }
  } else if (is_listing() && one.listed == nullptr) {
    found("/parameters", k_lost_parameter,
          fmt::format("the signature has {}, and its parameters have not", name));
    dispute(one.name);
  } else if (is_signed() && one.written == nullptr) {
    const bool is_surplus = !is_real() || (has & 4U) == 0;
    found(is_surplus ? part_of(one) : "/signature",
          is_surplus ? k_unknown_parameter : k_lost_parameter,
          fmt::format("its parameters have {}, and the signature has not", name));
    dispute(one.name);
  }
}

std::string Comparison::only_in(const Views& one) const {
  if (is_listing() && is_signed() && one.listed == nullptr) {
    return ", which the signature alone has";
  }
  return is_listing() && is_signed() && one.written == nullptr
             ? ", which the list of its parameters alone has"
             : "";
}

void Comparison::lost_at_once() {
  std::map<Carrier, std::vector<const Parameter*>> bodies;
  for (const Parameter* one : lost_) {
    if (one->carrier == Carrier::body || one->carrier == Carrier::form) {
      bodies[one->carrier].push_back(one);
    } else {
      lose({one});
    }
  }
  for (const auto& body : bodies) {
    const Carrier carrier = body.first;
    const std::vector<const Parameter*>& members = body.second;
    const bool is_whole = std::none_of(views_.begin(), views_.end(), [&](const Views& one) {
      return one.real != nullptr && one.real->carrier == carrier && pattern(one) != 4U;
    });
    if (is_whole) {
      lose(members);
    } else {
      for (const Parameter* one : members) {
        lose({one});
      }
    }
  }
}

void Comparison::lose(const std::vector<const Parameter*>& parameters) {
  std::vector<std::string> names;
  bool is_required = false;
  for (const Parameter* one : parameters) {
    names.push_back(printable(one->name));
    dispute(one->name);
    is_required = is_required || one->required;
  }
  const Carrier carrier = parameters.front()->carrier;
  const bool is_one = parameters.size() == 1;
  Finding& made = found(
      "/parameters", k_lost_parameter, is_required ? Severity::error : Severity::warning,
      fmt::format("the {}{}parameter{} {} of {} {} not told",
                  is_required && is_one ? "required " : "",
                  carrier == Carrier::none ? "" : std::string(to_string(carrier)) + " ",
                  is_one ? "" : "s", fmt::join(names, ", "), real_->name, is_one ? "is" : "are"));
  if (carrier == Carrier::body && !is_one) {
    made.hint = "the catalog is derived without following references: write them by hand";
  }
}

} // namespace aether::verify_oi_tools
