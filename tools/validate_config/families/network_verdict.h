// What an answer, or none, says of a service's configuration: no clock, no socket.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "backend/services.h"
#include "core/finding.h"
#include "net/probe.h"

namespace aether::validate_config {

inline constexpr std::string_view k_network_name = "network/name";
inline constexpr std::string_view k_network_connect = "network/connect";
inline constexpr std::string_view k_network_timeout = "network/timeout";
inline constexpr std::string_view k_network_tls = "network/tls";
inline constexpr std::string_view k_network_http = "network/http";
inline constexpr std::string_view k_network_answer = "network/answer";
inline constexpr std::string_view k_network_redirect = "network/redirect";

inline constexpr std::int64_t k_certificate_days = 30; // fewer are a warning

struct NetworkVerdict {
  std::string_view rule;
  Severity severity = Severity::error;
  std::string message; // without times, which differ from run to run
  std::string hint;
};

// Nothing where the service is as it should be.
[[nodiscard]] std::optional<NetworkVerdict>
judge(const Service& service, const net::ProbeResult& result, std::chrono::sys_seconds now);

} // namespace aether::validate_config
