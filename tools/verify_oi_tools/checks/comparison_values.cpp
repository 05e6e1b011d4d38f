#include "verify_oi_tools/checks/comparison.h"

#include <algorithm>
#include <optional>

#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "core/text.h"
#include "verify_oi_tools/python_literal.h"
#include "verify_oi_tools/rules.h"

namespace aether::verify_oi_tools {

namespace {

const char* word(bool required) { return required ? "required" : "optional"; }

// A word that is no type here; one with a capital letter may be a class of the backend's.
bool is_no_type(const Type& type) {
  return !type.is_known && !type.text.empty() &&
         std::all_of(type.text.begin(), type.text.end(),
                     [](char c) { return c >= 'a' && c <= 'z'; });
}

} // namespace

void Comparison::required(const Views& one) {
  const Parameter* first = one.listed != nullptr ? one.listed : one.written;
  const bool differs = one.listed != nullptr && one.written != nullptr &&
                       one.listed->required != one.written->required;
  if (one.real == nullptr) {
    if (differs && !is_real()) {
      dispute(one.name);
      found(part_of(one), k_required,
            fmt::format("{} is {} by the signature and {} by its parameters", printable(one.name),
                        word(one.written->required), word(one.listed->required)));
    }
    return;
  }
  const bool by_list = one.listed != nullptr && one.listed->required != one.real->required;
  const bool by_signature = one.written != nullptr && one.written->required != one.real->required;
  if (by_list || by_signature) {
    dispute(one.name);
    // told to be required, it works nevertheless
    const bool told = by_list ? one.listed->required : one.written->required;
    found(by_list || first == one.written ? part_of(one) : "/signature", k_required,
          told ? Severity::warning : Severity::error,
          fmt::format("{} is told to be {}{} and is {} for {}", printable(one.name), word(told),
                      differs ? by_list ? " by its parameters" : " by the signature" : "",
                      word(one.real->required), real_->name));
  }
}

void Comparison::type(const Views& one) {
  for (const Parameter* told : {one.listed, one.written}) {
    if (told != nullptr && is_no_type(told->type)) {
      const std::string part = told == one.listed ? part_of(one) : "/signature";
      dispute(one.name);
      found(part, k_type, Severity::warning,
            fmt::format("{} is of a type that is none: {}", printable(one.name),
                        printable(told->type.text)));
      return;
    }
  }
  if (one.real == nullptr || one.real->type.is_any()) {
    if (one.listed != nullptr && one.written != nullptr &&
        verify_oi_tools::compare(one.written->type, one.listed->type) == Agreement::different) {
      dispute(one.name);
      found(part_of(one), k_type,
            fmt::format("{} is {} by the signature and {} by its parameters", printable(one.name),
                        shown(one.written->type), shown(one.listed->type)));
    }
    return;
  }
  const Agreement by_list = agreement(one.listed, *one.real);
  const Agreement by_signature = agreement(one.written, *one.real);
  const Agreement worst = std::max(by_list, by_signature);
  if (worst != Agreement::agrees) {
    const bool is_list = by_list == worst;
    dispute(one.name);
    found(is_list ? part_of(one) : "/signature", k_type,
          worst == Agreement::partly ? Severity::warning : Severity::error,
          fmt::format("{} is told to be {} and is {} for {}", printable(one.name),
                      shown((is_list ? one.listed : one.written)->type), shown(one.real->type),
                      real_->name));
  }
}

Agreement Comparison::agreement(const Parameter* told, const Parameter& real) {
  return told == nullptr ? Agreement::agrees : verify_oi_tools::compare(told->type, real.type);
}

void Comparison::defaults(const Views& one) {
  const Parameter* told =
      one.written != nullptr && one.written->default_value ? one.written : one.listed;
  if (one.real == nullptr || disputed_.names.contains(one.name)) {
    return;
  }
  const std::string is = default_of(one.real);
  const std::string says = default_of(told);
  const std::string first = default_of(first_ == nullptr ? nullptr : first_->find(one.name));
  if (is.empty() || (says.empty() ? first.empty() || is == first : is == says)) {
    return;
  }
  dispute(one.name);
  found(told == nullptr || told == one.written ? "/signature" : part_of(one), k_default,
        says.empty()
            ? fmt::format("the default of {} is {} for {} and {} for {}", printable(one.name),
                          printable(first), first_->name, printable(is), real_->name)
            : fmt::format("the default of {} is told to be {} and is {}", printable(one.name),
                          printable(*told->default_value), printable(*one.real->default_value)));
}

std::string Comparison::default_of(const Parameter* one) {
  const std::optional<boost::json::value> value =
      one == nullptr || !one->default_value ? std::nullopt : python_literal(*one->default_value);
  if (!value || value->is_null()) {
    return "";
  }
  // 1 and 1.0 are one number
  return value->is_number() ? fmt::format("{}", value->to_number<double>())
                            : boost::json::serialize(*value);
}

} // namespace aether::verify_oi_tools
