// draft-inadarei-api-health-check-06: application/health+json.
#include <map>
#include <ostream>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <fmt/format.h>

#include "core/version.h"
#include "health_check/render.h"

namespace aether::health_check {

namespace {

std::string_view status_of(State state) {
  switch (state) {
  case State::critical:
    return "fail";
  case State::degraded:
  case State::unknown:
    return "warn";
  case State::healthy:
  case State::skipped:
    break;
  }
  return "pass";
}

std::string_view type_of(const std::string& component) {
  return component == "database" || component == "redis" || component == "storage" ||
                 component == "mcp"
             ? "datastore"
         : component == "system" ? "system"
                                 : "component";
}

std::string_view unit_of(Unit unit) {
  switch (unit) {
  case Unit::seconds:
    return "s";
  case Unit::bytes:
    return "bytes";
  case Unit::percent:
    return "percent";
  case Unit::none:
  case Unit::count:
    break;
  }
  return "";
}

State of_figure(const Figure& figure) {
  const auto outside = [&](const std::optional<double>& limit) {
    return limit && (figure.low_is_bad ? figure.value < *limit : figure.value >= *limit);
  };
  return outside(figure.crit)   ? State::critical
         : outside(figure.warn) ? State::degraded
                                : State::healthy;
}

// As a literal of RFC 6570: an address is a template without variables.
std::string as_template(std::string_view address) {
  constexpr std::string_view k_not_literal = " \"'<>\\^`{|}";
  std::string made;
  for (const char one : address) {
    const auto byte = static_cast<unsigned char>(one);
    const bool literal =
        byte > 0x20U && byte != 0x7FU && k_not_literal.find(one) == std::string_view::npos;
    made += literal ? std::string(1, one) : fmt::format("%{:02X}", byte);
  }
  return made;
}

// The addresses that what is wrong is about: the check's own, and those of the checks that it
// blocks.
class Affected {
public:
  explicit Affected(const std::vector<CheckResult>& results) {
    for (const CheckResult& one : results) {
      if (!one.blocked_by.empty() && is_address(one.check.target)) {
        targets_.emplace(one.check.full_name(), one.check.target);
      }
    }
  }

  void write(JsonWriter& out, const CheckResult& result) const {
    std::set<std::string> addresses;
    if (is_address(result.check.target)) {
      addresses.insert(as_template(result.check.target));
    }
    for (const std::string& name : result.blocks) {
      if (const auto found = targets_.find(name); found != targets_.end()) {
        addresses.insert(as_template(found->second));
      }
    }
    if (!addresses.empty()) {
      out.member("affectedEndpoints", std::vector<std::string>(addresses.begin(), addresses.end()));
    }
  }

private:
  static bool is_address(std::string_view target) {
    return target.find("://") != std::string_view::npos;
  }

  std::unordered_map<std::string, std::string> targets_; // of what is blocked
};

void write_measurement(JsonWriter& out, const CheckResult& result, const Figure* figure,
                       const Affected& affected) {
  const State state = !result.blocked_by.empty() ? State::degraded
                      : figure == nullptr        ? result.state
                                                 : of_figure(*figure);
  out.begin_object();
  out.member("componentId", result.check.name);
  out.member("componentType", type_of(result.check.component));
  if (figure != nullptr) {
    out.member("observedValue", figure->value);
    if (!unit_of(figure->unit).empty()) {
      out.member("observedUnit", unit_of(figure->unit));
    }
  }
  out.member("status", status_of(state));
  if (status_of(state) != "pass") {
    affected.write(out, result);
  }
  out.member("time", utc(result.at));
  if (status_of(state) != "pass") {
    out.member("output", sentence(result));
  }
  out.end_object();
}

} // namespace

void render_health_json(std::ostream& stream, const View& view) {
  using Measurement = std::pair<const CheckResult*, const Figure*>;
  std::map<std::string, std::vector<Measurement>> by_key;
  std::string notes;
  std::string worst;
  for (const CheckResult& one : view.round.results) {
    if (one.state == State::skipped) {
      continue;
    }
    by_key[one.check.component + ":state"].emplace_back(&one, nullptr);
    for (const Figure& figure : one.figures) {
      by_key[one.check.component + ":" + figure.name].emplace_back(&one, &figure);
    }
    if (worst.empty() && one.blocked_by.empty() && one.state == view.round.state() &&
        one.state != State::healthy) {
      worst = fmt::format("{} {}: {}", one.check.component, one.check.name, sentence(one));
    }
  }
  const Affected affected(view.round.results);
  JsonWriter out(stream,
                 view.shape == JsonShape::pretty ? JsonLayout::pretty : JsonLayout::compact);
  out.begin_object();
  out.member("status", status_of(view.round.state()));
  out.member("version", "1");
  out.member("releaseId", version());
  out.member("serviceId", view.root);
  out.member("description", "health of an Aether backend");
  out.key("notes").begin_array();
  for (const CheckResult& one : view.round.results) {
    if (one.state == State::skipped) {
      out.value(fmt::format("skipped {} {}: {}", one.check.component, one.check.name, one.message));
    }
  }
  out.end_array();
  if (!worst.empty()) {
    out.member("output", worst);
  }
  out.key("checks").begin_object();
  for (const auto& [key, measurements] : by_key) {
    out.key(key).begin_array();
    for (const auto& [result, figure] : measurements) {
      write_measurement(out, *result, figure, affected);
    }
    out.end_array();
  }
  out.end_object();
  out.end_object();
  out.end_line();
}

} // namespace aether::health_check
