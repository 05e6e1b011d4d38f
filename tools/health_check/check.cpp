#include "health_check/check.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <fmt/format.h>

#include "core/text.h"

namespace aether::health_check {

namespace {

namespace json = boost::json;

// How bad a state is: what cannot be seen is worse than a warning.
int rank(State state) {
  switch (state) {
  case State::skipped:
    return -1;
  case State::healthy:
    return 0;
  case State::degraded:
    return 1;
  case State::unknown:
    return 2;
  case State::critical:
    return 3;
  }
  return 0;
}

json::value maybe(const std::optional<double>& number) {
  return number ? json::value(*number) : json::value(nullptr);
}

std::optional<double> maybe(const json::value& value) {
  return value.is_null() ? std::nullopt : std::optional(value.to_number<double>());
}

// As JSON can hold it: no number that is none, no text that is none.
void make_valid(json::value& value) {
  if (json::object* object = value.if_object()) {
    for (auto& [key, member] : *object) {
      make_valid(member);
    }
  } else if (json::array* array = value.if_array()) {
    for (json::value& item : *array) {
      make_valid(item);
    }
  } else if (const json::string* text = value.if_string()) {
    if (find_invalid_utf8(*text) != std::string_view::npos) {
      value = to_valid_utf8(*text);
    }
  } else if (const double* number = value.if_double(); number != nullptr) {
    value = std::isfinite(*number) ? json::value(*number) : json::value(nullptr);
  }
}

} // namespace

std::string_view to_string(State state) {
  constexpr std::array<std::string_view, 5> k_names = {"healthy", "degraded", "critical", "unknown",
                                                       "skipped"};
  return k_names.at(static_cast<std::size_t>(state));
}

void CheckResult::worsen(State to, std::string why, std::string word) {
  if (rank(to) > rank(state)) {
    state = to;
    message = std::move(why);
    cause = std::move(word);
  }
}

void CheckResult::measure(Figure figure, const Limits& limits, const std::string& shown) {
  figure.warn = limits.warn;
  figure.crit = limits.crit;
  const auto outside = [&](const std::optional<double>& limit) {
    return limit && (figure.low_is_bad ? figure.value < *limit : figure.value >= *limit);
  };
  const std::string word = fmt::format("{}_{}", figure.name, figure.low_is_bad ? "low" : "high");
  if (outside(figure.crit)) {
    worsen(State::critical,
           fmt::format("{}, critical {} {}", shown, figure.low_is_bad ? "below" : "from",
                       shown_number(*figure.crit, figure.unit)),
           word);
  } else if (outside(figure.warn)) {
    worsen(State::degraded,
           fmt::format("{}, degraded {} {}", shown, figure.low_is_bad ? "below" : "from",
                       shown_number(*figure.warn, figure.unit)),
           word);
  }
  figures.push_back(std::move(figure));
}

void CheckResult::make_valid() {
  for (std::string* text : {&message, &cause, &next_step, &check.target}) {
    *text = to_valid_utf8(*text);
  }
  std::erase_if(figures, [](const Figure& one) { return !std::isfinite(one.value); });
  for (auto& [key, member] : details) {
    health_check::make_valid(member);
  }
}

std::string to_record(const CheckResult& result) {
  json::array figures;
  for (const Figure& one : result.figures) {
    figures.push_back(json::array{one.name, static_cast<int>(one.unit), one.value, maybe(one.warn),
                                  maybe(one.crit), maybe(one.least), maybe(one.most),
                                  one.low_is_bad});
  }
  json::object record{
      {"name", result.check.full_name()},
      {"state", static_cast<int>(result.state)},
      {"message", result.message},
      {"cause", result.cause},
      {"next_step", result.next_step},
      {"target", result.check.target},
      {"figures", std::move(figures)},
      {"details", result.details},
      {"attempts", result.attempts},
      {"down", result.is_down},
      {"took", result.took ? json::value(result.took->count()) : json::value(nullptr)}};
  return json::serialize(record);
}

std::optional<CheckResult>
from_record(std::string_view record, const std::unordered_map<std::string, const Check*>& checks) {
  const json::value parsed = json::parse(json::string_view(record.data(), record.size()));
  const json::object& object = parsed.as_object();
  const auto text = [&](const char* key) { return std::string(object.at(key).as_string()); };
  const auto check = checks.find(text("name"));
  if (check == checks.end()) {
    return std::nullopt;
  }
  CheckResult result;
  result.check = *check->second;
  result.check.target = text("target");
  result.state = static_cast<State>(object.at("state").to_number<int>());
  result.message = text("message");
  result.cause = text("cause");
  result.next_step = text("next_step");
  for (const json::value& one : object.at("figures").as_array()) {
    const json::array& figure = one.as_array();
    result.figures.push_back(
        {std::string(figure.at(0).as_string()), static_cast<Unit>(figure.at(1).to_number<int>()),
         figure.at(2).to_number<double>(), maybe(figure.at(3)), maybe(figure.at(4)),
         maybe(figure.at(5)), maybe(figure.at(6)), figure.at(7).as_bool()});
  }
  result.details = object.at("details").as_object();
  result.attempts = object.at("attempts").to_number<unsigned>();
  result.is_down = object.at("down").as_bool();
  if (!object.at("took").is_null()) {
    result.took = std::chrono::microseconds(object.at("took").to_number<std::int64_t>());
  }
  result.at = std::chrono::system_clock::now();
  return result;
}

std::string shown_number(double value, Unit unit) {
  switch (unit) {
  case Unit::seconds:
    if (value < 0.0995) {
      return fmt::format("{:.2g} ms", value * 1000);
    }
    if (value < 0.9995) {
      return fmt::format("{:.0f} ms", value * 1000);
    }
    return value < 120 ? fmt::format("{:.3g} s", value) : fmt::format("{:.0f} min", value / 60);
  case Unit::bytes: {
    constexpr std::array<std::string_view, 6> k_units = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};
    std::size_t step = 0;
    while (value >= 1024 && step + 1 < k_units.size()) {
      value /= 1024;
      ++step;
    }
    return fmt::format("{:.{}f} {}", value, step == 0 || value >= 100 ? 0 : 1, k_units.at(step));
  }
  case Unit::percent:
    return fmt::format("{:.0f} %", value);
  case Unit::none:
  case Unit::count:
    break;
  }
  return std::abs(value - std::round(value)) < 0.005 ? fmt::format("{:.0f}", value)
                                                     : fmt::format("{:.2f}", value);
}

} // namespace aether::health_check
