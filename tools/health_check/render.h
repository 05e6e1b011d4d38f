// The formats of a round.
#pragma once

#include <chrono>
#include <iosfwd>
#include <string>
#include <vector>

#include "data/json_report.h"
#include "health_check/options.h"
#include "health_check/run_plan.h"

namespace aether::health_check {

struct View {
  const Round& round;
  std::string root;
  bool colour = false;
  bool quiet = false;
  bool verbose = false;
  JsonShape shape = JsonShape::compact;
  std::vector<std::string> not_written{}; // state and text file, where they could not be
};

// A line for what is not well, a summary; with `verbose` every check and its figures.
void render_text(std::ostream& out, const View& view);

// `aether/health_check/report/1`, or its records.
void render_json(std::ostream& out, const View& view);

// draft-inadarei-api-health-check-06.
void render_health_json(std::ostream& out, const View& view);

// The Monitoring Plugins' guidelines: one line, long text, performance data.
void render_nagios(std::ostream& out, const View& view);
[[nodiscard]] int nagios_status(State state); // 0 to 3
// On one line, and without `|`, which begins performance data.
[[nodiscard]] std::string plugin_text(std::string_view text);

// Prometheus' text format 0.0.4.
void render_prometheus(std::ostream& out, const View& view);

// --list, for people and as `aether/health_check/list/1`.
void render_list_text(std::ostream& out, const Plan& plan);
void render_list_json(std::ostream& out, const Plan& plan, const std::string& root,
                      JsonShape shape);

// `2026-01-02T03:04:05Z`.
[[nodiscard]] std::string utc(std::chrono::system_clock::time_point time);

// What is not well, in one sentence: "connection refused, localhost:5432/aether (DATABASE_URL),
// ...".
[[nodiscard]] std::string sentence(const CheckResult& result);

} // namespace aether::health_check
