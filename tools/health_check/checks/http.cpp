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
      CheckResult failed = not_answered(endpoint_.check, answer_);
      failed.took = answer_.times.total;
      return failed;
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
    own_word();
    const double took = seconds(answer_.times.total);
    result_.measure({"latency", Unit::seconds, took, {}, {}, 0.0, {}},
                    endpoint_.latency.value_or(context_.limits("service_latency")),
                    fmt::format("it took {} to answer", shown_number(took, Unit::seconds)));
    certificate();
    return std::move(result_);
  }

private:
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
    models(document);
  }

  // What the backend says of itself.
  void own_word() {
    if (endpoint_.check.component != "backend") {
      return;
    }
    try {
      const json::value document = parse_json(answer_.body, "its answer");
      const json::object* object = document.if_object();
      const json::value* status = object == nullptr ? nullptr : object->if_contains("status");
      if (status == nullptr || !status->is_string()) {
        return;
      }
      const std::string word = to_lower(std::string_view(status->get_string()));
      result_.details["says"] = word;
      const auto is_any = [&](std::initializer_list<std::string_view> words) {
        return std::find(words.begin(), words.end(), word) != words.end();
      };
      if (is_any({"degraded", "warn", "warning"})) {
        result_.worsen(State::degraded, "it says of itself that it is " + word, "says_degraded");
      } else if (is_any({"unhealthy", "critical", "fail", "failed", "down", "error"})) {
        result_.worsen(failed_state(endpoint_.check), "it says of itself that it is " + word,
                       "says_critical");
      }
    } catch (const Error&) { // no JSON: it says nothing of itself
    }
  }

  // What an OpenAI-compatible server has loaded, and whether the configured model is among it.
  void models(const json::value& document) {
    const json::object* object = document.if_object();
    const json::value* data = object == nullptr ? nullptr : object->if_contains("data");
    if (data == nullptr || !data->is_array() || endpoint_.expect.key != "data") {
      return;
    }
    json::array names;
    for (const json::value& one : data->get_array()) {
      const json::object* model = one.if_object();
      const json::value* id = model == nullptr ? nullptr : model->if_contains("id");
      if (id != nullptr && id->is_string()) {
        names.push_back(*id);
      }
    }
    const std::string wanted = configured_model();
    const bool is_there = std::any_of(names.begin(), names.end(), [&](const json::value& one) {
      const std::string name(one.get_string());
      return name == wanted || wanted.ends_with("/" + name);
    });
    result_.message += fmt::format(", {} model{}", names.size(), names.size() == 1 ? "" : "s");
    result_.details["models"] = names;
    if (names.empty()) {
      result_.worsen(State::degraded, "it has no model loaded", "no_model");
    } else if (!wanted.empty() && !is_there) {
      result_.worsen(State::degraded,
                     fmt::format("the configured model {} is not among its {}", printable(wanted),
                                 names.size()),
                     "no_model");
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

// Asks all, and again those that failed, as long as they have retries and there is time.
void ask(const Context& context, const std::vector<Endpoint>& endpoints, const Report& report) {
  const Clock::time_point end = Clock::now() + context.all * 9 / 10;
  std::vector<std::size_t> open(endpoints.size());
  for (std::size_t i = 0; i < open.size(); ++i) {
    open[i] = i;
  }
  for (unsigned attempt = 1; !open.empty(); ++attempt) {
    std::map<std::chrono::milliseconds, std::vector<std::size_t>> by_limit;
    for (const std::size_t i : open) {
      by_limit[context.timeout(endpoints[i].rules)].push_back(i);
    }
    std::vector<std::size_t> again;
    for (const auto& [limit, indices] : by_limit) {
      std::vector<net::ProbeRequest> requests;
      requests.reserve(indices.size());
      for (const std::size_t i : indices) {
        requests.push_back(endpoints[i].request);
      }
      const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now());
      const std::vector<net::ProbeResult> answers =
          net::probe_all(requests, {limit, std::max(left, std::chrono::milliseconds(1)),
                                    net::ProbeLimits().at_once});
      for (std::size_t k = 0; k < indices.size(); ++k) {
        const Endpoint& endpoint = endpoints[indices[k]];
        CheckResult result = judge(context, endpoint, answers[k]);
        result.attempts = attempt;
        if (has_failed(result) && attempt <= context.retries(endpoint.rules) &&
            Clock::now() < end) {
          again.push_back(indices[k]);
        } else {
          report(result);
        }
      }
    }
    open = std::move(again);
  }
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

void plan_endpoints(const Context& context, std::vector<Endpoint> endpoints, Plan& plan) {
  if (endpoints.empty()) {
    return;
  }
  Work work;
  for (const Endpoint& one : endpoints) {
    work.checks.push_back(one.check);
  }
  work.limit = context.all;
  work.run = [&context, endpoints = std::move(endpoints)](const Report& report) {
    try {
      ask(context, endpoints, report);
    } catch (const Error& error) { // no libcurl
      for (const Endpoint& one : endpoints) {
        CheckResult result = result_of(one.check, State::unknown, error.what());
        result.cause = "not_looked";
        report(result);
      }
    }
  };
  plan.works.push_back(std::move(work));
}

} // namespace aether::health_check
