// Asking many addresses at once: name, connection, certificate, answer, each with its time. HTTP
// and HTTPS by a GET (RFC 9110); of other services the connection alone. Redirects are told and
// never followed, so that nothing is contacted that is not asked for; proxies count as libcurl
// takes them from http_proxy, https_proxy, all_proxy and no_proxy.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace aether {

using Milliseconds = std::chrono::milliseconds;

struct NetRequest {
  // http, https, ws and wss are asked for their path; of any other scheme, such as redis or
  // postgresql, host and port are connected to.
  std::string url;
  std::uint16_t port = 0;                        // for schemes that libcurl has no port for
  Milliseconds timeout{3000};                    // of this one
  std::size_t max_body = std::size_t{64} << 10U; // bytes that are kept
};

enum class NetOutcome : std::uint8_t {
  answered,       // an HTTP status came
  connected,      // what is no HTTP accepted the connection
  name_not_found, // DNS has no such host
  refused,        // nothing listens there
  unreachable,    // no way to the host, or the connection broke
  timed_out,
  tls_failed, // the handshake, or the certificate is not to be trusted
  no_http,    // what answered speaks something else
  invalid,    // the address cannot be asked
};

[[nodiscard]] std::string_view to_string(NetOutcome outcome);

struct NetTimes { // from the beginning, in milliseconds; 0 where it did not come to that
  double name = 0;
  double connect = 0;
  double tls = 0;
  double answer = 0; // the first byte
  double total = 0;
};

struct NetResult {
  NetOutcome outcome = NetOutcome::timed_out;
  std::string problem; // for people, without credentials; empty where it went well
  long status = 0;     // of HTTP
  std::string body;
  std::string redirect; // where it would lead
  NetTimes times;
  std::optional<int> certificate_days; // until it expires; below 0 where it has
};

// In the order of the requests; takes no longer than `deadline`, whatever does not answer. Throws
// Error (unavailable) without libcurl.
[[nodiscard]] std::vector<NetResult> ask_all(const std::vector<NetRequest>& requests,
                                             Milliseconds deadline);

} // namespace aether
