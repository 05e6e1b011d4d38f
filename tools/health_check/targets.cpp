#include "health_check/targets.h"

#include <algorithm>
#include <cstdlib>
#include <unordered_set>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <fmt/format.h>

#include "backend/database.h"
#include "backend/lenient_json.h"
#include "backend/root.h"
#include "core/error.h"
#include "core/text.h"
#include "data/document.h"
#include "data/json.h"
#include "os/file.h"

namespace aether::health_check {

namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

constexpr const char* k_database_variable = "DATABASE_URL";

constexpr DocumentKind k_services = {"aether/validate_config/services/1",
                                     "validate_config --list-services --json", Records{"services"}};

// One of a list that another run, or somebody's script, made: what it does not say has a default,
// what it says has to be what it should.
class ListedService {
public:
  ListedService(const json::object& members, std::size_t index, const std::string& name)
      : members_(members), index_(index), name_(name) {}

  [[nodiscard]] Service read() const {
    Service service;
    service.name = text("name");
    service.url = text("url");
    if (service.name.empty() || service.url.empty()) {
      refuse("a service has a name and a url");
    }
    service.kind = text("kind");
    service.check_url = text("check_url");
    service.check_url = service.check_url.empty() ? service.url : service.check_url;
    service.key = text("expected_key");
    service.enabled = flag("enabled", true);
    service.disabled_by = text("disabled_by");
    service.source = text("source");
    service.is_default = flag("default", false);
    service.integrations = texts("integrations");
    return service;
  }

  [[noreturn]] void refuse(const std::string& what) const {
    throw Error(ExitCode::bad_input,
                fmt::format("{}: expected an {} document (from `{}`), but at /services/{}: {}",
                            name_, k_services.schema, k_services.made_by, index_, what));
  }

private:
  [[nodiscard]] std::string text(std::string_view key) const {
    const json::value* value = members_.if_contains(key);
    if (value != nullptr && !value->is_string()) {
      refuse(fmt::format("`{}` is no text", key));
    }
    return value == nullptr ? std::string() : std::string(value->get_string());
  }

  [[nodiscard]] bool flag(std::string_view key, bool otherwise) const {
    const json::value* value = members_.if_contains(key);
    if (value != nullptr && !value->is_bool()) {
      refuse(fmt::format("`{}` is neither true nor false", key));
    }
    return value == nullptr ? otherwise : value->get_bool();
  }

  [[nodiscard]] std::vector<std::string> texts(std::string_view key) const {
    const json::value* value = members_.if_contains(key);
    if (value != nullptr &&
        (!value->is_array() ||
         !std::all_of(value->get_array().begin(), value->get_array().end(),
                      [](const json::value& one) { return one.is_string(); }))) {
      refuse(fmt::format("`{}` is no array of texts", key));
    }
    return texts_at(members_, key);
  }

  const json::object& members_;
  std::size_t index_;
  const std::string& name_;
};

std::vector<Service> services_of_document(const std::string& file) {
  const std::string name = input_name(file);
  const json::value document = read_document(read_input(file), name, {k_services});
  const json::array& listed = array_at(document.as_object(), "services");
  std::vector<Service> services;
  services.reserve(listed.size());
  std::unordered_set<std::string> names;
  for (const json::value& value : listed) {
    const ListedService one(value.get_object(), services.size(), name);
    services.push_back(one.read());
    if (!names.insert(services.back().name).second) {
      one.refuse(fmt::format("two services are called `{}`", printable(services.back().name)));
    }
  }
  return services;
}

// Whether there is anything of a backend, where nothing else was named to look at.
bool is_backend(const Backend& backend) {
  std::error_code failed;
  return !backend.documents.empty() || backend.settings.sources.count > 0 ||
         fs::is_directory(backend.root / ".architecture", failed) ||
         may_have_settings(backend.root) || fs::exists(backend.root / "requirements.txt", failed);
}

class TargetFinder {
public:
  TargetFinder(const Options& options, bool needs_settings)
      : options_(options), needs_settings_(needs_settings) {}

  Targets find() {
    read();
    find_database();
    if (options_.services) {
      targets_.services = services_of_document(*options_.services);
    } else if (needs_settings_) {
      find_services_of_settings();
    } else {
      targets_.no_services = "they are known from the settings only, which --quick does not read";
    }
    find_storage();
    targets_.integrations = read_registry(targets_.backend.documents);
    targets_.registry_checks = read_registry_checks(targets_.backend.documents);
    std::error_code failed;
    for (const char* place : {"database/migrations", "data/database/migrations"}) {
      const fs::path directory = targets_.backend.root / place;
      if (!targets_.migrations && fs::is_directory(directory, failed)) {
        targets_.migrations = {directory};
      }
    }
    refuse_nothing();
    return std::move(targets_);
  }

private:
  // Well is what was looked at; the machine alone would be that anywhere.
  void refuse_nothing() const {
    const bool names_something = !options_.components.empty() || options_.database ||
                                 options_.services || !options_.reports.empty() ||
                                 options_.config_file || targets_.database || targets_.migrations;
    if (!names_something && !is_backend(targets_.backend)) {
      throw Error(ExitCode::no_input,
                  fmt::format("{}: there is no backend here: looked for {} and other "
                              "configuration; name it with --root, or what to look at with "
                              "--component",
                              printable(targets_.backend.root.string()), k_root_marks));
    }
  }

  void read() {
    targets_.asked_settings = needs_settings_;
    if (needs_settings_) {
      ProbeOptions probe;
      probe.python = options_.python;
      // The checks are to have the other half, whatever keeps the interpreter.
      probe.timeout = std::min(probe.timeout, options_.timeout.value_or(k_timeout) / 2);
      targets_.backend = read_backend({options_.root, options_.env_file, probe});
      return;
    }
    Backend& backend = targets_.backend;
    backend.root = find_root(options_.root).path;
    backend.environment = read_environment(options_.env_file);
    for (const std::string& file : find_config_files(backend.root)) {
      backend.documents.emplace(
          file, read_config_document(backend.root, file, BackendOptions().max_size));
    }
  }

  DatabaseTarget named(const std::string& url, const fs::path& base, std::string source) const {
    try {
      return {parse_database_url(url, base), std::move(source), false};
    } catch (const Error& error) {
      throw Error(error.code(), source + ": " + error.what());
    }
  }

  // What the command line names wrongly is refused; what the configuration does is told of the
  // database, and the rest is looked at.
  void find_database() {
    if (options_.database) {
      targets_.database = named(*options_.database, fs::current_path(), "--database");
      return;
    }
    try {
      find_configured_database();
    } catch (const Error& error) {
      targets_.no_database = error.what();
    }
  }

  void find_configured_database() {
    const Backend& backend = targets_.backend;
    const auto configured = aether::find_configured_database(backend.settings);
    if (configured && !configured->url.empty()) {
      targets_.database = named(configured->url, backend.root, configured->source);
      targets_.database->is_default = configured->is_default;
      return;
    }
    if (const auto variable = backend.environment.find(k_database_variable);
        variable != backend.environment.end() && !variable->second.value.empty()) {
      const EnvironmentVariable& one = variable->second;
      targets_.database =
          named(one.value, backend.root,
                one.file.empty()
                    ? fmt::format("{} of the environment", k_database_variable)
                    : fmt::format("{} of {}:{}", k_database_variable, one.file, one.at.line));
      return;
    }
    if (!needs_settings_) {
      take_written_default();
    }
    targets_.no_database =
        !needs_settings_ ? "no variable names one (DATABASE_URL, or --database), nor does "
                           "config/settings.py in so many words, and --quick follows no code"
        : !backend.settings.looked ? "the settings cannot be read: " + backend.settings.why_not
        : configured ? configured->unknown + "; name it with DATABASE_URL or --database"
                     : "no setting and no variable names one (DATABASE_URL, or --database)";
  }

  // The one SQLite file that stands in the settings' code, where there is just one.
  void take_written_default() {
    constexpr std::string_view k_settings = "config/settings.py";
    constexpr std::string_view k_scheme = "sqlite:///";
    std::error_code failed;
    if (!fs::is_regular_file(targets_.backend.root / k_settings, failed)) {
      return;
    }
    const std::string code =
        read_named(targets_.backend.root / k_settings, BackendOptions().max_size);
    std::vector<std::size_t> places;
    for (std::size_t at = 0; (at = code.find(k_scheme, at)) != std::string::npos; ++at) {
      const char quote = at > 0 ? code[at - 1] : ' ';
      const std::size_t end = code.find_first_of("\"'\n", at);
      if ((quote == '"' || quote == '\'') && end != std::string::npos && code[end] == quote &&
          end > at + k_scheme.size()) {
        places.push_back(at);
      }
    }
    if (places.size() != 1) {
      return;
    }
    const std::size_t at = places.front();
    targets_.database =
        named(code.substr(at, code.find(code[at - 1], at) - at), targets_.backend.root,
              fmt::format("{}:{}, as it is written there", k_settings, position_at(code, at).line));
    targets_.database->is_default = true;
  }

  void find_services_of_settings() {
    Services found = aether::find_services(targets_.backend);
    targets_.services = std::move(found.services);
    if (!targets_.services.empty()) {
      return;
    }
    if (!targets_.backend.settings.looked) {
      targets_.no_services = "the settings cannot be read: " + targets_.backend.settings.why_not;
    } else if (!found.inert.empty()) {
      const InertAddress& first = found.inert.front();
      targets_.inert_services =
          fmt::format("no address of one is effective; that of {} ({}) is inert: {}",
                      printable(first.name), printable(first.source), printable(first.note));
    }
  }

  static bool is_storage(std::string_view name) {
    const std::string lower = to_lower(name);
    const std::string_view last = std::string_view(lower).substr(lower.rfind('.') + 1);
    const bool is_path = last == "directory" || last == "dir" || last == "path" || last == "root" ||
                         last.ends_with("_dir") || last.ends_with("_path") ||
                         last.ends_with("_directory");
    return is_path && (lower.find("storage") != std::string::npos ||
                       lower.find("upload") != std::string::npos);
  }

  [[nodiscard]] fs::path directory_of(const std::string& setting) const {
    const fs::path path = (targets_.backend.root / setting).lexically_normal();
    return path.has_filename() ? path : path.parent_path();
  }

  void find_storage() {
    for (const Setting& setting : targets_.backend.settings.settings) {
      if (!is_storage(setting.name) || !setting.value || !setting.value->is_string() ||
          setting.value->get_string().empty()) {
        continue;
      }
      const SettingSource* source = setting.effective();
      const fs::path directory = directory_of(std::string(setting.value->get_string()));
      const auto& known = targets_.storage;
      if (std::any_of(known.begin(), known.end(),
                      [&](const StorageTarget& one) { return one.directory == directory; })) {
        continue; // two settings may have the same
      }
      targets_.storage.push_back(
          {directory,
           source == nullptr ? setting.name : fmt::format("{}, {}", setting.name, source->shown()),
           source == nullptr || source->kind == SourceKind::literal});
    }
  }

  const Options& options_;
  bool needs_settings_;
  Targets targets_;
};

// What --env says holds for libraries and commands, too: PGPASSWORD, proxies, certificates.
void export_variables(const Environment& environment) {
  for (const auto& [name, variable] : environment) {
    if (!variable.file.empty()) {
      ::setenv(name.c_str(), variable.value.c_str(), 1);
    }
  }
}

} // namespace

std::string read_input(const std::string& file) {
  if (file != "-") {
    return read_named(file);
  }
  static const std::string k_text = read_stdin();
  return k_text;
}

Targets find_targets(const Options& options, bool needs_settings) {
  Targets targets = TargetFinder(options, needs_settings).find();
  if (options.env_file) {
    export_variables(targets.backend.environment);
  }
  return targets;
}

} // namespace aether::health_check
