#include "validate_config/families/family.h"

#include <algorithm>

#include <fmt/format.h>

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

void Reporter::could_not_look(std::string_view family, std::string_view why) {
  Finding& made = findings_.emplace_back();
  made.rule = k_not_looked;
  made.severity = Severity::note;
  made.message = fmt::format("{}/* was not looked at in full: {}", family,
                             why.empty() ? "the Python sources could not be read" : why);
}

const std::vector<Family>& families() {
  static const std::vector<Family> k_families = {
      {"settings", settings_rules, check_settings},
      {"models", model_rules, check_models},
      {"registry", registry_rules, check_registry},
      {"catalog", catalog_rules, check_catalog},
      {"architecture", architecture_rules, check_architecture},
      {"environment", environment_rules, check_environment},
      {"security", security_rules, check_security},
      {"structure", structure_rules, check_structure},
      {"deps", dependency_rules, check_dependencies},
  };
  return k_families;
}

} // namespace aether::validate_config
