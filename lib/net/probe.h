// Asks many services at once whether they answer: HTTP and HTTPS by one GET, everything else by a
// connection that is closed again without a word.
//
// Schemes (URLs by RFC 3986, read by libcurl as it connects):
//   http, https                     GET of HTTP/1.1 (RFC 9110, 9112); TLS verified by RFC 6125
//   tcp, redis, postgresql, postgres, ws   a TCP connection
//   tls, rediss, wss                a TCP connection and a TLS handshake
//   unix                            a connection to the socket at the path (unix:///run/x.sock)
// Ports by the scheme where none is written: 80, 443, 6379 (Redis), 5432 (PostgreSQL); tcp and tls
// have none. A driver may follow a scheme (postgresql+asyncpg).
//
// Nothing but the addresses given is contacted: redirects are told and not followed, HTTP/0.9,
// cookies, .netrc, Alt-Svc and HSTS are not used. HTTP goes by the proxies of the environment as
// libcurl reads it (http_proxy, HTTPS_PROXY, ALL_PROXY, NO_PROXY, ...), the rest never does, as the
// clients of such services do not. Certificates are held against the file that CURL_CA_BUNDLE or
// SSL_CERT_FILE names, else against the system's.
//
// A login in a URL is sent to its HTTP server (Basic, RFC 7617) and is in no text of a result; of a
// redirect target passwords and secret parameters are `***`.
//
// Time: each probe has its own limit from when it begins, and all have one deadline from the call;
// what is not through by then is cancelled and the call returns, also when a name server does not
// answer: a thread that waits for it is left behind, so that the process ends on time (it must not
// be joined by anyone; ending the process is well).
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace aether::net {

enum class ProbeOutcome : std::uint8_t {
  ok,             // HTTP: a status below 400; else: connected
  bad_address,    // no URL, or of a scheme that is none of the above
  name_not_found, // also when no name server can be reached
  refused,        // nobody listens
  unreachable,    // the network has no way there
  timed_out,      // its own limit; the phase says where
  tls_error,
  proxy_error,    // the proxy has no such name, or refuses
  http_error,     // a status from 400 on
  protocol_error, // no HTTP, or it breaks off
  not_tried,      // the system gives no socket, port or thread
  cancelled,      // the deadline of all; the phase says where
};

[[nodiscard]] std::string_view to_string(ProbeOutcome outcome);

// What a probe was about to have when it ended.
enum class ProbePhase : std::uint8_t { not_begun, name, connection, tls, answer, done };

[[nodiscard]] std::string_view to_string(ProbePhase phase);

enum class CertificateProblem : std::uint8_t {
  expired,
  not_yet_valid,
  self_signed,
  unknown_issuer,
  wrong_name,
  other, // revoked, weak, not for servers...
};

[[nodiscard]] std::string_view to_string(CertificateProblem problem);

struct ProbeRequest {
  std::string url;
  std::size_t max_body = std::size_t{64} << 10U; // of the answer; what is beyond is not read
  // For HTTP only:
  std::string method{};               // GET where empty
  std::vector<std::string> headers{}; // "Name: value"
  std::string body{};                 // of the request
  bool verify_tls = true;
};

struct ProbeLimits {
  std::chrono::milliseconds each{3'000};
  std::chrono::milliseconds all{10'000};
  std::size_t at_once = 4'096; // fewer where the process may not open as many files
};

// Points in time, from the beginning of the probe: each is after the one before; without a value
// when it was not reached or is not part of the probe. A connection that is used again has
// all until `tls` at 0.
struct ProbeTimes {
  using Span = std::optional<std::chrono::microseconds>;

  Span name;       // is resolved
  Span connection; // TCP is connected, to the proxy where there is one
  Span tls;
  Span first_byte;
  std::chrono::microseconds total{0};
};

struct ProbeResult {
  ProbeOutcome outcome = ProbeOutcome::cancelled;
  ProbePhase phase = ProbePhase::not_begun;
  std::string message; // what is wrong: short, lower case, without the URL; empty when ok
  ProbeTimes times;
  std::string address; // "127.0.0.1:80", "[::1]:80": the last that was tried; a proxy's where used
  int status = 0;      // HTTP
  std::string body;
  bool body_is_cut = false;
  std::string redirect; // where a 3xx leads, absolute
  std::optional<CertificateProblem> certificate_problem;
  std::optional<std::chrono::sys_seconds> certificate_ends; // of the server's own; known when seen
};

// Whether nothing of a probe of it can block or break its process: it asks no name server, uses no
// TLS (whose certificates are files), no proxy and no file system, so that only sockets that do not
// block are waited for.
[[nodiscard]] bool is_plain_probe(const ProbeRequest& request);

// Whole days that are left at `now`, rounded down: negative when it is over.
[[nodiscard]] std::int64_t days_until(std::chrono::sys_seconds end, std::chrono::sys_seconds now);

// Called once a request, by its place among them, as the results come: answers need not be kept
// until the last is there, and are judged while others are under way.
using TakeProbe = std::function<void(std::size_t place, ProbeResult result)>;

// Throws Error (unavailable) where libcurl cannot be loaded.
void probe_each(const std::vector<ProbeRequest>& requests, const ProbeLimits& limits,
                const TakeProbe& take);

// One result a request, in their order.
[[nodiscard]] std::vector<ProbeResult> probe_all(const std::vector<ProbeRequest>& requests,
                                                 const ProbeLimits& limits);

} // namespace aether::net
