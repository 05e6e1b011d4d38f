// What a check is, and what it says.
//
// A check belongs to a component (database, services, ...) and has a name that is unique there. Its
// state is one of those of HEALTH; beside it stand why it was not made (skipped), that another's
// failure explains it (blocked), and that it could not look (unknown), which is no verdict.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <boost/json/object.hpp>

namespace aether::health_check {

enum class State : std::uint8_t { healthy, degraded, critical, unknown, skipped };

[[nodiscard]] std::string_view to_string(State state);

enum class Unit : std::uint8_t { none, seconds, bytes, percent, count };

// A measurement; a figure alerts outside of its limits, where it has some.
struct Figure {
  std::string name; // snake case, without the unit: "used", "latency"
  Unit unit = Unit::none;
  double value = 0;
  std::optional<double> warn;
  std::optional<double> crit;
  std::optional<double> least; // that are possible
  std::optional<double> most;
  bool low_is_bad = false; // days that are left, say
};

// Where degraded and critical begin; nothing where there is no limit.
struct Limits {
  std::optional<double> warn;
  std::optional<double> crit;
};

struct Check {
  std::string component;
  std::string name;
  std::string target;                  // an address or path, without secrets
  std::string source;                  // who named the target: "DATABASE_URL of the environment"
  bool is_default = false;             // nobody did: only a default of code does
  bool is_critical = false;            // whether its failure is critical
  std::vector<std::string> depends_on; // other checks, COMPONENT or COMPONENT.NAME
  std::string next_step;               // for people, where it fails

  [[nodiscard]] std::string full_name() const { return component + "." + name; }
};

struct CheckResult {
  Check check;
  State state = State::healthy;
  std::string message;
  std::string cause;     // a word for machines: "refused", "authentication"; empty when healthy
  std::string next_step; // where the check says none
  std::vector<Figure> figures;
  boost::json::object details;
  std::optional<std::chrono::microseconds> took;
  std::chrono::system_clock::time_point at;
  unsigned attempts = 1;
  bool is_down = false;   // what depends on it cannot be well
  std::string blocked_by; // the full name of the check whose failure explains this one
  std::vector<std::string> blocks;
  std::optional<std::chrono::sys_seconds> since; // this state, where it is remembered
  bool damped = false; // the state is an earlier one, which the rounds seen do not yet overturn

  // Raises the state; the message is that of the worst, and of the first of these.
  void worsen(State to, std::string why, std::string word);
  // Adds a figure, and worsens where it is outside of its limits: "memory used 96 % of 2 GiB".
  void measure(Figure figure, const Limits& limits, const std::string& shown);
  // What others said may hold bytes and numbers that are none: they are shown as U+FFFD, and left
  // out.
  void make_valid();
};

// One line of JSON, for the pipe from the process that made a check; times and names are kept.
[[nodiscard]] std::string to_record(const CheckResult& result);
// Nothing for a check that is not among `checks`, by their full names. Throws std::exception for
// what to_record did not write.
[[nodiscard]] std::optional<CheckResult>
from_record(std::string_view record, const std::unordered_map<std::string, const Check*>& checks);

// A number for people with its unit: `1.5 GiB`, `23 ms`, `81 %`.
[[nodiscard]] std::string shown_number(double value, Unit unit);

} // namespace aether::health_check
