#include "validate_config/families/ports.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <set>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "backend/lenient_json.h"
#include "core/path.h"
#include "core/text.h"
#include "data/json_pointer.h"

namespace aether::validate_config {

namespace {

namespace json = boost::json;

struct Listener {
  std::string service;
  std::string file;
  Position at;
  std::set<std::string> profiles; // of compose; empty: always started
};

std::optional<std::uint16_t> port_in(std::string_view text) {
  std::uint16_t port = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), port);
  return failed == std::errc() && end == text.data() + text.size() && port > 0 ? std::optional(port)
                                                                               : std::nullopt;
}

// The ports of the host that `[HOST:]PUBLISHED:CONTAINER[/PROTOCOL]` publishes, with the protocol.
std::vector<std::string> published(std::string_view text) {
  const std::size_t slash = text.rfind('/');
  const std::string protocol =
      slash == std::string_view::npos ? "tcp" : std::string(text.substr(slash + 1));
  text = text.substr(0, slash);
  const std::size_t container = text.rfind(':');
  if (container == std::string_view::npos) {
    return {}; // a port of the host's own choice
  }
  text = text.substr(0, container);
  // `${PORT:-5002}` counts as 5002, `${PORT}` as nothing
  if (const std::size_t value = text.rfind(":-"); text.ends_with('}')) {
    text = value == std::string_view::npos ? std::string_view()
                                           : text.substr(value + 2, text.size() - value - 3);
  } else {
    text = text.substr(text.rfind(':') + 1);
  }
  const std::size_t dash = text.find('-');
  const auto first = port_in(text.substr(0, dash));
  const auto last = dash == std::string_view::npos ? first : port_in(text.substr(dash + 1));
  std::vector<std::string> ports;
  for (std::uint32_t port = first.value_or(1); first && last && port <= *last; ++port) {
    ports.push_back(fmt::format("{}/{}", port, protocol));
  }
  return ports;
}

class PortFinder {
public:
  PortFinder(Tree& tree, Reporter& report) : tree_(tree), report_(report) {}

  void check() {
    for (auto& [path, document] : tree_.backend.documents) {
      const std::string_view name = base_name(path);
      if (document.error.empty() &&
          (name.starts_with("docker-compose") || name.starts_with("compose."))) {
        listeners_.clear();
        compose(path, document);
        tell();
      }
    }
    listeners_.clear();
    settings();
    sources();
    tell();
  }

private:
  void compose(const std::string& path, ConfigDocument& document) {
    const json::object* services = object_at(document.document.root, "services");
    for (const auto& [name, value] : services == nullptr ? json::object() : *services) {
      const json::object* service = value.if_object();
      if (service == nullptr) {
        continue;
      }
      Listener one{std::string(name), path, {}, {}};
      for (const json::value& profile : array_at(*service, "profiles")) {
        one.profiles.insert(profile.is_string() ? std::string(profile.get_string()) : "");
      }
      const json::array& ports = array_at(*service, "ports");
      for (std::size_t i = 0; i < ports.size(); ++i) {
        one.at = document.position_of(fmt::format("/services/{}/ports/{}", pointer_token(name), i));
        for (const std::string& port : ports_of(ports[i])) {
          listeners_[port].push_back(one);
        }
      }
    }
  }

  static std::vector<std::string> ports_of(const json::value& value) {
    if (const json::object* object = value.if_object()) {
      const json::value* port = object->if_contains("published");
      const std::string text = port == nullptr     ? ""
                               : port->is_string() ? std::string(port->get_string())
                                                   : json::serialize(*port);
      const std::string protocol = text_at(*object, "protocol");
      return text.empty() ? std::vector<std::string>()
                          : published(text + ":1/" + (protocol.empty() ? "tcp" : protocol));
    }
    return value.is_string() ? published(value.get_string()) : std::vector<std::string>();
  }

  // The ports that the backend itself listens on: its own, and those of its metrics and the like.
  void settings() {
    for (const Setting& setting : tree_.backend.settings.settings) {
      const SettingSource* source = setting.effective();
      if (source == nullptr || source->file.empty() || !setting.value ||
          !setting.value->is_int64() || !is_own_port(setting.name)) {
        continue;
      }
      listeners_[fmt::format("{}/tcp", setting.value->get_int64())].push_back(
          {setting.name, source->file, source->at, {}});
    }
  }

  static bool is_own_port(std::string_view name) {
    const std::string lower = to_lower(name);
    const std::size_t dot = lower.rfind('.');
    const std::string last = lower.substr(dot + 1);
    const std::string section = dot == std::string::npos ? "" : lower.substr(0, dot);
    if (last == "port") {
      return section.empty() || section == "server" || section == "app" || section == "api" ||
             section == "backend" || section == "http" || section == "metrics" ||
             section == "monitoring" || section == "websocket" || section == "ws" ||
             section == "admin";
    }
    for (const std::string_view begin : {"metrics", "prometheus", "admin", "debug", "grpc",
                                         "websocket", "ws", "health", "server", "api", "listen"}) {
      if (last == std::string(begin) + "_port") {
        return true;
      }
    }
    return false;
  }

  // Services whose source is in the tree, each in a directory of its own.
  void sources() {
    for (const PythonFile& file : tree_.code().files) {
      if (file.is_test) {
        continue;
      }
      for (const std::string_view directory : {"services/", "service/", "external/", "vendor/"}) {
        const std::size_t slash = file.file.find('/', directory.size());
        if (!file.file.starts_with(directory) || slash == std::string::npos ||
            file.listeners.empty() || has_container(file.file.substr(0, slash))) {
          continue;
        }
        for (const PythonListener& one : file.listeners) {
          listeners_[fmt::format("{}/tcp", one.port)].push_back(
              {file.file.substr(0, slash), file.file, {one.line, 0}, {}});
        }
      }
    }
  }

  // What runs in a container of its own has a network of its own.
  [[nodiscard]] bool has_container(const std::string& directory) const {
    return exists_below(tree_, directory + "/Dockerfile") ||
           exists_below(tree_, directory + "/Containerfile");
  }

  static bool exclude_each_other(const Listener& a, const Listener& b) {
    return !a.profiles.empty() && !b.profiles.empty() &&
           std::none_of(a.profiles.begin(), a.profiles.end(),
                        [&](const std::string& one) { return b.profiles.contains(one); });
  }

  void tell() {
    for (const auto& [port, all] : listeners_) {
      for (std::size_t i = 1; i < all.size(); ++i) {
        const auto before =
            std::find_if(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(i),
                         [&, &later = all[i]](const Listener& one) {
                           return one.service != later.service && !exclude_each_other(one, later);
                         });
        if (before == all.begin() + static_cast<std::ptrdiff_t>(i)) {
          continue;
        }
        report_.add("structure/port-conflict",
                    fmt::format("{} listens on port {}, as {} does ({}:{})",
                                printable(all[i].service), port.substr(0, port.find('/')),
                                printable(before->service), printable(before->file),
                                before->at.line),
                    all[i].file, all[i].at, "give one of them another port");
        break;
      }
    }
  }

  Tree& tree_;
  Reporter& report_;
  std::map<std::string, std::vector<Listener>> listeners_; // "5002/tcp"
};

} // namespace

void check_ports(Tree& tree, Reporter& report) { PortFinder(tree, report).check(); }

} // namespace aether::validate_config
