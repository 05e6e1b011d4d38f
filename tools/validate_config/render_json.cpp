#include <algorithm>

#include "core/version.h"
#include "data/json_writer.h"
#include "report/render_findings.h"
#include "validate_config/render.h"

namespace aether::validate_config {

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
