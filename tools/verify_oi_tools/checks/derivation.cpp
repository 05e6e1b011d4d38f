// derivation/entry: entries of the catalog against what the backend's document gives. What other
// groups tell of an entry already is not told again.
#include <algorithm>

#include <fmt/format.h>

#include "core/text.h"
#include "verify_oi_tools/judge.h"
#include "verify_oi_tools/redact.h"
#include "verify_oi_tools/rules.h"

namespace aether::verify_oi_tools {

namespace {

// Of an entry, for one line: what differs, and where the first of it stands.
class Differences {
public:
  Differences(const Judge& judge, const Tool& tool, const DerivedTool& derived)
      : judge_(judge), tool_(tool), derived_(derived) {}

  void find(const std::string& category, bool category_counts) {
    if (tool_.name != derived_.name) {
      differs("/name", "its name", tool_.name, derived_.name);
    }
    differs("/path", "its path", tool_.path, derived_.path);
    if (judge_.operation_of(tool_) != nullptr) {
      differs("/http_method", "its method", to_lower(tool_.method), to_lower(derived_.method));
      differs("/api_endpoint", "its route", tool_.endpoint, derived_.endpoint);
    }
    if (!judge_.is_told(tool_, "/parameters")) { // of whose number it is made
      differs("/complexity", "its complexity", tool_.complexity, derived_.complexity);
    }
    differs("/description", "its description", tool_.description, derived_.description);
    differs("/signature", "its signature", tool_.signature, signature());
    parameters();
    differs("/tags", "the list of its tags", fmt::format("{}", fmt::join(tool_.tags, ", ")),
            fmt::format("{}", fmt::join(derived_.tags, ", ")));
    differs("/integration", "its integration", tool_.integration, derived_.integration);
    if (category_counts) {
      differs("", "its category", tool_.category, category);
    }
  }

  [[nodiscard]] const std::vector<std::string>& found() const { return found_; }
  [[nodiscard]] const std::string& part() const { return part_; }

private:
  // A field that an entry has not is told by validate_config.
  void differs(const std::string& part, std::string_view what, const std::string& is,
               const std::string& given) {
    const bool is_there = part.empty() || tool_.places.contains(part);
    if (redacted(is) == redacted(given) || !is_there || judge_.is_told(tool_, part)) {
      return;
    }
    add(part, fmt::format("{} is `{}` in place of `{}`", what, printable(is), printable(given)));
  }

  void add(const std::string& part, std::string difference) {
    if (found_.empty()) {
      part_ = part;
    }
    found_.push_back(std::move(difference));
  }

  // As it would be under the name that it has.
  [[nodiscard]] std::string signature() const {
    const bool is_renamed =
        tool_.name != derived_.name && tool_.signature.starts_with(tool_.name + "(");
    return is_renamed ? tool_.name + derived_.signature.substr(derived_.name.size())
                      : derived_.signature;
  }

  void parameters() {
    if (!tool_.lists_parameters || judge_.is_told(tool_, "/parameters")) {
      return;
    }
    const std::string is = shown(tool_.parameters);
    const std::string given = shown(derived_.parameters);
    if (is != given) {
      add("/parameters", fmt::format("the list of its parameters is `{}` in place of `{}`",
                                     printable(is), printable(given)));
      return;
    }
    for (std::size_t i = 0; i < tool_.parameters.size(); ++i) {
      const std::string part = fmt::format("/parameters/{}/description", i);
      if (!judge_.is_told(tool_, part)) {
        differs(part, fmt::format("the description of {}", printable(tool_.parameters[i].name)),
                tool_.parameters[i].description, derived_.parameters[i].description);
      }
    }
  }

  static std::string shown(const std::vector<DerivedTool::DerivedParameter>& parameters) {
    std::string text;
    for (const auto& one : parameters) {
      text += fmt::format("{}{}: {}{}", text.empty() ? "" : ", ", one.name, one.type,
                          one.required ? "" : "?");
    }
    return "(" + text + ")";
  }

  static std::string shown(const std::vector<Parameter>& parameters) {
    std::vector<DerivedTool::DerivedParameter> made;
    for (const Parameter& one : parameters) {
      made.push_back(
          {one.name, one.type.text.empty() ? "string" : one.type.text, one.required, ""});
    }
    return shown(made);
  }

  const Judge& judge_;
  const Tool& tool_;
  const DerivedTool& derived_;
  std::vector<std::string> found_;
  std::string part_;
};

// Whether the registry's category of an integration is that of none of its tools: that is one
// mistake of the registry, or of the category, and told as such.
bool is_elsewhere_as_a_whole(const Judge& judge, const DerivedTool& derived) {
  const World& world = judge.world();
  const IntegrationEntry* entry = world.registry.find(derived.integration);
  return entry != nullptr &&
         std::none_of(world.catalog.tools.begin(), world.catalog.tools.end(), [&](const Tool& one) {
           return judge.integration_of(one) == entry->name && one.category == entry->category;
         });
}

void check_entry(Judge& judge, const Tool& tool, const DerivedTool& derived) {
  Differences differences(judge, tool, derived);
  differences.find(judge.matching().category_of(derived).key,
                   !judge.world().registry.file.empty() && // which says what is of which category
                       !is_elsewhere_as_a_whole(judge, derived));
  if (differences.found().empty()) {
    return;
  }
  const Match::Kind kind = judge.matching().of(tool).kind;
  judge
      .found_at(differences.part(), k_entry,
                kind == Match::Kind::name ? Severity::error : Severity::warning, Group::derivation,
                tool,
                fmt::format("{}: {}", printable(tool.name), fmt::join(differences.found(), "; ")))
      .hint = "verify_oi_tools --generate writes what the document gives";
  if (tool.integration != derived.integration) {
    judge.unsettle(tool.integration);
    judge.unsettle(derived.integration);
  }
  judge.tell(tool, "/integration");
  judge.tell(tool, "/category");
  if (tool.path != derived.path) {
    judge.tell(tool, "/path");
    judge.explain(derived.path);
  }
}

} // namespace

void check_derivation(Judge& judge) {
  const World& world = judge.world();
  for (const Tool& tool : world.catalog.tools) {
    const DerivedTool* derived = judge.matching().of(tool).derived;
    if (!world.openapi) {
      judge.skipped(Group::derivation, tool, "the backend's OpenAPI document was not read");
    } else if (derived == nullptr) {
      judge.skipped(Group::derivation, tool, "the backend makes no tool of it");
    } else if (judge.matching().of(tool).kind == Match::Kind::guess) {
      judge.skipped(Group::derivation, tool, "its route is another");
    } else {
      judge.passed(Group::derivation, tool);
      check_entry(judge, tool, *derived);
    }
  }
}

} // namespace aether::verify_oi_tools
