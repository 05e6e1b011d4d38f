#include "validate_config/families/service_places.h"

#include <algorithm>
#include <map>

#include <boost/json/object.hpp>
#include <fmt/format.h>

#include "backend/lenient_json.h"
#include "core/path.h"
#include "core/text.h"
#include "data/json_pointer.h"

namespace aether::validate_config {

namespace {

namespace json = boost::json;

class PlaceFinder {
public:
  explicit PlaceFinder(Tree& tree) : tree_(tree) {}

  std::vector<ServicePlaces> find() {
    settings();
    documents();
    registry();
    own_address();
    std::vector<ServicePlaces> made;
    for (auto& [name, service] : found_) {
      service.name = name;
      listener(service);
      made.push_back(std::move(service));
    }
    return made;
  }

private:
  void add(const std::string& name, std::string_view url, const std::string& file, Position at,
           const std::string& pointer, const std::string& key, bool is_effective) {
    const std::optional<Address> address = parse_address(url).address;
    if (name.empty() || name == "database" || !address || address->port == 0 ||
        address->scheme.starts_with("sqlite") || url.find("${") != std::string_view::npos) {
      return;
    }
    ServicePlaces& service = found_[name];
    const auto known =
        std::find_if(service.places.begin(), service.places.end(), [&](const ServicePlace& one) {
          return one.file == file && one.at.line == at.line;
        });
    if (known != service.places.end()) {
      known->is_effective = known->is_effective || is_effective;
      return;
    }
    service.places.push_back({*address, file, at, pointer, key, is_effective});
  }

  void settings() {
    for (const Setting& setting : tree_.backend.settings.settings) {
      const std::string name = service_named_by(setting.name);
      for (const SettingSource& source : setting.chain) {
        if (name.empty() || !source.value || !source.value->is_string() ||
            source.kind == SourceKind::environment || source.file.empty() ||
            !counts(source.file, source.value->get_string())) {
          continue;
        }
        add(name, source.value->get_string(), source.file, source.at, source.pointer, source.name,
            source.state == SourceState::effective);
      }
    }
  }

  // What is local on a developer's machine may be elsewhere in production, and tests have their
  // own.
  static bool counts(const std::string& file, std::string_view url) {
    const std::string environment = Tree::environment_of(file);
    if (environment.empty()) {
      return true;
    }
    const std::optional<Address> address = parse_address(url).address;
    return !environment.starts_with("test") && address && address->is_local();
  }

  void documents() {
    for (auto& [path, document] : tree_.backend.documents) {
      const std::string_view name = base_name(path);
      if (!document.error.empty() || path.starts_with(".architecture/") ||
          path == k_registry_file || name.starts_with("docker-compose") ||
          name.starts_with("compose.") || name == "pyproject.toml") {
        continue;
      }
      for (const Leaf& leaf : leaves_of(document)) {
        if (leaf.value->is_string() && counts(path, leaf.value->get_string())) {
          std::string service = service_named_by(leaf.name);
          if (path == k_catalog_file) {
            service = of_catalog(document, leaf, service);
          }
          add(service, leaf.value->get_string(), path, leaf.at, leaf.pointer, leaf.name, false);
        }
      }
    }
  }

  // The categories' service_url is that of their integration.
  static std::string of_catalog(const ConfigDocument& document, const Leaf& leaf,
                                const std::string& service) {
    if (leaf.name == "metadata.backend_url") {
      return "backend";
    }
    const std::size_t dot = leaf.name.rfind('.');
    if (!leaf.name.starts_with("categories.") || dot == std::string::npos) {
      return service;
    }
    const std::string category = leaf.name.substr(11, dot - 11);
    const json::object* categories = object_at(document.document.root, "categories");
    const json::object* entry = categories == nullptr ? nullptr : object_at(*categories, category);
    return entry == nullptr ? "" : text_at(*entry, "integration");
  }

  void registry() {
    ConfigDocument* document = tree_.document(k_registry_file);
    for (const Integration& one : tree_.integrations) {
      for (const auto& [key, url] : {std::pair{"service_url", one.service_url},
                                     std::pair{"health_check", one.health_check}}) {
        if (std::string_view(key) == "health_check" && !one.service_url.empty()) {
          continue; // registry/health-check compares these two
        }
        const std::string pointer = one.pointer + "/layer3_metadata/" + key;
        add(one.name, url, std::string(k_registry_file), document->position_of(pointer), pointer,
            key, false);
      }
    }
  }

  // Where the backend listens, by its settings, beside an address under which others look for it.
  void own_address() {
    const auto backend = found_.find("backend");
    if (backend == found_.end()) {
      return;
    }
    for (const char* section : {"server.", "api.", "app.", "backend.", ""}) {
      const Setting* port = tree_.backend.settings.find(std::string(section) + "port");
      const SettingSource* source = port == nullptr ? nullptr : port->effective();
      if (source == nullptr || !port->value || !port->value->is_int64() || source->file.empty()) {
        continue;
      }
      // what the code sets over the declared default is settings/unreachable's
      const bool by_code = source->kind == SourceKind::literal || source->kind == SourceKind::code;
      if (by_code && port->field && source->at.line != port->field->line) {
        return;
      }
      // behind a proxy it is elsewhere
      if (std::all_of(backend->second.places.begin(), backend->second.places.end(),
                      [](const ServicePlace& one) { return one.address.is_local(); })) {
        add("backend", fmt::format("http://localhost:{}", port->value->get_int64()), source->file,
            source->at, source->pointer, port->name, true);
        environments(port->name);
      }
      return;
    }
  }

  // Where all environments say the same; else each has its own.
  void environments(const std::string& port) {
    struct Said {
      std::string file;
      Position at;
      std::string pointer;
      std::int64_t port = 0;
    };
    std::vector<Said> said;
    for (auto& [path, document] : tree_.backend.documents) {
      if (Tree::environment_of(path).empty() || !document.error.empty()) {
        continue;
      }
      for (const Leaf& leaf : leaves_of(document)) {
        if (leaf.name == port && leaf.value->is_int64()) {
          said.push_back({path, leaf.at, leaf.pointer, leaf.value->get_int64()});
        }
      }
    }
    const bool all_agree = std::all_of(
        said.begin(), said.end(), [&](const Said& one) { return one.port == said.front().port; });
    for (const Said& one : all_agree ? said : std::vector<Said>()) {
      add("backend", fmt::format("http://localhost:{}", one.port), one.file, one.at, one.pointer,
          port, false);
    }
  }

  void listener(ServicePlaces& service) const {
    for (const char* place : {"services/", "service/", "external/", "vendor/"}) {
      const std::string directory = place + service.name + "/";
      for (const PythonFile& file : tree_.code().files) {
        if (!file.is_test && file.file.starts_with(directory) && !file.listeners.empty()) {
          const PythonListener& first = file.listeners.front();
          service.listener = {first.port, fmt::format("{}:{}", file.file, first.line)};
          return;
        }
      }
    }
  }

  Tree& tree_;
  std::map<std::string, ServicePlaces> found_;
};

} // namespace

std::string ServicePlace::shown() const { return fmt::format("{}:{}", printable(file), at.line); }

std::vector<ServicePlaces> places_of_services(Tree& tree) { return PlaceFinder(tree).find(); }

} // namespace aether::validate_config
