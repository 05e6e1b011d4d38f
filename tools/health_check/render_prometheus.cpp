// Prometheus' text format 0.0.4: a family's HELP and TYPE once, then its samples together.
#include <map>
#include <ostream>

#include <fmt/format.h>

#include "core/text.h"
#include "core/version.h"
#include "health_check/render.h"

namespace aether::health_check {

namespace {

std::string escaped(const std::string& text) {
  std::string made;
  for (const char c : to_valid_utf8(text)) {
    made += c == '\\' ? "\\\\" : c == '"' ? "\\\"" : c == '\n' ? "\\n" : std::string(1, c);
  }
  return made;
}

std::string labels_of(const Check& check) {
  return fmt::format("{{component=\"{}\",check=\"{}\"}}", escaped(check.component),
                     escaped(check.name));
}

// The base units: seconds, bytes, ratios.
struct Named {
  std::string name;
  double value;
};

Named in_base_units(const std::string& component, const Figure& figure) {
  std::string name = figure.name;
  double value = figure.value;
  const auto end_with = [&](std::string_view end) {
    if (!name.ends_with(end)) {
      name += end;
    }
  };
  switch (figure.unit) {
  case Unit::seconds:
    end_with("_seconds");
    break;
  case Unit::bytes:
    end_with("_bytes");
    break;
  case Unit::percent:
    end_with("_ratio");
    value /= 100;
    break;
  case Unit::none:
  case Unit::count:
    break;
  }
  return {fmt::format("aether_{}_{}", component, name), value};
}

class Families {
public:
  void add(const std::string& name, const std::string& help, const std::string& labels,
           double value) {
    Family& family = families_[name];
    family.help = help;
    family.samples += fmt::format("{}{} {}\n", name, labels, value);
  }

  void print(std::ostream& out) const {
    for (const auto& [name, family] : families_) {
      out << fmt::format("# HELP {0} {1}\n# TYPE {0} gauge\n{2}", name, family.help,
                         family.samples);
    }
  }

private:
  struct Family {
    std::string help;
    std::string samples;
  };
  std::map<std::string, Family> families_;
};

double value_of(State state) {
  return state == State::healthy ? 1 : state == State::critical ? 0 : 0.5;
}

} // namespace

void render_prometheus(std::ostream& out, const View& view) {
  Families families;
  for (const CheckResult& one : view.round.results) {
    if (one.state == State::skipped) {
      continue;
    }
    const std::string labels = labels_of(one.check);
    families.add("aether_health_status",
                 "State of a check: 1 healthy, 0.5 degraded or not looked at, 0 critical.", labels,
                 one.blocked_by.empty() ? value_of(one.state) : 0.5);
    families.add("aether_health_blocked", "Whether the failure of another check explains this one.",
                 labels, one.blocked_by.empty() ? 0 : 1);
    if (one.took) {
      families.add("aether_health_check_duration_seconds", "Time that a check took.", labels,
                   std::chrono::duration<double>(*one.took).count());
    }
    if (one.since) {
      families.add("aether_health_since_timestamp_seconds", "Since when a check is in its state.",
                   labels, static_cast<double>(one.since->time_since_epoch().count()));
    }
    for (const Figure& figure : one.figures) {
      const Named named = in_base_units(one.check.component, figure);
      families.add(named.name,
                   fmt::format("Figure {} of the {} checks.", figure.name, one.check.component),
                   labels, named.value);
    }
  }
  families.add("aether_health_overall_status",
               "State of the whole: 1 healthy, 0.5 degraded or not looked at, 0 critical.", "",
               value_of(view.round.state()));
  families.add("aether_health_duration_seconds", "Time that all checks took.", "",
               std::chrono::duration<double>(view.round.took).count());
  families.add(
      "aether_health_last_run_timestamp_seconds", "When the checks were made.", "",
      static_cast<double>(
          std::chrono::floor<std::chrono::seconds>(view.round.at).time_since_epoch().count()));
  families.add("aether_health_info", "The program that made the checks.",
               fmt::format("{{version=\"{}\"}}", version()), 1);
  families.print(out);
}

} // namespace aether::health_check
