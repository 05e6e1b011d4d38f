#include <algorithm>
#include <iterator>
#include <ostream>

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

void list_entries(JsonReport& json, std::string_view name, const Report& report, bool applied) {
  std::vector<Entry> entries;
  std::copy_if(report.entries.begin(), report.entries.end(), std::back_inserter(entries),
               [&](const Entry& entry) { return is_applied(entry.state) == applied; });
  json.list(name, entries, write_entry);
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

void render_json(std::ostream& out, const Report& report, const Options& options, JsonShape shape) {
  JsonReport json(out, "run_migrations", "report", shape);
  JsonWriter& members = json.members();
  members.member("command", report.command);
  members.member("database", report.target.database);
  members.member("database_source", report.target.source);
  members.member("database_exists", report.database_exists);
  members.member("engine", report.target.engine);
  members.member("table", report.target.table);
  members.member("directory", report.target.directory);
  // As records: what was asked for, and not how all else stands.
  if (!json.is_records() || options.mode == Mode::status) {
    list_entries(json, "applied", report, true);
    list_entries(json, "pending", report, false);
  }
  if (!json.is_records()) { // render_record has written them
    json.list("done", report.done, write_done);
  }
  if (options.mode == Mode::dry_run) {
    json.list("planned", report.planned, write_planned);
  }
  json.list("problems", report.problems, write_finding);
  members.member("notes", report.notes);
  write_summary(members, report);
  json.end();
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
