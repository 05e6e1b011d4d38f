#include "validate_config/tree.h"

#include <algorithm>
#include <filesystem>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "core/path.h"
#include "data/json_pointer.h"

namespace aether::validate_config {

namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

void add_leaves(ConfigDocument& document, const json::value& value, const std::string& pointer,
                const std::string& name, std::vector<Leaf>& leaves) {
  const auto member = [&](const json::value& one, std::string_view key) {
    add_leaves(document, one, pointer + "/" + pointer_token(key),
               name.empty() ? std::string(key) : name + "." + std::string(key), leaves);
  };
  if (const json::object* object = value.if_object()) {
    for (const auto& [key, one] : *object) {
      member(one, key);
    }
  } else if (const json::array* array = value.if_array()) {
    for (std::size_t i = 0; i < array->size(); ++i) {
      member((*array)[i], std::to_string(i));
    }
  } else {
    leaves.push_back({pointer, name, &value, document.position_of(pointer)});
  }
}

} // namespace

ConfigDocument* Tree::document(std::string_view path) {
  const auto found = backend.documents.find(path);
  return found == backend.documents.end() || !found->second.error.empty() ? nullptr
                                                                          : &found->second;
}

std::string Tree::models_file() {
  for (const char* path : {"config/models_config.toml", "config/models.toml"}) {
    if (document(path) != nullptr) {
      return path;
    }
  }
  return "";
}

std::string Tree::environment_of(std::string_view path) {
  constexpr std::string_view k_environments = "config/environments/";
  if (!path.starts_with(k_environments)) {
    return "";
  }
  const std::string_view name = base_name(path);
  return std::string(name.substr(0, name.rfind('.')));
}

std::vector<Leaf> leaves_of(ConfigDocument& document) {
  std::vector<Leaf> leaves;
  add_leaves(document, document.document.root, "", "", leaves);
  return leaves;
}

bool exists_below(const Tree& tree, std::string_view path) {
  std::error_code failed;
  return fs::exists(tree.backend.root / path, failed);
}

} // namespace aether::validate_config
