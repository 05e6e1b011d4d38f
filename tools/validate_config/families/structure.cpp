// structure/*: directories and files that are named, ports, start scripts, profiles and templates.
#include <algorithm>
#include <array>
#include <filesystem>
#include <set>

#include <unistd.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "backend/lenient_json.h"
#include "backend/start_sources.h"
#include "core/error.h"
#include "core/path.h"
#include "core/text.h"
#include "data/document_reader.h"
#include "data/json_pointer.h"
#include "os/file.h"
#include "validate_config/families/family.h"
#include "validate_config/families/paths.h"
#include "validate_config/families/ports.h"

namespace aether::validate_config {

namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

constexpr std::string_view k_missing_path = "structure/missing-path";
constexpr std::string_view k_port_conflict = "structure/port-conflict";
constexpr std::string_view k_unwritable = "structure/unwritable-parent";
constexpr std::string_view k_start_script = "structure/start-script";
constexpr std::string_view k_missing_profile = "structure/missing-profile";

constexpr std::string_view k_module_standard = ".architecture/module_structure_standard.yaml";

class StructureChecker {
public:
  StructureChecker(Tree& tree, Reporter& report) : tree_(tree), report_(report) {}

  void check() {
    standard();
    check_ports(tree_, report_);
    if (!tree_.has_code()) {
      return;
    }
    for (const Setting& setting : tree_.backend.settings.settings) {
      made_at_run_time(setting);
      profile(setting);
    }
    start_scripts();
  }

private:
  void standard() {
    ConfigDocument* document = tree_.document(k_module_standard);
    const json::object* root = document == nullptr ? nullptr : document->document.root.if_object();
    if (root == nullptr) {
      return;
    }
    for (const auto& [key, is_required] :
         {std::pair{"required_directories", true}, std::pair{"required_files", true},
          std::pair{"directories", false}, std::pair{"files", false}}) {
      const json::value* named = root->if_contains(key);
      const std::string pointer = std::string("/") + key;
      if (const json::array* list = named == nullptr ? nullptr : named->if_array()) {
        for (std::size_t i = 0; i < list->size(); ++i) {
          if ((*list)[i].is_string()) {
            named_path((*list)[i].get_string(), "", is_required, *document,
                       fmt::format("{}/{}", pointer, i));
          }
        }
      } else if (const json::object* map = named == nullptr ? nullptr : named->if_object()) {
        for (const auto& [path, about] : *map) {
          named_path(path, about.is_string() ? std::string_view(about.get_string()) : "",
                     is_required, *document, pointer + "/" + pointer_token(path));
        }
      }
    }
  }

  // Names with places or patterns in them are none of one path; what is made when the backend runs
  // need not be there.
  void named_path(std::string_view path, std::string_view about, bool is_required,
                  ConfigDocument& document, const std::string& pointer) {
    const std::string text = to_lower(about);
    const bool is_made =
        text.find("made") != std::string::npos || text.find("created") != std::string::npos ||
        text.find("run time") != std::string::npos || text.find("runtime") != std::string::npos ||
        text.find("optional") != std::string::npos;
    if (path.find_first_of("<{*?$[") != std::string_view::npos || is_made ||
        (!is_required && is_run_time_path(path)) || exists_below(tree_, path)) {
      return;
    }
    const bool is_file = pointer.find("files") != std::string::npos;
    Finding& made = report_.add(
        k_missing_path,
        fmt::format("there is no {} {}", is_file ? "file" : "directory", printable(path)),
        k_module_standard, document.position_of(pointer),
        "the standard says that it is there: make it, or take it from the list");
    made.pointer = pointer;
  }

  // The nearest directory above that is there has to let the backend make the rest.
  void made_at_run_time(const Setting& setting) {
    const SettingSource* source = setting.effective();
    if (source == nullptr || !setting.value || !setting.value->is_string() ||
        source->file.empty() || setting.secret) {
      return;
    }
    const std::string path(setting.value->get_string());
    if (use_of_path(setting, path) != PathUse::made ||
        (path.starts_with('/') && !path.starts_with(tree_.backend.root.string() + "/"))) {
      return;
    }
    std::error_code failed;
    fs::path above = (tree_.backend.root / path).lexically_normal();
    const bool is_there = fs::exists(above, failed);
    while (!fs::exists(above, failed) && above.has_relative_path()) {
      above = above.parent_path();
    }
    const bool is_directory = fs::is_directory(above, failed);
    const std::string shown =
        printable(above.lexically_relative(tree_.backend.root).generic_string());
    std::string problem;
    if (!is_there && !is_directory) {
      problem = fmt::format("{} cannot be made: {} is no directory", printable(path), shown);
    } else if (::access(above.c_str(), W_OK) != 0) {
      problem = is_there ? fmt::format("{} may not be written to", printable(path))
                         : fmt::format("{} cannot be made: {} may not be written to",
                                       printable(path), shown);
    }
    if (!problem.empty()) {
      Finding& made = report_.add(k_unwritable, fmt::format("{}: {}", setting.name, problem),
                                  source->file, source->at);
      made.pointer = source->pointer;
    }
  }

  void profile(const Setting& setting) {
    const SettingSource* source = setting.effective();
    const std::string last =
        to_lower(std::string_view(setting.name).substr(setting.name.rfind('.') + 1));
    const bool is_named = names_profile(last);
    if (!is_named || source == nullptr || source->file.empty() || !setting.value ||
        !setting.value->is_string()) {
      return;
    }
    const std::string name(setting.value->get_string());
    if (name.empty() || name.find_first_of(" \n{$") != std::string::npos || name.size() > 200 ||
        name.starts_with('/')) {
      return;
    }
    const std::vector<std::string> places = places_of(last, name);
    const auto found = std::find_if(places.begin(), places.end(), [&](const std::string& one) {
      std::error_code failed;
      return fs::is_regular_file(tree_.backend.root / one, failed);
    });
    if (found != places.end()) {
      parses(setting, *source, *found);
      return;
    }
    std::error_code failed;
    const bool is_file = !extension_of(name).empty() || name.find('/') != std::string::npos;
    const std::vector<std::string> homes = homes_of(last);
    const bool has_home = std::any_of(homes.begin(), homes.end(), [&](const std::string& home) {
      return fs::is_directory(tree_.backend.root / home, failed);
    });
    if (!exists_below(tree_, name) && (is_file || has_home)) {
      Finding& made = report_.add(k_missing_profile,
                                  fmt::format("{}: there is no {}", setting.name, printable(name)),
                                  source->file, source->at);
      made.pointer = source->pointer;
    }
  }

  // Where a name without a directory is looked for.
  static std::vector<std::string> homes_of(std::string_view last) {
    std::vector<std::string> homes;
    for (const std::string_view word : {"profile", "template", "prompt"}) {
      if (last.find(word) != std::string_view::npos) {
        homes.push_back(std::string(word) + "s");
      }
    }
    homes.emplace_back("prompts");
    homes.emplace_back("templates");
    std::vector<std::string> below = homes;
    for (const std::string& home : homes) {
      below.push_back("config/" + home);
      below.push_back("core/" + home);
      below.push_back("interpreter/" + home);
      below.push_back("data/" + home);
    }
    return below;
  }

  static std::vector<std::string> places_of(std::string_view last, const std::string& name) {
    std::vector<std::string> places;
    for (const char* end :
         {"", ".yaml", ".yml", ".json", ".toml", ".py", ".md", ".txt", ".j2", ".jinja2"}) {
      places.push_back(name + end);
      for (const std::string& home : homes_of(last)) {
        places.push_back(home + "/" + name + end);
      }
    }
    return places;
  }

  void parses(const Setting& setting, const SettingSource& source, const std::string& path) {
    const auto format = format_of(path);
    if (!format || *format == DocumentFormat::dotenv) {
      return;
    }
    try {
      (void)parse_document(read_named(tree_.backend.root / path, std::size_t{4} << 20U), path,
                           *format);
    } catch (const Error& error) {
      Finding& made = report_.add(
          k_missing_profile, fmt::format("{}: {} cannot be read", setting.name, printable(path)),
          source.file, source.at, error.what());
      made.pointer = source.pointer;
      made.fix_at = path;
    }
  }

  void start_scripts() {
    for (const StartFact& fact : tree_.start.facts) {
      if (fact.kind != StartFactKind::variable && fact.kind != StartFactKind::reference) {
        start_fact(fact);
      }
    }
  }

  // What a command line says wins over the configuration, which then misleads.
  void start_fact(const StartFact& fact) {
    const Setting* setting = setting_of(tree_.backend.settings, fact.kind);
    if (setting == nullptr || !setting->value || setting->effective() == nullptr) {
      return;
    }
    const std::string said = setting->value->is_string() ? std::string(setting->value->get_string())
                                                         : json::serialize(*setting->value);
    if (said == fact.value ||
        (fact.kind == StartFactKind::host && is_same_host(fact.value, said))) {
      return;
    }
    const std::string_view key =
        std::string_view(setting->name).substr(setting->name.rfind('.') + 1);
    Finding& made =
        report_.add(k_start_script,
                    fmt::format("{} is {} here, and {} says {}", key, printable(fact.value),
                                printable(setting->effective()->shown()), printable(said)),
                    fact.file, fact.at, "leave it to the configuration, or make both the same");
    made.cause = setting->name;
  }

  static bool is_same_host(std::string_view a, std::string_view b) {
    const auto is_local = [](std::string_view host) {
      return host == "localhost" || host == "127.0.0.1" || host == "::1";
    };
    return a == "0.0.0.0" || a == "::" || (is_local(a) && is_local(b));
  }

  Tree& tree_;
  Reporter& report_;
};

} // namespace

std::vector<DescribedRule> structure_rules() {
  return {
      {{k_missing_path, Severity::error, true, "What the module standard names is not there."},
       "A directory or file that .architecture/module_structure_standard.yaml lists does not "
       "exist. Names with patterns or placeholders are passed over, and so is what is made at run "
       "time."},
      {{k_port_conflict, Severity::error, true, "Two services listen on one port."},
       "Only what listens counts: published ports of a compose file, ports of the backend's own "
       "settings, and what the sources of services bind; no addresses of clients, no origins."},
      {{k_unwritable, Severity::error, true, "A directory of run time cannot be made."},
       "The backend makes the directory or file when it runs; the nearest directory above it that "
       "is there may not be written to, or is a file."},
      {{k_start_script, Severity::warning, true, "A start script says otherwise."},
       "start*.sh, run*.sh, a Procfile, a Dockerfile or a compose file passes a literal host, port "
       "or "
       "number of workers that is not what the configuration says. 0.0.0.0 in place of a local "
       "host is none: containers need it."},
      {{k_missing_profile, Severity::error, true, "A profile or template is not there."},
       "A setting names a profile, template or prompt that does not exist below the root or in "
       "profiles/, templates/ and prompts/, or that cannot be read as what its name says."},
  };
}

void check_structure(Tree& tree, Reporter& report) { StructureChecker(tree, report).check(); }

} // namespace aether::validate_config
