// deps/*: what the Python sources import against what the requirements files list.
#include <algorithm>
#include <array>
#include <map>

#include <fmt/format.h>

#include "core/path.h"
#include "core/text.h"
#include "validate_config/families/family.h"

namespace aether::validate_config {

namespace {

constexpr std::string_view k_unlisted_import = "deps/unlisted-import";

// A directory that is put on Python's path by custom, or is the root of a distribution of its own.
bool is_source_root(const Tree& tree, const std::string& directory) {
  constexpr std::array<std::string_view, 7> k_names = {"src",      "lib",         "libs",  "vendor",
                                                       "vendored", "third_party", "python"};
  if (std::find(k_names.begin(), k_names.end(), base_name(directory)) != k_names.end()) {
    return true;
  }
  return exists_below(tree, directory + "/pyproject.toml") ||
         exists_below(tree, directory + "/setup.py");
}

// packages/sdk/src/aether_sdk/ of `import aether_sdk`.
bool is_elsewhere_in_tree(const Tree& tree, const std::string& top) {
  return std::any_of(
      tree.code().files.begin(), tree.code().files.end(), [&](const PythonFile& one) {
        for (const std::string& end : {"/" + top + "/", "/" + top + ".py"}) {
          const std::size_t at = one.file.find(end);
          if (at != std::string::npos && is_source_root(tree, one.file.substr(0, at))) {
            return true;
          }
        }
        return false;
      });
}

bool is_of_tree(const Tree& tree, const PythonFile& file, const std::string& module) {
  const std::string top = module.substr(0, module.find('.'));
  if (tree.code().has_package(top) || is_elsewhere_in_tree(tree, top)) {
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

// What is run beside the backend, with an environment of its own: other services, documentation,
// examples, what tests and builds it, and distributions within the tree.
bool is_beside_the_backend(const Tree& tree, const std::string& file) {
  constexpr std::array<std::string_view, 16> k_directories = {
      "services", "external",   "vendor",     "third_party", "docs", "doc",
      "examples", "example",    "benchmarks", "benchmark",   "e2e",  "notebooks",
      "testing",  "test_utils", "typings",    "stubs"};
  constexpr std::array<std::string_view, 8> k_files = {"setup.py", "noxfile.py",    "conftest.py",
                                                       "tasks.py", "locustfile.py", "fabfile.py",
                                                       "dodo.py",  "duties.py"};
  const std::string_view name = base_name(file);
  if (name.ends_with("_test.py") ||
      std::find(k_files.begin(), k_files.end(), name) != k_files.end()) {
    return true;
  }
  for (std::size_t begin = 0, slash = file.find('/'); slash != std::string::npos;
       begin = slash + 1, slash = file.find('/', begin)) {
    const std::string_view part = std::string_view(file).substr(begin, slash - begin);
    const std::string above = file.substr(0, slash);
    if (part.ends_with("_tests") || part.ends_with("-tests") ||
        std::find(k_directories.begin(), k_directories.end(), part) != k_directories.end() ||
        exists_below(tree, above + "/pyproject.toml") || exists_below(tree, above + "/setup.py") ||
        exists_below(tree, above + "/requirements.txt")) {
      return true;
    }
  }
  return false;
}

} // namespace

std::vector<DescribedRule> dependency_rules() {
  return {
      {{k_unlisted_import, Severity::error, true, "An import that no requirements file lists."},
       "A module is imported that is neither of the tree nor of Python, and no requirements file, "
       "pyproject.toml or Pipfile lists a distribution that brings it. Imports whose failure is "
       "caught, or that a condition guards, are optional. Tests, documentation, examples and "
       "distributions within the tree are not looked at."},
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
    if (file.is_test || is_beside_the_backend(tree, file.file)) {
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
