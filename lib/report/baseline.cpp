#include "report/baseline.h"

#include <algorithm>
#include <tuple>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <fmt/format.h>

#include "core/error.h"
#include "core/text.h"
#include "data/json.h"
#include "data/json_writer.h"

namespace aether {

namespace {

constexpr std::string_view k_baseline_schema = "aether/baseline/1";

std::string_view text_member(const boost::json::object& object, std::string_view name) {
  const boost::json::value* member = object.if_contains(name);
  return member != nullptr && member->is_string() ? std::string_view(member->get_string())
                                                  : std::string_view();
}

} // namespace

std::set<std::string> read_baseline(std::string_view text, std::string_view name,
                                    std::string_view tool, std::string_view made_by) {
  const boost::json::value document =
      read_document(text, name, k_baseline_schema, made_by, Records{"findings"});
  const boost::json::object& members = document.get_object();
  if (const std::string_view owner = text_member(members, "tool"); owner != tool) {
    throw Error(ExitCode::bad_input,
                fmt::format("{}: expected a baseline of {} (from `{}`), but it is one of {}", name,
                            tool, made_by, owner.empty() ? "no tool" : printable(owner)));
  }
  std::set<std::string> fingerprints;
  for (const boost::json::value& finding : members.at("findings").get_array()) {
    const std::string_view fingerprint = text_member(finding.get_object(), "fingerprint");
    if (fingerprint.empty()) {
      throw Error(ExitCode::bad_input,
                  fmt::format("{}: expected a \"fingerprint\" in each of its findings (from `{}`)",
                              name, made_by));
    }
    fingerprints.emplace(fingerprint);
  }
  return fingerprints;
}

void write_baseline(std::ostream& out, std::string_view tool, std::string_view version,
                    const std::vector<Finding>& findings) {
  std::vector<const Finding*> sorted;
  sorted.reserve(findings.size());
  for (const Finding& finding : findings) {
    sorted.push_back(&finding);
  }
  const auto key = [](const Finding& f) {
    return std::tie(f.file, f.rule, f.message, f.fingerprint);
  };
  std::sort(sorted.begin(), sorted.end(),
            [&](const Finding* a, const Finding* b) { return key(*a) < key(*b); });
  JsonWriter json(out, JsonLayout::pretty);
  json.begin_object();
  json.member("schema", k_baseline_schema).member("tool", tool).member("version", version);
  json.key("findings").begin_array();
  for (const Finding* finding : sorted) {
    json.begin_object();
    json.member("fingerprint", finding->fingerprint).member("rule", finding->rule);
    json.member("file", finding->file).member("message", finding->message);
    json.end_object();
  }
  json.end_array().end_object().end_line();
}

std::size_t drop_known(const std::set<std::string>& baseline, std::vector<Finding>& findings) {
  return std::erase_if(findings, [&](const Finding& finding) {
    return baseline.contains(finding.fingerprint) ||
           (!finding.former_fingerprint.empty() && baseline.contains(finding.former_fingerprint));
  });
}

} // namespace aether
