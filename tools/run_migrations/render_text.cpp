#include <algorithm>
#include <ostream>

#include <fmt/format.h>

#include "cli/table.h"
#include "core/text.h"
#include "run_migrations/render.h"

namespace aether::run_migrations {

namespace {

std::string counted(std::size_t number, std::string_view what) {
  return fmt::format("{} {}{}", number, what, number == 1 ? "" : "s");
}

void print_entries(std::ostream& out, const Report& report) {
  cli::Table table(
      {cli::Align::left, cli::Align::left, cli::Align::left, cli::Align::left, cli::Align::right});
  table.add_row({"version", "name", "state", "when", "ms"});
  for (const Entry& entry : report.entries) {
    const bool ran = entry.row && entry.row->success;
    table.add_row(
        {entry.version, entry.name, std::string(to_string(entry.state)),
         ran ? entry.row->executed_at : "",
         ran && entry.row->execution_time_ms ? std::to_string(*entry.row->execution_time_ms) : ""});
  }
  table.print(out);
}

void print_planned(std::ostream& out, const Report& report) {
  for (const PlannedScript& planned : report.planned) {
    out << fmt::format("-- {} {} ({}{})\n", planned.version, printable(planned.name), planned.file,
                       planned.transaction ? "" : ", without a transaction");
    out << planned.sql << (planned.sql.ends_with('\n') ? "\n" : "\n\n");
  }
}

std::string summary(const Report& report, const Options& options) {
  const auto applied = static_cast<std::size_t>(
      std::count_if(report.entries.begin(), report.entries.end(),
                    [](const Entry& entry) { return is_applied(entry.state); }));
  switch (options.mode) {
  case Mode::status:
  case Mode::verify:
    return fmt::format("{} applied, {} pending", applied, report.entries.size() - applied);
  case Mode::dry_run:
    return report.planned.empty()
               ? "nothing is pending"
               : counted(report.planned.size(), "migration") + " would be applied";
  case Mode::apply:
    return report.done.empty() ? "nothing is pending"
                               : counted(report.done.size(), "migration") + " applied";
  case Mode::roll_back:
    return report.done.empty() ? "nothing is applied"
                               : counted(report.done.size(), "migration") + " rolled back";
  case Mode::rehearse:
    return report.done.empty()
               ? "nothing is pending"
               : counted(report.done.size(), "migration") + " rehearsed, nothing is changed";
  case Mode::baseline:
    return counted(report.done.size(), "migration") + " recorded as applied";
  case Mode::repair:
    return report.done.empty() ? "there is nothing to repair"
                               : counted(report.done.size(), "row") + " repaired";
  case Mode::redo:
    return report.done.empty() ? "nothing is applied" : "";
  case Mode::lint:
    return count_findings(report.problems);
  case Mode::create:
  case Mode::list_rules:
  case Mode::dump_schema:
    break;
  }
  return "";
}

} // namespace

void render_done(std::ostream& out, const DoneMigration& done, cli::Streams& /*streams*/) {
  out << fmt::format("{:<11} {} {} ({} ms)\n", to_string(done.deed), done.version,
                     printable(done.name), done.ms);
  out.flush();
}

void render_text(std::ostream& out, const Report& report, const Options& options,
                 const SourceLine& source_line, Colour colour) {
  const bool table = options.mode == Mode::status;
  if (table && !options.quiet) {
    if (!report.database_exists) {
      out << "there is no database yet\n";
    }
    if (!report.entries.empty()) {
      print_entries(out, report);
    }
  }
  if (options.mode == Mode::dry_run) {
    print_planned(out, report);
  }
  render_findings_text(out, report.problems, source_line, colour);
  const bool failed = std::any_of(report.problems.begin(), report.problems.end(),
                                  [](const auto& p) { return p.severity == Severity::error; });
  const std::string line = summary(report, options);
  if (!options.quiet && !line.empty() &&
      (!failed || table || options.mode == Mode::lint || !report.done.empty())) {
    out << line << '\n';
  }
}

} // namespace aether::run_migrations
