#include "backend/blocks/layers.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/error.h"
#include "core/text.h"
#include "data/json_pointer.h"
#include "data/yaml.h"
#include "k_default_layers.h"

namespace aether::blocks {

namespace {

namespace json = boost::json;

struct NamedPaths {
  std::string name;
  std::vector<std::string> paths;
};

class LayersReader {
public:
  LayersReader(std::string_view yaml, std::string_view file)
      : file_(file), document_(parse_yaml(yaml, file)) {}

  std::vector<NamedPaths> read() {
    const json::object* root = document_.root.if_object();
    const json::value* layers = root == nullptr ? nullptr : root->if_contains("layers");
    if (layers == nullptr) {
      fail("", "expected a mapping with the key `layers`");
    }
    if (const json::array* list = layers->if_array()) {
      for (std::size_t i = 0; i < list->size(); ++i) {
        read_item((*list)[i], fmt::format("/layers/{}", i));
      }
    } else if (const json::object* mapping = layers->if_object()) {
      for (const auto& [name, paths] : *mapping) {
        result_.push_back({std::string(name), read_paths(paths, "/layers/" + pointer_token(name))});
      }
    } else {
      fail("/layers", "`layers` has to be a list of {name, path} or a mapping from name to path");
    }
    return std::move(result_);
  }

private:
  [[noreturn]] void fail(const std::string& pointer, std::string_view message) const {
    throw input_error(file_, document_.find(pointer).value_or(document_.places.back()).value,
                      message);
  }

  void read_item(const json::value& item, const std::string& pointer) {
    const json::object* object = item.if_object();
    const json::value* name = object == nullptr ? nullptr : object->if_contains("name");
    if (name == nullptr || !name->is_string()) {
      fail(pointer, "a layer needs a `name`");
    }
    NamedPaths layer{std::string(name->get_string()), {}};
    for (const char* key : {"path", "paths"}) {
      if (const json::value* paths = object->if_contains(key)) {
        for (std::string& path : read_paths(*paths, pointer + "/" + key)) {
          layer.paths.push_back(std::move(path));
        }
      }
    }
    result_.push_back(std::move(layer));
  }

  std::vector<std::string> read_paths(const json::value& value, const std::string& pointer) const {
    std::vector<std::string> paths;
    if (const json::string* one = value.if_string()) {
      paths.push_back(tidy(*one));
    } else if (const json::array* many = value.if_array()) {
      for (const json::value& item : *many) {
        if (!item.is_string()) {
          fail(pointer, "a layer's path has to be a text");
        }
        paths.push_back(tidy(item.get_string()));
      }
    } else if (!value.is_null()) {
      fail(pointer, "a layer's path has to be a text or a list of texts");
    }
    return paths;
  }

  static std::string tidy(std::string_view path) {
    path = trim(path);
    if (path.starts_with("./")) {
      path.remove_prefix(2);
    }
    while (path.ends_with('/')) {
      path.remove_suffix(1);
    }
    return std::string(path);
  }

  std::string file_;
  Document document_;
  std::vector<NamedPaths> result_;
};

bool is_below(std::string_view path, std::string_view pattern) {
  return path.starts_with(pattern) && path.size() > pattern.size() && path[pattern.size()] == '/';
}

} // namespace

Layers Layers::parse(std::string_view yaml, std::string_view file) {
  Layers layers;
  for (const NamedPaths& layer : LayersReader(yaml, file).read()) {
    for (const std::string& path : layer.paths) {
      if (!path.empty()) {
        layers.patterns_.push_back({path, layers.names_.size()});
      }
    }
    if (layer.paths.empty()) {
      layers.rest_ = layers.names_.size();
    }
    layers.names_.push_back(layer.name);
  }
  if (!layers.rest_) {
    layers.rest_ = layers.names_.size();
    layers.names_.emplace_back(k_other_layer);
  }
  std::stable_sort(
      layers.patterns_.begin(), layers.patterns_.end(),
      [](const Pattern& a, const Pattern& b) { return a.path.size() > b.path.size(); });
  return layers;
}

Layers Layers::defaults() { return parse(k_default_layers.front().second, "share/layers.yaml"); }

std::size_t Layers::number_of(std::string_view path) const {
  const auto found = std::find_if(patterns_.begin(), patterns_.end(), [&](const Pattern& pattern) {
    return is_below(path, pattern.path) || path == pattern.path;
  });
  return found != patterns_.end() ? found->layer : *rest_;
}

} // namespace aether::blocks
