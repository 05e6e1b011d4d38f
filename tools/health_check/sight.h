// What a round looks at: targets, config/health.yaml and the plan, which belong together.
#pragma once

#include <chrono>

#include "health_check/plan.h"

namespace aether::health_check {

class Sight {
public:
  // Reads everything anew. `begun`: when the run began, from which its deadline counts; nothing
  // where rounds follow one another, each of which has all of its time. Throws Error.
  Sight(const Options& options, std::optional<std::chrono::steady_clock::time_point> begun);
  Sight(const Sight&) = delete;
  Sight& operator=(const Sight&) = delete;
  ~Sight() = default;

  [[nodiscard]] const Targets& targets() const { return targets_; }
  [[nodiscard]] const HealthConfig& config() const { return config_; }
  [[nodiscard]] const Context& context() const { return context_; }
  [[nodiscard]] const Plan& plan() const { return plan_; }

private:
  Targets targets_;
  HealthConfig config_;
  Hidden hidden_;
  Context context_; // refers to those above
  Plan plan_;       // refers to the context
};

} // namespace aether::health_check
