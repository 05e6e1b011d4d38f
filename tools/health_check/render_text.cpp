#include <algorithm>
#include <ostream>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "cli/table.h"
#include "core/text.h"
#include "health_check/render.h"

namespace aether::health_check {

namespace {

std::string_view shown_state(const CheckResult& result) {
  return !result.blocked_by.empty() ? "blocked" : to_string(result.state);
}

std::string_view colour_of(const CheckResult& result) {
  if (!result.blocked_by.empty() || result.state == State::skipped) {
    return "\033[2m";
  }
  switch (result.state) {
  case State::critical:
    return "\033[1;31m";
  case State::degraded:
  case State::unknown:
    return "\033[33m";
  default:
    return "\033[32m";
  }
}

std::string local_time(std::chrono::sys_seconds time) {
  const std::time_t seconds = std::chrono::system_clock::to_time_t(time);
  std::tm parts{};
  ::localtime_r(&seconds, &parts);
  return fmt::format("{:%Y-%m-%d %H:%M}", parts);
}

void print_line(std::ostream& out, const View& view, const CheckResult& result) {
  const std::string state = fmt::format("{:<8}", shown_state(result));
  out << (view.colour ? fmt::format("{}{}\033[0m", colour_of(result), state) : state) << ' '
      << printable(result.check.component) << ' ' << printable(result.check.name) << ": "
      << printable(sentence(result)) << '\n';
}

void print_figures(std::ostream& out, const CheckResult& result) {
  for (const Figure& one : result.figures) {
    out << fmt::format("           {}: {}", one.name, shown_number(one.value, one.unit));
    if (one.warn || one.crit) {
      const auto limit = [&](const std::optional<double>& value) {
        return value ? shown_number(*value, one.unit) : "-";
      };
      out << fmt::format(" (degraded {} {}, critical {})", one.low_is_bad ? "below" : "from",
                         limit(one.warn), limit(one.crit));
    }
    out << '\n';
  }
}

} // namespace

std::string sentence(const CheckResult& result) {
  const Check& check = result.check;
  if (!result.blocked_by.empty()) {
    return "blocked by " + result.blocked_by;
  }
  std::string text = result.message;
  if (result.state == State::healthy && !result.damped) {
    return text;
  }
  if (!check.target.empty()) {
    text += ", " + check.target;
  }
  if (!check.source.empty()) {
    text += fmt::format(" ({}{})", check.is_default ? "only a default: " : "", check.source);
  }
  if (result.state == State::skipped) {
    return text;
  }
  if (result.since) {
    text += ", since " + local_time(*result.since);
  }
  if (result.attempts > 1) {
    text += fmt::format(", {} tries", result.attempts);
  }
  if (!result.blocks.empty()) {
    text += fmt::format(", blocks {}", fmt::join(result.blocks, ", "));
  }
  const std::string& next = check.next_step.empty() ? result.next_step : check.next_step;
  return next.empty() ? text : text + "; " + next;
}

namespace {

// What is worst comes first; what is blocked is told with what blocks it.
void print_problems(std::ostream& out, const View& view) {
  for (const State state : {State::critical, State::unknown, State::degraded}) {
    for (const CheckResult& one : view.round.results) {
      if (one.state == state && one.blocked_by.empty()) {
        print_line(out, view, one);
      }
    }
  }
}

} // namespace

void render_text(std::ostream& out, const View& view) {
  const Round& round = view.round;
  if (view.verbose) {
    for (const CheckResult& one : round.results) {
      print_line(out, view, one);
      print_figures(out, one);
    }
  } else {
    print_problems(out, view);
  }
  if (view.quiet) {
    return;
  }
  std::string counts;
  const auto add = [&](std::size_t number, std::string_view what) {
    if (number > 0) {
      counts += fmt::format("{}{} {}", counts.empty() ? "" : ", ", number, what);
    }
  };
  add(round.count(State::critical), "critical");
  add(round.count(State::unknown), "not looked at");
  add(round.count(State::degraded), "degraded");
  add(round.count(State::healthy), "healthy");
  add(round.blocked(), "blocked");
  add(round.count(State::skipped), "skipped");
  out << fmt::format(
      "{}: {} in {}\n", to_string(round.state()), counts.empty() ? "no checks" : counts,
      shown_number(std::chrono::duration<double>(round.took).count(), Unit::seconds));
}

} // namespace aether::health_check
