#include "backend/registry.h"

#include <boost/json/object.hpp>

#include "backend/lenient_json.h"
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

} // namespace

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
