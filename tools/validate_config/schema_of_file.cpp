#include "validate_config/schema_of_file.h"

#include <array>
#include <utility>

#include "data/document_reader.h"

namespace aether::validate_config {

namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 12> k_schemas = {{
    {"config/integrations_registry.yaml", "integrations_registry"},
    {"config/backend_tools_registry.yaml", "backend_tools_registry"},
    {"config/models_config.toml", "models"},
    {"config/models.toml", "models"},
    {"config/health.yaml", "health"},
    {"config/verify_tools.yaml", "verify_tools"},
    {".architecture/job_types.yaml", "job_types"},
    {".architecture/data_flow_standard.yaml", "data_flow_standard"},
    {".architecture/module_structure_standard.yaml", "module_structure_standard"},
    {".architecture/security_compliance_standard.yaml", "security_compliance_standard"},
    {".architecture/file_analysis_directive.yaml", "file_analysis_directive"},
    {"config/environments/", "environment"},
}};

} // namespace

std::string_view schema_for(std::string_view path) {
  for (const auto& [where, schema] : k_schemas) {
    const bool directory = where.ends_with('/');
    if (directory ? path.starts_with(where) && format_of(path) == DocumentFormat::yaml
                  : path == where) {
      return schema;
    }
  }
  return {};
}

} // namespace aether::validate_config
