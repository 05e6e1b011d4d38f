// The services of the configuration, the backend itself, and the HTTP and TCP checks of
// config/health.yaml, which are asked together.
#include <fmt/format.h>

#include "core/error.h"
#include "core/secrets.h"
#include "core/text.h"
#include "health_check/checks/http.h"
#include "net/connection.h"

namespace aether::health_check {

namespace {

bool is_http(std::string_view url) {
  return starts_with_ignoring_case(url, "http://") || starts_with_ignoring_case(url, "https://");
}

class Planner {
public:
  Planner(const Context& context, Plan& plan) : context_(context), plan_(plan) {}

  void plan() {
    const bool services = context_.wants("services");
    endpoints_.reserve(context_.targets.services.size() + context_.config.http.size());
    for (const Service& one : context_.targets.services) {
      if (one.name == "backend" ? context_.wants("backend") : services && one.kind != "redis") {
        add(one);
      }
    }
    if (services && !context_.targets.no_services.empty()) {
      tell_none(context_.targets.no_services, State::unknown);
    } else if (services && !context_.targets.inert_services.empty()) {
      tell_none(context_.targets.inert_services,
                context_.options.components.empty() ? State::skipped : State::unknown);
    }
    for (const HttpCheck& one : context_.config.http) {
      add(one);
    }
    plan_endpoints(context_, std::move(endpoints_), plan_);
  }

private:
  void tell_none(const std::string& why, State state) {
    CheckResult none = result_of(context_.check("services", "all"),
                                 context_.options.quick ? State::skipped : state, why);
    none.cause = "no_target";
    plan_.settled.push_back(std::move(none));
  }

  void add(const Service& service) {
    const bool is_backend = service.name == "backend";
    Endpoint endpoint;
    endpoint.check =
        context_.check(is_backend ? "backend" : "services", is_backend ? "health" : service.name);
    Check& check = endpoint.check;
    check.target = without_secrets(service.check_url);
    check.source = service.source;
    check.is_default = service.is_default;
    endpoint.rules = context_.rules(check.component);
    if (is_backend) {
      check.is_critical = true;
      apply(endpoint.rules, check);
    }
    bool enabled = service.enabled;
    std::string disabled_by = service.disabled_by;
    if (const auto said = context_.config.services.find(service.name);
        said != context_.config.services.end()) {
      apply(said->second.rules, check);
      take(said->second.rules, endpoint.rules);
      endpoint.expect = said->second.expect;
      if (said->second.rules.enabled) {
        enabled = *said->second.rules.enabled;
        disabled_by = context_.config.file;
      }
    }
    take_registry(service, endpoint.rules);
    endpoint.expect.key = endpoint.expect.json.empty() ? service.key : "";
    if (!enabled) {
      plan_.settled.push_back(
          skipped(check, "it is disabled" + (disabled_by.empty() ? "" : ": " + disabled_by)));
      return;
    }
    if (context_.options.quick) {
      plan_.settled.push_back(skipped(check, "--quick asks no network"));
      return;
    }
    endpoint.request.url = service.check_url;
    endpoint.is_connection = !is_http(service.check_url);
    endpoint.is_derived = !is_backend && service.check_url != service.url;
    add_further(service, endpoint);
    endpoints_.push_back(std::move(endpoint));
  }

  // Other routes that tell of it, where it has them.
  void add_further(const Service& service, const Endpoint& first) {
    const bool is_backend = service.name == "backend";
    for (const auto& [name, url] : further_routes(service)) {
      Endpoint endpoint;
      endpoint.check = first.check;
      endpoint.check.name = is_backend ? name : fmt::format("{}.{}", service.name, name);
      endpoint.check.target = without_secrets(url);
      endpoint.check.depends_on = {first.check.full_name()};
      endpoint.request.url = url;
      endpoint.rules = first.rules;
      endpoint.is_optional = true;
      endpoints_.push_back(std::move(endpoint));
    }
  }

  // What the registry says of its services, unless somebody says otherwise.
  void take_registry(const Service& service, CheckRules& rules) const {
    const auto& said = context_.targets.registry_checks;
    if (!service.integrations.empty()) {
      const bool is_said = context_.config.check_timeout.has_value();
      rules.timeout = rules.timeout || is_said ? rules.timeout : said.timeout;
      rules.retries = rules.retries || context_.config.retries ? rules.retries : said.retries;
    }
  }

  // What one of them says goes before what its component says.
  static void take(const CheckRules& from, CheckRules& to) {
    to.timeout = from.timeout ? from.timeout : to.timeout;
    to.retries = from.retries ? from.retries : to.retries;
  }

  void add(const HttpCheck& one) {
    if (!context_.wants("checks")) {
      return;
    }
    Endpoint endpoint;
    endpoint.check = context_.check("checks", one.name);
    apply(one.rules, endpoint.check);
    endpoint.check.target = without_secrets(one.request.url);
    endpoint.check.source = context_.config.file;
    endpoint.rules = one.rules;
    endpoint.request = one.request;
    endpoint.expect = one.expect;
    endpoint.latency = one.latency;
    if (!one.rules.enabled.value_or(true)) {
      plan_.settled.push_back(skipped(endpoint.check, "it is disabled"));
    } else if (context_.options.quick) {
      plan_.settled.push_back(skipped(endpoint.check, "--quick asks no network"));
    } else {
      endpoints_.push_back(std::move(endpoint));
    }
  }

  const Context& context_;
  Plan& plan_;
  std::vector<Endpoint> endpoints_;
};

} // namespace

void plan_services(const Context& context, Plan& plan) { Planner(context, plan).plan(); }

} // namespace aether::health_check
