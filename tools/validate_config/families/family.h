// A family of cross-checks: what its rules are, and a function that looks.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/finding.h"
#include "validate_config/tree.h"

namespace aether::validate_config {

struct DescribedRule {
  Rule rule;
  std::string_view paragraph; // what it is about, why, and what to do
};

// Takes findings with the severities that their rules have.
class Reporter {
public:
  explicit Reporter(std::vector<Finding>& findings) : findings_(findings) {}

  // Valid until the next is added.
  Finding& add(std::string_view rule, std::string message, std::string_view file, Position at,
               std::string hint = "");

private:
  std::vector<Finding>& findings_;
};

struct Family {
  std::string_view name;
  std::vector<DescribedRule> (*rules)();
  void (*check)(Tree& tree, Reporter& report); // null where it is asked for by itself
  bool needs_sources = false;                  // for some of its rules
};

// In the order of --list-rules.
[[nodiscard]] const std::vector<Family>& families();

[[nodiscard]] std::vector<DescribedRule> architecture_rules();
[[nodiscard]] std::vector<DescribedRule> catalog_rules();
[[nodiscard]] std::vector<DescribedRule> dependency_rules();
[[nodiscard]] std::vector<DescribedRule> environment_rules();
[[nodiscard]] std::vector<DescribedRule> model_rules();
[[nodiscard]] std::vector<DescribedRule> registry_rules();
[[nodiscard]] std::vector<DescribedRule> security_rules();
[[nodiscard]] std::vector<DescribedRule> settings_rules();
[[nodiscard]] std::vector<DescribedRule> structure_rules();

void check_architecture(Tree& tree, Reporter& report);
void check_catalog(Tree& tree, Reporter& report);
void check_dependencies(Tree& tree, Reporter& report);
void check_environment(Tree& tree, Reporter& report);
void check_models(Tree& tree, Reporter& report);
void check_registry(Tree& tree, Reporter& report);
void check_security(Tree& tree, Reporter& report);
void check_settings(Tree& tree, Reporter& report);
void check_structure(Tree& tree, Reporter& report);

} // namespace aether::validate_config
