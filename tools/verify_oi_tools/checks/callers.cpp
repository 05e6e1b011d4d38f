// exposure/* of who calls: profiles, skills and prompts, and the examples of the catalog.
#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "core/nearest.h"
#include "core/text.h"
#include "verify_oi_tools/checks/built_in.h"
#include "verify_oi_tools/checks/real_tool.h"
#include "verify_oi_tools/judge.h"
#include "verify_oi_tools/rules.h"

namespace aether::verify_oi_tools {

namespace {

// What a tool may be called with: what the catalog tells or what is behind it takes. Where these
// differ, that is told of the tool and not of its callers.
struct Callable {
  std::set<std::string, std::less<>> names;
  std::set<std::string, std::less<>> required; // by all
  std::vector<std::string> order;              // of those that may be passed by place
  std::size_t most = 0;
  bool takes_any_name = false;
  bool takes_any_count = false;
};

void add(const std::vector<Parameter>& parameters, bool is_first, Callable& made) {
  std::set<std::string, std::less<>> required;
  std::size_t count = 0;
  for (const Parameter& one : parameters) {
    if (one.kind == ParameterKind::rest_keyword || one.kind == ParameterKind::rest_positional) {
      made.takes_any_name = made.takes_any_name || one.kind == ParameterKind::rest_keyword;
      made.takes_any_count = made.takes_any_count || one.kind == ParameterKind::rest_positional;
      continue;
    }
    count += one.kind == ParameterKind::keyword_only ? 0U : 1U;
    made.names.insert(one.name);
    const bool is_passable = is_python_name(one.name); // else the tool is told of it
    if (one.required && is_passable && (is_first || made.required.contains(one.name))) {
      required.insert(one.name);
    }
    if (is_first) {
      made.order.push_back(one.name);
    }
  }
  made.required = std::move(required);
  made.most = std::max(made.most, count);
}

class Callers {
public:
  explicit Callers(Judge& judge) : judge_(judge), world_(judge.world()) {
    for (const Tool& tool : world_.catalog.tools) {
      paths_.emplace_back(tool.path);
    }
  }

  void check() {
    std::set<std::string> called;
    for (const Call& call : world_.calls) {
      called.insert(call.path);
      examine(call, [&](std::string_view rule, std::string message) -> Finding& {
        return judge_.found(rule, call.file, call.at, std::move(message));
      });
    }
    for (const Tool& tool : world_.catalog.tools) {
      examples_of(tool);
      if (called.contains(tool.path)) {
        judge_.seen(tool, Origin::callers);
      } else if (world_.looked_for_callers) {
        judge_.found(k_never_called, Group::exposure, tool,
                     fmt::format("{}: no profile, skill or prompt calls it", printable(tool.name)));
      }
    }
  }

private:
  void examples_of(const Tool& tool) {
    for (std::size_t i = 0; i < tool.examples.size(); ++i) {
      for (const Call& call : calls_in(tool.examples[i], tool.file)) {
        examine(call, [&](std::string_view rule, const std::string& message) -> Finding& {
          return judge_.found_at(fmt::format("/examples/{}", i), rule, Group::exposure, tool,
                                 fmt::format("{}: its example: {}", printable(tool.name), message));
        });
      }
    }
  }

  template <typename Tell> void examine(const Call& call, const Tell& tell) {
    if (const Tool* tool = world_.by_path(call.path)) {
      arguments(call, callable_of(*tool), tell);
    } else if (is_its_own(call.path) || is_attached(call.path) ||
               judge_.trace(call.path, Trace::call,
                            fmt::format("{}:{}", printable(call.file), call.at.line))) {
      return;
    } else {
      tell(k_unknown_call, fmt::format("{} is no tool of the catalog{}", printable(call.path),
                                       did_you_mean(nearest_names(call.path, paths_))))
          .hint = "the agent is told to call what it cannot";
    }
  }

  const Callable& callable_of(const Tool& tool) {
    const auto [found, is_new] = callables_.try_emplace(&tool);
    if (is_new) {
      bool is_first = true;
      if (tool.lists_parameters) {
        add(tool.parameters, is_first, found->second);
        is_first = false;
      }
      const Signature signature = parse_signature(tool.signature);
      if (!tool.signature.empty() && signature.problem.empty()) {
        found->second.most = 0; // a list does not tell what is passed by name alone
        add(parameters_of(signature), is_first, found->second);
        is_first = false;
      }
      for (const RealTool& real : real_tools(judge_, tool)) {
        if (real.aside.empty() && !real.is_open) { // else it may take what is not told
          add(real.parameters, is_first, found->second);
          is_first = false;
        }
      }
    }
    return found->second;
  }

  [[nodiscard]] bool is_attached(const std::string& path) const {
    return world_.attached && std::any_of(world_.attached->begin(), world_.attached->end(),
                                          [&](const Tool& one) { return one.path == path; });
  }

  template <typename Tell>
  static void arguments(const Call& call, const Callable& callable, const Tell& tell) {
    const std::vector<std::string_view> names(callable.names.begin(), callable.names.end());
    for (const std::string& keyword : call.keywords) {
      if (!callable.names.contains(keyword) && !callable.takes_any_name) {
        tell(k_wrong_call,
             fmt::format("{} has no parameter {}{}", printable(call.path), printable(keyword),
                         did_you_mean(nearest_names(keyword, names))));
      }
    }
    if (call.is_spread) {
      return;
    }
    for (const std::string& one : callable.required) {
      const auto place = std::find(callable.order.begin(), callable.order.end(), one);
      const bool is_passed =
          place - callable.order.begin() < static_cast<std::ptrdiff_t>(call.by_place.size()) ||
          std::find(call.keywords.begin(), call.keywords.end(), one) != call.keywords.end();
      if (!is_passed && !has_slip(call, callable)) {
        tell(k_wrong_call,
             fmt::format("{} is called without {}", printable(call.path), printable(one)));
      }
    }
    if (call.by_place.size() > callable.most && !callable.takes_any_count) {
      tell(k_wrong_call, fmt::format("{} is called with {} values and takes {}",
                                     printable(call.path), call.by_place.size(), callable.most));
    }
  }

  // That it passes what there is not: what is required is probably that.
  static bool has_slip(const Call& call, const Callable& callable) {
    return std::any_of(call.keywords.begin(), call.keywords.end(), [&](const std::string& one) {
      return !callable.names.contains(one) && !callable.takes_any_name;
    });
  }

  Judge& judge_;
  const World& world_;
  std::vector<std::string_view> paths_;
  std::map<const Tool*, Callable> callables_;
};

} // namespace

void check_callers(Judge& judge) { Callers(judge).check(); }

} // namespace aether::verify_oi_tools
