// Runs a plan and makes one whole of the results.
#pragma once

#include <string>
#include <vector>

#include "core/exit_code.h"
#include "health_check/plan.h"

namespace aether::health_check {

struct Round {
  std::vector<CheckResult> results; // by component, then by name
  std::chrono::system_clock::time_point at;
  std::chrono::microseconds took{0};

  [[nodiscard]] State state() const;                  // the worst; healthy where all is skipped
  [[nodiscard]] std::size_t count(State state) const; // blocked ones left out
  [[nodiscard]] std::size_t blocked() const;
};

// Every check of the plan has a result, in time; those of `further` are known already.
[[nodiscard]] Round run_plan(const Context& context, const Plan& plan,
                             std::vector<CheckResult> further = {});

// Gives what depends on something that is down to it: `blocked_by` the root of the failure.
void find_blocked(std::vector<CheckResult>& results);

// 0, 1, 2, or 69 where something could not be looked at and nothing that was is critical.
[[nodiscard]] ExitCode exit_code_of(const Round& round, bool only_critical);

} // namespace aether::health_check
