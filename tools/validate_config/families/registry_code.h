// registry/missing-*: modules, files, exports and loaders that the integrations registry names, in
// the Python sources.
#pragma once

#include <string>
#include <vector>

#include <boost/json/object.hpp>

#include "validate_config/families/family.h"

namespace aether::validate_config {

struct IntegrationLayers {
  const boost::json::object& implementation; // layer1_implementation
  const boost::json::object& exposure;       // layer2_exposure
  const boost::json::object& runtime;        // layer4_runtime
};

class RegistryCode {
public:
  RegistryCode(Tree& tree, Reporter& report);

  // An integration, by its name and the pointer to its entry.
  void check(const std::string& name, const std::string& pointer, const IntegrationLayers& layers);

private:
  Finding& add(std::string_view rule, std::string message, const std::string& pointer,
               std::string hint = "");
  void modules(const boost::json::object& layer);
  void exports(const boost::json::object& layer);
  void loader(const boost::json::object& layer);
  [[nodiscard]] bool is_foreign(const std::string& module) const;
  [[nodiscard]] std::string nearest_module(const std::string& module) const;
  [[nodiscard]] bool has_file(const std::string& module, const std::string& file) const;

  Tree& tree_;
  Reporter& report_;
  ConfigDocument& document_;
  std::string name_; // of the integration that is looked at
  std::string pointer_;
};

[[nodiscard]] std::vector<DescribedRule> registry_code_rules();

} // namespace aether::validate_config
