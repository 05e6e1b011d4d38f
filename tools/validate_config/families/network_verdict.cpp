#include "validate_config/families/network_verdict.h"

#include <algorithm>
#include <array>
#include <cctype>

#include <boost/json/object.hpp>
#include <fmt/format.h>

#include "core/error.h"
#include "core/text.h"
#include "data/json.h"
#include "validate_config/families/address.h"

namespace aether::validate_config {

namespace {

using net::CertificateProblem;
using net::ProbeOutcome;
using net::ProbeResult;
using Verdict = std::optional<NetworkVerdict>;

// The backend itself need not run where its configuration is looked at, and what only a default of
// the code names may not be meant to be there.
Severity severity_of_absence(const Service& service) {
  if (service.kind == "backend") {
    return Severity::note;
  }
  return service.is_default ? Severity::warning : Severity::error;
}

std::string hint_of_absence(const Service& service) {
  if (service.kind == "backend") {
    return "it need not run while its configuration is checked";
  }
  return service.is_default ? "only a default of the code names this address" : "";
}

Verdict absent(std::string_view rule, const Service& service, const ProbeResult& result) {
  return NetworkVerdict{rule, severity_of_absence(service),
                        fmt::format("{}: {}", service.name, result.message),
                        hint_of_absence(service)};
}

std::string days_text(std::int64_t days) {
  return days == 0 ? "today" : fmt::format("in {} day{}", days, days == 1 ? "" : "s");
}

std::string hint_of(CertificateProblem problem) {
  switch (problem) {
  case CertificateProblem::self_signed:
  case CertificateProblem::unknown_issuer:
    return "a file with the authority's certificate can be named by SSL_CERT_FILE";
  case CertificateProblem::wrong_name:
    return "address it by a name that the certificate has";
  case CertificateProblem::expired:
    return "renew it";
  case CertificateProblem::not_yet_valid:
    return "compare the clocks of both machines";
  case CertificateProblem::other:
    break;
  }
  return "";
}

Verdict untrusted(const Service& service, const ProbeResult& result) {
  std::string hint = result.certificate_problem ? hint_of(*result.certificate_problem)
                     : service.url.starts_with("https:")
                         ? "if it speaks plain HTTP there, its address begins with http"
                         : "";
  return NetworkVerdict{k_network_tls, Severity::error,
                        fmt::format("{}: {}", service.name, result.message), std::move(hint)};
}

Verdict expiring(const Service& service, const ProbeResult& result, std::chrono::sys_seconds now) {
  if (!result.certificate_ends) {
    return std::nullopt;
  }
  const std::int64_t days = net::days_until(*result.certificate_ends, now);
  if (days >= k_certificate_days) {
    return std::nullopt;
  }
  return NetworkVerdict{k_network_tls, Severity::warning,
                        fmt::format("{}: its certificate expires {}", service.name,
                                    days_text(std::max<std::int64_t>(days, 0))),
                        "renew it"};
}

// An address without a route of its own, such as a base URL, may well answer 404.
bool asks_for_a_route(const Service& service) { return service.check_url != service.url; }

// Statuses by RFC 9110. One from 400 on answers nevertheless (who asks has no key, the route takes
// no GET, too many ask), but for those that say that nothing is there.
Verdict refused_by_status(const Service& service, const ProbeResult& result) {
  const int status = result.status;
  if (status >= 500) {
    return NetworkVerdict{k_network_http, Severity::error,
                          fmt::format("{}: it answers {}", service.name, status),
                          "see what the service itself says"};
  }
  if ((status == 404 || status == 410) && asks_for_a_route(service)) {
    return NetworkVerdict{
        k_network_http, Severity::error,
        fmt::format("{}: it answers {}: there is no such route", service.name, status),
        "the address, or the path of the check, is that of something else"};
  }
  if (status == 407) {
    return NetworkVerdict{k_network_connect, Severity::error,
                          fmt::format("{}: the proxy wants a login", service.name),
                          "NO_PROXY names hosts that are asked directly"};
  }
  return std::nullopt;
}

std::string host_of(std::string_view url) {
  const ParsedAddress parsed = parse_address(url);
  return parsed.address ? parsed.address->host : std::string();
}

Verdict redirected(const Service& service, const ProbeResult& result) {
  if (result.redirect.empty() || result.status < 300 || result.status > 399) {
    return std::nullopt;
  }
  const bool elsewhere = host_of(result.redirect) != host_of(service.check_url);
  return NetworkVerdict{k_network_redirect, elsewhere ? Severity::warning : Severity::note,
                        fmt::format("{}: it redirects to {}", service.name, result.redirect),
                        "redirects are not followed: not every client does"};
}

// Whether the answer is of the kind of service that is meant.
Verdict of_another_kind(const Service& service, const ProbeResult& result) {
  if (service.key.empty() || result.body_is_cut || result.status < 200 || result.status > 299) {
    return std::nullopt;
  }
  try {
    const boost::json::value answer = parse_json(result.body, "answer");
    const boost::json::object* object = answer.if_object();
    if (object != nullptr && object->contains(service.key)) {
      return std::nullopt;
    }
  } catch (const Error&) { // no JSON: judged as such
  }
  return NetworkVerdict{k_network_answer, Severity::warning,
                        fmt::format("{}: something answers, but not as {} does: no JSON with `{}`",
                                    service.name, service.kind, service.key),
                        "another service may listen there"};
}

Verdict answered(const Service& service, const ProbeResult& result, std::chrono::sys_seconds now) {
  if (Verdict found = refused_by_status(service, result)) {
    return found;
  }
  if (Verdict found = of_another_kind(service, result)) {
    return found;
  }
  if (Verdict found = expiring(service, result, now)) {
    return found;
  }
  return redirected(service, result);
}

} // namespace

std::optional<NetworkVerdict> judge(const Service& service, const ProbeResult& result,
                                    std::chrono::sys_seconds now) {
  switch (result.outcome) {
  case ProbeOutcome::ok:
  case ProbeOutcome::http_error:
    return answered(service, result, now);
  case ProbeOutcome::name_not_found:
    return absent(k_network_name, service, result);
  case ProbeOutcome::refused:
  case ProbeOutcome::unreachable:
    return absent(k_network_connect, service, result);
  case ProbeOutcome::timed_out:
  case ProbeOutcome::cancelled:
    return absent(k_network_timeout, service, result);
  case ProbeOutcome::tls_error:
    return untrusted(service, result);
  case ProbeOutcome::proxy_error:
    return NetworkVerdict{k_network_connect, Severity::error,
                          fmt::format("{}: {}", service.name, result.message),
                          "NO_PROXY names hosts that are asked directly"};
  case ProbeOutcome::protocol_error:
    return NetworkVerdict{k_network_http, Severity::error,
                          fmt::format("{}: {}", service.name, result.message),
                          "another service may listen there"};
  case ProbeOutcome::bad_address:
  case ProbeOutcome::not_tried:
    return NetworkVerdict{k_network_connect, Severity::note,
                          fmt::format("{} could not be asked: {}", service.name, result.message),
                          ""};
  }
  return std::nullopt;
}

} // namespace aether::validate_config
