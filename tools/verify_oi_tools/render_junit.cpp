#include <algorithm>
#include <map>
#include <optional>
#include <ostream>
#include <vector>

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

// The tool at whose pointer, or below it, something stands.
std::optional<std::size_t> tool_of(std::string_view pointer,
                                   const std::map<std::string_view, std::size_t>& of) {
  for (; !pointer.empty(); pointer = pointer.substr(0, pointer.rfind('/'))) {
    if (const auto found = of.find(pointer); found != of.end()) {
      return found->second;
    }
  }
  return std::nullopt;
}

std::string line_of(const Finding& finding) {
  return escaped(fmt::format("{}{}: {} [{}]", place_of(finding), to_string(finding.severity),
                             finding.message, finding.rule)) +
         "\n";
}

struct TestCase {
  std::string class_name;
  std::string name;
  std::string skipped; // why; empty where it is not
  double seconds = 0;
  std::vector<const Finding*> findings;

  [[nodiscard]] const Finding* failure() const {
    const auto found = std::find_if(findings.begin(), findings.end(), [](const Finding* one) {
      return one->severity == Severity::error;
    });
    return found == findings.end() ? nullptr : *found;
  }
};

// One failure a case, as readers of these files expect; the rest is its output.
void render_case(const TestCase& one, std::ostream& out) {
  out << fmt::format("    <testcase classname=\"{}\" name=\"{}\" time=\"{:.3f}\">\n",
                     escaped(one.class_name), escaped(one.name), one.seconds);
  std::string failures;
  std::string others;
  for (const Finding* finding : one.findings) {
    (finding->severity == Severity::error ? failures : others) += line_of(*finding);
  }
  if (const Finding* failure = one.failure()) {
    out << fmt::format("      <failure type=\"{}\" message=\"{}\">{}</failure>\n",
                       escaped(failure->rule), escaped(failure->message), failures);
  } else if (!one.skipped.empty()) {
    out << fmt::format("      <skipped message=\"{}\"/>\n", escaped(one.skipped));
  }
  if (!others.empty()) {
    out << fmt::format("      <system-out>{}</system-out>\n", others);
  }
  out << "    </testcase>\n";
}

std::vector<TestCase> cases_of(const Report& report) {
  std::vector<TestCase> made;
  std::map<std::string_view, std::size_t> of; // tools by file and pointer
  for (const ToolReport& tool : report.tools) {
    TestCase one;
    one.class_name = tool.integration.empty() ? "tools" : tool.integration;
    one.name = tool.path.empty() ? tool.name : tool.path;
    const Status status = tool.status();
    if (status == Status::blocked || status == Status::unverified) {
      one.skipped = fmt::format("{}{}", to_string(status),
                                tool.blocked_by.empty() ? "" : " by " + tool.blocked_by);
    }
    one.seconds =
        static_cast<double>(tool.took.value_or(std::chrono::microseconds(0)).count()) / 1e6;
    of.try_emplace(tool.pointer, made.size());
    made.push_back(std::move(one));
  }
  TestCase sources{"verify_oi_tools", "sources", "", 0, {}};
  for (const Finding& finding : report.findings) {
    const auto tool = tool_of(finding.pointer, of);
    const bool is_its = tool && is_about(finding, report.tools[*tool]);
    (is_its ? made[*tool] : sources).findings.push_back(&finding);
  }
  made.push_back(std::move(sources));
  return made;
}

} // namespace

void render_junit(const Report& report, cli::Streams& streams) {
  const std::vector<TestCase> cases = cases_of(report);
  const auto failures = std::count_if(cases.begin(), cases.end(),
                                      [](const TestCase& one) { return one.failure() != nullptr; });
  const auto skipped = std::count_if(cases.begin(), cases.end(), [](const TestCase& one) {
    return one.failure() == nullptr && !one.skipped.empty();
  });
  streams.out << fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n"
      "  <testsuite name=\"verify_oi_tools\" tests=\"{}\" failures=\"{}\" errors=\"0\" "
      "skipped=\"{}\">\n",
      cases.size(), failures, skipped);
  for (const TestCase& one : cases) {
    render_case(one, streams.out);
  }
  streams.out << "  </testsuite>\n</testsuites>\n";
}

} // namespace aether::verify_oi_tools
