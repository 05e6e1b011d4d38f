// The catalog as the backend makes it from its OpenAPI document and the registry of integrations.
//
// GET, POST, PUT, DELETE and PATCH in the order of the document, without the backend's own routes
// (documentation, settings, models, health), untagged operations and disabled integrations. The
// first tag names the integration. Names come from paths, types from `schema.type` alone: what
// stands behind a `$ref` is lost, as it is in what this is compared with.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "verify_oi_tools/sources/documents.h"
#include "verify_oi_tools/sources/openapi.h"

namespace aether::verify_oi_tools {

struct DerivedTool {
  std::string name;
  std::string path;
  std::string endpoint;
  std::string method;
  std::string complexity; // simple, moderate, advanced
  std::string description;
  std::string signature;
  struct DerivedParameter {
    std::string name;
    std::string type;
    bool required = false;
    std::string description;
  };
  std::vector<DerivedParameter> parameters;
  std::vector<std::string> tags;
  std::string integration;
};

struct DerivedCategory {
  std::string key;
  std::string name; // for people
  std::string description;
  std::string integration;
  bool requires_service = false;
  std::string service_url;
  std::vector<DerivedTool> tools;
};

struct DerivedCatalog {
  std::string backend_version;
  std::string backend_url;
  std::string generated;
  std::vector<DerivedCategory> categories;
};

// `present`: the catalog that is there, whose address, and time where nothing changed, are kept.
[[nodiscard]] DerivedCatalog derive_catalog(const OpenApi& document, const Registry& registry,
                                            const Catalog& present);

// The routes of the backend itself that no tool is made of.
[[nodiscard]] bool is_backends_own(std::string_view endpoint);

// As YAML. The same bytes for the same catalog.
[[nodiscard]] std::string to_yaml(const DerivedCatalog& catalog, const Registry& registry);

} // namespace aether::verify_oi_tools
