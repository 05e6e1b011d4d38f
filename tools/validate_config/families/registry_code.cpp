#include "validate_config/families/registry_code.h"

#include <algorithm>

#include <boost/json/array.hpp>
#include <fmt/format.h>

#include "backend/lenient_json.h"
#include "core/glob.h"
#include "core/nearest.h"
#include "core/path.h"
#include "core/text.h"

namespace aether::validate_config {

namespace {

namespace json = boost::json;

constexpr std::string_view k_missing_module = "registry/missing-module";
constexpr std::string_view k_missing_module_file = "registry/missing-file";
constexpr std::string_view k_missing_export = "registry/missing-export";
constexpr std::string_view k_missing_loader = "registry/missing-loader";

} // namespace

RegistryCode::RegistryCode(Tree& tree, Reporter& report)
    : tree_(tree), report_(report), document_(*tree.document(k_registry_file)) {}

void RegistryCode::check(const std::string& name, const std::string& pointer,
                         const IntegrationLayers& layers) {
  name_ = name;
  pointer_ = pointer;
  modules(layers.implementation);
  exports(layers.exposure);
  loader(layers.runtime);
}

Finding& RegistryCode::add(std::string_view rule, std::string message, const std::string& pointer,
                           std::string hint) {
  Finding& made = report_.add(rule, std::move(message), k_registry_file,
                              document_.position_of(pointer), std::move(hint));
  made.pointer = pointer;
  return made;
}

void RegistryCode::modules(const json::object& layer) {
  const std::string module = text_at(layer, "module");
  const bool is_there = module.empty() || tree_.code().has_package(module) || is_foreign(module);
  if (!is_there) {
    add(k_missing_module,
        fmt::format("{}: there is no module {}", printable(name_), printable(module)),
        pointer_ + "/layer1_implementation/module", nearest_module(module));
  }
  const json::array& files = array_at(layer, "files");
  for (std::size_t i = 0; is_there && i < files.size(); ++i) {
    if (files[i].is_string() && !has_file(module, std::string(files[i].get_string()))) {
      add(k_missing_module_file,
          fmt::format("{}: there is no file {} of {}", printable(name_),
                      printable(std::string(files[i].get_string())),
                      module.empty() ? std::string("its module") : printable(module)),
          fmt::format("{}/layer1_implementation/files/{}", pointer_, i));
    }
  }
}

// Of a distribution, not of the tree: its first part is no directory here.
bool RegistryCode::is_foreign(const std::string& module) const {
  const std::string top = module.substr(0, module.find('.'));
  return !tree_.code().has_package(top) && !exists_below(tree_, top) &&
         (tree_.code().is_standard(module) || tree_.requirements.brings(top));
}

std::string RegistryCode::nearest_module(const std::string& module) const {
  std::vector<std::string> names;
  for (const PythonFile& file : tree_.code().files) {
    std::string name = file.file.substr(0, file.file.size() - 3);
    std::replace(name.begin(), name.end(), '/', '.');
    names.push_back(name.ends_with(".__init__") ? name.substr(0, name.size() - 9) : name);
  }
  const std::vector<std::string_view> candidates(names.begin(), names.end());
  const std::vector<std::string> nearest = nearest_names(module, candidates, 1);
  return nearest.empty() ? "" : fmt::format("did you mean {}?", nearest.front());
}

// Beside the module, in it, or below the root.
bool RegistryCode::has_file(const std::string& module, const std::string& file) const {
  std::string path = module;
  std::replace(path.begin(), path.end(), '.', '/');
  if (file.find_first_of("*?[") != std::string::npos) {
    return true; // a pattern
  }
  const std::string beside =
      path.substr(0, path.rfind('/') == std::string::npos ? 0 : path.rfind('/'));
  return exists_below(tree_, join_path(path, file)) ||
         exists_below(tree_, join_path(beside, file)) || exists_below(tree_, file);
}

void RegistryCode::exports(const json::object& layer) {
  const std::string init = text_at(layer, "init_file");
  if (init.empty()) {
    return;
  }
  const bool is_path = init.ends_with(".py");
  const PythonFile* module = is_path ? tree_.code().file(init) : tree_.code().module(init);
  if (module == nullptr) {
    if (!tree_.code().has_package(init) && !is_foreign(init) &&
        !(is_path && exists_below(tree_, init))) {
      add(k_missing_module,
          fmt::format("{}: there is no module {}", printable(name_), printable(init)),
          pointer_ + "/layer2_exposure/init_file", nearest_module(init));
    }
    return;
  }
  const json::array& names = array_at(layer, "exports");
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::string name =
        names[i].is_string() ? std::string(names[i].get_string()) : std::string();
    if (!name.empty() && !tree_.code().may_define(*module, name)) {
      const std::vector<std::string_view> candidates(module->names.begin(), module->names.end());
      const std::vector<std::string> nearest = nearest_names(name, candidates, 1);
      add(k_missing_export,
          fmt::format("{}: {} does not define {}", printable(name_), module->file, printable(name)),
          fmt::format("{}/layer2_exposure/exports/{}", pointer_, i),
          nearest.empty() ? "" : fmt::format("did you mean `{}`?", nearest.front()));
    }
  }
}

void RegistryCode::loader(const json::object& layer) {
  const std::string method = text_at(layer, "loader_method");
  if (method.empty()) {
    return;
  }
  std::vector<std::string_view> candidates;
  for (const PythonFile& file : tree_.code().files) {
    if (!file.is_test) {
      candidates.insert(candidates.end(), file.functions.begin(), file.functions.end());
    }
  }
  // what is made with setattr or given by __getattr__ is there as a pattern: `_load_*`
  if (std::none_of(candidates.begin(), candidates.end(), [&](std::string_view one) {
        return one == method ||
               (one.find('*') != std::string_view::npos && glob_matches(one, method));
      })) {
    const std::vector<std::string> nearest = nearest_names(method, candidates, 1);
    add(k_missing_loader,
        fmt::format("{}: nothing defines the loader {}", printable(name_), printable(method)),
        pointer_ + "/layer4_runtime/loader_method",
        nearest.empty() ? "" : fmt::format("did you mean `{}`?", nearest.front()));
  }
}

std::vector<DescribedRule> registry_code_rules() {
  return {
      {{k_missing_module, Severity::error, true, "A module that the registry names is not there."},
       "layer1_implementation.module and layer2_exposure.init_file name modules or packages of the "
       "tree. An enabled integration without its module fails when the backend starts."},
      {{k_missing_module_file, Severity::error, true,
        "A file that the registry names is not there."},
       "layer1_implementation.files names files in or beside the module."},
      {{k_missing_export, Severity::error, true, "A module does not define what it exports."},
       "layer2_exposure.exports lists names that the module must define, import or take by a star; "
       "they are looked for in its tree, nothing is run."},
      {{k_missing_loader, Severity::error, true, "No class or module defines the loader."},
       "layer4_runtime.loader_method is called by its name when the backend starts; no function, "
       "method or attribute of that name is anywhere in the sources."},
  };
}

} // namespace aether::validate_config
