#include "validate_config/backend_files.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/glob.h"
#include "data/document_reader.h"
#include "os/file.h"

namespace aether::validate_config {

namespace {

namespace fs = std::filesystem;

// Directories that hold configuration; their own files only.
constexpr std::array<std::string_view, 4> k_directories = {"", "config", "config/environments",
                                                           ".architecture"};

constexpr std::array<std::pair<std::string_view, std::string_view>, 11> k_schemas = {{
    {"config/integrations_registry.yaml", "integrations_registry"},
    {"config/backend_tools_registry.yaml", "backend_tools_registry"},
    {"config/models_config.toml", "models"},
    {"config/models.toml", "models"},
    {"config/health.yaml", "health"},
    {".architecture/job_types.yaml", "job_types"},
    {".architecture/data_flow_standard.yaml", "data_flow_standard"},
    {".architecture/module_structure_standard.yaml", "module_structure_standard"},
    {".architecture/security_compliance_standard.yaml", "security_compliance_standard"},
    {".architecture/file_analysis_directive.yaml", "file_analysis_directive"},
    {"config/environments/", "environment"},
}};

// In the root itself only what is known to be the backend's.
bool is_config(std::string_view directory, std::string_view name) {
  const auto format = format_of(name);
  if (!format) {
    return false;
  }
  return !directory.empty() || *format == DocumentFormat::dotenv || name == "pyproject.toml" ||
         name.starts_with("docker-compose") || name.starts_with("compose.");
}

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

std::vector<ConfigFile> find_config_files(const fs::path& root) {
  std::vector<ConfigFile> files;
  for (const std::string_view directory : k_directories) {
    std::error_code failed;
    if (!fs::is_directory(root / directory, failed)) {
      continue;
    }
    for (const auto& [name, kind] : Directory(root / directory).files()) {
      if (is_config(directory, name)) {
        std::string path = directory.empty() ? name : std::string(directory) + "/" + name;
        files.push_back({path, schema_for(path)});
      }
    }
  }
  std::sort(files.begin(), files.end(),
            [](const ConfigFile& a, const ConfigFile& b) { return a.path < b.path; });
  return files;
}

} // namespace aether::validate_config
