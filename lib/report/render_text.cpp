#include <algorithm>
#include <ostream>

#include <fmt/format.h>

#include "core/secret_shapes.h"
#include "core/secrets.h"
#include "core/text.h"
#include "report/render_findings.h"

namespace aether {

namespace {

constexpr std::size_t k_whole_line_bytes = 160; // a longer line is cut
constexpr std::size_t k_shown_before = 60;      // characters left of the caret
constexpr std::size_t k_shown_after = 80;
constexpr std::string_view k_indent = "    ";

constexpr std::string_view k_bold = "\x1b[1m";
constexpr std::string_view k_green = "\x1b[1;32m";
constexpr std::string_view k_reset = "\x1b[0m";

std::string_view colour_of(Severity severity) {
  switch (severity) {
  case Severity::error:
    return "\x1b[1;31m";
  case Severity::warning:
    return "\x1b[1;33m";
  case Severity::note:
    return "\x1b[1;36m";
  }
  return "";
}

std::string paint(std::string_view text, std::string_view sequence, Colour colour) {
  switch (colour) {
  case Colour::off:
    break;
  case Colour::on:
    return fmt::format("{}{}{}", sequence, text, k_reset);
  }
  return std::string(text);
}

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

std::size_t forward(std::string_view text, std::size_t at, std::size_t characters) {
  for (; characters > 0 && at < text.size(); --characters) {
    ++at;
    while (at < text.size() && is_continuation(text[at])) {
      ++at;
    }
  }
  return at;
}

std::size_t backward(std::string_view text, std::size_t at, std::size_t characters) {
  for (; characters > 0 && at > 0; --characters) {
    --at;
    while (at > 0 && is_continuation(text[at])) {
      --at;
    }
  }
  return at;
}

// Safe for a terminal and without tabs, whose width depends on where they stand.
std::string shown(std::string_view text) {
  std::string safe = printable(text);
  for (std::size_t tab = safe.find('\t'); tab != std::string::npos; tab = safe.find('\t', tab)) {
    safe.replace(tab, 1, "    ");
  }
  return safe;
}

// The line, or a window of it about the finding, and the line with the caret below it.
std::string excerpt(std::string_view line, const Finding& finding, Colour colour) {
  if (line.ends_with('\r')) {
    line.remove_suffix(1);
  }
  const std::size_t column = std::max(finding.begin.column, 1U);
  const std::size_t caret = forward(line, 0, column - 1);
  const bool ends_here = finding.end.line == finding.begin.line && finding.end.column > column;
  std::size_t end = forward(line, caret, ends_here ? finding.end.column - column : 1);
  std::size_t first = 0;
  std::size_t last = line.size();
  if (line.size() > k_whole_line_bytes) {
    first = backward(line, caret, k_shown_before);
    last = forward(line, caret, k_shown_after);
    end = std::min(end, last);
  }
  const std::string before =
      fmt::format("{}{}", first > 0 ? "..." : "", shown(line.substr(first, caret - first)));
  const std::string marked = shown(line.substr(caret, end - caret));
  const std::string after =
      fmt::format("{}{}", shown(line.substr(end, last - end)), last < line.size() ? "..." : "");
  std::string text = fmt::format("{}{}{}{}\n", k_indent, before, marked, after);
  if (finding.begin.column > 0) {
    const std::size_t marked_width = std::max<std::size_t>(display_width(marked), 1);
    const std::string mark = fmt::format("{:~<{}}", '^', marked_width);
    text += fmt::format("{}{:{}}{}\n", k_indent, "", display_width(before),
                        paint(mark, k_green, colour));
  }
  return text;
}

std::string location(const Finding& finding) {
  std::string text = printable_name(finding.file);
  if (finding.begin.line > 0) {
    text += fmt::format(":{}", finding.begin.line);
    text += finding.begin.column > 0 ? fmt::format(":{}", finding.begin.column) : "";
  }
  return text + ":";
}

std::string headline(const Finding& finding, Colour colour) {
  std::string text;
  if (!finding.file.empty()) {
    text = paint(location(finding), k_bold, colour) + " ";
  }
  text +=
      paint(fmt::format("{}:", to_string(finding.severity)), colour_of(finding.severity), colour);
  text += fmt::format(" {}", printable(finding.message));
  if (finding.count.value_or(1) != 1) {
    text += fmt::format(" ({} times)", *finding.count);
  }
  return text + fmt::format(" [{}]\n", printable(finding.rule));
}

std::string remark(std::string_view label, std::string_view text) {
  return text.empty() ? std::string() : fmt::format("  {}: {}\n", label, printable(text));
}

} // namespace

void render_findings_text(std::ostream& out, const std::vector<Finding>& findings,
                          const SourceLine& source_line, Colour colour) {
  for (const Finding& finding : findings) {
    out << headline(finding, colour);
    if (source_line && !finding.file.empty() && finding.begin.line > 0) {
      const auto line =
          finding.secret ? std::nullopt : source_line(finding.file, finding.begin.line);
      if (line && without_secrets(*line) == *line && !assigns_secret(*line)) {
        out << excerpt(*line, finding, colour);
      }
    }
    out << remark("cause", finding.cause) << remark("hint", finding.hint)
        << remark("fix at", finding.fix_at);
  }
}

std::string count_findings(const std::vector<Finding>& findings) {
  std::string text;
  for (const Severity severity : {Severity::error, Severity::warning, Severity::note}) {
    const auto number =
        std::count_if(findings.begin(), findings.end(),
                      [&](const Finding& finding) { return finding.severity == severity; });
    if (number > 0) {
      text += fmt::format("{}{} {}{}", text.empty() ? "" : ", ", number, to_string(severity),
                          number == 1 ? "" : "s");
    }
  }
  return text.empty() ? "no findings" : text;
}

} // namespace aether
