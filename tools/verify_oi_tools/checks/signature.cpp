// signature/*: whether a tool is called, and takes, what the catalog says.
#include <algorithm>

#include <fmt/format.h>

#include "core/text.h"
#include "verify_oi_tools/checks/parameters.h"
#include "verify_oi_tools/checks/real_tool.h"
#include "verify_oi_tools/judge.h"
#include "verify_oi_tools/rules.h"

namespace aether::verify_oi_tools {

namespace {

class SignatureCheck {
public:
  SignatureCheck(Judge& judge, const Tool& tool)
      : judge_(judge), tool_(tool), signature_(parse_signature(tool.signature)) {}

  void check() {
    const std::vector<RealTool> reals = real_tools(judge_, tool_);
    names();
    parameter_names(reals);
    if (!tool_.signature.empty() && !signature_.problem.empty() &&
        !judge_.is_told(tool_, "/signature")) {
      found("/signature", k_syntax,
            fmt::format("the signature is none of Python's: {}", signature_.problem));
      judge_.tell(tool_, "/signature");
    }
    ToldTool told;
    if (tool_.lists_parameters) {
      told.listed = &tool_.parameters;
    }
    if (!tool_.signature.empty() && signature_.problem.empty()) {
      told.written = parameters_of(signature_);
    }
    if (!told.listed && !told.written) {
      judge_.skipped(Group::signature, tool_, "the catalog tells no parameters");
      return;
    }
    if (reals.empty() && !(told.listed && told.written)) {
      judge_.skipped(Group::signature, tool_, "there is nothing to compare it with");
      return;
    }
    if (!reals.empty()) {
      judge_.passed(Group::signature, tool_);
    } else {
      judge_.skipped(Group::signature, tool_, "there is nothing to compare it with");
    }
    placeholders(told);
    compare_parameters(judge_, tool_, told, reals);
  }

private:
  void found(std::string_view part, std::string_view rule, const std::string& message) {
    judge_.found_at(part, rule, Group::signature, tool_,
                    fmt::format("{}: {}", printable(tool_.name), message));
  }

  // Name, path and signature say the same, or the one that differs is wrong.
  void names() {
    const std::string_view by_path = tool_.path.empty() ? tool_.name : last_part(tool_.path);
    const bool is_signed = !tool_.signature.empty() && signature_.problem.empty();
    const std::string_view by_signature = is_signed ? last_part(signature_.name) : by_path;
    if (judge_.is_told(tool_, "/name")) {
      return;
    }
    if (tool_.name.empty()) {
      judge_.found(k_name, Group::signature, tool_, "an entry of the catalog has no name");
      tell_name();
    } else if (!is_python_name(tool_.name)) {
      found("/name", k_name, "the name cannot be called in Python");
      tell_name();
    } else if (by_path != tool_.name && by_signature != tool_.name) {
      found("/name", k_name,
            fmt::format("its path is {}", printable(tool_.path)) +
                (is_signed ? " and its signature that of " + printable(signature_.name) : ""));
      tell_name();
    } else if (by_path != tool_.name && !judge_.is_told(tool_, "/path")) {
      found("/path", k_name, fmt::format("its path is {}", printable(tool_.path)));
      tell_name();
    } else if (by_signature != tool_.name) {
      found("/signature", k_name,
            fmt::format("its signature is that of {}", printable(signature_.name)));
      judge_.tell(tool_, "/signature");
    }
  }

  void tell_name() {
    for (const char* part : {"/name", "/path", "/signature"}) {
      judge_.tell(tool_, part);
    }
    if (const DerivedTool* derived = judge_.matching().of(tool_).derived) {
      judge_.explain(derived->path);
    }
  }

  // One that no call in Python can pass by name; of a header more is told than that.
  void parameter_names(const std::vector<RealTool>& reals) {
    for (const Parameter& one : tool_.parameters) {
      if (is_python_name(one.name) || (one.name.empty() && loses_one(reals))) {
        continue;
      }
      const Parameter* real = reals.empty() ? nullptr : reals.front().find(one.name);
      const Carrier carrier = real == nullptr ? Carrier::none : real->carrier;
      if (carrier != Carrier::header && carrier != Carrier::cookie) {
        found(tool_.part_of(one.name), k_name,
              fmt::format("the parameter `{}` cannot be passed by name in Python",
                          printable(one.name)));
      }
      judge_.tell(tool_, "/signature"); // which cannot have it either
    }
  }

  // The bridge fills the path of a route by the names of parameters.
  void placeholders(const ToldTool& told) {
    const std::string_view path = tool_.endpoint;
    for (std::size_t at = 0; (at = path.find('{', at)) != std::string_view::npos; ++at) {
      std::string_view name = path.substr(at + 1, path.find('}', at) - at - 1);
      name = name.substr(0, name.find(':'));
      const bool is_told =
          has(told.listed, name) || has(told.written ? &*told.written : nullptr, name);
      if (!is_told && !judge_.is_told(tool_, "/api_endpoint") && !is_of_document(name)) {
        found("/api_endpoint", k_carrier,
              fmt::format("no parameter fills {{{}}} in its path", printable(name)));
        judge_.tell(tool_, "/api_endpoint");
      }
    }
  }

  static bool has(const std::vector<Parameter>* parameters, std::string_view name) {
    return parameters != nullptr &&
           std::any_of(parameters->begin(), parameters->end(),
                       [&](const Parameter& one) { return one.name == name; });
  }

  // Then the parameter is told as lost.
  [[nodiscard]] bool is_of_document(std::string_view name) const {
    const Operation* operation = judge_.operation_of(tool_);
    return operation != nullptr && operation->tool.find(name) != nullptr;
  }

  // That what a nameless parameter stands for is told as lost: a reference that was not followed.
  [[nodiscard]] bool loses_one(const std::vector<RealTool>& reals) const {
    return !reals.empty() &&
           std::any_of(reals.front().parameters.begin(), reals.front().parameters.end(),
                       [&](const Parameter& one) { return tool_.find(one.name) == nullptr; });
  }

  Judge& judge_;
  const Tool& tool_;
  Signature signature_;
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
  } else if (!judge.is_told(tool, "/name")) {
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
