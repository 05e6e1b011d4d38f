// --check-network: asks every service that the configuration names, all at once, and nobody else.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "backend/services.h"
#include "net/probe.h"
#include "validate_config/families/family.h"

namespace aether::validate_config {

struct NetworkOptions {
  std::chrono::milliseconds timeout{3'000};   // of each service
  std::chrono::milliseconds deadline{10'000}; // of all
};

// What became of a service; one for each, in their order.
struct AskedService {
  std::string name;
  std::string url;     // that was asked, without secrets
  std::string skipped; // why it was not asked; empty: it was
  net::ProbeResult result;

  [[nodiscard]] std::string_view outcome() const; // "skipped" or that of the result
};

[[nodiscard]] std::vector<DescribedRule> network_rules();

// Adds at most one finding a service, where its address comes from, without times, which differ
// from run to run. Services that are off, and addresses that nothing reads, are not contacted; one
// address of several services is asked once. Throws Error (unavailable) where libcurl cannot be
// loaded.
std::vector<AskedService> check_network(const Services& services, const NetworkOptions& options,
                                        Reporter& report);

// "name 0.4 ms, connected 1.2 ms, TLS 9.1 ms, first byte 12 ms, 12.3 ms in all", from the beginning
// of the probe.
[[nodiscard]] std::string times_text(const net::ProbeTimes& times);

} // namespace aether::validate_config
