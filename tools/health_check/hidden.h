// The secrets of a run: passwords of its addresses, and variables and headers whose names say that
// they are secret. Whatever a library, a server or a command says, they are in no result.
#pragma once

#include <set>
#include <string>

#include "health_check/check.h"
#include "health_check/health_config.h"
#include "health_check/targets.h"

namespace aether::health_check {

class Hidden {
public:
  Hidden(const Targets& targets, const HealthConfig& config);

  void hide_in(CheckResult& result) const;
  [[nodiscard]] std::string without(std::string text) const;

private:
  void add(const std::string& secret);
  void add_url(const std::string& url);

  std::set<std::string> secrets_;
};

} // namespace aether::health_check
