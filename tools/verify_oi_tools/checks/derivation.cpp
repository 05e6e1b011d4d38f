// derivation/*: entries of the catalog against what the backend's document gives.
#include <algorithm>

#include <fmt/format.h>

#include "core/text.h"
#include "verify_oi_tools/derive.h"
#include "verify_oi_tools/judge.h"
#include "verify_oi_tools/rules.h"

namespace aether::verify_oi_tools {

namespace {

std::string parameters_shown(const std::vector<DerivedTool::DerivedParameter>& parameters) {
  std::string text;
  for (const auto& one : parameters) {
    text += fmt::format("{}{}: {}{}", text.empty() ? "" : ", ", one.name, one.type,
                        one.required ? "" : "?");
  }
  return "(" + text + ")";
}

std::string parameters_shown(const std::vector<Parameter>& parameters) {
  std::string text;
  for (const Parameter& one : parameters) {
    text += fmt::format("{}{}: {}{}", text.empty() ? "" : ", ", one.name,
                        one.type.text.empty() ? "string" : one.type.text, one.required ? "" : "?");
  }
  return "(" + text + ")";
}

// What of an entry differs, for one line.
std::vector<std::string> differences(const Tool& tool, const DerivedTool& derived) {
  std::vector<std::string> found;
  const auto differs = [&](std::string_view what, const std::string& is, const std::string& given) {
    if (is != given) {
      found.push_back(
          fmt::format("{} is `{}` in place of `{}`", what, printable(is), printable(given)));
    }
  };
  differs("its name", tool.name, derived.name);
  differs("its path", tool.path, derived.path);
  differs("its description", tool.description, derived.description);
  differs("its signature", tool.signature, derived.signature);
  differs("the list of its parameters", parameters_shown(tool.parameters),
          parameters_shown(derived.parameters));
  return found;
}

} // namespace

void check_derivation(Judge& judge) {
  const World& world = judge.world();
  if (!world.openapi) {
    for (const Tool& tool : world.catalog.tools) {
      judge.skipped(Group::derivation, tool, "the backend's OpenAPI document was not read");
    }
    return;
  }
  const DerivedCatalog derived = derive_catalog(*world.openapi, world.registry, world.catalog);
  for (const Tool& tool : world.catalog.tools) {
    const Operation* operation = world.operation_of(tool);
    const DerivedTool* entry = nullptr;
    for (const DerivedCategory& category : derived.categories) {
      for (const DerivedTool& one : category.tools) {
        if (operation != nullptr && one.method == operation->tool.method &&
            one.endpoint == operation->tool.endpoint) {
          entry = &one;
        }
      }
    }
    if (entry == nullptr) {
      judge.skipped(Group::derivation, tool, "the backend makes no tool of it");
      continue;
    }
    judge.passed(Group::derivation, tool);
    const std::vector<std::string> found = differences(tool, *entry);
    if (!found.empty()) {
      judge
          .found(k_entry, Group::derivation, tool,
                 fmt::format("{}: {}", printable(tool.name), fmt::join(found, "; ")))
          .hint = "verify_oi_tools --generate writes what the document gives";
    }
  }
}

} // namespace aether::verify_oi_tools
