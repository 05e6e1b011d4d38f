#include "validate_config/families/network.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/secrets.h"
#include "core/text.h"

namespace aether::validate_config {

namespace {

constexpr std::string_view k_name = "network/name";
constexpr std::string_view k_connect = "network/connect";
constexpr std::string_view k_tls = "network/tls";
constexpr std::string_view k_http = "network/http";
constexpr std::string_view k_redirect = "network/redirect";

constexpr int k_days_to_renew = 30;
constexpr Milliseconds k_longest{5000}; // that one service may take

// Of services that are asked by a connection alone.
std::uint16_t port_of(const Service& service) {
  const std::string_view url = service.check_url;
  return url.starts_with("redis")      ? 6379
         : url.starts_with("postgres") ? 5432
         : url.starts_with("mysql")    ? 3306
         : url.starts_with("amqp")     ? 5672
                                       : 0;
}

std::string shown(const Service& service) {
  return fmt::format("{} at {}", printable(service.name),
                     printable(without_secrets(service.check_url)));
}

NetworkFinding made(std::string_view rule, Severity severity, std::string message,
                    std::string hint = "") {
  return {std::string(rule), severity, std::move(message), std::move(hint)};
}

std::string_view rule_of(NetOutcome outcome) {
  switch (outcome) {
  case NetOutcome::name_not_found:
    return k_name;
  case NetOutcome::tls_failed:
    return k_tls;
  case NetOutcome::no_http:
    return k_http;
  default:
    return k_connect;
  }
}

} // namespace

std::optional<NetworkFinding> judge_answer(const Service& service, const NetResult& result) {
  const bool is_there =
      result.outcome == NetOutcome::answered || result.outcome == NetOutcome::connected;
  if (!is_there) {
    // a backend need not run while its configuration is looked at
    const bool is_own = service.kind == "backend";
    return made(rule_of(result.outcome), is_own ? Severity::note : Severity::error,
                fmt::format("{}: {}", shown(service), result.problem),
                fmt::format("its address comes from {}", printable(service.source)));
  }
  if (result.certificate_days && *result.certificate_days < k_days_to_renew) {
    return made(k_tls, Severity::warning,
                fmt::format("{}: its certificate expires in {} days", shown(service),
                            *result.certificate_days),
                "renew it");
  }
  if (result.status >= 300 && result.status < 400) {
    return made(k_redirect, Severity::warning,
                fmt::format("{}: it redirects to {}, which was not asked", shown(service),
                            printable(without_secrets(result.redirect))),
                "name the address that it leads to");
  }
  if (result.status >= 500) {
    return made(k_http, Severity::error,
                fmt::format("{}: it answers with status {}", shown(service), result.status));
  }
  if (result.status == 404 || result.status == 410) {
    return made(k_http, Severity::warning,
                fmt::format("{}: it answers, and has no such route (status {})", shown(service),
                            result.status));
  }
  return std::nullopt;
}

std::vector<DescribedRule> network_rules() {
  return {
      {{k_name, Severity::error, true, "The name of a service's host is not known."},
       "With --check-network: DNS has no such host, from where this runs."},
      {{k_connect, Severity::error, true, "A service cannot be connected to."},
       "With --check-network: the connection is refused, breaks off, or takes longer than "
       "--timeout. That the backend itself does not run is a note."},
      {{k_tls, Severity::error, true, "A certificate is not to be trusted, or expires soon."},
       "With --check-network: the certificate has expired, is for another name or of an authority "
       "that is not trusted here (SSL_CERT_FILE names others); within thirty days of its end it is "
       "a "
       "warning."},
      {{k_http, Severity::error, true, "A service answers, and not as it should."},
       "With --check-network: a status of 500 and above, or no HTTP; a warning where the route of "
       "its check is missing. 401 and 403 are answers."},
      {{k_redirect, Severity::warning, true, "A service sends its clients elsewhere."},
       "With --check-network: what it redirects to is not asked, since nobody configured it."},
  };
}

void check_network(Tree& tree, Reporter& report) {
  if (!tree.network_timeout) {
    return;
  }
  std::vector<NetRequest> requests;
  std::vector<const Service*> services;
  for (const Service& service : tree.services.services) {
    if (service.enabled) {
      NetRequest request;
      request.url = service.check_url;
      request.port = port_of(service);
      request.timeout = std::min(*tree.network_timeout, k_longest);
      requests.push_back(std::move(request));
      services.push_back(&service);
    }
  }
  std::vector<NetResult> results = ask_all(requests, *tree.network_timeout);
  for (std::size_t i = 0; i < services.size(); ++i) {
    if (std::optional<NetworkFinding> found = judge_answer(*services[i], results[i])) {
      Finding& finding = report.add(found->rule, std::move(found->message), services[i]->file,
                                    services[i]->at, std::move(found->hint));
      finding.severity = found->severity;
      finding.cause = services[i]->name;
    }
    tree.asked.push_back(
        {services[i]->name, without_secrets(services[i]->check_url), std::move(results[i])});
  }
}

} // namespace aether::validate_config
