#include "health_check/plan.h"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "core/error.h"
#include "core/nearest.h"

namespace aether::health_check {

namespace {

using Clock = std::chrono::steady_clock;

std::string_view component_of(std::string_view name) { return name.substr(0, name.find('.')); }

bool is_component(std::string_view name) {
  const auto& names = component_names();
  return std::find(names.begin(), names.end(), name) != names.end() || name == "checks";
}

// What `--component` names, of a check: its component, its name, or both.
bool names_check(const std::string& asked, const Check& check) {
  return asked == check.component || asked == check.name || asked == check.full_name();
}

class Selector {
public:
  explicit Selector(const Options& options) : asked_(options.components), quick_(options.quick) {}

  void apply(Plan& plan) const {
    if (asked_.empty()) {
      return;
    }
    refuse_unknown(plan);
    for (Work& work : plan.works) {
      const auto unasked = std::stable_partition(work.checks.begin(), work.checks.end(),
                                                 [&](const Check& one) { return is_asked(one); });
      std::move(unasked, work.checks.end(), std::back_inserter(work.unasked));
      work.checks.erase(unasked, work.checks.end());
    }
    std::erase_if(plan.works, [](const Work& one) { return one.checks.empty(); });
    std::erase_if(plan.settled, [&](const CheckResult& one) { return !is_asked(one.check); });
    tell_of_nothing(plan);
  }

private:
  // A component that was asked for and has nothing to look at is not well: it is not known.
  void tell_of_nothing(Plan& plan) const {
    for (const std::string& asked : asked_) {
      const auto is_it = [&](const Check& one) { return names_check(asked, one); };
      const bool is_there =
          std::any_of(plan.works.begin(), plan.works.end(),
                      [&](const Work& one) {
                        return std::any_of(one.checks.begin(), one.checks.end(), is_it);
                      }) ||
          std::any_of(plan.settled.begin(), plan.settled.end(),
                      [&](const CheckResult& one) { return is_it(one.check); });
      if (!is_there) {
        Check check;
        check.component = asked;
        check.name = "all";
        CheckResult nothing = result_of(check, quick_ ? State::skipped : State::unknown,
                                        asked == "reports" ? "no report is given: --report FILE"
                                                           : "nothing of it is configured");
        nothing.cause = "no_target";
        plan.settled.push_back(std::move(nothing));
      }
    }
  }

  [[nodiscard]] bool is_asked(const Check& check) const {
    return std::any_of(asked_.begin(), asked_.end(),
                       [&](const std::string& one) { return names_check(one, check); });
  }

  void refuse_unknown(const Plan& plan) const {
    std::vector<std::string> names(component_names().begin(), component_names().end());
    std::vector<Check> checks;
    for (const Work& work : plan.works) {
      checks.insert(checks.end(), work.checks.begin(), work.checks.end());
    }
    for (const CheckResult& one : plan.settled) {
      checks.push_back(one.check);
    }
    for (const Check& one : checks) {
      names.push_back(one.full_name());
      names.push_back(one.name);
    }
    for (const std::string& asked : asked_) {
      if (is_component(asked) || std::any_of(checks.begin(), checks.end(), [&](const Check& one) {
            return names_check(asked, one);
          })) {
        continue;
      }
      std::sort(names.begin(), names.end());
      names.erase(std::unique(names.begin(), names.end()), names.end());
      const std::string offer = did_you_mean(
          nearest_names(asked, std::vector<std::string_view>(names.begin(), names.end())));
      throw Error(ExitCode::usage,
                  fmt::format("--component: there is no component or check `{}`{}", asked,
                              offer.empty() ? fmt::format("; the components are {}",
                                                          fmt::join(component_names(), ", "))
                                            : offer));
    }
  }

  const std::vector<std::string>& asked_;
  bool quick_;
};

// A name alone may be that of a check of any component.
bool may_be_asked(const Options& options, std::string_view component) {
  return options.components.empty() ||
         std::any_of(options.components.begin(), options.components.end(),
                     [&](const std::string& one) {
                       return component_of(one) == component || !is_component(component_of(one));
                     });
}

} // namespace

bool Context::wants(std::string_view component) const {
  return may_be_asked(options, component) && rules(component).enabled.value_or(true);
}

Check Context::check(std::string_view component, std::string name) const {
  Check made;
  made.component = component;
  made.name = std::move(name);
  apply(rules(component), made);
  return made;
}

const CheckRules& Context::rules(std::string_view component) const {
  static const CheckRules k_none;
  const auto found = config.components.find(component);
  return found == config.components.end() ? k_none : found->second;
}

unsigned Context::retries(const CheckRules& rules) const {
  return options.retries.value_or(rules.retries.value_or(config.retries.value_or(0)));
}

std::chrono::milliseconds Context::timeout(const CheckRules& rules) const {
  return std::min(options.check_timeout.value_or(rules.timeout.value_or(each)), all);
}

std::chrono::milliseconds Context::limit(const CheckRules& rules) const {
  return std::min(timeout(rules) * (1 + retries(rules)), all);
}

void apply(const CheckRules& rules, Check& check) {
  check.is_critical = rules.critical.value_or(check.is_critical);
  check.depends_on.insert(check.depends_on.end(), rules.depends_on.begin(), rules.depends_on.end());
  if (!rules.next_step.empty()) {
    check.next_step = rules.next_step;
  }
}

CheckResult result_of(const Check& check, State state, std::string message) {
  CheckResult result;
  result.check = check;
  result.state = state;
  result.message = std::move(message);
  result.at = std::chrono::system_clock::now();
  return result;
}

CheckResult skipped(const Check& check, std::string why) {
  return result_of(check, State::skipped, std::move(why));
}

State failed_state(const Check& check) {
  return check.is_critical ? State::critical : State::degraded;
}

void with_retries(const Context& context, const CheckRules& rules, const Report& report,
                  const std::function<CheckResult(std::chrono::milliseconds)>& make) {
  const Clock::time_point end = Clock::now() + context.limit(rules);
  const std::chrono::milliseconds each = context.timeout(rules);
  for (unsigned attempt = 1;; ++attempt) {
    const Clock::time_point begun = Clock::now();
    // A little is kept for the way back: what times out says itself where it hung.
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - begun);
    CheckResult result =
        make(std::max(std::min(each, left) * 9 / 10, std::chrono::milliseconds(1)));
    const Clock::time_point now = Clock::now();
    result.took = std::chrono::duration_cast<std::chrono::microseconds>(now - begun);
    result.attempts = attempt;
    const bool failed = result.state == State::critical || result.state == State::degraded;
    if (!failed || attempt > context.retries(rules) || now >= end) {
      report(result);
      return;
    }
  }
}

bool needs_settings(const Options& options) {
  if (options.quick) {
    return false;
  }
  const auto asked = [&](std::string_view component) { return may_be_asked(options, component); };
  return asked("configuration") || asked("backend") || asked("redis") || asked("storage") ||
         asked("integrations") || ((asked("database") || asked("mcp")) && !options.database) ||
         (asked("services") && !options.services);
}

namespace {

void tell_disabled(const Context& context, Plan& plan) {
  for (const auto& [component, rules] : context.config.components) {
    if (!rules.enabled.value_or(true) && may_be_asked(context.options, component)) {
      plan.settled.push_back(
          skipped(context.check(component, "all"), "it is disabled: " + context.config.file));
    }
  }
}

} // namespace

Plan make_plan(const Context& context) {
  Plan plan;
  plan_configuration(context, plan);
  plan_dependencies(context, plan);
  plan_services(context, plan);
  plan_database(context, plan);
  plan_redis(context, plan);
  plan_system(context, plan);
  plan_storage(context, plan);
  plan_integrations(context, plan);
  plan_extra(context, plan);
  plan_reports(context, plan);
  plan_health_file(context, plan);
  tell_disabled(context, plan);
  Selector(context.options).apply(plan);
  return plan;
}

} // namespace aether::health_check
