// deps/*: what the Python sources import against what the requirements files list.
#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "core/text.h"
#include "validate_config/families/family.h"

namespace aether::validate_config {

namespace {

constexpr std::string_view k_unlisted_import = "deps/unlisted-import";

bool is_of_tree(const Tree& tree, const PythonFile& file, const std::string& module) {
  const std::string top = module.substr(0, module.find('.'));
  if (tree.code().has_package(top)) {
    return true;
  }
  // beside the file, or beside a directory above it: run as a script, or with its path set
  for (std::size_t slash = file.file.rfind('/'); slash != std::string::npos && slash > 0;
       slash = file.file.rfind('/', slash - 1)) {
    if (tree.code().has_package(file.file.substr(0, slash) + "/" + top)) {
      return true;
    }
  }
  std::error_code failed;
  const auto path = tree.backend.root / top;
  return std::filesystem::exists(path, failed) ||
         std::filesystem::exists(path.string() + ".pyi", failed) ||
         std::filesystem::exists(tree.backend.root / "src" / top, failed);
}

bool is_listed(const Tree& tree, const std::string& module) {
  const std::string top = module.substr(0, module.find('.'));
  if (tree.requirements.brings(top)) {
    return true;
  }
  // a namespace of many distributions: google.cloud.storage is google-cloud-storage
  for (std::string name = module; name.find('.') != std::string::npos;
       name = name.substr(0, name.rfind('.'))) {
    if (tree.requirements.has(name)) {
      return true;
    }
  }
  const std::string normal = normalized_distribution(top);
  return std::any_of(tree.requirements.all.begin(), tree.requirements.all.end(),
                     [&](const Requirement& one) {
                       return one.name == "python-" + normal || one.name == normal + "-python" ||
                              one.name == "py" + normal || one.name.starts_with(normal + "-");
                     });
}

// An import within a function, of what the file imports elsewhere with a guard.
bool is_guarded_elsewhere(const PythonFile& file, const PythonImport& import) {
  const std::string top = import.module.substr(0, import.module.find('.'));
  return import.within_function &&
         std::any_of(file.imports.begin(), file.imports.end(), [&](const PythonImport& other) {
           return other.optional && other.module.substr(0, other.module.find('.')) == top;
         });
}

bool is_service_source(const std::string& file) {
  return file.starts_with("services/") || file.starts_with("external/") ||
         file.starts_with("vendor/") || file.starts_with("third_party/");
}

} // namespace

std::vector<DescribedRule> dependency_rules() {
  return {
      {{k_unlisted_import, Severity::error, true, "An import that no requirements file lists."},
       "A module is imported that is neither of the tree nor of Python, and no requirements file, "
       "pyproject.toml or Pipfile lists a distribution that brings it. Imports whose failure is "
       "caught, or that a condition guards, are optional. Tests are not looked at."},
  };
}

void check_dependencies(Tree& tree, Reporter& report) {
  if (!tree.has_code()) {
    return;
  }
  if (tree.requirements.files.empty()) {
    return;
  }
  std::map<std::string, std::pair<const PythonFile*, std::vector<std::uint32_t>>> missing;
  std::map<std::string, std::size_t> files;
  for (const PythonFile& file : tree.code().files) {
    if (file.is_test || is_service_source(file.file)) {
      continue;
    }
    for (const PythonImport& import : file.imports) {
      std::string module = import.module;
      if (import.level > 0 || import.optional || is_guarded_elsewhere(file, import) ||
          module.empty() || module == "__future__" || tree.code().is_standard(module) ||
          is_of_tree(tree, file, module)) {
        continue;
      }
      if (is_listed(tree, module) ||
          std::any_of(import.names.begin(), import.names.end(), [&](const std::string& name) {
            return tree.requirements.has(module + "." + name);
          })) {
        continue;
      }
      const std::string top = module.substr(0, module.find('.'));
      const auto [at, is_new] = missing.try_emplace(top, &file, std::vector{import.line});
      if (!is_new) {
        at->second.second.push_back(import.line);
      }
    }
  }
  for (const auto& [module, where] : missing) {
    Finding& made = report.add(
        k_unlisted_import,
        fmt::format("no requirements file lists what `import {}` needs", printable(module)),
        where.first->file, {where.second.front(), 1},
        fmt::format("add it to {}, or guard the import", tree.requirements.files.front()));
    if (where.second.size() > 1) {
      made.count = where.second.size();
    }
  }
}

} // namespace aether::validate_config
