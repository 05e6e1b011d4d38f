// config/health.yaml held against what there is: a name in it that is nobody's does nothing, and
// dependencies in a circle say nothing. Its shape was checked when it was read.
#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "core/nearest.h"
#include "core/text.h"
#include "health_check/plan.h"

namespace aether::health_check {

namespace {

class Names {
public:
  Names(const Context& context, const Plan& plan) : context_(context) {
    for (const Work& work : plan.works) {
      for (const Check& one : work.checks) {
        add(one);
      }
    }
    for (const CheckResult& one : plan.settled) {
      add(one.check);
    }
    for (const std::string_view component : component_names()) {
      known_.emplace(component);
    }
    known_.emplace("checks");
  }

  void examine(CheckResult& result) {
    const Targets& targets = context_.targets;
    if (targets.no_services.empty()) {
      std::set<std::string> services{"backend"};
      for (const Service& one : targets.services) {
        services.insert(one.name);
      }
      for (const auto& [name, rules] : context_.config.services) {
        require(name, services, "services", result);
      }
      for (const Check* check : checks_) {
        for (const std::string& name : check->depends_on) {
          require(name, known_, check->full_name() + ": depends_on", result);
        }
      }
    }
    std::set<std::string> integrations;
    for (const Integration& one : targets.integrations) {
      integrations.insert(one.name);
    }
    for (const auto& [name, rules] : context_.config.integrations) {
      require(name, integrations, "integrations", result);
    }
    find_circle(result);
  }

private:
  void add(const Check& check) {
    checks_.push_back(&check);
    for (const std::string& name : {check.name, check.full_name()}) {
      known_.insert(name);
      by_name_.emplace(name, &check);
    }
  }

  static void require(const std::string& name, const std::set<std::string>& names,
                      const std::string& where, CheckResult& result) {
    if (!names.contains(name)) {
      const std::string offer = did_you_mean(
          nearest_names(name, std::vector<std::string_view>(names.begin(), names.end())));
      result.worsen(State::degraded,
                    fmt::format("{} names `{}`, which there is not{}", printable(where),
                                printable(name), offer),
                    "unknown_name");
    }
  }

  void find_circle(CheckResult& result) const {
    std::set<const Check*> done;
    for (const Check* check : checks_) {
      std::vector<const Check*> way;
      if (const auto begin = circle_from(check, way, done)) {
        std::string names;
        for (std::size_t i = *begin; i < way.size(); ++i) {
          names += printable(way[i]->full_name()) + " needs ";
        }
        result.worsen(State::degraded,
                      fmt::format("{}{}: in a circle, none of them explains another", names,
                                  printable(way[*begin]->full_name())),
                      "circular");
        return;
      }
    }
  }

  // Where on the way the circle begins.
  std::optional<std::size_t> circle_from(const Check* check, std::vector<const Check*>& way,
                                         std::set<const Check*>& done) const {
    const auto before = std::find(way.begin(), way.end(), check);
    if (before != way.end()) {
      return static_cast<std::size_t>(before - way.begin());
    }
    if (!done.insert(check).second) {
      return std::nullopt;
    }
    way.push_back(check);
    for (const std::string& name : check->depends_on) {
      const auto found = by_name_.find(name);
      if (found != by_name_.end()) {
        if (const auto begin = circle_from(found->second, way, done)) {
          return begin;
        }
      }
    }
    way.pop_back();
    return std::nullopt;
  }

  const Context& context_;
  std::vector<const Check*> checks_;
  std::map<std::string, const Check*> by_name_;
  std::set<std::string> known_;
};

} // namespace

void plan_health_file(const Context& context, Plan& plan) {
  // A part of the checks does not show what the others are called.
  if (context.config.file.empty() || !context.wants("configuration") ||
      !context.options.components.empty()) {
    return;
  }
  Check check = context.check("configuration", "health");
  check.target = context.config.file;
  CheckResult result = result_of(check, State::healthy, "all that it names is there");
  Names(context, plan).examine(result);
  result.next_step = "--list shows the names of services and checks";
  plan.settled.push_back(std::move(result));
}

} // namespace aether::health_check
