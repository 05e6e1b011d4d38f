#include "backend/blocks/registry.h"

#include "data/json_pointer.h"
#include "data/yaml.h"

namespace aether::blocks {

Registry parse_registry(std::string_view yaml, std::string_view file) {
  const Document document = parse_yaml(yaml, file);
  Registry registry;
  registry.file = file;
  if (document.root.is_null()) {
    return registry;
  }
  const boost::json::object* root = document.root.if_object();
  if (root == nullptr) {
    throw input_error(file, document.places.back().value,
                      "expected a mapping from categories to job types");
  }
  for (const auto& [category, content] : *root) {
    const boost::json::object* jobs = content.if_object();
    if (jobs == nullptr || category == "usage_rules") {
      continue;
    }
    for (const auto& [job, description] : *jobs) {
      const auto place = document.find("/" + pointer_token(category) + "/" + pointer_token(job));
      registry.jobs.push_back(
          {std::string(job), std::string(category), place.value_or(Place{}).key});
    }
  }
  return registry;
}

} // namespace aether::blocks
