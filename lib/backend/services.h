// The services that a backend works with, derived from its effective settings, its registry and
// itself; never from an address that nothing reads.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "backend/backend.h"

namespace aether {

// A route that some services of a kind have beside that of their check.
struct FurtherRoute {
  std::string name;
  std::string path;               // from the host's root, or below the address
  std::vector<std::string> names; // words of the service's name; empty: any
};

struct ServiceKind {
  std::string name;
  std::vector<std::string> names;
  std::vector<std::string> schemes;
  std::string path; // of its check; empty: the address itself
  std::string key;  // of the JSON answer
  std::vector<FurtherRoute> further;
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

// The further routes of a service over HTTP, by what they are called, with whole addresses.
[[nodiscard]] std::vector<std::pair<std::string, std::string>>
further_routes(const Service& service);

} // namespace aether
