#include "verify_oi_tools/checks/parameters.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "core/nearest.h"
#include "core/text.h"
#include "verify_oi_tools/python_literal.h"
#include "verify_oi_tools/rules.h"

namespace aether::verify_oi_tools {

namespace {

// A parameter as each of the three has it.
struct Views {
  std::string name;
  const Parameter* listed = nullptr;
  const Parameter* written = nullptr;
  const Parameter* real = nullptr;
};

bool is_rest(const Parameter& one) {
  return one.kind == ParameterKind::rest_positional || one.kind == ParameterKind::rest_keyword;
}

const char* word(bool required) { return required ? "required" : "optional"; }

// A word that is no type here; one with a capital letter may be a class of the backend's.
bool is_no_type(const Type& type) {
  return !type.is_known && !type.text.empty() &&
         std::all_of(type.text.begin(), type.text.end(),
                     [](char c) { return c >= 'a' && c <= 'z'; });
}

// What was told of a tool's parameters until now.
struct Disputed {
  std::set<std::string, std::less<>> names;
  bool order = false;
};

class Comparison {
public:
  // `first`: what is compared before what is real here, if anything.
  Comparison(Judge& judge, const Tool& tool, const ToldTool& told, const RealTool* real,
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

  void compare() {
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

private:
  void add(const std::vector<Parameter>* parameters, const Parameter* Views::*view) {
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

  Finding& found(const std::string& part, std::string_view rule, Severity severity,
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
  Finding& found(const std::string& part, std::string_view rule, const std::string& message) {
    return found(part, rule, rule_named(rule).severity, message);
  }

  // Of the list, else of the signature.
  [[nodiscard]] std::string part_of(const Views& one) const {
    return one.listed != nullptr ? tool_.part_of(one.name) : "/signature";
  }

  [[nodiscard]] bool is_listing() const { return told_.listed != nullptr; }
  [[nodiscard]] bool is_signed() const { return told_.written.has_value(); }
  [[nodiscard]] bool is_real() const { return real_ != nullptr; }

  // Who has it: 1 the list, 2 the signature, 4 what is real; of those that are there at all.
  [[nodiscard]] unsigned pattern(const Views& one) const {
    return (one.listed != nullptr ? 1U : 0U) | (one.written != nullptr ? 2U : 0U) |
           (one.real != nullptr ? 4U : 0U);
  }
  [[nodiscard]] unsigned all() const {
    return (is_listing() ? 1U : 0U) | (is_signed() ? 2U : 0U) | (is_real() ? 4U : 0U);
  }

  // What one has by another name than all others is one mistake.
  void renamed() {
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

  std::vector<Views*> of_pattern(unsigned some) {
    std::vector<Views*> made;
    for (Views& one : views_) {
      if (!one.name.empty() && pattern(one) == some) {
        made.push_back(&one);
      }
    }
    return made;
  }

  static Views* nearest(const std::string& name, const std::vector<Views*>& others) {
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

  void rename(Views& one, Views& other, unsigned there) {
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

  void dispute(const std::string& name) { disputed_.names.insert(name); }

  void presence(const Views& one) {
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

  [[nodiscard]] std::string only_in(const Views& one) const {
    if (is_listing() && is_signed() && one.listed == nullptr) {
      return ", which the signature alone has";
    }
    return is_listing() && is_signed() && one.written == nullptr
               ? ", which the list of its parameters alone has"
               : "";
  }

  // A body of which nothing is told is one thing, however many members it has.
  void lost_at_once() {
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

  void lose(const std::vector<const Parameter*>& parameters) {
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

  void required(const Views& one) {
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

  void type(const Views& one) {
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
          aether::verify_oi_tools::compare(one.written->type, one.listed->type) ==
              Agreement::different) {
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

  static Agreement agreement(const Parameter* told, const Parameter& real) {
    return told == nullptr ? Agreement::agrees
                           : aether::verify_oi_tools::compare(told->type, real.type);
  }

  // Where nothing is told of it, what is asked for and what answers have one default.
  void defaults(const Views& one) {
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

  // As JSON; empty where there is none, None, or what only the code can tell.
  static std::string default_of(const Parameter* one) {
    const std::optional<boost::json::value> value =
        one == nullptr || !one->default_value ? std::nullopt : python_literal(*one->default_value);
    if (!value || value->is_null()) {
      return "";
    }
    // 1 and 1.0 are one number
    return value->is_number() ? fmt::format("{}", value->to_number<double>())
                              : boost::json::serialize(*value);
  }

  // What is told to be passed in a way that fails; a signature that is derived has no `*` to tell.
  void passing(const Views& one) {
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

  // A `*` or `/` that is not there, or is too much, is one mistake.
  void passed_otherwise() {
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
            fmt::format("{} {} told to be passed {}, and {} passed {} to {}",
                        fmt::join(names, ", "), are, how(told), are, how(is), real_->name));
    }
  }

  static const char* how(ParameterKind kind) {
    return kind == ParameterKind::positional_only ? "by its place alone"
           : kind == ParameterKind::keyword_only  ? "by its name alone"
                                                  : "by place or name";
  }

  // How the bridge sends what it is given: what is not in the path as query of GET and DELETE, as a
  // JSON body of all others.
  void carried() {
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

  // The members of a body are carried as one.
  void misplaced(const std::vector<const Views*>& parameters, Carrier sent) {
    std::vector<std::string> names;
    bool is_required = false;
    for (const Views* one : parameters) {
      names.push_back(printable(one->name));
      dispute(one->name);
      is_required = is_required || one->real->required;
    }
    const bool is_one = parameters.size() == 1;
    found(part_of(*parameters.front()), k_carrier,
          is_required ? Severity::error : Severity::warning,
          fmt::format("{} {} of {}, and {} sent as {}", fmt::join(names, ", "),
                      (is_one ? "is a " : "are ") +
                          std::string(to_string(parameters.front()->real->carrier)) +
                          (is_one ? " parameter" : " parameters"),
                      real_->name, is_one ? "is" : "are",
                      sent == Carrier::query ? "query" : "JSON body"));
  }

  // Of what may be passed by place.
  void order() {
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

  // These, as what is real has them, though it is not by their order that they are passed.
  [[nodiscard]] std::vector<std::string> in_document(const std::vector<std::string>& names) const {
    std::vector<std::string> made;
    for (const Parameter& one : real_->parameters) {
      if (std::find(names.begin(), names.end(), one.name) != names.end()) {
        made.push_back(one.name);
      }
    }
    return made;
  }

  [[nodiscard]] bool is_passed_by_place(const Views& one) const {
    const bool is_everywhere = pattern(one) == all();
    return is_everywhere && (one.real == nullptr || !real_->has_order ||
                             one.real->kind != ParameterKind::keyword_only);
  }

  void misordered(const char* part, const std::vector<std::string>& told,
                  const std::vector<std::string>& is, const std::string& where) {
    disputed_.order = true;
    found(part, k_order,
          fmt::format("its parameters are told as {} and stand as {} in {}", fmt::join(told, ", "),
                      fmt::join(is, ", "), where));
  }

  Judge& judge_;
  const Tool& tool_;
  const ToldTool& told_;
  const RealTool* real_;
  const RealTool* first_;
  Disputed& disputed_;
  std::vector<Views> views_;
  std::map<std::string, std::size_t> places_; // of names in the views
  std::vector<const Parameter*> lost_;
  // By whether a call fails, how they are told to be passed, and how they are.
  std::map<std::tuple<bool, ParameterKind, ParameterKind>, std::vector<const Views*>> misplaced_;
  bool takes_any_ = false;
};

std::vector<Parameter> without(std::vector<Parameter> parameters,
                               const std::set<std::string, std::less<>>& names) {
  std::erase_if(parameters, [&](const Parameter& one) { return names.contains(one.name); });
  return parameters;
}

} // namespace

void compare_parameters(Judge& judge, const Tool& tool, const ToldTool& told,
                        const std::vector<RealTool>& reals) {
  Disputed disputed;
  if (reals.empty()) {
    Comparison(judge, tool, told, nullptr, nullptr, disputed).compare();
  }
  for (const RealTool& each : reals) {
    RealTool real = each;
    std::set<std::string, std::less<>> aside = disputed.names;
    aside.insert(real.aside.begin(), real.aside.end());
    real.parameters = without(real.parameters, aside);
    ToldTool rest;
    std::vector<Parameter> listed;
    if (told.listed != nullptr) {
      listed = without(*told.listed, aside);
      rest.listed = &listed;
    }
    if (told.written) {
      rest.written = without(*told.written, aside);
    }
    Comparison(judge, tool, rest, &real, &each == &reals.front() ? nullptr : &reals.front(),
               disputed)
        .compare();
  }
}

} // namespace aether::verify_oi_tools
