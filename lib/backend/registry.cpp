#include "backend/registry.h"

#include <algorithm>

#include <boost/json/object.hpp>

#include "backend/lenient_json.h"
#include "core/duration.h"
#include "data/json_pointer.h"

namespace aether {

namespace {

namespace json = boost::json;

Integration integration_from(std::string_view name, const json::value& value) {
  Integration made;
  made.name = name;
  made.pointer = "/integrations/" + pointer_token(name);
  if (const json::object* entry = value.if_object()) {
    made.enabled = flag_at(*entry, "enabled", true);
  }
  if (const json::object* layer = object_at(value, "layer3_metadata")) {
    made.requires_service = flag_at(*layer, "requires_service", false);
    made.service_url = text_at(*layer, "service_url");
    made.health_check = text_at(*layer, "health_check");
  }
  return made;
}

// Seconds, also with a fraction, or a duration; what is nothing or less is none.
std::optional<std::chrono::milliseconds> time_of(const json::value& value) {
  constexpr double k_most_seconds = 86'400;
  std::optional<std::chrono::milliseconds> time;
  if (value.is_string()) {
    time = parse_duration(value.get_string());
  } else if (value.is_number() && value.to_number<double>() > 0) {
    const double seconds = std::min(value.to_number<double>(), k_most_seconds);
    time = std::chrono::round<std::chrono::milliseconds>(std::chrono::duration<double>(seconds));
  }
  return time && time->count() > 0 ? time : std::nullopt;
}

} // namespace

RegistryChecks read_registry_checks(const ConfigDocuments& documents) {
  RegistryChecks made;
  const auto file = documents.find(k_registry_file);
  const json::object* runtime = file == documents.end() || !file->second.error.empty()
                                    ? nullptr
                                    : object_at(file->second.document.root, "runtime");
  const json::object* checks = runtime == nullptr ? nullptr : object_at(*runtime, "health_checks");
  if (checks == nullptr) {
    return made;
  }
  if (const json::value* timeout = checks->if_contains("timeout")) {
    made.timeout = time_of(*timeout);
  }
  const json::value* retries = checks->if_contains("retries");
  constexpr std::int64_t k_most = 10;
  if (retries != nullptr && retries->is_int64() && retries->get_int64() >= 0) {
    made.retries = static_cast<unsigned>(std::min(retries->get_int64(), k_most));
  }
  return made;
}

std::vector<Integration> read_registry(const ConfigDocuments& documents) {
  std::vector<Integration> made;
  const auto file = documents.find(k_registry_file);
  if (file == documents.end() || !file->second.error.empty()) {
    return made;
  }
  if (const json::object* entries = object_at(file->second.document.root, "integrations")) {
    for (const auto& [name, value] : *entries) {
      made.push_back(integration_from(name, value));
    }
  }
  return made;
}

} // namespace aether
