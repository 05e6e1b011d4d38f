// The checks of a run: which there are, and the pieces of work that make them.
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "health_check/check.h"
#include "health_check/health_config.h"
#include "health_check/hidden.h"
#include "health_check/options.h"
#include "health_check/targets.h"

namespace aether::health_check {

using Report = std::function<void(CheckResult)>;

// Makes checks together, in a process of its own: it may hang or crash. What it does not report by
// its limit is reported as not returned. What is plain can do neither, ends in time by itself, and
// may be done without one.
struct Work {
  std::vector<Check> checks;
  std::function<void(const Report& report)> run;
  std::chrono::milliseconds limit{0};
  bool is_plain = false;
  std::vector<Check> unasked{}; // made too, and told where they are down and others need them
};

struct Plan {
  std::vector<Work> works;
  std::vector<CheckResult> settled; // that need no work: skipped, or known already
};

// What the functions that plan a component's checks see.
struct Context {
  const Options& options;
  const HealthConfig& config;
  const Targets& targets;
  const Hidden& hidden;
  std::chrono::milliseconds all{0};  // deadline of the run
  std::chrono::milliseconds each{0}; // of a check

  [[nodiscard]] bool wants(std::string_view component) const;
  // A check with what config/health.yaml says of its component.
  [[nodiscard]] Check check(std::string_view component, std::string name) const;
  [[nodiscard]] const CheckRules& rules(std::string_view component) const;
  [[nodiscard]] unsigned retries(const CheckRules& rules) const;
  [[nodiscard]] std::chrono::milliseconds timeout(const CheckRules& rules) const;
  [[nodiscard]] std::chrono::milliseconds limit(const CheckRules& rules) const; // with retries
  [[nodiscard]] const Limits& limits(std::string_view threshold) const {
    return config.thresholds.of(threshold);
  }
};

void apply(const CheckRules& rules, Check& check);

[[nodiscard]] CheckResult result_of(const Check& check, State state = State::healthy,
                                    std::string message = "");
[[nodiscard]] CheckResult skipped(const Check& check, std::string why);

// The state of what fails: critical only where it is said to be.
[[nodiscard]] State failed_state(const Check& check);

// Makes the check until it does not fail, the retries are used up or no time is left for one more.
// `make` gets the time that it has.
void with_retries(const Context& context, const CheckRules& rules, const Report& report,
                  const std::function<CheckResult(std::chrono::milliseconds)>& make);

// Whether the settings are needed for what is asked.
[[nodiscard]] bool needs_settings(const Options& options);

// Throws Error (usage) for a component or check that there is not, and (unavailable) where one that
// was asked for by name has no target that can be found.
[[nodiscard]] Plan make_plan(const Context& context);

// One function a component; each adds to the plan.
void plan_configuration(const Context& context, Plan& plan);
void plan_dependencies(const Context& context, Plan& plan);
void plan_database(const Context& context, Plan& plan); // and mcp
void plan_redis(const Context& context, Plan& plan);
void plan_services(const Context& context, Plan& plan); // and backend
void plan_system(const Context& context, Plan& plan);
void plan_storage(const Context& context, Plan& plan);
void plan_integrations(const Context& context, Plan& plan);
void plan_extra(const Context& context, Plan& plan); // checks of config/health.yaml
void plan_reports(const Context& context, Plan& plan);
void plan_health_file(const Context& context, Plan& plan); // after all others

} // namespace aether::health_check
