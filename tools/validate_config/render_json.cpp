#include <algorithm>

#include "data/json_report.h"
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

void write_asked(JsonWriter& json, const AskedService& asked) {
  json.begin_object();
  json.member("name", asked.name);
  json.member("url", asked.url);
  json.member("outcome", asked.outcome());
  if (!asked.skipped.empty()) {
    json.member("skipped", asked.skipped);
  } else {
    write_result(json, asked.result);
  }
  json.end_object();
}

} // namespace

void render_json(const Report& report, const Options& options, cli::Streams& streams) {
  const JsonShape shape = options.format == Format::ndjson            ? JsonShape::records
                          : options.pretty.value_or(streams.terminal) ? JsonShape::pretty
                                                                      : JsonShape::compact;
  JsonReport out(streams.out, k_tool, "report", shape);
  const auto count = [&](Severity severity) {
    return std::count_if(report.findings.begin(), report.findings.end(),
                         [&](const Finding& one) { return one.severity == severity; });
  };
  out.members().member("root", report.root);
  out.members().member("files", report.files);
  out.list("findings", report.findings, write_finding);
  if (options.check_network) {
    out.list("services", report.asked, write_asked);
  }
  JsonWriter& summary = out.members().key("summary").begin_object();
  summary.member("files", report.files.size());
  summary.member("errors", count(Severity::error));
  summary.member("warnings", count(Severity::warning));
  summary.member("notes", count(Severity::note));
  summary.member("in_baseline", report.known);
  summary.end_object();
  out.end();
}

} // namespace aether::validate_config
