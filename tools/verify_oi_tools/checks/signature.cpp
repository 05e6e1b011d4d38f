// signature/*: whether a tool takes what the catalog says that it takes.
#include <algorithm>
#include <optional>

#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "core/nearest.h"
#include "core/text.h"
#include "verify_oi_tools/judge.h"
#include "verify_oi_tools/python_literal.h"
#include "verify_oi_tools/rules.h"

namespace aether::verify_oi_tools {

namespace {

// What a tool really takes, and how that is called in messages.
struct Real {
  std::vector<Parameter> parameters;
  std::string name;
  const Operation* operation = nullptr;
  bool has_order = false; // values may be passed by their place
};

// A default as JSON, whichever language wrote it.
std::string as_json(std::string_view text) {
  const std::optional<boost::json::value> value = python_literal(text);
  return value ? boost::json::serialize(*value) : std::string(text);
}

class SignatureCheck {
public:
  SignatureCheck(Judge& judge, const Tool& tool) : judge_(judge), tool_(tool) {}

  void check() {
    names();
    written();
    const std::optional<Real> real = real_one();
    if (!real) {
      judge_.skipped(Group::signature, tool_, "there is nothing to compare it with");
      return;
    }
    judge_.passed(Group::signature, tool_);
    compare_with(*real);
  }

private:
  void found(std::string_view rule, const std::string& message) {
    found(rule, rule_named(rule).severity, message);
  }
  void found(std::string_view rule, Severity severity, const std::string& message) {
    judge_.found(rule, severity, Group::signature, tool_,
                 fmt::format("{}: {}", printable(tool_.name), message));
  }

  void names() {
    if (!is_python_name(tool_.name)) {
      found(k_name, "the name cannot be called in Python");
    } else if (!tool_.path.empty() && last_part(tool_.path) != tool_.name) {
      found(k_name, fmt::format("its path is {}", printable(tool_.path)));
    }
    for (const Parameter& one : tool_.parameters) {
      if (!is_python_name(one.name)) {
        found(k_name, fmt::format("the parameter `{}` cannot be passed by name in Python",
                                  printable(one.name)));
      }
    }
  }

  // The signature, in itself and against the list of parameters beside it.
  void written() {
    if (tool_.signature.empty()) {
      return;
    }
    const Signature signature = parse_signature(tool_.signature);
    if (!signature.problem.empty()) {
      found(k_syntax, fmt::format("the signature is none of Python's: {}", signature.problem));
      return;
    }
    judge_.passed(Group::signature, tool_);
    if (last_part(signature.name) != tool_.name) {
      found(k_name, fmt::format("its signature is that of {}", printable(signature.name)));
    }
    const std::vector<Parameter> parameters = parameters_of(signature);
    const auto named = [](const std::vector<Parameter>& all, const std::string& name) {
      return std::find_if(all.begin(), all.end(),
                          [&](const Parameter& one) { return one.name == name; });
    };
    for (const Parameter& one : parameters) {
      const auto other = named(tool_.parameters, one.name);
      if (other == tool_.parameters.end()) {
        found(k_lost_parameter, fmt::format("the signature has {}, and its parameters have not",
                                            printable(one.name)));
        continue;
      }
      if (one.required != other->required) {
        found(k_required, fmt::format("{} is {} by the signature and {} by its parameters",
                                      printable(one.name), one.required ? "required" : "optional",
                                      other->required ? "required" : "optional"));
      }
      if (compare(one.type, other->type) == Agreement::different) {
        found(k_type, fmt::format("{} is {} by the signature and {} by its parameters",
                                  printable(one.name), shown(one.type), shown(other->type)));
      }
    }
    for (const Parameter& one : tool_.parameters) {
      if (named(parameters, one.name) == parameters.end()) {
        found(k_unknown_parameter, fmt::format("its parameters have {}, and the signature has not",
                                               printable(one.name)));
      }
    }
  }

  [[nodiscard]] std::optional<Real> real_one() const {
    const World& world = judge_.world();
    if (const Operation* operation = world.operation_of(tool_)) {
      return Real{operation->tool.parameters,
                  fmt::format("{} {}", operation->tool.method, operation->tool.endpoint), operation,
                  false};
    }
    if (const Tool* served = world.served_of(tool_)) {
      return Real{served->parameters, printable(served->path), nullptr, false};
    }
    if (const Tool* attached = world.attached_of(tool_)) {
      return Real{attached->parameters, "what is attached", nullptr, true};
    }
    const std::vector<const PythonFunction*> functions = world.functions_of(tool_);
    if (functions.size() != 1) { // of several any may be the one
      return std::nullopt;
    }
    const Tool& function = functions.front()->tool;
    return Real{function.parameters, fmt::format("{}:{}", function.file, function.at.line), nullptr,
                true};
  }

  void compare_with(const Real& real) {
    const bool takes_any =
        std::any_of(real.parameters.begin(), real.parameters.end(),
                    [](const Parameter& one) { return one.kind == ParameterKind::rest_keyword; });
    std::vector<std::string_view> names;
    for (const Parameter& one : real.parameters) {
      names.emplace_back(one.name);
    }
    for (const Parameter& told : tool_.parameters) {
      const auto other = std::find_if(real.parameters.begin(), real.parameters.end(),
                                      [&](const Parameter& one) { return one.name == told.name; });
      if (other != real.parameters.end()) {
        compare_one(told, *other, real);
      } else if (!takes_any) {
        found(k_unknown_parameter,
              fmt::format("{} has no parameter {}{}", real.name, printable(told.name),
                          did_you_mean(nearest_names(told.name, names))));
      }
    }
    lost(real);
    order(real);
  }

  void compare_one(const Parameter& told, const Parameter& real, const Real& whole) {
    if (told.required != real.required) {
      // told to be required, it works nevertheless
      found(k_required, told.required ? Severity::warning : Severity::error,
            fmt::format("{} is told to be {} and is {} for {}", printable(told.name),
                        told.required ? "required" : "optional",
                        real.required ? "required" : "optional", whole.name));
    }
    const Agreement agreement = compare(told.type, real.type);
    if (agreement != Agreement::agrees) {
      found(k_type, agreement == Agreement::partly ? Severity::warning : Severity::error,
            fmt::format("{} is told to be {} and is {} for {}", printable(told.name),
                        shown(told.type), shown(real.type), whole.name));
    }
    const bool says_default = told.default_value && as_json(*told.default_value) != "null";
    if (says_default && real.default_value &&
        as_json(*told.default_value) != as_json(*real.default_value)) {
      found(k_default,
            fmt::format("the default of {} is told to be {} and is {}", printable(told.name),
                        printable(*told.default_value), printable(*real.default_value)));
    }
    carried(told, real, whole);
  }

  // How the bridge sends what it is given: what is not in the path as query of GET and DELETE, as a
  // JSON body of all others.
  void carried(const Parameter& told, const Parameter& real, const Real& whole) {
    if (whole.operation == nullptr || real.carrier == Carrier::path) {
      return;
    }
    const std::string& method = whole.operation->tool.method;
    const Carrier sent = method == "GET" || method == "DELETE" ? Carrier::query : Carrier::body;
    if (real.carrier == sent) {
      return;
    }
    found(k_carrier, real.required ? Severity::error : Severity::warning,
          fmt::format("{} is a {} parameter of {}, and is sent as {}", printable(told.name),
                      to_string(real.carrier), whole.name,
                      sent == Carrier::query ? "query" : "JSON body"));
  }

  void lost(const Real& real) {
    for (const Parameter& one : real.parameters) {
      const bool is_rest =
          one.kind == ParameterKind::rest_positional || one.kind == ParameterKind::rest_keyword;
      if (is_rest || tool_.find(one.name) != nullptr) {
        continue;
      }
      const std::string carrier =
          one.carrier == Carrier::none ? "" : std::string(to_string(one.carrier)) + " ";
      found(k_lost_parameter, one.required ? Severity::error : Severity::warning,
            fmt::format("the {}{}parameter {} of {} is not told", one.required ? "required " : "",
                        carrier, printable(one.name), real.name));
    }
  }

  // Of what may be passed by place.
  void order(const Real& real) {
    if (!real.has_order) {
      return;
    }
    std::vector<std::string> told;
    std::vector<std::string> is;
    for (const Parameter& one : tool_.parameters) {
      const auto other = std::find_if(real.parameters.begin(), real.parameters.end(),
                                      [&](const Parameter& each) { return each.name == one.name; });
      if (other != real.parameters.end() && other->kind != ParameterKind::keyword_only) {
        told.push_back(one.name);
      }
    }
    for (const Parameter& one : real.parameters) {
      if (std::find(told.begin(), told.end(), one.name) != told.end()) {
        is.push_back(one.name);
      }
    }
    if (told != is) {
      found(k_order, fmt::format("its parameters are told as {} and stand as {} in {}",
                                 fmt::join(told, ", "), fmt::join(is, ", "), real.name));
    }
  }

  Judge& judge_;
  const Tool& tool_;
};

} // namespace

// By MCP, revision 2025-11-25: 1 to 128 letters, digits, `_`, `-` and `.`.
void check_name_of_served(Judge& judge, const Tool& tool) {
  constexpr std::size_t k_longest = 128;
  const bool is_well =
      tool.name.size() <= k_longest && std::all_of(tool.name.begin(), tool.name.end(), [](char c) {
        return is_ascii_letter(c) || is_ascii_digit(c) || c == '_' || c == '-' || c == '.';
      });
  if (is_well) {
    judge.passed(Group::signature, tool);
  } else {
    judge.found(k_name, Severity::warning, Group::signature, tool,
                fmt::format("{}: a name is of at most {} letters, digits, `_`, `-` and `.`",
                            printable(tool.path), k_longest));
  }
}

void check_signatures(Judge& judge) {
  for (const Tool& tool : judge.world().served) {
    check_name_of_served(judge, tool);
  }
  for (const Tool& tool : judge.world().catalog.tools) {
    SignatureCheck(judge, tool).check();
  }
}

} // namespace aether::verify_oi_tools
