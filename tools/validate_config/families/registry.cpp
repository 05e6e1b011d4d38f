// registry/*: config/integrations_registry.yaml against the code that it describes.
#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <set>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <fmt/format.h>

#include "backend/lenient_json.h"
#include "core/glob.h"
#include "core/nearest.h"
#include "core/path.h"
#include "core/text.h"
#include "data/json_pointer.h"
#include "validate_config/families/family.h"
#include "validate_config/families/registry_code.h"
#include "validate_config/families/service_routes.h"

namespace aether::validate_config {

namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

constexpr std::string_view k_total = "registry/total-integrations";
constexpr std::string_view k_tool_count = "registry/tool-count";
constexpr std::string_view k_duplicate_order = "registry/duplicate-order";
constexpr std::string_view k_unknown_type = "registry/unknown-type";
constexpr std::string_view k_unknown_attach = "registry/unknown-attach";
constexpr std::string_view k_namespace = "registry/namespace";
constexpr std::string_view k_health_check = "registry/health-check";
constexpr std::string_view k_health_route = "registry/health-route";
constexpr std::string_view k_unlisted_dependency = "registry/unlisted-dependency";
constexpr std::string_view k_stdlib_dependency = "registry/stdlib-dependency";
constexpr std::string_view k_impossible = "registry/impossible-dependency";
constexpr std::string_view k_registry_missing = "registry/missing-registry-file";
constexpr std::string_view k_disabled_service = "registry/disabled-service";

// Scheme, host and port; what stands behind them does not count.
std::string authority_of(std::string_view url) {
  const std::size_t begin = url.find("://");
  const std::size_t end = url.find_first_of("/?#", begin == std::string_view::npos ? 0 : begin + 3);
  std::string text = to_lower(url.substr(0, end));
  for (const auto& [socket, plain] : {std::pair{"ws://", "http://"}, {"wss://", "https://"}}) {
    if (text.starts_with(socket)) { // a WebSocket is opened by HTTP
      text.replace(0, std::string_view(socket).size(), plain);
    }
  }
  for (const std::string_view local : {"127.0.0.1", "[::1]", "0.0.0.0"}) {
    if (const std::size_t at = text.find("://" + std::string(local)); at != std::string::npos) {
      text.replace(at + 3, local.size(), "localhost");
    }
  }
  if (const std::size_t at = text.rfind(text.starts_with("https") ? ":443" : ":80");
      at != std::string::npos && at + (text.starts_with("https") ? 4 : 3) == text.size()) {
    text.resize(at);
  }
  return text;
}

class RegistryChecker {
public:
  RegistryChecker(Tree& tree, Reporter& report)
      : tree_(tree), report_(report), document_(*tree.document(k_registry_file)),
        code_(tree, report) {}

  void check() {
    const json::object* entries = object_at(document_.document.root, "integrations");
    if (entries == nullptr) {
      return;
    }
    total(*entries);
    for (const auto& [name, value] : *entries) {
      if (const json::object* entry = value.if_object()) {
        name_ = name;
        pointer_ = "/integrations/" + pointer_token(name);
        enabled_ = flag_at(*entry, "enabled", true);
        integration(*entry);
      }
    }
  }

private:
  Finding& add(std::string_view rule, std::string message, const std::string& pointer,
               std::string hint = "") {
    Finding& made = report_.add(rule, std::move(message), k_registry_file,
                                document_.position_of(pointer), std::move(hint));
    made.pointer = pointer;
    return made;
  }

  void total(const json::object& entries) {
    const json::object* metadata = object_at(document_.document.root, "metadata");
    const json::value* said =
        metadata == nullptr ? nullptr : metadata->if_contains("total_integrations");
    if (said == nullptr || !said->is_int64()) {
      return;
    }
    const auto all = static_cast<std::int64_t>(entries.size());
    if (said->get_int64() != all) {
      add(k_total,
          fmt::format("total_integrations is {}, and there are {}", said->get_int64(), all),
          "/metadata/total_integrations", fmt::format("make it {}", all));
    }
  }

  void integration(const json::object& entry) {
    const json::object empty;
    const auto layer = [&](std::string_view key) -> const json::object& {
      const json::object* found = object_at(entry, key);
      return found == nullptr ? empty : *found;
    };
    counts(layer("layer2_exposure"), layer("layer3_metadata"), layer("tools_reference"));
    known_word(k_unknown_type, entry, "type", "",
               {"service", "library", "api", "builtin", "tool", "mcp", "local", "internal",
                "external", "core", "framework", "runtime"});
    known_word(k_unknown_attach, layer("layer4_runtime"), "attach_as", "/layer4_runtime",
               {"functions", "function", "object", "module", "class", "namespace", "instance",
                "attribute", "client", "toolkit", "tools", "methods", "submodule"});
    if (enabled_ && tree_.has_code()) {
      code_.check(
          name_, pointer_,
          {layer("layer1_implementation"), layer("layer2_exposure"), layer("layer4_runtime")});
    }
    order(layer("layer4_runtime"));
    namespaces(layer("layer4_runtime"), layer("tools_reference"));
    addresses(layer("layer3_metadata"));
    if (enabled_) {
      dependencies(layer("dependencies"));
      reference(layer("tools_reference"));
      service(layer("layer3_metadata"));
    }
  }

  void counts(const json::object& exposure, const json::object& metadata,
              const json::object& reference) {
    const json::value* said = metadata.if_contains("tool_count");
    const json::value* paths = reference.if_contains("tool_paths");
    const json::value* exports = exposure.if_contains("exports");
    const bool by_paths = paths != nullptr && paths->is_array();
    const json::value* list = by_paths ? paths : exports;
    if (said == nullptr || !said->is_int64() || list == nullptr || !list->is_array()) {
      return;
    }
    const auto there = static_cast<std::int64_t>(list->get_array().size());
    const std::string what = by_paths ? "tool_paths" : "exports";
    const bool all_helpers = said->get_int64() == 0 && !by_paths; // exports that are no tools
    if (said->get_int64() != there && !all_helpers) {
      add(k_tool_count,
          fmt::format("tool_count of {} is {}, and there are {} {}", printable(name_),
                      said->get_int64(), there, what),
          pointer_ + "/layer3_metadata/tool_count", fmt::format("make it {}", there));
    }
  }

  // A word that the tree's own loader tells apart; where it tells none apart, one that it names
  // somewhere, a known one, or one that the registry has more than once.
  void known_word(std::string_view rule, const json::object& layer, std::string_view key,
                  const std::string& below, std::initializer_list<std::string_view> known) {
    const std::string word = text_at(layer, key);
    std::set<std::string> words;
    const bool is_closed = told_apart(key, words);
    if (word.empty() || words.contains(word) ||
        (!is_closed && (is_named_in_code(word) || is_used_elsewhere(below, key, word) ||
                        std::find(known.begin(), known.end(), word) != known.end()))) {
      return;
    }
    std::vector<std::string_view> candidates(words.begin(), words.end());
    if (!is_closed) {
      candidates.insert(candidates.end(), known.begin(), known.end());
    }
    add(rule,
        fmt::format("{} of {} is `{}`, which no loader knows{}", key, printable(name_),
                    printable(word), did_you_mean(nearest_names(word, candidates, 1))),
        pointer_ + below + "/" + std::string(key));
  }

  // The words that files about integrations compare the key with; whether they refuse all others.
  bool told_apart(std::string_view key, std::set<std::string>& words) {
    bool is_closed = false;
    bool is_open = false;
    for (const PythonFile& file : tree_.code().files) {
      if (!is_about_integrations(file.file)) {
        continue;
      }
      for (const PythonDispatch& one : file.dispatches) {
        if (one.key == key) {
          words.insert(one.words.begin(), one.words.end());
          (one.is_closed ? is_closed : is_open) = true;
        }
      }
    }
    return is_closed && !is_open;
  }

  [[nodiscard]] bool is_about_integrations(const std::string& file) const {
    const auto& named = tree_.backend.settings.sources.files;
    return file.find("load") != std::string::npos && file.find("integration") != std::string::npos
               ? true
               : std::any_of(named.begin(), named.end(), [&](const SourceMention& one) {
                   return one.file == file && base_name(one.text) == base_name(k_registry_file);
                 });
  }

  bool is_used_elsewhere(const std::string& below, std::string_view key, const std::string& word) {
    const json::object* entries = object_at(document_.document.root, "integrations");
    const std::string layer = below.empty() ? "" : below.substr(1);
    return std::count_if(entries->begin(), entries->end(), [&](const auto& one) {
             const json::object* entry = one.value().if_object();
             entry = entry != nullptr && !layer.empty() ? object_at(*entry, layer) : entry;
             return entry != nullptr && text_at(*entry, key) == word;
           }) > 1;
  }

  // As a text of its own in a file that has to do with integrations.
  bool is_named_in_code(std::string_view word) {
    for (const PythonFile& file : tree_.code().files) {
      if (file.is_test || !is_about_integrations(file.file)) {
        continue;
      }
      const std::string& text = text_of(file.file);
      for (const char quote : {'"', '\''}) {
        if (text.find(quote + std::string(word) + quote) != std::string::npos) {
          return true;
        }
      }
    }
    return false;
  }

  const std::string& text_of(const std::string& file) {
    auto [at, is_new] = texts_.try_emplace(file);
    if (is_new) {
      std::ifstream in(tree_.backend.root / file, std::ios::binary);
      at->second.assign(std::istreambuf_iterator<char>(in), {});
    }
    return at->second;
  }

  void order(const json::object& layer) {
    const json::value* value = layer.if_contains("initialization_order");
    if (!enabled_ || value == nullptr || !value->is_int64()) {
      return;
    }
    const auto [before, is_new] = orders_.try_emplace(value->get_int64(), name_);
    if (!is_new) {
      add(k_duplicate_order,
          fmt::format("initialization_order {} of {} is also that of {}", value->get_int64(),
                      printable(name_), printable(before->second)),
          pointer_ + "/layer4_runtime/initialization_order");
    }
  }

  void namespaces(const json::object& layer, const json::object& reference) {
    const std::string space = text_at(layer, "namespace");
    const json::array& paths = array_at(reference, "tool_paths");
    std::size_t wrong = 0;
    std::size_t first = 0;
    for (std::size_t i = 0; i < paths.size() && !space.empty(); ++i) {
      if (paths[i].is_string() &&
          !std::string_view(paths[i].get_string()).starts_with(space + ".")) {
        first = wrong == 0 ? i : first;
        ++wrong;
      }
    }
    if (wrong > 0) {
      Finding& made =
          add(k_namespace,
              fmt::format("{}: {} is not in its namespace {}", printable(name_),
                          printable(std::string(paths[first].get_string())), printable(space)),
              wrong == paths.size() && wrong > 1
                  ? pointer_ + "/layer4_runtime/namespace"
                  : fmt::format("{}/tools_reference/tool_paths/{}", pointer_, first));
      if (wrong > 1) {
        made.count = wrong;
      }
    }
  }

  void addresses(const json::object& layer) {
    const std::string service = text_at(layer, "service_url");
    const std::string check = text_at(layer, "health_check");
    if (check.empty() || service.empty()) {
      return;
    }
    if (check.find("://") != std::string::npos && authority_of(check) != authority_of(service)) {
      add(k_health_check,
          fmt::format("health_check of {} is not below its service_url", printable(name_)),
          pointer_ + "/layer3_metadata/health_check",
          fmt::format("it would begin with {}", printable(authority_of(service))));
      return;
    }
    beside(service, check);
    route(check);
  }

  // Of the same server, and not below the path of service_url. What ends in a version is the base
  // of an API, beside which a health check may well stand.
  void beside(const std::string& service, const std::string& check) {
    std::string base = path_of(service);
    base.resize(base.find_last_not_of('/') + 1);
    const std::string_view last = base_name(base);
    const bool is_version = last.size() > 1 && last.front() == 'v' && is_ascii_digit(last[1]);
    const std::string path = path_of(check);
    if (base.empty() || is_version || check.find("://") == std::string::npos || path == base ||
        path.starts_with(base + "/")) {
      return;
    }
    Finding& made = add(k_health_check,
                        fmt::format("health_check of {} is beside its service_url, not below {}",
                                    printable(name_), printable(base)),
                        pointer_ + "/layer3_metadata/health_check");
    made.severity = Severity::warning; // it may be meant
  }

  static std::string path_of(const std::string& address) {
    const std::size_t authority = address.find("://");
    const std::size_t slash =
        authority == std::string::npos ? address.find('/') : address.find('/', authority + 3);
    return slash == std::string::npos
               ? ""
               : address.substr(slash, address.find_first_of("?#", slash) - slash);
  }

  // Where the service's own source is in the tree, its route has to be in it.
  void route(const std::string& check) {
    const std::string path = path_of(check);
    if (path.size() < 2) {
      return;
    }
    for (const char* place : {"services/", "service/", "external/", "vendor/"}) {
      const std::string directory = place + name_;
      std::error_code failed;
      if (fs::is_directory(tree_.backend.root / directory, failed)) {
        if (!has_route(tree_.backend.root / directory, path)) {
          add(k_health_route,
              fmt::format("{}: no source below {} has the route {}", printable(name_), directory,
                          printable(path)),
              pointer_ + "/layer3_metadata/health_check");
        }
        return;
      }
    }
  }

  void dependencies(const json::object& layer) {
    const json::array& names = array_at(layer, "external");
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (!names[i].is_string()) {
        continue;
      }
      const std::string text(names[i].get_string());
      const std::string name = text.substr(0, text.find_first_of("[<>=!~; "));
      const std::string pointer = fmt::format("{}/dependencies/external/{}", pointer_, i);
      if (!is_distribution_name(name) || text.find(' ') < text.find_first_of("<>=!~;[")) {
        add(k_impossible,
            fmt::format("{}: no distribution can be called `{}`", printable(name_),
                        printable(text)),
            pointer);
      } else if (tree_.code().is_standard(name) && !tree_.requirements.has(name)) {
        add(k_stdlib_dependency,
            fmt::format("{}: {} is a part of Python itself", printable(name_), printable(name)),
            pointer, "take it out");
      } else if (!tree_.requirements.files.empty() && !tree_.requirements.has(name) &&
                 !tree_.requirements.brings(name)) {
        add(k_unlisted_dependency,
            fmt::format("{}: no requirements file lists {}", printable(name_), printable(name)),
            pointer);
      }
    }
  }

  void reference(const json::object& layer) {
    const std::string file = text_at(layer, "registry_file");
    if (file.empty() || exists_below(tree_, file) || exists_below(tree_, "config/" + file)) {
      return;
    }
    std::error_code failed;
    const std::string_view name = base_name(file);
    auto walk = fs::recursive_directory_iterator(
        tree_.backend.root, fs::directory_options::skip_permission_denied, failed);
    for (const fs::directory_entry& entry : walk) {
      const std::string here = entry.path().filename().string();
      if (entry.is_directory(failed) &&
          (here == "node_modules" || here == ".git" || here == "venv" || here == ".venv")) {
        walk.disable_recursion_pending();
      } else if (here == name) {
        return;
      }
    }
    add(k_registry_missing,
        fmt::format("{}: there is no file {} in the tree", printable(name_), printable(file)),
        pointer_ + "/tools_reference/registry_file");
  }

  void service(const json::object& layer) {
    if (!flag_at(layer, "requires_service", false)) {
      return;
    }
    for (const Setting& setting : tree_.backend.settings.settings) {
      const std::size_t dot = setting.name.rfind('.') + 1;
      const std::string_view last = std::string_view(setting.name).substr(dot);
      const std::string_view section = std::string_view(setting.name).substr(0, dot);
      const bool is_its = last == name_ + "_enabled" || last == "enable_" + name_ ||
                          (last == "enabled" && section.ends_with(name_ + "."));
      if (is_its && setting.value && setting.value->is_bool() && !setting.value->get_bool()) {
        const SettingSource* source = setting.effective();
        Finding& made = add(k_disabled_service,
                            fmt::format("{} is enabled, and its service is off: {} = false",
                                        printable(name_), setting.name),
                            pointer_ + "/enabled");
        made.fix_at = source == nullptr ? "" : source->shown();
        return;
      }
    }
  }

  Tree& tree_;
  Reporter& report_;
  ConfigDocument& document_;
  RegistryCode code_;
  std::string name_; // of the integration that is looked at
  std::string pointer_;
  bool enabled_ = true;
  std::map<std::int64_t, std::string> orders_;
  std::map<std::string, std::string> texts_;
};

} // namespace

std::vector<DescribedRule> registry_rules() {
  std::vector<DescribedRule> all = {
      {{k_total, Severity::error, true, "metadata.total_integrations is not their number."},
       "The registry says how many integrations it has, disabled ones included; another number "
       "means that an entry was lost, or added without counting it."},
      {{k_tool_count, Severity::error, true, "tool_count is not the number of tool_paths."},
       "layer3_metadata.tool_count is held against tools_reference.tool_paths, and against the "
       "exports where there are no paths. `dynamic` is never wrong."},
      {{k_duplicate_order, Severity::error, true, "Two integrations have the same place in line."},
       "initialization_order of enabled integrations says which is loaded first; equal numbers "
       "leave that to chance."},
      {{k_unknown_type, Severity::error, true, "A type of integration that no loader knows."},
       "The type is neither one of the usual ones nor a word of the tree's own loader."},
      {{k_unknown_attach, Severity::error, true, "A way to attach that no loader knows."},
       "layer4_runtime.attach_as is neither one of the usual words nor one of the tree's own "
       "loader."},
      {{k_namespace, Severity::error, true, "Tool paths lie outside of the namespace."},
       "tools_reference.tool_paths begin with layer4_runtime.namespace, under which the "
       "interpreter "
       "finds them."},
      {{k_health_check, Severity::error, true, "The health check asks another server."},
       "layer3_metadata.health_check has another scheme, host or port than service_url, so that it "
       "tells of something else; a warning where it is the same server and another path than "
       "service_url's."},
      {{k_health_route, Severity::error, true, "The service's own source has no such route."},
       "Where the source of a service is in the tree, in services/NAME, the route of its health "
       "check has to be in it."},
      {{k_unlisted_dependency, Severity::error, true,
        "A dependency that no requirements file lists."},
       "dependencies.external of an enabled integration names distributions; each is installed "
       "only "
       "where a requirements file, pyproject.toml or Pipfile lists it."},
      {{k_stdlib_dependency, Severity::warning, true, "A dependency that is a part of Python."},
       "A module of the standard library needs no installation, and a distribution of its name is "
       "another thing, if not a trap."},
      {{k_impossible, Severity::error, true, "A dependency whose name no distribution can have."},
       "Names of distributions are letters, digits, `-`, `_` and `.` (PEP 508); what is a remark "
       "belongs under dependencies.optional."},
      {{k_registry_missing, Severity::error, true, "The tools' own registry is not there."},
       "tools_reference.registry_file is looked for below the root and in config/, then by its "
       "name "
       "anywhere in the tree."},
      {{k_disabled_service, Severity::error, true, "An integration is on and its service is off."},
       "The integration needs a service (requires_service) that a setting switches off. Switch "
       "both "
       "the same way."},
  };
  const std::vector<DescribedRule> more = registry_code_rules();
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

void check_registry(Tree& tree, Reporter& report) {
  if (tree.document(k_registry_file) != nullptr) {
    RegistryChecker(tree, report).check();
  }
}

} // namespace aether::validate_config
