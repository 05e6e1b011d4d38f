#include "health_check/checks/backend.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include <boost/json/object.hpp>
#include <fmt/format.h>

#include "core/error.h"
#include "core/text.h"
#include "data/json.h"
#include "health_check/plan.h"

namespace aether::health_check {

namespace {

namespace json = boost::json;

constexpr std::string_view k_says = "says";
constexpr std::string_view k_says_of = "says_of";

std::optional<State> state_of(std::string_view word) {
  constexpr std::array<std::string_view, 6> k_well = {"healthy", "ok",    "pass",
                                                      "up",      "ready", "alive"};
  constexpr std::array<std::string_view, 4> k_degraded = {"degraded", "warn", "warning", "slow"};
  constexpr std::array<std::string_view, 10> k_bad = {"unhealthy",   "critical", "fail",  "failed",
                                                      "failing",     "down",     "error", "dead",
                                                      "unavailable", "not_ready"};
  const auto is_any = [&](const auto& words) {
    return std::find(words.begin(), words.end(), word) != words.end();
  };
  return is_any(k_well)       ? std::optional(State::healthy)
         : is_any(k_degraded) ? std::optional(State::degraded)
         : is_any(k_bad)      ? std::optional(State::critical)
                              : std::nullopt;
}

// "healthy", {"status": "healthy"} or true.
std::string word_in(const json::value& value) {
  if (const json::object* object = value.if_object()) {
    const json::value* status = object->if_contains("status");
    return status == nullptr ? "" : word_in(*status);
  }
  if (const bool* well = value.if_bool()) {
    return *well ? "healthy" : "unhealthy";
  }
  return value.is_string() ? to_lower(std::string_view(value.get_string())) : "";
}

json::object parts_in(const json::object& document) {
  json::object parts;
  for (const char* key : {"components", "checks", "services", "dependencies"}) {
    const json::value* value = document.if_contains(key);
    const json::object* members = value == nullptr ? nullptr : value->if_object();
    if (members == nullptr) {
      continue;
    }
    for (const auto& [name, part] : *members) {
      if (const std::string word = word_in(part); state_of(word)) {
        parts[name] = word;
      }
    }
  }
  return parts;
}

bool is_down(const CheckResult& one) {
  return one.state == State::critical || (one.state == State::degraded && one.is_down);
}

// Whether `part` of the backend's word is what `check` looks at.
bool is_about(std::string_view part, const Check& check) {
  return equals_ignoring_case(part, check.name) || equals_ignoring_case(part, check.component);
}

bool is_comparable(const CheckResult& one) {
  constexpr std::array<std::string_view, 4> k_components = {"database", "redis", "services", "mcp"};
  return one.state != State::skipped && one.state != State::unknown && one.blocked_by.empty() &&
         std::find(k_components.begin(), k_components.end(), one.check.component) !=
             k_components.end();
}

void disagree(CheckResult& backend, const std::string& how) {
  backend.worsen(State::degraded, how, "disagrees");
  if (backend.cause != "disagrees") {
    backend.message += "; " + how;
  }
  backend.details["disagrees"] = how;
}

void compare_part(std::string_view part, State said, const std::vector<CheckResult>& results,
                  CheckResult& backend) {
  const CheckResult* bad = nullptr;
  const CheckResult* well = nullptr;
  for (const CheckResult& one : results) {
    if (is_comparable(one) && is_about(part, one.check)) {
      bad = is_down(one) ? &one : bad;
      well = one.state == State::healthy ? &one : well;
    }
  }
  if (said == State::healthy && bad != nullptr) {
    disagree(backend, fmt::format("it says that {} is well, and {} is {} here", printable(part),
                                  bad->check.full_name(), to_string(bad->state)));
  } else if (said == State::critical && bad == nullptr && well != nullptr) {
    disagree(backend, fmt::format("it says that {} is down, and {} is well here", printable(part),
                                  well->check.full_name()));
  }
}

void compare_parts(CheckResult& backend, const std::vector<CheckResult>& results) {
  const json::value* found = backend.details.if_contains(k_says_of);
  if (found == nullptr) {
    return;
  }
  const json::object parts = found->as_object(); // a copy: the details are added to
  for (const auto& [name, word] : parts) {
    if (const auto state = state_of(std::string_view(word.as_string()))) {
      compare_part(name, *state, results, backend);
    }
  }
}

} // namespace

void take_own_word(std::string_view body, CheckResult& result) {
  json::value document;
  try {
    document = parse_json(body, "its answer");
  } catch (const Error&) { // no JSON: it says nothing of itself
    return;
  }
  const json::object* object = document.if_object();
  const std::string word = word_in(document);
  const auto state = state_of(word);
  if (object == nullptr || !state) {
    return;
  }
  result.details[k_says] = word;
  if (const json::object parts = parts_in(*object); !parts.empty()) {
    result.details[k_says_of] = parts;
  }
  if (*state == State::degraded) {
    result.worsen(State::degraded, "it says of itself that it is " + word, "says_degraded");
  } else if (*state == State::critical) {
    const std::string how = "it says of itself that it is " + word;
    result.worsen(failed_state(result.check), how, "says_critical");
    if (result.cause == "http_status") {
      result.message += ": " + how;
      result.cause = "says_critical";
      result.is_down = false; // it answers, after all
    }
  }
}

void compare_own_word(std::vector<CheckResult>& results) {
  CheckResult* fullest = nullptr; // of its words
  bool all_well = true;
  for (CheckResult& one : results) {
    if (one.check.component != "backend" || !one.details.contains(k_says)) {
      continue;
    }
    const std::string said(one.details.at(k_says).as_string());
    compare_parts(one, results);
    all_well = all_well && state_of(said) == State::healthy && one.cause != "disagrees";
    if (fullest == nullptr || one.details.contains(k_says_of)) {
      fullest = &one;
    }
  }
  const auto bad = std::find_if(results.begin(), results.end(), [](const CheckResult& one) {
    return is_comparable(one) && one.state == State::critical;
  });
  if (fullest != nullptr && all_well && bad != results.end()) {
    disagree(*fullest, fmt::format("it says of itself that it is {}, and {} is critical here",
                                   std::string_view(fullest->details.at(k_says).as_string()),
                                   bad->check.full_name()));
  }
}

} // namespace aether::health_check
