// The integrations registry of a backend, config/integrations_registry.yaml.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "backend/config_files.h"
#include "core/finding.h"

namespace aether {

inline constexpr std::string_view k_registry_file = "config/integrations_registry.yaml";

struct Integration {
  std::string name;
  std::string pointer; // of its entry
  bool enabled = true; // also where it does not say
  bool requires_service = false;
  std::string service_url;
  std::string health_check;
};

// `runtime.health_checks`: how the services of integrations are asked.
struct RegistryChecks {
  std::optional<std::chrono::milliseconds> timeout;
  std::optional<unsigned> retries;
};
[[nodiscard]] RegistryChecks read_registry_checks(const ConfigDocuments& documents);

// In the order of the file; empty without a registry that can be read. What has another type than
// it should is taken for missing: the schema tells of it.
[[nodiscard]] std::vector<Integration> read_registry(const ConfigDocuments& documents);

} // namespace aether
