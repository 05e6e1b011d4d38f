#include <algorithm>
#include <ostream>

#include <fmt/format.h>

#include "cli/table.h"
#include "core/text.h"
#include "verify_oi_tools/render.h"
#include "verify_oi_tools/rules.h"

namespace aether::verify_oi_tools {

namespace {

std::string sources_of(const ToolReport& tool) {
  std::string names;
  for (const Origin one : tool.seen_in) {
    names += (names.empty() ? "" : ", ") + std::string(to_string(one));
  }
  return names;
}

void render_tool(const ToolReport& tool, std::ostream& out) {
  out << fmt::format("{:<10} {}{}\n", to_string(tool.status()), printable(tool.path),
                     tool.blocked_by.empty() ? "" : ", blocked by " + printable(tool.blocked_by));
  out << fmt::format("           seen in {}\n", sources_of(tool));
  for (std::size_t i = 0; i < k_groups; ++i) {
    const GroupOutcome& one = tool.outcomes[i];
    if (one.outcome == Outcome::skipped && one.why.empty()) {
      continue; // the group is not for such tools
    }
    out << fmt::format("           {:<12} {}{}\n", to_string(static_cast<Group>(i)),
                       to_string(one.outcome), one.why.empty() ? "" : ": " + printable(one.why));
  }
}

void render_summary(const Report& report, std::ostream& out) {
  std::string parts;
  for (const Status one :
       {Status::verified, Status::failed, Status::degraded, Status::blocked, Status::unverified}) {
    if (const std::size_t count = report.count(one); count > 0) {
      parts += fmt::format("{}{} {}", parts.empty() ? "" : ", ", count, to_string(one));
    }
  }
  out << fmt::format("{} tool{}: {}; {}", report.tools.size(), report.tools.size() == 1 ? "" : "s",
                     parts.empty() ? "nothing is verified" : parts,
                     count_findings(report.findings));
  if (report.known > 0) {
    out << fmt::format(" ({} more in the baseline)", report.known);
  }
  out << '\n';
}

} // namespace

void render_text(const Report& report, const Options& options, cli::Streams& streams,
                 const SourceLine& source_line) {
  render_findings_text(streams.out, report.findings, source_line,
                       streams.colour ? Colour::on : Colour::off);
  if (options.quiet) {
    return;
  }
  if (options.verbose) {
    for (const ToolReport& one : report.tools) {
      render_tool(one, streams.out);
    }
  }
  for (const SourceReport& one : report.sources) {
    const bool is_told =
        one.server.has_value() ||
        (one.origin == Origin::backend &&
         std::any_of(report.findings.begin(), report.findings.end(),
                     [](const Finding& each) { return each.rule == k_backend_down; }));
    if (!one.reached && !is_told) {
      streams.out << fmt::format("not asked: {} {}: {}\n", to_string(one.origin),
                                 printable(one.name), printable(one.why_not));
    }
  }
  if (options.verbose && !report.integrations.empty()) {
    cli::Table table({cli::Align::left, cli::Align::right, cli::Align::right, cli::Align::right});
    table.add_row({"integration", "tools", "verified", "failed"});
    for (const IntegrationReport& one : report.integrations) {
      table.add_row({one.name + (one.enabled ? "" : " (disabled)"), fmt::format("{}", one.tools),
                     fmt::format("{}", one.verified), fmt::format("{}", one.failed)});
    }
    table.print(streams.out);
  }
  render_summary(report, streams.out);
}

} // namespace aether::verify_oi_tools
