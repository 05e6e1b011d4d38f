#include "backend/catalog.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <fmt/format.h>

#include "backend/lenient_json.h"
#include "data/json_pointer.h"

namespace aether {

namespace {

namespace json = boost::json;

CatalogTool tool_from(const json::object& entry, std::string_view category, std::string pointer) {
  CatalogTool tool;
  tool.name = text_at(entry, "name");
  tool.path = text_at(entry, "path");
  tool.endpoint = text_at(entry, "api_endpoint");
  tool.method = text_at(entry, "http_method");
  tool.signature = text_at(entry, "signature");
  tool.category = category;
  tool.integration = text_at(entry, "integration");
  tool.pointer = std::move(pointer);
  for (const json::value& one : array_at(entry, "parameters")) {
    if (const json::object* parameter = one.if_object()) {
      tool.parameters.push_back({text_at(*parameter, "name"), text_at(*parameter, "type"),
                                 flag_at(*parameter, "required", false)});
    }
  }
  return tool;
}

} // namespace

std::vector<CatalogTool> read_catalog(const ConfigDocuments& documents) {
  std::vector<CatalogTool> made;
  const auto file = documents.find(k_catalog_file);
  if (file == documents.end() || !file->second.error.empty()) {
    return made;
  }
  const json::object* categories = object_at(file->second.document.root, "categories");
  if (categories == nullptr) {
    return made;
  }
  for (const auto& [category, value] : *categories) {
    const json::object* entry = value.if_object();
    if (entry == nullptr) {
      continue;
    }
    const json::array& tools = array_at(*entry, "tools");
    for (std::size_t i = 0; i < tools.size(); ++i) {
      if (const json::object* tool = tools[i].if_object()) {
        made.push_back(tool_from(
            *tool, category, fmt::format("/categories/{}/tools/{}", pointer_token(category), i)));
      }
    }
  }
  return made;
}

} // namespace aether
