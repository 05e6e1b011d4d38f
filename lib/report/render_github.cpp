#include <ostream>

#include "core/text.h"
#include "report/render_findings.h"

// https://docs.github.com/actions/reference/workflow-commands-for-github-actions; the escapes are
// those of @actions/core (toolkit, packages/core/src/command.ts).
namespace aether {

namespace {

enum class Part { property, message };

std::string escape(std::string_view text, Part part) {
  std::string escaped;
  for (const char c : text) {
    if (c == '%') {
      escaped += "%25";
    } else if (c == '\r') {
      escaped += "%0D";
    } else if (c == '\n') {
      escaped += "%0A";
    } else if (c == ':' && part == Part::property) {
      escaped += "%3A";
    } else if (c == ',' && part == Part::property) {
      escaped += "%2C";
    } else {
      escaped += c;
    }
  }
  return printable(escaped);
}

std::string_view command(Severity severity) {
  switch (severity) {
  case Severity::error:
    return "error";
  case Severity::warning:
    return "warning";
  case Severity::note:
    return "notice";
  }
  return "error";
}

} // namespace

std::string named_file(const Finding& finding, const FileName& name) {
  std::string given = name && !finding.file.empty() ? name(finding.file) : std::string();
  return given.empty() ? finding.file : given;
}

void render_findings_github(std::ostream& out, const std::vector<Finding>& findings,
                            const FileName& name) {
  for (const Finding& finding : findings) {
    out << "::" << command(finding.severity) << ' ';
    if (!finding.file.empty()) {
      out << "file=" << escape(named_file(finding, name), Part::property) << ',';
      if (finding.begin.line > 0) {
        out << "line=" << finding.begin.line << ',';
      }
      if (finding.begin.line > 0 && finding.begin.column > 0) {
        out << "col=" << finding.begin.column << ',';
      }
    }
    out << "title=" << escape(finding.rule, Part::property)
        << "::" << escape(finding.message, Part::message);
    if (!finding.hint.empty()) {
      out << "%0Ahint: " << escape(finding.hint, Part::message);
    }
    out << '\n';
  }
}

} // namespace aether
