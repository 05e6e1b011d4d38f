#include <algorithm>
#include <ostream>

#include <fmt/format.h>

#include "core/text.h"
#include "verify_oi_tools/render.h"

namespace aether::verify_oi_tools {

namespace {

std::string escaped(std::string_view text) {
  std::string made;
  for (const char c : printable(text)) {
    made += c == '&'   ? "&amp;"
            : c == '<' ? "&lt;"
            : c == '>' ? "&gt;"
            : c == '"' ? "&quot;"
                       : std::string(1, c);
  }
  return made;
}

std::string place_of(const Finding& finding) {
  return finding.file.empty() ? "" : fmt::format("{}:{}: ", finding.file, finding.begin.line);
}

void render_finding(const Finding& finding, std::ostream& out) {
  const bool fails = finding.severity == Severity::error;
  out << fmt::format("      <{} type=\"{}\" message=\"{}\">{}</{}>\n",
                     fails ? "failure" : "system-out", escaped(finding.rule),
                     escaped(finding.message), escaped(place_of(finding) + finding.message),
                     fails ? "failure" : "system-out");
}

} // namespace

void render_junit(const Report& report, cli::Streams& streams) {
  std::vector<const Finding*> others;
  for (const Finding& one : report.findings) {
    if (std::none_of(report.tools.begin(), report.tools.end(),
                     [&](const ToolReport& tool) { return is_about(one, tool); })) {
      others.push_back(&one);
    }
  }
  const bool sources_fail = std::any_of(others.begin(), others.end(), [](const Finding* one) {
    return one->severity == Severity::error;
  });
  const std::size_t failures = report.count(Status::failed) + (sources_fail ? 1U : 0U);
  const std::size_t skipped = report.count(Status::blocked) + report.count(Status::unverified);
  std::ostream& out = streams.out;
  out << fmt::format("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n"
                     "  <testsuite name=\"verify_oi_tools\" tests=\"{}\" failures=\"{}\" "
                     "errors=\"0\" skipped=\"{}\">\n",
                     report.tools.size() + 1, failures, skipped);
  for (const ToolReport& tool : report.tools) {
    out << fmt::format("    <testcase classname=\"{}\" name=\"{}\">\n",
                       escaped(tool.integration.empty() ? "tools" : tool.integration),
                       escaped(tool.path));
    for (const Finding& one : report.findings) {
      if (is_about(one, tool) && one.severity == Severity::error) {
        render_finding(one, out);
      }
    }
    const Status status = tool.status();
    if (status == Status::blocked || status == Status::unverified) {
      out << fmt::format("      <skipped message=\"{}{}\"/>\n", to_string(status),
                         tool.blocked_by.empty() ? "" : " by " + escaped(tool.blocked_by));
    }
    out << "    </testcase>\n";
  }
  out << "    <testcase classname=\"verify_oi_tools\" name=\"sources\">\n";
  for (const Finding* one : others) {
    if (one->severity == Severity::error) {
      render_finding(*one, out);
    }
  }
  out << "    </testcase>\n  </testsuite>\n</testsuites>\n";
}

} // namespace aether::verify_oi_tools
