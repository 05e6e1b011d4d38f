// Findings as text with caret, as JSON members, as SARIF 2.1.0 (OASIS) and as the workflow commands
// of GitHub Actions. Each is a function from values to a stream and decides nothing.
#pragma once

#include <functional>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/finding.h"
#include "data/json_writer.h"

namespace aether {

enum class Colour { off, on };

// The text of a line of a file (without its newline), where it can be had.
using SourceLine =
    std::function<std::optional<std::string>(std::string_view file, std::uint32_t line)>;

// `FILE:LINE:COLUMN: error: message [rule]`, the source line with a caret (or ^~~~ up to the end
// when it is on the same line), then `hint: ...` where there is one. A very long line is cut to a
// window about the caret. Everything that comes from a file is made printable.
void render_findings_text(std::ostream& out, const std::vector<Finding>& findings,
                          const SourceLine& source_line, Colour colour);

// What a file of a finding is called elsewhere; empty: as in the finding.
using FileName = std::function<std::string(std::string_view file)>;

// One finding as an object: {"rule", "severity", "message", "file", "line", "column", ...}.
void write_finding(JsonWriter& json, const Finding& finding);

struct SarifTool {
  std::string_view name;
  std::string_view version;
};
// One run with the tool's rules; artifact URIs are the percent-encoded relative paths below
// %SRCROOT%, which is the repository where `name` gives paths from there, columnKind
// unicodeCodePoints, partialFingerprints from the fingerprint.
void render_findings_sarif(std::ostream& out, const SarifTool& tool, const std::vector<Rule>& rules,
                           const std::vector<Finding>& findings, const FileName& name = {});

// `::error file=...,line=...,col=...,title=rule::message`, with % CR LF : , escaped as GitHub asks.
// It takes paths from the root of the repository, which `name` is to give.
void render_findings_github(std::ostream& out, const std::vector<Finding>& findings,
                            const FileName& name = {});

// The file of a finding, by `name` where that is given and knows it.
[[nodiscard]] std::string named_file(const Finding& finding, const FileName& name);

// "2 errors, 1 warning, 3 notes", without the kinds that do not occur; "no findings".
[[nodiscard]] std::string count_findings(const std::vector<Finding>& findings);

} // namespace aether
