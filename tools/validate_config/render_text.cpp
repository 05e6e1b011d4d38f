#include <ostream>

#include <fmt/format.h>

#include "cli/table.h"
#include "core/text.h"
#include "report/render_findings.h"
#include "validate_config/render.h"
#include "validate_config/rules.h"

namespace aether::validate_config {

namespace {

void render_asked(const std::vector<AskedService>& asked, cli::Streams& streams) {
  cli::Table table({cli::Align::left, cli::Align::left, cli::Align::left, cli::Align::left});
  for (const AskedService& one : asked) {
    table.add_row({printable(one.name), printable(one.url),
                   one.result.status > 0 ? fmt::format("status {}", one.result.status)
                                         : std::string(one.outcome()),
                   one.skipped.empty() ? times_text(one.result.times) : printable(one.skipped)});
  }
  table.print(streams.out);
}

} // namespace

void render_text(const Report& report, const Options& options, cli::Streams& streams,
                 const SourceLine& source_line) {
  render_findings_text(streams.out, report.findings, source_line,
                       streams.colour ? Colour::on : Colour::off);
  if (options.quiet) {
    return;
  }
  if (options.verbose && !report.asked.empty()) {
    render_asked(report.asked, streams);
  }
  streams.out << fmt::format("{} in {} file{}", count_findings(report.findings),
                             report.files.size(), report.files.size() == 1 ? "" : "s");
  if (report.known > 0) {
    streams.out << fmt::format(" ({} more in the baseline)", report.known);
  }
  streams.out << '\n';
}

void render_rules(const Options& options, cli::Streams& streams) {
  if (options.mode == Mode::explain_rule) {
    streams.out << fmt::format("{}: {}\n", options.value, paragraph(options.value));
    return;
  }
  cli::Table table({cli::Align::left, cli::Align::left, cli::Align::left});
  for (const Rule& rule : rules()) {
    table.add_row(
        {std::string(rule.name), std::string(to_string(rule.severity)), std::string(rule.summary)});
  }
  table.print(streams.out);
}

} // namespace aether::validate_config
