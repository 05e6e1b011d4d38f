// The catalog of tools that Open Interpreter is promised, config/backend_tools_registry.yaml.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "backend/config_files.h"

namespace aether {

inline constexpr std::string_view k_catalog_file = "config/backend_tools_registry.yaml";

struct CatalogParameter {
  std::string name;
  std::string type;
  bool required = false;
};

struct CatalogTool {
  std::string name;
  std::string path;     // computer.perplexica_search
  std::string endpoint; // /v1/search, empty where it is no route
  std::string method;   // GET
  std::string signature;
  std::string category;
  std::string integration;
  std::vector<CatalogParameter> parameters;
  std::string pointer; // of its entry
};

// In the order of the file; empty without a catalog that can be read. What has another type than
// it should is taken for missing: the schema tells of it.
[[nodiscard]] std::vector<CatalogTool> read_catalog(const ConfigDocuments& documents);

} // namespace aether
