// Which findings of a tool's rules count, and how much: --select, --ignore, --severity.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/finding.h"

namespace aether {

struct IgnoredRule {
  std::string rule; // a glob over rule names
  std::string file; // a glob over paths; empty = every file
};

struct SeverityOverride {
  std::string rule; // a glob over rule names
  Severity severity = Severity::error;
};

struct Selection {
  std::vector<std::string> select; // globs over rule names; empty = every rule enabled by default
  std::vector<IgnoredRule> ignore;
  std::vector<SeverityOverride> severities; // the last that fits wins
};

// The option values as a user writes them: `RULE`, `RULE[:GLOB]`, `RULE=LEVEL`. A rule (or glob)
// that names none of the rules throws Error (usage) with the nearest name.
[[nodiscard]] Selection parse_selection(const std::vector<std::string>& select,
                                        const std::vector<std::string>& ignore,
                                        const std::vector<std::string>& severities,
                                        const std::vector<Rule>& rules);

// Whether a rule has to run at all.
[[nodiscard]] bool is_selected(const Selection& selection, const Rule& rule);

// Drops what is not selected or is ignored, and sets the severities.
void apply_selection(const Selection& selection, const std::vector<Rule>& rules,
                     std::vector<Finding>& findings);

} // namespace aether
