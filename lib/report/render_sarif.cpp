#include <map>

#include <fmt/format.h>

#include "core/text.h"
#include "report/render_findings.h"

// SARIF 2.1.0, https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
namespace aether {

namespace {

constexpr std::string_view k_sarif_schema =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/"
    "schemas/sarif-schema-2.1.0.json";
constexpr std::string_view k_fingerprint = "aetherFinding/v1";

void write_text(JsonWriter& json, std::string_view name, std::string_view text) {
  json.key(name).begin_object().member("text", text).end_object();
}

void write_rules(JsonWriter& json, const std::vector<Rule>& rules) {
  json.key("rules").begin_array();
  for (const Rule& rule : rules) {
    json.begin_object().member("id", rule.name);
    write_text(json, "shortDescription", rule.summary);
    json.key("defaultConfiguration").begin_object();
    json.member("enabled", rule.enabled).member("level", to_string(rule.severity));
    json.end_object().end_object();
  }
  json.end_array();
}

// A path as a URI reference: a colon in its first component makes no scheme.
std::string uri_of(std::string_view path) { return percent_encoded(path, "/"); }

void write_artifact(JsonWriter& json, std::string_view file) {
  json.key("artifactLocation").begin_object();
  if (file.starts_with('/')) {
    json.member("uri", fmt::format("file://{}", uri_of(file)));
  } else {
    json.member("uri", uri_of(file)).member("uriBaseId", "%SRCROOT%");
  }
  json.end_object();
}

void write_region(JsonWriter& json, const Finding& finding) {
  if (finding.begin.line == 0) {
    return;
  }
  json.key("region").begin_object().member("startLine", finding.begin.line);
  if (finding.begin.column > 0) {
    json.member("startColumn", finding.begin.column);
  }
  if (finding.end.line > 0) {
    json.member("endLine", finding.end.line);
  }
  if (finding.end.line > 0 && finding.end.column > 0) {
    json.member("endColumn", finding.end.column);
  }
  json.end_object();
}

void write_location(JsonWriter& json, const Finding& finding, const FileName& name) {
  if (finding.file.empty() && finding.pointer.empty()) {
    return;
  }
  json.key("locations").begin_array().begin_object();
  if (!finding.file.empty()) {
    json.key("physicalLocation").begin_object();
    write_artifact(json, named_file(finding, name));
    write_region(json, finding);
    json.end_object();
  }
  if (!finding.pointer.empty()) {
    json.key("logicalLocations").begin_array().begin_object();
    json.member("fullyQualifiedName", finding.pointer).end_object().end_array();
  }
  json.end_object().end_array();
}

void write_properties(JsonWriter& json, const Finding& finding) {
  json.key("properties").begin_object();
  const auto member_if_known = [&](std::string_view name, std::string_view text) {
    if (!text.empty()) {
      json.member(name, text);
    }
  };
  member_if_known("cause", finding.cause);
  member_if_known("hint", finding.hint);
  member_if_known("fixAt", finding.fix_at);
  if (finding.count) {
    json.member("count", *finding.count);
  }
  json.end_object();
}

void write_result(JsonWriter& json, const Finding& finding,
                  const std::map<std::string_view, std::size_t>& rule_indexes,
                  const FileName& name) {
  json.begin_object().member("ruleId", finding.rule);
  if (const auto rule = rule_indexes.find(finding.rule); rule != rule_indexes.end()) {
    json.member("ruleIndex", rule->second);
  }
  json.member("level", to_string(finding.severity));
  write_text(json, "message",
             finding.hint.empty() ? finding.message
                                  : fmt::format("{}\nhint: {}", finding.message, finding.hint));
  write_location(json, finding, name);
  if (!finding.fingerprint.empty()) {
    json.key("partialFingerprints").begin_object();
    json.member(k_fingerprint, finding.fingerprint).end_object();
  }
  write_properties(json, finding);
  json.end_object();
}

} // namespace

void render_findings_sarif(std::ostream& out, const SarifTool& tool, const std::vector<Rule>& rules,
                           const std::vector<Finding>& findings, const FileName& name) {
  std::map<std::string_view, std::size_t> rule_indexes;
  for (const Rule& rule : rules) {
    rule_indexes.emplace(rule.name, rule_indexes.size());
  }
  JsonWriter json(out, JsonLayout::pretty);
  json.begin_object().member("$schema", k_sarif_schema).member("version", "2.1.0");
  json.key("runs").begin_array().begin_object();
  json.key("tool").begin_object().key("driver").begin_object();
  json.member("name", tool.name).member("version", tool.version);
  write_rules(json, rules);
  json.end_object().end_object();
  json.member("columnKind", "unicodeCodePoints");
  json.key("results").begin_array();
  for (const Finding& finding : findings) {
    write_result(json, finding, rule_indexes, name);
  }
  json.end_array().end_object().end_array().end_object().end_line();
}

} // namespace aether
