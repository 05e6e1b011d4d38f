#include "verify_oi_tools/judge.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/text.h"
#include "verify_oi_tools/rules.h"

namespace aether::verify_oi_tools {

Judge::Judge(const World& world) : world_(world), matching_(world) {
  for (const IntegrationEntry& one : world.registry.integrations) {
    for (const std::string& path : one.tool_paths) {
      owners_.try_emplace(path, one.name);
    }
  }
  for (const Tool& tool : world.catalog.tools) {
    begin(tool, Origin::catalog);
  }
  for (const Tool& tool : world.served) {
    begin(tool, Origin::mcp);
  }
}

const Operation* Judge::operation_of(const Tool& tool) const {
  const Match& match = matching_.of(tool);
  return match.kind == Match::Kind::guess ? nullptr : match.operation;
}

std::string Judge::integration_of(const Tool& tool) const {
  if (const DerivedTool* derived = matching_.of(tool).derived) {
    return derived->integration;
  }
  const auto owner = owners_.find(tool.path);
  return owner == owners_.end() ? tool.integration : owner->second;
}

void Judge::begin(const Tool& tool, Origin origin) {
  ToolReport made;
  made.name = tool.name;
  made.path = tool.path;
  made.integration = tool.integration;
  made.file = tool.file;
  made.pointer = tool.pointer;
  made.at = tool.at;
  made.seen_in = {origin};
  tools_.push_back(std::move(made));
}

std::optional<std::size_t> Judge::number_of(const Tool& tool) const {
  std::size_t before = 0;
  for (const std::vector<Tool>* all : {&world_.catalog.tools, &world_.served}) {
    if (!all->empty() && &tool >= all->data() && &tool < all->data() + all->size()) {
      return before + static_cast<std::size_t>(&tool - all->data());
    }
    before += all->size();
  }
  return std::nullopt;
}

ToolReport* Judge::report_of(const Tool& tool) {
  const std::optional<std::size_t> number = number_of(tool);
  return number ? &tools_[*number] : nullptr;
}

Finding& Judge::found(std::string_view rule, Group group, const Tool& tool, std::string message) {
  return found(rule, rule_named(rule).severity, group, tool, std::move(message));
}

Finding& Judge::found(std::string_view rule, Severity severity, Group group, const Tool& tool,
                      std::string message) {
  return found_at("", rule, severity, group, tool, std::move(message));
}

Finding& Judge::found_at(std::string_view part, std::string_view rule, Group group,
                         const Tool& tool, std::string message) {
  return found_at(part, rule, rule_named(rule).severity, group, tool, std::move(message));
}

Finding& Judge::found_at(std::string_view part, std::string_view rule, Severity severity,
                         Group group, const Tool& tool, std::string message) {
  Finding& made = found(rule, tool.file, tool.place_of(part), std::move(message));
  made.severity = severity;
  made.pointer = tool.pointer.empty() ? "" : tool.pointer + std::string(part);
  shared(group, tool);
  return made;
}

Finding& Judge::found(std::string_view rule, const std::string& file, Position at,
                      std::string message) {
  Finding made;
  made.rule = rule;
  made.severity = rule_named(rule).severity;
  made.file = file;
  made.begin = at;
  made.message = std::move(message);
  findings_.push_back(std::move(made));
  return findings_.back();
}

void Judge::shared(Group group, const Tool& tool) {
  if (const std::optional<std::size_t> number = number_of(tool)) {
    concerns_.push_back({findings_.size() - 1, *number, group});
  }
}

void Judge::passed(Group group, const Tool& tool) {
  if (ToolReport* report = report_of(tool)) {
    report->raise(group, Outcome::passed);
  }
}

void Judge::skipped(Group group, const Tool& tool, std::string why) {
  if (ToolReport* report = report_of(tool)) {
    GroupOutcome& one = report->outcomes[static_cast<std::size_t>(group)];
    if (one.outcome == Outcome::skipped) {
      one.why = std::move(why);
    }
  }
}

void Judge::blocked(const Tool& tool, std::string by) {
  if (ToolReport* report = report_of(tool)) {
    report->blocked_by = std::move(by);
  }
}

void Judge::seen(const Tool& tool, Origin origin) {
  ToolReport* report = report_of(tool);
  if (report != nullptr &&
      std::find(report->seen_in.begin(), report->seen_in.end(), origin) == report->seen_in.end()) {
    report->seen_in.push_back(origin);
  }
}

void Judge::took(const Tool& tool, std::chrono::microseconds time) {
  if (ToolReport* report = report_of(tool)) {
    report->took = time;
  }
}

void Judge::tell(const Tool& tool, std::string_view part) { told_[&tool].emplace(part); }

bool Judge::is_told(const Tool& tool, std::string_view part) const {
  const auto found = told_.find(&tool);
  return found != told_.end() && found->second.contains(part);
}

void Judge::explain(const std::string& path) { explained_.try_emplace(path, findings_.size() - 1); }

bool Judge::trace(const std::string& path, Trace trace, const std::string& place) {
  const auto found = explained_.find(path);
  if (found == explained_.end()) {
    return false;
  }
  Traces& traces = traces_[found->second];
  (trace == Trace::call ? traces.calls : traces.promises).push_back(place);
  Finding& finding = findings_[found->second];
  if (finding.rule == k_unlisted) { // somebody counts on it
    finding.severity = Severity::error;
  }
  return true;
}

std::vector<Finding> Judge::take_findings() {
  for (auto& [number, traces] : traces_) {
    Finding& finding = findings_[number];
    for (const std::string& one : {places_named("promised at", std::move(traces.promises)),
                                   places_named("called at", std::move(traces.calls))}) {
      finding.cause += (finding.cause.empty() || one.empty() ? "" : "; ") + one;
    }
  }
  return std::move(findings_);
}

std::string places_named(std::string_view what, std::vector<std::string> places) {
  constexpr std::size_t k_most = 100;
  if (places.empty()) {
    return "";
  }
  const std::size_t more = places.size() - std::min(places.size(), k_most);
  places.resize(places.size() - more);
  return fmt::format("{} {}{}", what, fmt::join(places, ", "),
                     more == 0 ? "" : fmt::format(" and {} more places", more));
}

} // namespace aether::verify_oi_tools
