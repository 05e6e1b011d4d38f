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

std::optional<std::size_t> whole_number_at(const json::object& object, std::string_view key) {
  const json::value* found = object.if_contains(key);
  return found != nullptr && found->is_int64() && found->get_int64() >= 0
             ? std::optional(static_cast<std::size_t>(found->get_int64()))
             : std::nullopt;
}

// Of the members of an object, by "/NAME".
std::map<std::string, Position, std::less<>>
places_of(ConfigDocument& document, const json::object& object, const std::string& pointer) {
  std::map<std::string, Position, std::less<>> made;
  for (const auto& [key, value] : object) {
    const std::string part = "/" + pointer_token(key);
    made[part] = document.position_of(pointer + part);
  }
  return made;
}

class CatalogReader {
public:
  CatalogReader(ConfigDocument& document, const std::string& file)
      : document_(document), file_(file) {}

  Catalog read() {
    const json::object& root = root_of(document_, file_);
    if (object_at(root, "categories") == nullptr) {
      throw Error(ExitCode::bad_input,
                  fmt::format("{}: there is no mapping `categories` of names and tools, so that it "
                              "is no catalog; verify_oi_tools --generate makes one",
                              file_));
    }
    Catalog made;
    made.file = file_;
    if (const json::object* metadata = object_at(root, "metadata")) {
      read_metadata(*metadata, made);
    }
    for (const auto& [name, value] : members(root, "categories")) {
      if (const json::object* entry = value.if_object()) {
        read_category(name, *entry, made);
      }
    }
    if (const json::object* tail = object_at(root, "integrations")) {
      read_tail(*tail, made);
    }
    return made;
  }

private:
  void read_metadata(const json::object& metadata, Catalog& made) {
    made.backend_url = text_at(metadata, "backend_url");
    made.backend_version = text_at(metadata, "backend_version");
    if (metadata.contains("generated")) {
      made.generated = text_at(metadata, "generated");
    }
    made.total_integrations = whole_number_at(metadata, "total_integrations");
    made.enabled_integrations = whole_number_at(metadata, "enabled_integrations");
    made.places = places_of(document_, metadata, "/metadata");
  }

  void read_tail(const json::object& tail, Catalog& made) {
    made.tail.emplace();
    for (const auto& [name, value] : tail) {
      const json::object* entry = value.if_object();
      if (entry == nullptr) {
        continue;
      }
      TailEntry one;
      one.name = name;
      if (const json::value* enabled = entry->if_contains("enabled");
          enabled != nullptr && enabled->is_bool()) {
        one.enabled = enabled->get_bool();
      }
      if (entry->contains("api_prefix")) {
        one.api_prefix = text_at(*entry, "api_prefix");
      }
      one.tool_count = whole_number_at(*entry, "tool_count");
      one.pointer = fmt::format("/integrations/{}", pointer_token(name));
      one.at = document_.position_of(one.pointer);
      one.places = places_of(document_, *entry, one.pointer);
      made.tail->push_back(std::move(one));
    }
  }

  void read_category(std::string_view name, const json::object& entry, Catalog& made) {
    Category category;
    category.name = name;
    category.title = text_at(entry, "name");
    category.description = text_at(entry, "description");
    category.integration = text_at(entry, "integration");
    category.requires_service = flag_at(entry, "requires_service", false);
    category.service_url = text_at(entry, "service_url");
    category.pointer = fmt::format("/categories/{}", pointer_token(name));
    category.at = document_.position_of(category.pointer);
    category.places = places_of(document_, entry, category.pointer);
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
    tool.complexity = text_at(entry, "complexity");
    tool.tags = texts_at(entry, "tags");
    tool.category = category.name;
    tool.integration = text_at(entry, "integration");
    if (tool.integration.empty()) {
      tool.integration = category.integration;
    }
    tool.examples = texts_at(entry, "examples");
    tool.places = places_of(document_, entry, pointer);
    tool.lists_parameters = entry.contains("parameters");
    const json::array& parameters = array_at(entry, "parameters");
    for (std::size_t i = 0; i < parameters.size(); ++i) {
      if (const json::object* parameter = parameters[i].if_object()) {
        const std::string part = fmt::format("/parameters/{}", tool.parameters.size());
        tool.places[part] = document_.position_of(fmt::format("{}/parameters/{}/name", pointer, i));
        for (const char* member : {"type", "required", "description"}) {
          if (parameter->contains(member)) {
            tool.places[fmt::format("{}/{}", part, member)] =
                document_.position_of(fmt::format("{}/parameters/{}/{}", pointer, i, member));
          }
        }
        tool.parameters.push_back(read_parameter(*parameter));
      }
    }
    for (std::size_t i = 0; i < tool.examples.size(); ++i) {
      tool.places[fmt::format("/examples/{}", i)] =
          document_.position_of(fmt::format("{}/examples/{}", pointer, i));
    }
    tool.file = file_;
    tool.at = document_.position_of(entry.contains("name") ? pointer + "/name" : pointer);
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
    made.exports = texts_at(*layer, "exports");
  }
  if (const json::object* layer = object_at(entry, "layer3_metadata")) {
    made.category = text_at(*layer, "category");
    made.requires_service = flag_at(*layer, "requires_service", false);
    made.service_url = text_at(*layer, "service_url");
    made.health_check = text_at(*layer, "health_check");
    made.api_prefix = text_at(*layer, "api_prefix");
    made.tool_count = whole_number_at(*layer, "tool_count");
  }
  if (const json::object* layer = object_at(entry, "layer4_runtime")) {
    made.name_space = text_at(*layer, "namespace");
    made.attach_as = text_at(*layer, "attach_as");
  }
  if (const json::object* reference = object_at(entry, "tools_reference")) {
    made.tool_paths = texts_at(*reference, "tool_paths");
  }
  return made;
}

} // namespace

const IntegrationEntry* Registry::find(std::string_view name) const {
  const auto found = std::find_if(integrations.begin(), integrations.end(),
                                  [&](const IntegrationEntry& one) { return one.name == name; });
  return found == integrations.end() ? nullptr : &*found;
}

Position IntegrationEntry::place_of(const std::string& part) const {
  const auto found = places.find(part);
  return found == places.end() ? at : found->second;
}

Catalog catalog_of(ConfigDocument& document, const std::string& file) {
  return CatalogReader(document, file).read();
}

Registry registry_of(ConfigDocument& document, const std::string& file) {
  Registry made;
  made.file = file;
  const json::object& root = root_of(document, file);
  const json::value* all = root.if_contains("integrations");
  if (all == nullptr || !(all->is_object() || all->is_null())) {
    throw Error(ExitCode::bad_input,
                fmt::format("{}: there is no mapping `integrations` of names and integrations, so "
                            "that it is no registry",
                            file));
  }
  for (const auto& [name, value] : members(root, "integrations")) {
    if (const json::object* entry = value.if_object()) {
      IntegrationEntry one = integration_of(name, *entry);
      one.pointer = fmt::format("/integrations/{}", pointer_token(name));
      one.at = document.position_of(one.pointer);
      one.places = places_of(document, *entry, one.pointer);
      for (const char* layer : {"layer3_metadata", "layer4_runtime", "tools_reference"}) {
        if (const json::object* members = object_at(*entry, layer)) {
          for (auto& [part, at] :
               places_of(document, *members, fmt::format("{}/{}", one.pointer, layer))) {
            one.places[fmt::format("/{}{}", layer, part)] = at;
          }
        }
      }
      for (std::size_t i = 0; i < one.tool_paths.size(); ++i) {
        const std::string part = fmt::format("/tools_reference/tool_paths/{}", i);
        one.places[part] = document.position_of(one.pointer + part);
      }
      made.integrations.push_back(std::move(one));
    }
  }
  return made;
}

} // namespace aether::verify_oi_tools
