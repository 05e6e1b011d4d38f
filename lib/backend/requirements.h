// The Python distributions that a backend asks for: requirements*.txt (pip's format, with the files
// that they name by -r and -c), pyproject.toml (PEP 621, PEP 735, Poetry) and Pipfile.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "backend/config_files.h"
#include "core/finding.h"

namespace aether {

struct Requirement {
  std::string name; // normalized (PEP 503): lower case, with single hyphens
  std::string file;
  Position at;
  std::vector<std::string> extras; // of `name[extra]`
};

struct Requirements {
  std::vector<std::string> files;      // that were read
  std::vector<std::string> unreadable; // why each of those that are there and could not be
  std::vector<Requirement> all;

  [[nodiscard]] bool has(std::string_view distribution) const; // in any spelling
  // Whether one of them is known to bring a module of that name.
  [[nodiscard]] bool brings(std::string_view module) const;
};

[[nodiscard]] std::string normalized_distribution(std::string_view name);

// Whether a distribution could have that name at all (PEP 508).
[[nodiscard]] bool is_distribution_name(std::string_view name);

// Distributions that bring a module of that name: PyYAML for yaml, Pillow for PIL; the module's own
// name is always among them.
[[nodiscard]] std::vector<std::string> distributions_of(std::string_view module);

[[nodiscard]] Requirements read_requirements(const std::filesystem::path& root,
                                             const ConfigDocuments& documents);

} // namespace aether
