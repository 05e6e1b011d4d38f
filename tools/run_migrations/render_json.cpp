#include <algorithm>
#include <ostream>

#include "core/version.h"
#include "data/json_writer.h"
#include "report/render_findings.h"
#include "run_migrations/render.h"

namespace aether::run_migrations {

namespace {

void write_entry(JsonWriter& json, const Entry& entry) {
  json.begin_object();
  json.member("version", entry.version);
  json.member("name", entry.name);
  json.member("state", to_string(entry.state));
  json.key("file");
  entry.file.empty() ? json.value(nullptr) : json.value(entry.file);
  if (entry.row) {
    json.member("executed_at", entry.row->executed_at);
    json.member("execution_time_ms", entry.row->execution_time_ms);
    json.member("checksum", entry.row->checksum);
    json.member("success", entry.row->success);
    json.key("error_message");
    entry.row->error_message.empty() ? json.value(nullptr) : json.value(entry.row->error_message);
  }
  json.end_object();
}

void write_entries(JsonWriter& json, std::string_view key, const Report& report, bool applied) {
  json.key(key).begin_array();
  for (const Entry& entry : report.entries) {
    if (is_applied(entry.state) == applied) {
      write_entry(json, entry);
    }
  }
  json.end_array();
}

void write_done(JsonWriter& json, const DoneMigration& done) {
  json.begin_object();
  json.member("deed", to_string(done.deed));
  json.member("version", done.version);
  json.member("name", done.name);
  json.member("file", done.file);
  json.member("execution_time_ms", done.ms);
  json.member("statements", done.statements);
  json.member("transaction", done.transaction);
  json.end_object();
}

void write_planned(JsonWriter& json, const PlannedScript& planned) {
  json.begin_object();
  json.member("version", planned.version);
  json.member("name", planned.name);
  json.member("file", planned.file);
  json.member("transaction", planned.transaction);
  json.member("sql", planned.sql);
  json.end_object();
}

void write_summary(JsonWriter& json, const Report& report) {
  const auto applied = std::count_if(report.entries.begin(), report.entries.end(),
                                     [](const Entry& entry) { return is_applied(entry.state); });
  json.key("summary").begin_object();
  json.member("applied", applied);
  json.member("pending", static_cast<std::ptrdiff_t>(report.entries.size()) - applied);
  json.member("done", report.done.size());
  json.member("problems", report.problems.size());
  json.end_object();
}

} // namespace

void render_json(std::ostream& out, const Report& report, const Options& options,
                 const cli::Streams& streams) {
  JsonWriter json(out, options.pretty.value_or(streams.terminal) ? JsonLayout::pretty
                                                                 : JsonLayout::compact);
  json.begin_object();
  json.member("schema", k_report_schema);
  json.member("tool", "run_migrations");
  json.member("version", version());
  json.member("command", report.command);
  json.member("database", report.target.database);
  json.member("database_source", report.target.source);
  json.member("database_exists", report.database_exists);
  json.member("engine", report.target.engine);
  json.member("table", report.target.table);
  json.member("directory", report.target.directory);
  write_entries(json, "applied", report, true);
  write_entries(json, "pending", report, false);
  json.key("done").begin_array();
  std::for_each(report.done.begin(), report.done.end(),
                [&](const DoneMigration& done) { write_done(json, done); });
  json.end_array();
  if (options.mode == Mode::dry_run) {
    json.key("planned").begin_array();
    std::for_each(report.planned.begin(), report.planned.end(),
                  [&](const PlannedScript& planned) { write_planned(json, planned); });
    json.end_array();
  }
  json.key("problems").begin_array();
  std::for_each(report.problems.begin(), report.problems.end(),
                [&](const Finding& problem) { write_finding(json, problem); });
  json.end_array();
  json.member("notes", report.notes);
  write_summary(json, report);
  json.end_object();
  json.end_line();
}

void render_record(std::ostream& out, const DoneMigration& done) {
  JsonWriter json(out);
  write_done(json, done);
  json.end_line();
  json.flush();
}

std::string_view to_string(Deed deed) {
  switch (deed) {
  case Deed::applied:
    return "applied";
  case Deed::rolled_back:
    return "rolled back";
  case Deed::rehearsed:
    return "rehearsed";
  case Deed::recorded:
    return "recorded";
  case Deed::forgotten:
    return "forgotten";
  case Deed::repaired:
    return "repaired";
  case Deed::failed:
    return "failed";
  }
  return "";
}

} // namespace aether::run_migrations
