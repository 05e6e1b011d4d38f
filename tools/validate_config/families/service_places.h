// Every place of the configuration that names the address of a service, and where the service's own
// source listens.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "validate_config/families/address.h"
#include "validate_config/tree.h"

namespace aether::validate_config {

struct ServicePlace {
  Address address;
  std::string file;
  Position at;
  std::string pointer;
  std::string name; // of the key or variable
  bool is_effective = false;

  [[nodiscard]] std::string shown() const; // file:line
};

struct ServiceListener {
  std::uint16_t port = 0;
  std::string shown; // file:line
};

struct ServicePlaces {
  std::string name;
  std::vector<ServicePlace> places; // each file and line once
  std::optional<ServiceListener> listener;
};

// By name. Files of an environment count where they name this machine; those of tests, and what
// compose files say within their own network, do not.
[[nodiscard]] std::vector<ServicePlaces> places_of_services(Tree& tree);

} // namespace aether::validate_config
