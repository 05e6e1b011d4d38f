#include "health_check/sight.h"

#include <algorithm>

namespace aether::health_check {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds k_least{100}; // that the checks get of a deadline

std::chrono::milliseconds left_of(std::chrono::milliseconds all,
                                  const std::optional<Clock::time_point>& begun) {
  if (!begun) {
    return all;
  }
  const auto used = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - *begun);
  return std::max(all - used, k_least);
}

} // namespace

Sight::Sight(const Options& options, std::optional<Clock::time_point> begun)
    : targets_(find_targets(options, needs_settings(options))),
      config_(read_health_config(targets_.backend.root, options.config_file,
                                 targets_.backend.environment)),
      hidden_(targets_, config_),
      context_{options,
               config_,
               targets_,
               hidden_,
               left_of(options.timeout.value_or(config_.timeout.value_or(k_timeout)), begun),
               options.check_timeout.value_or(config_.check_timeout.value_or(k_check_timeout))} {
  for (const std::string& one : options.thresholds) {
    config_.thresholds.set(one);
  }
  if (!config_.migrations.empty()) {
    targets_.migrations = {targets_.backend.root / config_.migrations};
  }
  if (targets_.migrations) {
    targets_.migrations->skip_unnumbered = config_.skip_unnumbered;
  }
  plan_ = make_plan(context_);
}

} // namespace aether::health_check
