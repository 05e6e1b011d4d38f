// What the backend's own configuration says of tools: the catalog, and what the registry of
// integrations promises and how it is attached.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "backend/config_files.h"
#include "verify_oi_tools/tool.h"

namespace aether::verify_oi_tools {

// A group of the catalog's tools.
struct Category {
  std::string name;  // its key
  std::string title; // for people
  std::string description;
  std::string integration;
  bool requires_service = false;
  std::string service_url;
  std::string pointer;
  Position at;
  std::map<std::string, Position, std::less<>> places; // of its members
};

// What the end of a catalog says of an integration; nothing of what it does not say.
struct TailEntry {
  std::string name;
  std::optional<bool> enabled;
  std::optional<std::string> api_prefix; // empty: null
  std::optional<std::size_t> tool_count;
  std::string pointer;
  Position at;
  std::map<std::string, Position, std::less<>> places;
};

struct Catalog {
  std::string file; // as shown; empty: there is none
  std::vector<Tool> tools;
  std::vector<Category> categories;
  std::string backend_url; // of its metadata
  std::string backend_version;
  std::optional<std::string> generated;
  std::optional<std::size_t> total_integrations;
  std::optional<std::size_t> enabled_integrations;
  std::map<std::string, Position, std::less<>> places; // of its metadata's members
  std::optional<std::vector<TailEntry>> tail;          // of its `integrations`
};

// An integration with what verification needs of its four layers.
struct IntegrationEntry {
  std::string name;
  bool enabled = true;
  std::string category;
  std::optional<std::size_t> tool_count; // nothing where it is `dynamic` or missing
  bool requires_service = false;
  std::string service_url;
  std::string health_check;
  std::string api_prefix;
  std::string module; // of its code: core.integrations.providers.perplexica.search
  std::vector<std::string> exports;
  std::string name_space; // computer
  std::string attach_as;  // functions, object, namespace...
  std::vector<std::string> tool_paths;
  std::string pointer;
  Position at;
  // Of what is below the pointer: "/layer3_metadata/tool_count".
  std::map<std::string, Position, std::less<>> places;

  [[nodiscard]] Position place_of(const std::string& part) const;
};

struct Registry {
  std::string file; // empty: there is none
  std::vector<IntegrationEntry> integrations;

  [[nodiscard]] const IntegrationEntry* find(std::string_view name) const;
};

// Throws Error (bad_input) where the document cannot be read. Members of another type than they
// should have are taken for missing: validate_config tells of these.
[[nodiscard]] Catalog catalog_of(ConfigDocument& document, const std::string& file);
[[nodiscard]] Registry registry_of(ConfigDocument& document, const std::string& file);

} // namespace aether::verify_oi_tools
