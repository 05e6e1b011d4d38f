#include <algorithm>

#include "core/version.h"
#include "data/json_writer.h"
#include "report/render_findings.h"
#include "validate_config/render.h"

namespace aether::validate_config {

namespace {

void write_time(JsonWriter& json, std::string_view name, net::ProbeTimes::Span time) {
  if (time) {
    json.member(name, static_cast<double>(time->count()) / 1000.0);
  }
}

// Times in milliseconds from the beginning of the probe.
void write_result(JsonWriter& json, const net::ProbeResult& result) {
  if (!result.address.empty()) {
    json.member("address", result.address);
  }
  if (result.status > 0) {
    json.member("status", result.status);
  }
  json.key("times").begin_object();
  write_time(json, "name", result.times.name);
  write_time(json, "connection", result.times.connection);
  write_time(json, "tls", result.times.tls);
  write_time(json, "first_byte", result.times.first_byte);
  write_time(json, "total", result.times.total);
  json.end_object();
}

void write_asked(JsonWriter& json, const std::vector<AskedService>& asked) {
  json.key("services").begin_array();
  for (const AskedService& one : asked) {
    json.begin_object();
    json.member("name", one.name);
    json.member("url", one.url);
    json.member("outcome", one.outcome());
    if (!one.skipped.empty()) {
      json.member("skipped", one.skipped);
    } else {
      write_result(json, one.result);
    }
    json.end_object();
  }
  json.end_array();
}

} // namespace

void render_json(const Report& report, const Options& options, cli::Streams& streams) {
  JsonWriter json(streams.out, options.pretty.value_or(streams.terminal) ? JsonLayout::pretty
                                                                         : JsonLayout::compact);
  const auto count = [&](Severity severity) {
    return std::count_if(report.findings.begin(), report.findings.end(),
                         [&](const Finding& one) { return one.severity == severity; });
  };
  json.begin_object();
  json.member("schema", "aether/validate_config/report/1");
  json.member("tool", "validate_config");
  json.member("version", version());
  json.member("root", report.root);
  json.member("files", report.files);
  json.key("findings").begin_array();
  for (const Finding& finding : report.findings) {
    write_finding(json, finding);
  }
  json.end_array();
  if (options.check_network) {
    write_asked(json, report.asked);
  }
  json.key("summary").begin_object();
  json.member("files", report.files.size());
  json.member("errors", count(Severity::error));
  json.member("warnings", count(Severity::warning));
  json.member("notes", count(Severity::note));
  json.member("in_baseline", report.known);
  json.end_object();
  json.end_object();
  json.end_line();
}

} // namespace aether::validate_config
