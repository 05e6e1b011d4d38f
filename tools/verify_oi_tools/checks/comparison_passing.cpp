#include "verify_oi_tools/checks/comparison.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/text.h"
#include "verify_oi_tools/rules.h"

namespace aether::verify_oi_tools {

void Comparison::passing(const Views& one) {
  if (one.real == nullptr || !real_->has_order || disputed_.names.contains(one.name)) {
    return;
  }
  const ParameterKind told = one.written != nullptr ? one.written->kind : ParameterKind::ordinary;
  const bool is_by_place_alone = one.real->kind == ParameterKind::positional_only;
  const bool is_by_name_alone = one.real->kind == ParameterKind::keyword_only;
  const bool fails = is_by_place_alone && told != ParameterKind::positional_only;
  const bool is_hand_written = tool_.endpoint.empty() && one.written != nullptr;
  const bool differs =
      is_hand_written && (is_by_name_alone != (told == ParameterKind::keyword_only) ||
                          (told == ParameterKind::positional_only && !is_by_place_alone));
  if (!fails && !differs) {
    return;
  }
  misplaced_[{fails, told, one.real->kind}].push_back(&one);
}

void Comparison::passed_otherwise() {
  for (const auto& [kind, views] : misplaced_) {
    const auto& [fails, told, is] = kind;
    std::vector<std::string> names;
    for (const Views* one : views) {
      names.push_back(printable(one->name));
      dispute(one->name);
    }
    const Views& first = *views.front();
    const char* are = views.size() == 1 ? "is" : "are";
    found(first.written != nullptr ? "/signature" : part_of(first), k_passing,
          fails ? Severity::error : Severity::warning,
          fmt::format("{} {} told to be passed {}, and {} passed {} to {}", fmt::join(names, ", "),
                      are, how(told), are, how(is), real_->name));
  }
}

const char* Comparison::how(ParameterKind kind) {
  return kind == ParameterKind::positional_only ? "by its place alone"
         : kind == ParameterKind::keyword_only  ? "by its name alone"
                                                : "by place or name";
}

void Comparison::carried() {
  if (!is_real() || real_->operation == nullptr) {
    return;
  }
  const std::string& method = real_->operation->tool.method;
  const Carrier sent = method == "GET" || method == "DELETE" ? Carrier::query : Carrier::body;
  std::map<Carrier, std::vector<const Views*>> wrong;
  for (const Views& one : views_) {
    const bool is_told = one.listed != nullptr || one.written != nullptr;
    if (is_told && one.real != nullptr && one.real->carrier != Carrier::path &&
        one.real->carrier != sent) {
      wrong[one.real->carrier].push_back(&one);
    }
  }
  for (const auto& [carrier, all] : wrong) {
    if (carrier == Carrier::body || carrier == Carrier::form) {
      misplaced(all, sent);
    } else {
      for (const Views* one : all) {
        misplaced({one}, sent);
      }
    }
  }
}

void Comparison::misplaced(const std::vector<const Views*>& parameters, Carrier sent) {
  std::vector<std::string> names;
  bool is_required = false;
  for (const Views* one : parameters) {
    names.push_back(printable(one->name));
    dispute(one->name);
    is_required = is_required || one->real->required;
  }
  const bool is_one = parameters.size() == 1;
  found(part_of(*parameters.front()), k_carrier, is_required ? Severity::error : Severity::warning,
        fmt::format("{} {} of {}, and {} sent as {}", fmt::join(names, ", "),
                    (is_one ? "is a " : "are ") +
                        std::string(to_string(parameters.front()->real->carrier)) +
                        (is_one ? " parameter" : " parameters"),
                    real_->name, is_one ? "is" : "are",
                    sent == Carrier::query ? "query" : "JSON body"));
}

void Comparison::order() {
  const auto names = [&](const Parameter* Views::*view, const std::vector<Parameter>& all) {
    std::vector<std::string> made;
    for (const Parameter& one : all) {
      const auto at = std::find_if(views_.begin(), views_.end(), [&](const Views& each) {
        return each.*view == &one && is_passed_by_place(each);
      });
      if (at != views_.end()) {
        made.push_back(one.name);
      }
    }
    return made;
  };
  const auto listed =
      is_listing() ? names(&Views::listed, *told_.listed) : std::vector<std::string>();
  const auto written = is_signed() ? names(&Views::written, *told_.written) : listed;
  const auto real =
      is_real() && real_->has_order ? names(&Views::real, real_->parameters) : written;
  const bool is_list_right = is_real() && !real_->has_order && listed == in_document(listed);
  if (is_signed() && is_list_right && written != listed) {
    misordered("/signature", written, listed, "the list of them, as in " + real_->name);
  } else if (is_signed() && written != real) {
    misordered("/signature", written, real, real_->name);
  } else if (is_listing() && listed != real) {
    misordered("/parameters", listed, real,
               is_real() && real_->has_order ? real_->name : "the signature");
  }
}

std::vector<std::string> Comparison::in_document(const std::vector<std::string>& names) const {
  std::vector<std::string> made;
  for (const Parameter& one : real_->parameters) {
    if (std::find(names.begin(), names.end(), one.name) != names.end()) {
      made.push_back(one.name);
    }
  }
  return made;
}

bool Comparison::is_passed_by_place(const Views& one) const {
  const bool is_everywhere = pattern(one) == all();
  return is_everywhere && (one.real == nullptr || !real_->has_order ||
                           one.real->kind != ParameterKind::keyword_only);
}

void Comparison::misordered(const char* part, const std::vector<std::string>& told,
                            const std::vector<std::string>& is, const std::string& where) {
  disputed_.order = true;
  found(part, k_order,
        fmt::format("its parameters are told as {} and stand as {} in {}", fmt::join(told, ", "),
                    fmt::join(is, ", "), where));
}

} // namespace aether::verify_oi_tools
