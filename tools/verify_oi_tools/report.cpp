#include "verify_oi_tools/report.h"

#include <algorithm>

namespace aether::verify_oi_tools {

std::string_view to_string(Group group) {
  constexpr std::array<std::string_view, k_groups> k_names = {
      "exposure",  "availability", "signature", "schema",
      "execution", "integration",  "safety",    "derivation"};
  return k_names[static_cast<std::size_t>(group)];
}

std::string_view to_string(Outcome outcome) {
  constexpr std::array<std::string_view, 4> k_names = {"skipped", "passed", "warned", "failed"};
  return k_names[static_cast<std::size_t>(outcome)];
}

std::string_view to_string(Status status) {
  constexpr std::array<std::string_view, 5> k_names = {"verified", "degraded", "failed", "blocked",
                                                       "unverified"};
  return k_names[static_cast<std::size_t>(status)];
}

Status ToolReport::status() const {
  const auto has = [&](Outcome outcome) {
    return std::any_of(outcomes.begin(), outcomes.end(),
                       [&](const GroupOutcome& one) { return one.outcome == outcome; });
  };
  if (has(Outcome::failed)) {
    return Status::failed;
  }
  if (!blocked_by.empty()) {
    return Status::blocked;
  }
  if (has(Outcome::warned)) {
    return Status::degraded;
  }
  // That its entry is well-formed says nothing of what is behind it.
  const bool is_behind = std::any_of(seen_in.begin(), seen_in.end(), [](Origin one) {
    return one == Origin::backend || one == Origin::mcp || one == Origin::python ||
           one == Origin::probe;
  });
  return is_behind ? Status::verified : Status::unverified;
}

void ToolReport::raise(Group group, Outcome outcome) {
  GroupOutcome& one = outcomes[static_cast<std::size_t>(group)];
  if (outcome > one.outcome) {
    one = {outcome, ""};
  }
}

bool is_about(const Finding& finding, const ToolReport& tool) {
  const std::string_view pointer = finding.pointer;
  return !tool.pointer.empty() && pointer.starts_with(tool.pointer) && finding.file == tool.file &&
         (pointer.size() == tool.pointer.size() || pointer[tool.pointer.size()] == '/');
}

std::size_t Report::count(Status status) const {
  return static_cast<std::size_t>(std::count_if(
      tools.begin(), tools.end(), [&](const ToolReport& one) { return one.status() == status; }));
}

ExitCode Report::exit_code() const {
  const auto has = [&](Severity severity) {
    return std::any_of(findings.begin(), findings.end(),
                       [&](const Finding& one) { return one.severity == severity; });
  };
  if (has(Severity::error)) {
    return ExitCode::problem;
  }
  const bool all_reached = std::all_of(sources.begin(), sources.end(), [](const SourceReport& one) {
    return one.reached || !one.needed;
  });
  const bool all_verified = count(Status::blocked) + count(Status::unverified) == 0;
  const bool is_well = !has(Severity::warning) && all_reached && all_verified && !tools.empty();
  return is_well ? ExitCode::ok : ExitCode::degraded;
}

} // namespace aether::verify_oi_tools
