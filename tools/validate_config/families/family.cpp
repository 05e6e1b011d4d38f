#include "validate_config/families/family.h"

#include <algorithm>

#include <fmt/format.h>

#include "validate_config/families/network.h"
#include "validate_config/rules.h"

namespace aether::validate_config {

Finding& Reporter::add(std::string_view rule, std::string message, std::string_view file,
                       Position at, std::string hint) {
  const auto known = std::find_if(rules().begin(), rules().end(),
                                  [&](const Rule& one) { return one.name == rule; });
  Finding& made = findings_.emplace_back();
  made.rule = rule;
  made.severity = known == rules().end() ? Severity::error : known->severity;
  made.message = std::move(message);
  made.file = file;
  made.begin = at;
  made.hint = std::move(hint);
  return made;
}

const std::vector<Family>& families() {
  static const std::vector<Family> k_families = {
      {"settings", settings_rules, check_settings, true},
      {"models", model_rules, check_models, true},
      {"registry", registry_rules, check_registry, true},
      {"catalog", catalog_rules, check_catalog, true},
      {"architecture", architecture_rules, check_architecture},
      {"environment", environment_rules, check_environment, true},
      {"security", security_rules, check_security, true},
      {"structure", structure_rules, check_structure, true},
      {"deps", dependency_rules, check_dependencies, true},
      {"network", network_rules, nullptr}, // --check-network asks
  };
  return k_families;
}

} // namespace aether::validate_config
