// A tool's parameters as three have them: the catalog's list, its signature, and what is really
// taken. What is told of one of them is not told again.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "verify_oi_tools/checks/parameters.h"

namespace aether::verify_oi_tools {

// A parameter as each of the three has it.
struct Views {
  std::string name;
  const Parameter* listed = nullptr;
  const Parameter* written = nullptr;
  const Parameter* real = nullptr;
};

// What was told of a tool's parameters until now.
struct Disputed {
  std::set<std::string, std::less<>> names;
  bool order = false;
};

[[nodiscard]] inline bool is_rest(const Parameter& one) {
  return one.kind == ParameterKind::rest_positional || one.kind == ParameterKind::rest_keyword;
}

class Comparison {
public:
  // `first`: what is compared before what is real here, if anything.
  Comparison(Judge& judge, const Tool& tool, const ToldTool& told, const RealTool* real,
             const RealTool* first, Disputed& disputed);

  void compare();

private:
  void add(const std::vector<Parameter>* parameters, const Parameter* Views::*view);

  Finding& found(const std::string& part, std::string_view rule, Severity severity,
                 const std::string& message);
  Finding& found(const std::string& part, std::string_view rule, const std::string& message);

  // Of the list, else of the signature.
  [[nodiscard]] std::string part_of(const Views& one) const;

  [[nodiscard]] bool is_listing() const { return told_.listed != nullptr; }
  [[nodiscard]] bool is_signed() const { return told_.written.has_value(); }
  [[nodiscard]] bool is_real() const { return real_ != nullptr; }

  // Who has it: 1 the list, 2 the signature, 4 what is real; of those that are there at all.
  [[nodiscard]] unsigned pattern(const Views& one) const;
  [[nodiscard]] unsigned all() const;

  // comparison_presence.cpp: what one has and another has not.
  // What one has by another name than all others is one mistake.
  void renamed();
  std::vector<Views*> of_pattern(unsigned some);
  static Views* nearest(const std::string& name, const std::vector<Views*>& others);
  void rename(Views& one, Views& other, unsigned there);
  void dispute(const std::string& name) { disputed_.names.insert(name); }

  void presence(const Views& one);
  [[nodiscard]] std::string only_in(const Views& one) const;
  // A body of which nothing is told is one thing, however many members it has.
  void lost_at_once();
  void lose(const std::vector<const Parameter*>& parameters);

  // comparison_values.cpp: whether it is required, its type and its default.
  void required(const Views& one);
  void type(const Views& one);
  static Agreement agreement(const Parameter* told, const Parameter& real);
  // Where nothing is told of it, what is asked for and what answers have one default.
  void defaults(const Views& one);
  // As JSON; empty where there is none, None, or what only the code can tell.
  static std::string default_of(const Parameter* one);

  // comparison_passing.cpp: by name or place, as query or body, in which order.
  // What is told to be passed in a way that fails; a signature that is derived has no `*` to tell.
  void passing(const Views& one);
  // A `*` or `/` that is not there, or is too much, is one mistake.
  void passed_otherwise();
  static const char* how(ParameterKind kind);
  // How the bridge sends what it is given: what is not in the path as query of GET and DELETE, as a
  // JSON body of all others.
  void carried();
  // The members of a body are carried as one.
  void misplaced(const std::vector<const Views*>& parameters, Carrier sent);
  // Of what may be passed by place.
  void order();
  // These, as what is real has them, though it is not by their order that they are passed.
  [[nodiscard]] std::vector<std::string> in_document(const std::vector<std::string>& names) const;
  [[nodiscard]] bool is_passed_by_place(const Views& one) const;
  void misordered(const char* part, const std::vector<std::string>& told,
                  const std::vector<std::string>& is, const std::string& where);

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

} // namespace aether::verify_oi_tools
