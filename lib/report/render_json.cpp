#include "report/render_findings.h"

namespace aether {

namespace {

void member_if_known(JsonWriter& json, std::string_view name, std::string_view text) {
  if (!text.empty()) {
    json.member(name, text);
  }
}

} // namespace

void write_finding(JsonWriter& json, const Finding& finding) {
  json.begin_object();
  json.member("rule", finding.rule).member("severity", to_string(finding.severity));
  json.member("message", finding.message).member("file", finding.file);
  json.member("line", finding.begin.line).member("column", finding.begin.column);
  if (finding.end.line > 0) {
    json.member("end_line", finding.end.line).member("end_column", finding.end.column);
  }
  member_if_known(json, "pointer", finding.pointer);
  member_if_known(json, "cause", finding.cause);
  member_if_known(json, "hint", finding.hint);
  member_if_known(json, "fix_at", finding.fix_at);
  if (finding.count) {
    json.member("count", *finding.count);
  }
  json.member("fingerprint", finding.fingerprint);
  json.end_object();
}

} // namespace aether
