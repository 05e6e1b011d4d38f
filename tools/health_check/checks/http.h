// HTTP endpoints, all asked at once in one process.
#pragma once

#include <optional>
#include <vector>

#include "health_check/plan.h"
#include "net/probe.h"

namespace aether::health_check {

struct Endpoint {
  Check check;
  net::ProbeRequest request;
  Expectation expect;
  CheckRules rules;
  std::optional<Limits> latency; // else the threshold's
  bool is_connection = false;    // no HTTP: to be connected is all
  bool is_derived = false;       // its route is what services of its kind have, or the registry's
  bool is_optional = false;      // a further route, that not all of its kind have
};

// What an answer is worth.
[[nodiscard]] CheckResult judge(const Context& context, const Endpoint& endpoint,
                                const net::ProbeResult& answer);

// Adds the work that asks them all.
void plan_endpoints(const Context& context, std::vector<Endpoint> endpoints, Plan& plan);

// The sentence for an outcome that is not ok, and what to do next where the check does not say.
[[nodiscard]] CheckResult not_answered(const Check& check, const net::ProbeResult& answer);

} // namespace aether::health_check
