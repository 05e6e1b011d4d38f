#include "report/selection.h"

#include <algorithm>
#include <map>
#include <optional>

#include <fmt/format.h>

#include "core/error.h"
#include "core/glob.h"
#include "core/nearest.h"

namespace aether {

namespace {

void check_rule(std::string_view option, std::string_view glob, const std::vector<Rule>& rules) {
  std::vector<std::string_view> names;
  for (const Rule& rule : rules) {
    if (glob_matches(glob, rule.name)) {
      return;
    }
    names.push_back(rule.name);
  }
  throw Error(ExitCode::usage, fmt::format("{}: there is no rule `{}`{}", option, glob,
                                           did_you_mean(nearest_names(glob, names))));
}

IgnoredRule parse_ignored(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) {
    return {std::string(text), {}};
  }
  if (colon + 1 == text.size()) {
    throw Error(ExitCode::usage, fmt::format("--ignore: `{}` names no file after the colon", text));
  }
  return {std::string(text.substr(0, colon)), std::string(text.substr(colon + 1))};
}

SeverityOverride parse_override(std::string_view text) {
  const std::size_t equals = text.rfind('=');
  if (equals == std::string_view::npos) {
    throw Error(ExitCode::usage, fmt::format("--severity: `{}` is not RULE=LEVEL", text));
  }
  const std::string_view level = text.substr(equals + 1);
  const std::optional<Severity> severity = parse_severity(level);
  if (!severity) {
    throw Error(ExitCode::usage,
                fmt::format("--severity: `{}` is not error, warning or note{}", level,
                            did_you_mean(nearest_names(level, {"error", "warning", "note"}))));
  }
  return {std::string(text.substr(0, equals)), *severity};
}

bool any_matches(const std::vector<std::string>& globs, std::string_view name) {
  return std::any_of(globs.begin(), globs.end(),
                     [&](const std::string& glob) { return glob_matches(glob, name); });
}

// What the selection says of one rule, worked out once for all of its findings.
struct Verdict {
  bool selected = true;
  std::vector<std::string> ignored_files;
  std::optional<Severity> severity;
};

Verdict judge(const Selection& selection, const std::vector<Rule>& rules, std::string_view name) {
  Verdict verdict;
  const auto rule = std::find_if(rules.begin(), rules.end(),
                                 [&](const Rule& candidate) { return candidate.name == name; });
  const Rule unknown{name, Severity::error, true, {}};
  verdict.selected = is_selected(selection, rule == rules.end() ? unknown : *rule);
  for (const IgnoredRule& ignored : selection.ignore) {
    if (glob_matches(ignored.rule, name)) {
      verdict.ignored_files.push_back(ignored.file);
    }
  }
  for (const SeverityOverride& override : selection.severities) {
    if (glob_matches(override.rule, name)) {
      verdict.severity = override.severity;
    }
  }
  return verdict;
}

} // namespace

Selection parse_selection(const std::vector<std::string>& select,
                          const std::vector<std::string>& ignore,
                          const std::vector<std::string>& severities,
                          const std::vector<Rule>& rules) {
  Selection selection;
  for (const std::string& glob : select) {
    check_rule("--select", glob, rules);
    selection.select.push_back(glob);
  }
  for (const std::string& text : ignore) {
    selection.ignore.push_back(parse_ignored(text));
    check_rule("--ignore", selection.ignore.back().rule, rules);
  }
  for (const std::string& text : severities) {
    selection.severities.push_back(parse_override(text));
    check_rule("--severity", selection.severities.back().rule, rules);
  }
  return selection;
}

bool is_selected(const Selection& selection, const Rule& rule) {
  const bool ignored =
      std::any_of(selection.ignore.begin(), selection.ignore.end(), [&](const IgnoredRule& one) {
        return one.file.empty() && glob_matches(one.rule, rule.name);
      });
  return !ignored &&
         (selection.select.empty() ? rule.enabled : any_matches(selection.select, rule.name));
}

void apply_selection(const Selection& selection, const std::vector<Rule>& rules,
                     std::vector<Finding>& findings) {
  std::map<std::string, Verdict, std::less<>> verdicts;
  std::erase_if(findings, [&](Finding& finding) {
    auto verdict = verdicts.find(finding.rule);
    if (verdict == verdicts.end()) {
      verdict = verdicts.emplace(finding.rule, judge(selection, rules, finding.rule)).first;
    }
    finding.severity = verdict->second.severity.value_or(finding.severity);
    return !verdict->second.selected ||
           (!finding.file.empty() && any_matches(verdict->second.ignored_files, finding.file));
  });
}

} // namespace aether
