// Reports of the other tools as checks: what they found, they found; here it only counts.
#include <algorithm>
#include <map>
#include <utility>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <fmt/format.h>

#include "backend/lenient_json.h"
#include "core/error.h"
#include "core/text.h"
#include "data/json.h"
#include "data/valid_document.h"
#include "embedded.h"
#include "health_check/plan.h"
#include "os/file.h"

namespace aether::health_check {

namespace {

namespace json = boost::json;

struct Counts {
  std::size_t errors = 0;
  std::size_t warnings = 0;
  std::string first;
};

void count(const json::array& findings, Counts& counts) {
  for (const json::value& value : findings) {
    const json::object* one = value.if_object();
    if (one == nullptr) {
      continue;
    }
    const std::string severity = text_at(*one, "severity");
    std::size_t* number = severity == "error"     ? &counts.errors
                          : severity == "warning" ? &counts.warnings
                                                  : nullptr;
    if (number == nullptr) {
      continue;
    }
    if (counts.errors + counts.warnings == 0 || (severity == "error" && counts.errors == 0)) {
      counts.first = text_at(*one, "message");
    }
    ++*number;
  }
}

CheckResult from_findings(const Check& check, const json::object& report) {
  Counts counts;
  count(array_at(report, "findings"), counts);
  count(array_at(report, "problems"), counts);
  CheckResult result = result_of(check, State::healthy, "nothing is reported");
  result.details = {{"errors", counts.errors}, {"warnings", counts.warnings}};
  const std::string numbers =
      fmt::format("{} error{} and {} warning{}: {}", counts.errors, counts.errors == 1 ? "" : "s",
                  counts.warnings, counts.warnings == 1 ? "" : "s", counts.first);
  if (counts.errors > 0) {
    result.worsen(State::critical, numbers, "reported");
  } else if (counts.warnings > 0) {
    result.worsen(State::degraded, numbers, "reported");
  }
  return result;
}

void add_migrations(const json::object& report, CheckResult& result) {
  if (!report.contains("pending")) {
    return;
  }
  std::size_t pending = 0;
  std::size_t bad = 0;
  for (const char* list : {"applied", "pending"}) {
    for (const json::value& value : array_at(report, list)) {
      const json::object* one = value.if_object();
      const std::string state = one == nullptr ? "" : text_at(*one, "state");
      if (state == "pending" || state == "out-of-order") {
        ++pending;
      } else if (state == "failed" || state == "drifted" || state == "missing" ||
                 state.ends_with("interrupted")) {
        ++bad;
      }
    }
  }
  result.details["pending"] = pending;
  if (bad > 0) {
    result.worsen(State::critical,
                  fmt::format("{} migration{} failed, interrupted, changed or missing", bad,
                              bad == 1 ? " is" : "s are"),
                  "reported");
  }
  if (pending > 0) {
    result.worsen(State::degraded,
                  fmt::format("{} migration{} pending", pending, pending == 1 ? " is" : "s are"),
                  "reported");
  }
}

void add_tools(const json::object& report, CheckResult& result) {
  std::size_t bad = 0;
  std::string first;
  for (const json::value& value : array_at(report, "tools")) {
    const json::object* one = value.if_object();
    if (one != nullptr && !text_at(*one, "status").empty() &&
        text_at(*one, "status") != "verified" && text_at(*one, "status") != "skipped") {
      first = bad++ == 0 ? text_at(*one, "name") : first;
    }
  }
  if (bad > 0) {
    result.worsen(State::degraded,
                  fmt::format("{} tool{} not verified: {}", bad, bad == 1 ? " is" : "s are", first),
                  "reported");
  }
}

struct ReportKind {
  std::string_view tool;
  DocumentKind kind;
  std::string_view schema;
};

const std::vector<ReportKind>& report_kinds() {
  static const std::vector<ReportKind> k_kinds = {
      {"run_migrations",
       {"aether/run_migrations/report/1", "run_migrations --status --json", Records{"pending"}},
       k_run_migrations_report_schema},
      {"validate_config",
       {"aether/validate_config/report/1", "validate_config --json", Records{"findings"}},
       k_validate_config_report_schema},
      {"verify_oi_tools",
       {"aether/verify_oi_tools/report/1", "verify_oi_tools --json", Records{"tools"}},
       k_verify_oi_tools_report_schema},
      {"job_tracer",
       {"aether/job_tracer/check/1", "job_tracer check --json", Records{"findings"}},
       k_job_tracer_check_schema},
  };
  return k_kinds;
}

// Of which tool it is, by its schema, which it is held against: half a report is not a good one.
std::pair<std::string_view, json::value> read_report(const std::string& text,
                                                     const std::string& name) {
  std::vector<DocumentKind> kinds;
  for (const ReportKind& one : report_kinds()) {
    kinds.push_back(one.kind);
  }
  json::value document = read_document(text, name, kinds);
  const std::string schema = text_at(document.get_object(), "schema");
  const auto found = std::find_if(report_kinds().begin(), report_kinds().end(),
                                  [&](const ReportKind& one) { return one.kind.schema == schema; });
  expect_valid(document, name, found->kind, found->schema);
  return {found->tool, std::move(document)};
}

} // namespace

void plan_reports(const Context& context, Plan& plan) {
  if (!context.wants("reports")) {
    return;
  }
  std::map<std::string_view, std::size_t> seen; // reports of a tool
  for (const std::string& file : context.options.reports) {
    const std::string name = input_name(file);
    const auto& [tool, report] = read_report(read_input(file), name);
    const std::size_t before = ++seen[tool];
    Check check = context.check("reports", before == 1 ? std::string(tool)
                                                       : fmt::format("{} {}", tool, before));
    check.target = name;
    check.source = "--report";
    CheckResult result = from_findings(check, report.get_object());
    add_migrations(report.get_object(), result);
    add_tools(report.get_object(), result);
    plan.settled.push_back(std::move(result));
  }
}

} // namespace aether::health_check
