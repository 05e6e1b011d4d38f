#include <ostream>

#include <fmt/format.h>

#include "core/text.h"
#include "health_check/render.h"

namespace aether::health_check {

namespace {

double milliseconds(std::chrono::microseconds time) {
  return static_cast<double>(time.count()) / 1000;
}

// The words that monitoring already reads. What could not be looked at is no verdict, and said so
// beside; what is blocked is as its root.
std::string_view status_of(const CheckResult& result) {
  switch (result.state) {
  case State::critical:
    return "unhealthy";
  case State::degraded:
  case State::unknown:
    return "degraded";
  case State::healthy:
  case State::skipped:
    break;
  }
  return "healthy";
}

void write_figure(JsonWriter& out, const Figure& figure) {
  out.begin_object();
  out.member("name", figure.name);
  out.member("value", figure.value);
  constexpr std::string_view k_units[] = {"", "s", "B", "%", ""};
  out.member("unit", k_units[static_cast<std::size_t>(figure.unit)]);
  if (figure.warn) {
    out.member("warn", *figure.warn);
  }
  if (figure.crit) {
    out.member("crit", *figure.crit);
  }
  out.end_object();
}

void write_check(JsonWriter& out, const CheckResult& result) {
  const Check& check = result.check;
  out.begin_object();
  out.member("name", check.name);
  out.member("component", check.component);
  out.member("status", result.blocked_by.empty() ? status_of(result) : "degraded");
  out.member("message", result.message);
  out.key("details").json(result.details);
  out.member("duration_ms", result.took ? std::optional(milliseconds(*result.took)) : std::nullopt);
  out.member("timestamp", utc(result.at));
  if (!result.cause.empty()) {
    out.member("cause", result.cause);
  }
  if (!check.target.empty()) {
    out.member("target", check.target);
  }
  if (!check.source.empty()) {
    out.member("source", check.source);
    out.member("default", check.is_default);
  }
  out.member("attempts", result.attempts);
  if (result.state == State::skipped) {
    out.member("skipped", result.message);
  }
  if (result.state == State::unknown) {
    out.member("unknown", true);
  }
  if (!result.blocked_by.empty()) {
    out.member("blocked_by", result.blocked_by);
  }
  if (!result.blocks.empty()) {
    out.member("blocks", result.blocks);
  }
  if (result.since) {
    out.member("since", utc(*result.since));
  }
  if (result.damped) {
    out.member("damped", true);
  }
  const std::string& next = check.next_step.empty() ? result.next_step : check.next_step;
  if (!next.empty() && result.state != State::healthy && result.state != State::skipped) {
    out.member("next_step", next);
  }
  if (!result.figures.empty()) {
    out.key("figures").begin_array();
    for (const Figure& one : result.figures) {
      write_figure(out, one);
    }
    out.end_array();
  }
  out.end_object();
}

} // namespace

std::string utc(std::chrono::system_clock::time_point time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(std::chrono::floor<std::chrono::seconds>(time - day));
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

void render_json(std::ostream& stream, const View& view) {
  const Round& round = view.round;
  JsonReport report(stream, "health_check", "report", view.shape);
  JsonWriter& out = report.members();
  out.member("root", view.root);
  const State state = round.state();
  out.member("status", state == State::critical  ? "unhealthy"
                       : state == State::healthy ? "healthy"
                                                 : "degraded");
  out.member("timestamp", utc(round.at));
  out.member("duration_ms", milliseconds(round.took));
  report.list("checks", round.results, write_check);
  out.key("summary").begin_object();
  out.member("total", round.results.size());
  out.member("healthy", round.count(State::healthy));
  out.member("degraded", round.count(State::degraded));
  out.member("unhealthy", round.count(State::critical));
  out.member("unknown", round.count(State::unknown));
  out.member("blocked", round.blocked());
  out.member("skipped", round.count(State::skipped));
  out.end_object();
  report.end();
}

} // namespace aether::health_check
