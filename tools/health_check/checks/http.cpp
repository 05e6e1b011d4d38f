#include "health_check/checks/http.h"

#include <algorithm>
#include <map>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "core/error.h"
#include "core/secrets.h"
#include "core/text.h"
#include "data/json.h"
#include "health_check/checks/backend.h"
#include "health_check/checks/models.h"

namespace aether::health_check {

namespace {

using Clock = std::chrono::steady_clock;

namespace json = boost::json;
using net::ProbeOutcome;

bool fits(const std::vector<std::string>& wanted, int status) {
  const std::string code = fmt::format("{}", status);
  return std::any_of(wanted.begin(), wanted.end(), [&](const std::string& one) {
    return one == code || (one.ends_with("xx") && one[0] == code[0]);
  });
}

double seconds(std::chrono::microseconds time) {
  return std::chrono::duration<double>(time).count();
}

class Judge {
public:
  Judge(const Context& context, const Endpoint& endpoint, const net::ProbeResult& answer)
      : context_(context), endpoint_(endpoint), answer_(answer),
        result_(result_of(endpoint.check)) {}

  CheckResult judge() {
    if (!is_expected_status()) {
      return failed();
    }
    result_.took = answer_.times.total;
    result_.message = endpoint_.is_connection
                          ? fmt::format("it takes connections, after {}",
                                        shown_number(seconds(answer_.times.total), Unit::seconds))
                          : fmt::format("{} in {}", answer_.status,
                                        shown_number(seconds(answer_.times.total), Unit::seconds));
    if (answer_.status != 0) {
      result_.details["status"] = answer_.status;
    }
    result_.details["address"] = answer_.address;
    if (!answer_.redirect.empty()) {
      result_.message += ", leads to " + printable(answer_.redirect);
      result_.details["redirect"] = without_secrets(answer_.redirect);
    }
    content();
    if (endpoint_.check.component == "backend") {
      take_own_word(answer_.body, result_);
    } else if (endpoint_.is_optional) {
      judge_loaded(answer_.body, configured_model(), result_);
      if (result_.state == State::skipped) {
        return std::move(result_);
      }
    }
    const double took = seconds(answer_.times.total);
    result_.measure({"latency", Unit::seconds, took, {}, {}, 0.0, {}},
                    endpoint_.latency.value_or(context_.limits("service_latency")),
                    fmt::format("it took {} to answer", shown_number(took, Unit::seconds)));
    certificate();
    return std::move(result_);
  }

private:
  // It answers, and not as it should; or does not answer.
  [[nodiscard]] CheckResult failed() const {
    const Check& check = endpoint_.check;
    const bool has_no_route =
        answer_.status == 404 || answer_.status == 405 || answer_.status == 501;
    CheckResult failed = not_answered(check, answer_);
    if (has_no_route && endpoint_.is_optional) {
      failed = skipped(check, fmt::format("it has no such route ({})", answer_.status));
    } else if (has_no_route && endpoint_.is_derived) {
      failed.state = State::degraded;
      failed.cause = "route_missing";
      failed.message = fmt::format("it answers, but has no such route ({})", answer_.status);
      failed.next_step = "see which route says that it is well: `services` of config/health.yaml "
                         "may expect another status";
      failed.is_down = false;
    } else if (check.component == "backend") {
      take_own_word(answer_.body, failed);
    }
    failed.took = answer_.times.total;
    return failed;
  }

  [[nodiscard]] bool is_expected_status() const {
    if (!endpoint_.expect.status.empty() && answer_.status != 0) {
      return fits(endpoint_.expect.status, answer_.status) &&
             (answer_.outcome == ProbeOutcome::ok || answer_.outcome == ProbeOutcome::http_error);
    }
    return answer_.outcome == ProbeOutcome::ok;
  }

  void wrong(std::string message, std::string cause) {
    result_.worsen(failed_state(endpoint_.check), std::move(message), std::move(cause));
    result_.is_down = true;
  }

  void content() {
    const Expectation& expect = endpoint_.expect;
    if (!expect.text.empty() && answer_.body.find(expect.text) == std::string::npos) {
      wrong(fmt::format("its answer lacks the text `{}`", printable(expect.text)),
            "unexpected_answer");
    }
    if (expect.key.empty() && expect.json.empty()) {
      return;
    }
    json::value document;
    try {
      document = parse_json(answer_.body, "its answer");
    } catch (const Error&) {
      wrong(answer_.body_is_cut ? "its answer is too large to be read as JSON"
                                : "its answer is no JSON: another service at this address?",
            "unexpected_answer");
      return;
    }
    if (!expect.key.empty() &&
        (!document.is_object() || !document.get_object().contains(expect.key))) {
      wrong(fmt::format("its answer has no `{}`: another service at this address?", expect.key),
            "unexpected_answer");
    }
    for (const auto& [pointer, value] : expect.json) {
      std::error_code failed;
      const json::value* found = document.find_pointer(pointer, failed);
      if (found == nullptr) {
        wrong(fmt::format("its answer has no {}", printable(pointer)), "unexpected_answer");
      } else if (!value.is_null() && *found != value) {
        wrong(fmt::format("{} of its answer is {}, not {}", printable(pointer),
                          printable(json::serialize(*found)), printable(json::serialize(value))),
              "unexpected_answer");
      }
    }
    if (expect.key == "data") {
      judge_models(document, configured_model(), result_);
    }
  }

  [[nodiscard]] std::string configured_model() const {
    for (const char* name : {"llm.model", "llm_model", "models.primary_chat_model"}) {
      const Setting* setting = context_.targets.backend.settings.find(name);
      if (setting != nullptr && setting->value && setting->value->is_string()) {
        return std::string(setting->value->get_string());
      }
    }
    return "";
  }

  void certificate() {
    if (!answer_.certificate_ends) {
      return;
    }
    const auto days =
        net::days_until(*answer_.certificate_ends,
                        std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()));
    result_.details["certificate_days"] = days;
    result_.measure(
        {"certificate_days", Unit::count, static_cast<double>(days), {}, {}, {}, {}, true},
        context_.limits("tls_expiry_days"), fmt::format("its certificate ends in {} days", days));
  }

  const Context& context_;
  const Endpoint& endpoint_;
  const net::ProbeResult& answer_;
  CheckResult result_;
};

bool has_failed(const CheckResult& result) {
  return result.state == State::critical || result.state == State::degraded;
}

// Asks all, and again those that failed, as long as they have retries and there is time. They have
// the same time each.
class Asker {
public:
  Asker(const Context& context, const std::vector<Endpoint>& endpoints, const Report& report)
      : context_(context), each_(context.timeout(endpoints.front().rules)), report_(report) {
    for (const Endpoint& one : endpoints) {
      open_.push_back(&one);
    }
  }

  void ask() {
    for (unsigned attempt = 1; !open_.empty(); ++attempt) {
      std::vector<net::ProbeRequest> requests;
      requests.reserve(open_.size());
      for (const Endpoint* one : open_) {
        requests.push_back(one->request);
      }
      const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end_ - Clock::now());
      const net::ProbeLimits limits{each_, std::max(left, std::chrono::milliseconds(1)),
                                    net::ProbeLimits().at_once};
      std::vector<const Endpoint*> again;
      net::probe_each(requests, limits, [&](std::size_t place, const net::ProbeResult& answer) {
        take(*open_[place], answer, attempt, again);
      });
      open_ = std::move(again);
    }
  }

private:
  void take(const Endpoint& endpoint, const net::ProbeResult& answer, unsigned attempt,
            std::vector<const Endpoint*>& again) {
    CheckResult result = judge(context_, endpoint, answer);
    result.attempts = attempt;
    if (has_failed(result) && attempt <= context_.retries(endpoint.rules) && Clock::now() < end_) {
      again.push_back(&endpoint);
    } else {
      report_(std::move(result));
    }
  }

  const Context& context_;
  const Clock::time_point end_ = Clock::now() + context_.all * 9 / 10;
  const std::chrono::milliseconds each_;
  const Report& report_;
  std::vector<const Endpoint*> open_;
};

bool is_plain(const std::vector<Endpoint>& endpoints) {
  return std::all_of(endpoints.begin(), endpoints.end(),
                     [](const Endpoint& one) { return net::is_plain_probe(one.request); });
}

} // namespace

CheckResult not_answered(const Check& check, const net::ProbeResult& answer) {
  CheckResult result = result_of(check, failed_state(check));
  result.cause = std::string(net::to_string(answer.outcome));
  result.message = printable(answer.message);
  result.is_down = true;
  if (answer.outcome == ProbeOutcome::ok || answer.outcome == ProbeOutcome::http_error) {
    result.cause = "http_status";
    result.message = fmt::format("it answers {}", answer.status);
    result.details["status"] = answer.status;
  }
  if (answer.certificate_problem) {
    result.cause = "certificate_" + std::string(net::to_string(*answer.certificate_problem));
  }
  if (!answer.address.empty()) {
    result.details["address"] = answer.address;
  }
  if (check.next_step.empty()) {
    switch (answer.outcome) {
    case ProbeOutcome::refused:
      result.next_step = "start it, or see its port";
      break;
    case ProbeOutcome::name_not_found:
      result.next_step = "see the host's name in the address";
      break;
    case ProbeOutcome::timed_out:
    case ProbeOutcome::cancelled:
      result.next_step = "see its log; --check-timeout gives it more time";
      break;
    case ProbeOutcome::http_error:
      result.next_step = "see its log, and whether this is its health route";
      break;
    default:
      break;
    }
  }
  return result;
}

CheckResult judge(const Context& context, const Endpoint& endpoint,
                  const net::ProbeResult& answer) {
  return Judge(context, endpoint, answer).judge();
}

// Those that have the same time are asked together: nobody waits for somebody slower.
void plan_endpoints(const Context& context, std::vector<Endpoint> endpoints, Plan& plan) {
  std::map<std::chrono::milliseconds, std::vector<Endpoint>> by_time;
  constexpr std::size_t k_read = std::size_t{4} << 20U; // lists of models are long
  for (Endpoint& one : endpoints) {
    const Expectation& expect = one.expect;
    if (!expect.key.empty() || !expect.json.empty() || !expect.text.empty() || one.is_optional) {
      one.request.max_body = k_read;
    }
    by_time[context.timeout(one.rules)].push_back(std::move(one));
  }
  for (auto& [time, together] : by_time) {
    Work work;
    for (const Endpoint& one : together) {
      work.checks.push_back(one.check);
    }
    work.limit = context.all;
    work.is_plain = is_plain(together);
    work.run = [&context, together = std::move(together)](const Report& report) {
      try {
        Asker(context, together, report).ask();
      } catch (const Error& error) { // no libcurl
        for (const Endpoint& one : together) {
          CheckResult result = result_of(one.check, State::unknown, error.what());
          result.cause = "not_looked";
          report(result);
        }
      }
    };
    plan.works.push_back(std::move(work));
  }
}

} // namespace aether::health_check
