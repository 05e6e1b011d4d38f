#include "backend/services.h"

#include <algorithm>
#include <array>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <fmt/format.h>

#include "backend/lenient_json.h"
#include "backend/registry.h"
#include "core/text.h"
#include "data/json_pointer.h"
#include "data/yaml.h"
#include "k_service_kinds.h"

namespace aether {

namespace {

namespace json = boost::json;

// lm_studio of providers.lm_studio_url, llm of llm.base_url, redis of redis_url; empty where the
// setting is no address of a service.
std::string service_of(std::string_view setting) {
  const std::size_t dot = setting.rfind('.');
  const std::string_view section =
      dot == std::string_view::npos ? std::string_view() : setting.substr(0, dot);
  std::string_view name = dot == std::string_view::npos ? setting : setting.substr(dot + 1);
  for (const std::string_view end : {"_base_url", "_api_url", "_service_url", "_url"}) {
    if (name.ends_with(end) && name.size() > end.size()) {
      name.remove_suffix(end.size());
      if (name != "base" && name != "api" && name != "service") {
        return std::string(name);
      }
      break;
    }
  }
  const bool is_url = setting.ends_with("url");
  return is_url ? std::string(section.substr(section.rfind('.') + 1)) : std::string();
}

std::string scheme_of(std::string_view url) {
  const std::size_t end = url.find("://");
  return end == std::string_view::npos ? std::string() : to_lower(url.substr(0, end));
}

bool is_service_scheme(std::string_view scheme) {
  constexpr std::array<std::string_view, 7> k_schemes = {"http", "https", "redis", "rediss",
                                                         "unix", "ws",    "wss"};
  return std::find(k_schemes.begin(), k_schemes.end(), scheme) != k_schemes.end();
}

// Between whatever is neither letter nor digit.
bool has_word_of(std::string_view name, const std::vector<std::string>& words) {
  std::string lower = "_" + to_lower(name) + "_";
  std::replace_if(
      lower.begin(), lower.end(), [](char c) { return !is_ascii_letter(c) && !is_ascii_digit(c); },
      '_');
  return std::any_of(words.begin(), words.end(), [&](const std::string& one) {
    return lower.find("_" + one + "_") != std::string::npos;
  });
}

const ServiceKind* kind_of(std::string_view name, std::string_view scheme) {
  const auto& kinds = service_kinds();
  for (const ServiceKind& kind : kinds) {
    if (std::find(kind.schemes.begin(), kind.schemes.end(), scheme) != kind.schemes.end()) {
      return &kind;
    }
  }
  for (const ServiceKind& kind : kinds) {
    if (has_word_of(name, kind.names)) {
      return &kind;
    }
  }
  return nullptr;
}

// A path below an address, or from its host's root.
std::string joined_url(std::string_view url, std::string_view path) {
  const std::size_t authority = url.find("://");
  std::string_view base = url.substr(0, url.find_first_of("?#"));
  if (path.starts_with('/')) {
    const std::size_t slash = base.find('/', authority + 3);
    return std::string(base.substr(0, slash)) + std::string(path);
  }
  while (base.ends_with('/')) {
    base.remove_suffix(1);
  }
  return fmt::format("{}/{}", base, path);
}

// The check that the registry names, at the address that counts: its host is the registry's word
// only.
std::string check_at(std::string_view url, std::string_view check) {
  const std::size_t authority = check.find("://");
  if (check.empty() || (authority == std::string_view::npos && !check.starts_with('/'))) {
    return "";
  }
  const std::size_t begin = authority == std::string_view::npos ? 0 : authority + 3;
  const std::size_t path = std::min(check.find_first_of("/?", begin), check.size());
  return joined_url(url, path == check.size() ? "/" : check.substr(path));
}

class ServiceFinder {
public:
  explicit ServiceFinder(Backend& backend) : backend_(backend) {}

  Services find() {
    for (const Setting& setting : backend_.settings.settings) {
      from_setting(setting);
    }
    from_variables();
    for (const Integration& integration : read_registry(backend_.documents)) {
      from_integration(integration);
    }
    from_backend();
    for (Service& one : found_.services) {
      complete(one);
    }
    std::sort(found_.services.begin(), found_.services.end(),
              [](const Service& a, const Service& b) { return a.name < b.name; });
    return std::move(found_);
  }

private:
  void from_setting(const Setting& setting) {
    const std::string name = service_of(setting.name);
    if (name.empty() || name == "database") {
      return;
    }
    note_inert(name, setting);
    const json::string* url = setting.value ? setting.value->if_string() : nullptr;
    if (url == nullptr || !is_service_scheme(scheme_of(*url)) || named(name) != nullptr) {
      return;
    }
    Service service;
    service.name = name;
    service.url = *url;
    take_source(setting, service);
    if (const Setting* flag = flag_of(setting.name, name); flag != nullptr && is_off(*flag)) {
      service.enabled = false;
      service.disabled_by = flag->name + " is off: " + source_text(*flag);
    }
    found_.services.push_back(std::move(service));
  }

  // A variable that code beside the settings reads, such as REDIS_URL.
  void from_variables() {
    for (const SourceMention& one : backend_.settings.sources.variables) {
      const auto variable = backend_.environment.find(one.text);
      const std::string name = service_of(to_lower(one.text));
      if (one.file == backend_.settings.module || variable == backend_.environment.end() ||
          name.empty() || name == "database" || named(name) != nullptr ||
          !is_service_scheme(scheme_of(variable->second.value))) {
        continue;
      }
      Service service;
      service.name = name;
      service.url = variable->second.value;
      service.source =
          fmt::format("{} of the environment, which {}:{} reads", one.text, one.file, one.line);
      service.file = one.file;
      service.at = {one.line, 0};
      found_.services.push_back(std::move(service));
    }
  }

  void note_inert(const std::string& name, const Setting& setting) {
    for (const SettingSource& one : setting.chain) {
      if (one.state == SourceState::inert && one.value && one.value->is_string()) {
        found_.inert.push_back({name, std::string(one.value->get_string()), one.shown(), one.note});
      }
    }
  }

  static std::string source_text(const Setting& setting) {
    const SettingSource* source = setting.effective();
    return source == nullptr ? "its own code" : source->shown();
  }

  static void take_source(const Setting& setting, Service& service) {
    service.source = source_text(setting);
    if (const SettingSource* source = setting.effective()) {
      service.file = source->file;
      service.at = source->at;
      service.is_default = source->kind == SourceKind::literal;
    }
  }

  // perplexica_enabled or enable_perplexica beside perplexica_url, enabled beside base_url.
  [[nodiscard]] const Setting* flag_of(std::string_view setting, const std::string& name) const {
    const std::string section(setting.substr(0, setting.rfind('.') + 1));
    std::vector<std::string> names = {name + "_enabled", "enable_" + name};
    if (section.ends_with(name + ".")) {
      names.emplace_back("enabled");
    }
    for (const std::string& one : names) {
      if (const Setting* found = backend_.settings.find(section + one)) {
        return found;
      }
    }
    return nullptr;
  }

  static bool is_off(const Setting& setting) {
    return setting.value && setting.value->is_bool() && !setting.value->get_bool();
  }

  Service* named(std::string_view name) {
    const auto found = std::find_if(found_.services.begin(), found_.services.end(),
                                    [&](const Service& one) { return one.name == name; });
    return found == found_.services.end() ? nullptr : &*found;
  }

  void from_integration(const Integration& integration) {
    if (integration.service_url.empty() && integration.health_check.empty()) {
      return;
    }
    if (!registry_is_read()) {
      found_.inert.push_back({integration.name, integration.service_url,
                              place_of(integration.pointer + "/layer3_metadata/service_url").first,
                              "no code names the registry"});
      return;
    }
    Service* service = named(integration.name);
    if (service == nullptr) {
      found_.services.push_back(made_from(integration));
      service = &found_.services.back();
    }
    service->integrations.push_back(integration.name);
    if (service->check_url.empty()) {
      service->check_url = check_at(service->url, integration.health_check);
    }
  }

  [[nodiscard]] bool registry_is_read() const {
    const Settings& settings = backend_.settings;
    return !settings.looked ||
           std::any_of(settings.sources.files.begin(), settings.sources.files.end(),
                       [](const SourceMention& one) {
                         return one.text.ends_with("integrations_registry.yaml");
                       });
  }

  std::pair<std::string, Position> place_of(const std::string& pointer) {
    const auto file = backend_.documents.find(k_registry_file);
    const Position at = file->second.position_of(pointer);
    return {fmt::format("{}:{}:{}", k_registry_file, at.line, at.column), at};
  }

  Service made_from(const Integration& integration) {
    Service service;
    service.name = integration.name;
    service.url =
        integration.service_url.empty() ? integration.health_check : integration.service_url;
    const auto [place, at] =
        place_of(integration.pointer + "/layer3_metadata/" +
                 (integration.service_url.empty() ? "health_check" : "service_url"));
    service.source = place;
    service.file = k_registry_file;
    service.at = at;
    service.enabled = integration.enabled;
    if (!integration.enabled) {
      service.disabled_by = place_of(integration.pointer + "/enabled").first;
    }
    return service;
  }

  // Its own address, from server.host and server.port and what they are called elsewhere.
  void from_backend() {
    for (const char* section : {"server.", "api.", "app.", ""}) {
      const Setting* port = backend_.settings.find(std::string(section) + "port");
      if (port == nullptr || !port->value || !port->value->is_int64()) {
        continue;
      }
      const Setting* host = backend_.settings.find(std::string(section) + "host");
      std::string name = host != nullptr && host->value && host->value->is_string()
                             ? std::string(host->value->get_string())
                             : "127.0.0.1";
      if (name.empty() || name == "0.0.0.0" || name == "::") {
        name = name == "::" ? "::1" : "127.0.0.1";
      }
      Service service;
      service.name = "backend";
      service.kind = "backend";
      service.url = fmt::format(
          "http://{}:{}", name.find(':') == std::string::npos ? name : fmt::format("[{}]", name),
          port->value->get_int64());
      take_source(*port, service);
      found_.services.push_back(std::move(service));
      return;
    }
  }

  static void complete(Service& service) {
    const std::string scheme = scheme_of(service.url);
    const ServiceKind* kind = nullptr;
    for (const ServiceKind& one : service_kinds()) {
      kind = one.name == service.kind ? &one : kind;
    }
    kind = kind != nullptr ? kind : kind_of(service.name, scheme);
    const bool http = scheme == "http" || scheme == "https";
    if (kind != nullptr && (http || kind->name == "redis")) {
      service.kind = kind->name;
      service.key = kind->key;
      if (service.check_url.empty() && http) {
        service.check_url = kind->path.empty() ? service.url : joined_url(service.url, kind->path);
      }
    }
    if (service.kind.empty()) {
      service.kind = http ? "http" : "tcp";
    }
    if (service.check_url.empty()) {
      service.check_url = service.url;
    }
  }

  Backend& backend_;
  Services found_;
};

} // namespace

const std::vector<ServiceKind>& service_kinds() {
  static const std::vector<ServiceKind> k_kinds = [] {
    const Document document =
        parse_yaml(backend::k_service_kinds.front().second, "share/services.yaml");
    std::vector<ServiceKind> made;
    for (const auto& [name, value] : document.root.as_object().at("kinds").as_object()) {
      const json::object& kind = value.as_object();
      made.push_back({std::string(name),
                      texts_at(kind, "names"),
                      texts_at(kind, "schemes"),
                      text_at(kind, "path"),
                      text_at(kind, "key"),
                      {}});
      if (const json::object* further = object_at(kind, "further")) {
        for (const auto& [route, how] : *further) {
          made.back().further.push_back({std::string(route), text_at(how.as_object(), "path"),
                                         texts_at(how.as_object(), "names")});
        }
      }
    }
    return made;
  }();
  return k_kinds;
}

Services find_services(Backend& backend) { return ServiceFinder(backend).find(); }

std::vector<std::pair<std::string, std::string>> further_routes(const Service& service) {
  std::vector<std::pair<std::string, std::string>> routes;
  const std::string scheme = scheme_of(service.url);
  for (const ServiceKind& kind : service_kinds()) {
    if (kind.name != service.kind || (scheme != "http" && scheme != "https")) {
      continue;
    }
    for (const FurtherRoute& one : kind.further) {
      std::string url = joined_url(service.url, one.path);
      const bool is_named = has_word_of(service.name, one.names) ||
                            has_word_of(service.source, one.names); // lm_studio_url may be llm's
      if (url != service.check_url && (one.names.empty() || is_named)) {
        routes.emplace_back(one.name, std::move(url));
      }
    }
  }
  return routes;
}

} // namespace aether
