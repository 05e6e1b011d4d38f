// The services that a backend works with, derived from its effective settings, its registry and
// itself; never from an address that nothing reads.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "backend/backend.h"

namespace aether {

struct ServiceKind {
  std::string name;
  std::vector<std::string> names;
  std::vector<std::string> schemes;
  std::string path; // of its check; empty: the address itself
  std::string key;  // of the JSON answer
};

// share/services.yaml.
[[nodiscard]] const std::vector<ServiceKind>& service_kinds();

struct Service {
  std::string name; // perplexica, lm_studio, backend
  std::string kind; // of service_kinds(), "http" or "tcp"
  std::string url;  // as it is configured
  std::string check_url;
  std::string key; // that the JSON answer of the check has to have
  bool enabled = true;
  std::string disabled_by; // "integrations.perplexica_enabled = false ..."
  std::string source;      // where the address comes from
  std::string file;        // of the source, where it is one
  Position at;
  bool is_default = false;               // only a default of the code says so
  std::vector<std::string> integrations; // that need it
};

// An address that looks like a service's and that nothing reads.
struct InertAddress {
  std::string name;
  std::string url;
  std::string source;
  std::string note;
};

struct Services {
  std::vector<Service> services; // by name
  std::vector<InertAddress> inert;
};

[[nodiscard]] Services find_services(Backend& backend);

} // namespace aether
