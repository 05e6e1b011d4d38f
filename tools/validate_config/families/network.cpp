// network/*: what the configured services say, or that they say nothing.
#include "validate_config/families/network.h"

#include <map>

#include <fmt/format.h>

#include "core/secrets.h"
#include "core/text.h"
#include "validate_config/families/network_verdict.h"

namespace aether::validate_config {

namespace {

void append_time(std::string& text, std::string_view what, net::ProbeTimes::Span time) {
  if (time) {
    text += fmt::format("{} {:.3g} ms, ", what, static_cast<double>(time->count()) / 1000.0);
  }
}

// The cause of a finding: where it was looked. What it took differs from run to run.
std::string cause_of(const AskedService& asked) {
  const net::ProbeResult& result = asked.result;
  return result.address.empty() ? "asked " + asked.url
                                : fmt::format("asked {} at {}", asked.url, result.address);
}

} // namespace

std::string_view AskedService::outcome() const {
  return skipped.empty() ? to_string(result.outcome) : "skipped";
}

std::string times_text(const net::ProbeTimes& times) {
  std::string text;
  append_time(text, "name", times.name);
  append_time(text, "connected", times.connection);
  append_time(text, "TLS", times.tls);
  append_time(text, "first byte", times.first_byte);
  return text + fmt::format("{:.3g} ms in all", static_cast<double>(times.total.count()) / 1000.0);
}

std::vector<AskedService> check_network(const Services& services, const NetworkOptions& options,
                                        Reporter& report) {
  std::vector<net::ProbeRequest> requests;
  std::map<std::string, std::size_t> by_url;
  for (const Service& service : services.services) {
    if (service.enabled && by_url.try_emplace(service.check_url, requests.size()).second) {
      requests.push_back({service.check_url});
    }
  }
  const std::vector<net::ProbeResult> results =
      net::probe_all(requests, {options.timeout, options.deadline});
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());

  std::vector<AskedService> asked;
  for (const Service& service : services.services) {
    AskedService& one = asked.emplace_back();
    one.name = service.name;
    one.url = without_secrets(service.check_url);
    if (!service.enabled) {
      one.skipped = "it is off: " + service.disabled_by;
      continue;
    }
    one.result = results[by_url.at(service.check_url)];
    if (std::optional<NetworkVerdict> verdict = judge(service, one.result, now)) {
      Finding& made = report.add(verdict->rule, std::move(verdict->message), service.file,
                                 service.at, std::move(verdict->hint));
      made.severity = verdict->severity;
      made.cause = cause_of(one);
      if (service.file.empty()) { // a variable
        made.hint += fmt::format("{}its address comes from {}", made.hint.empty() ? "" : "; ",
                                 service.source);
      }
    }
  }
  return asked;
}

std::vector<DescribedRule> network_rules() {
  return {
      {{k_network_name, Severity::error, true, "No name server knows a service's host."},
       "With --check-network, every service that is on is asked where the configuration has it. "
       "The host of this address is not in the hosts file nor known to a name server; inside a "
       "network of containers names may be known that are not known here."},
      {{k_network_connect, Severity::error, true, "A service cannot be connected to."},
       "Nobody listens at the address, the network has no way to it, or the proxy that the "
       "environment names (http_proxy, https_proxy, all_proxy, but for no_proxy) refuses. That the "
       "backend itself does not run is a note; an address that only a default of the code has is a "
       "warning."},
      {{k_network_timeout, Severity::error, true, "A service does not answer in time."},
       "The name servers, the host or the service took longer than the time that a service has "
       "(--timeout), or than all have. A host behind a firewall that drops packets looks like "
       "this, and so does a service that hangs."},
      {{k_network_tls, Severity::error, true, "A certificate is not valid, or not for long."},
       "The certificate of a service has expired, is not valid yet, is for another name (RFC 6125) "
       "or is signed by nobody that is trusted: clients that verify it will not connect. One that "
       "expires within 30 days is a warning. Trust is what the system's list says, or the file "
       "that CURL_CA_BUNDLE or SSL_CERT_FILE names."},
      {{k_network_http, Severity::error, true, "A service answers that something is wrong."},
       "The service answers with a status of 500 or more, has no route where it is asked for one "
       "(404, 410), or speaks no HTTP. Other statuses answer: that a key is wanted (401, 403), for "
       "one, or that the route takes no GET (405)."},
      {{k_network_answer, Severity::warning, true,
        "What answers is not the service that is meant."},
       "Some kinds of services answer with JSON that has a certain key (`models` of Ollama, `data` "
       "of what speaks OpenAI's protocol); this answer has it not, so that something else may "
       "listen there."},
      {{k_network_redirect, Severity::note, true, "A service redirects elsewhere."},
       "The answer is a redirect. It is not followed, since nothing but configured addresses is "
       "contacted, and since not every client follows one (many drop credentials or turn POST into "
       "GET). One that leads to another host is a warning."},
  };
}

} // namespace aether::validate_config
