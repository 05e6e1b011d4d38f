#include "verify_oi_tools/sources/documents.h"

#include <algorithm>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <fmt/format.h>

#include "backend/lenient_json.h"
#include "core/error.h"
#include "data/json_pointer.h"

namespace aether::verify_oi_tools {

namespace {

namespace json = boost::json;

std::vector<std::string> texts(const json::object& object, std::string_view key) {
  std::vector<std::string> made;
  for (const json::value& one : array_at(object, key)) {
    if (one.is_string()) {
      made.emplace_back(one.get_string());
    }
  }
  return made;
}

const json::object k_empty;

const json::object& members(const json::object& object, std::string_view key) {
  const json::object* found = object_at(object, key);
  return found == nullptr ? k_empty : *found;
}

const json::object& root_of(const ConfigDocument& document, const std::string& file) {
  if (!document.error.empty()) {
    throw Error(ExitCode::bad_input, fmt::format("{}: {}", file, document.error));
  }
  const json::object* root = document.document.root.if_object();
  return root == nullptr ? k_empty : *root;
}

class CatalogReader {
public:
  CatalogReader(ConfigDocument& document, const std::string& file)
      : document_(document), file_(file) {}

  Catalog read() {
    const json::object& root = root_of(document_, file_);
    Catalog made;
    made.file = file_;
    if (const json::object* metadata = object_at(root, "metadata")) {
      made.backend_url = text_at(*metadata, "backend_url");
      made.backend_version = text_at(*metadata, "backend_version");
      if (metadata->contains("generated")) {
        made.generated = text_at(*metadata, "generated");
      }
    }
    for (const auto& [name, value] : members(root, "categories")) {
      if (const json::object* entry = value.if_object()) {
        read_category(name, *entry, made);
      }
    }
    return made;
  }

private:
  void read_category(std::string_view name, const json::object& entry, Catalog& made) {
    Category category;
    category.name = name;
    category.integration = text_at(entry, "integration");
    category.requires_service = flag_at(entry, "requires_service", false);
    category.service_url = text_at(entry, "service_url");
    category.pointer = fmt::format("/categories/{}", pointer_token(name));
    category.at = document_.position_of(category.pointer);
    const json::array& tools = array_at(entry, "tools");
    for (std::size_t i = 0; i < tools.size(); ++i) {
      if (const json::object* tool = tools[i].if_object()) {
        made.tools.push_back(
            read_tool(*tool, category, fmt::format("{}/tools/{}", category.pointer, i)));
      }
    }
    made.categories.push_back(std::move(category));
  }

  Tool read_tool(const json::object& entry, const Category& category, std::string pointer) {
    Tool tool;
    tool.name = text_at(entry, "name");
    tool.path = text_at(entry, "path");
    tool.endpoint = text_at(entry, "api_endpoint");
    tool.method = text_at(entry, "http_method");
    tool.description = text_at(entry, "description");
    tool.signature = text_at(entry, "signature");
    tool.category = category.name;
    tool.integration = text_at(entry, "integration");
    if (tool.integration.empty()) {
      tool.integration = category.integration;
    }
    tool.examples = texts(entry, "examples");
    for (const json::value& one : array_at(entry, "parameters")) {
      if (const json::object* parameter = one.if_object()) {
        tool.parameters.push_back(read_parameter(*parameter));
      }
    }
    tool.file = file_;
    tool.at = document_.position_of(pointer + "/name");
    tool.pointer = std::move(pointer);
    return tool;
  }

  static Parameter read_parameter(const json::object& entry) {
    Parameter made;
    made.name = text_at(entry, "name");
    made.type = type_of_text(text_at(entry, "type"));
    made.required = flag_at(entry, "required", false);
    made.description = text_at(entry, "description");
    return made;
  }

  ConfigDocument& document_;
  const std::string& file_;
};

IntegrationEntry integration_of(std::string_view name, const json::object& entry) {
  IntegrationEntry made;
  made.name = name;
  made.enabled = flag_at(entry, "enabled", true);
  if (const json::object* layer = object_at(entry, "layer1_implementation")) {
    made.module = text_at(*layer, "module");
  }
  if (const json::object* layer = object_at(entry, "layer2_exposure")) {
    made.exports = texts(*layer, "exports");
  }
  if (const json::object* layer = object_at(entry, "layer3_metadata")) {
    made.category = text_at(*layer, "category");
    made.requires_service = flag_at(*layer, "requires_service", false);
    made.service_url = text_at(*layer, "service_url");
    made.health_check = text_at(*layer, "health_check");
    made.api_prefix = text_at(*layer, "api_prefix");
    if (const json::value* count = layer->if_contains("tool_count");
        count != nullptr && count->is_int64() && count->get_int64() >= 0) {
      made.tool_count = static_cast<std::size_t>(count->get_int64());
    }
  }
  if (const json::object* layer = object_at(entry, "layer4_runtime")) {
    made.name_space = text_at(*layer, "namespace");
    made.attach_as = text_at(*layer, "attach_as");
  }
  if (const json::object* reference = object_at(entry, "tools_reference")) {
    made.tool_paths = texts(*reference, "tool_paths");
  }
  return made;
}

} // namespace

const IntegrationEntry* Registry::find(std::string_view name) const {
  const auto found = std::find_if(integrations.begin(), integrations.end(),
                                  [&](const IntegrationEntry& one) { return one.name == name; });
  return found == integrations.end() ? nullptr : &*found;
}

Catalog catalog_of(ConfigDocument& document, const std::string& file) {
  return CatalogReader(document, file).read();
}

Registry registry_of(ConfigDocument& document, const std::string& file) {
  Registry made;
  made.file = file;
  for (const auto& [name, value] : members(root_of(document, file), "integrations")) {
    if (const json::object* entry = value.if_object()) {
      IntegrationEntry one = integration_of(name, *entry);
      one.pointer = fmt::format("/integrations/{}", pointer_token(name));
      one.at = document.position_of(one.pointer);
      made.integrations.push_back(std::move(one));
    }
  }
  return made;
}

} // namespace aether::verify_oi_tools
