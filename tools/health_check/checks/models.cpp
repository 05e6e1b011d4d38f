#include "health_check/checks/models.h"

#include <algorithm>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <fmt/format.h>

#include "backend/lenient_json.h"
#include "core/error.h"
#include "core/text.h"
#include "data/json.h"

namespace aether::health_check {

namespace {

namespace json = boost::json;

// `provider/model` of the settings is `model` to its server.
bool is_among(const json::array& names, const std::string& wanted) {
  return std::any_of(names.begin(), names.end(), [&](const json::value& one) {
    const std::string name(one.as_string());
    return name == wanted || wanted.ends_with("/" + name);
  });
}

std::string counted(std::size_t number) {
  return fmt::format("{} model{}", number, number == 1 ? "" : "s");
}

} // namespace

void judge_models(const json::value& document, const std::string& wanted, CheckResult& result) {
  const json::object* object = document.if_object();
  const json::value* data = object == nullptr ? nullptr : object->if_contains("data");
  if (data == nullptr || !data->is_array()) {
    return;
  }
  json::array names;
  for (const json::value& one : data->get_array()) {
    if (const json::object* model = one.if_object(); model && !text_at(*model, "id").empty()) {
      names.emplace_back(text_at(*model, "id"));
    }
  }
  result.message += ", " + counted(names.size());
  result.details["models"] = names;
  if (names.empty()) {
    result.worsen(State::degraded, "it has no model", "no_model");
  } else if (!wanted.empty() && !is_among(names, wanted)) {
    result.worsen(
        State::degraded,
        fmt::format("the configured model {} is not among its {}", printable(wanted), names.size()),
        "no_model");
  }
}

void judge_loaded(std::string_view body, const std::string& wanted, CheckResult& result) {
  json::array loaded;
  std::size_t all = 0;
  try {
    const json::value document = parse_json(body, "its answer");
    const json::object* object = document.if_object();
    for (const json::value& one : object ? array_at(*object, "data") : json::array()) {
      const json::object* model = one.if_object();
      if (model != nullptr && !text_at(*model, "state").empty()) {
        ++all;
        if (text_at(*model, "state") == "loaded") {
          loaded.emplace_back(text_at(*model, "id"));
        }
      }
    }
  } catch (const Error&) { // no JSON: another server
  }
  if (all == 0) {
    result.state = State::skipped;
    result.message = "it does not say which models are loaded";
    return;
  }
  result.message = fmt::format("{} of {} loaded", loaded.size(), counted(all));
  result.details["loaded"] = loaded;
  if (loaded.empty()) {
    result.worsen(State::degraded, fmt::format("none of its {} is loaded", counted(all)),
                  "no_model");
  } else if (!wanted.empty() && !is_among(loaded, wanted)) {
    result.worsen(State::degraded,
                  fmt::format("the configured model {} is not loaded", printable(wanted)),
                  "no_model");
  }
}

} // namespace aether::health_check
