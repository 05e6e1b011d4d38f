// settings/*: what the settings' code declares against what the sources say, and sources that say
// something to nobody.
#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <set>

#include <fmt/format.h>

#include "core/path.h"
#include "core/secrets.h"
#include "core/text.h"
#include "validate_config/families/address.h"
#include "validate_config/families/declared_range.h"
#include "validate_config/families/environment_files.h"
#include "validate_config/families/family.h"
#include "validate_config/families/named_files.h"
#include "validate_config/families/paths.h"

namespace aether::validate_config {

namespace {

namespace json = boost::json;

constexpr std::string_view k_inert = "settings/inert";
constexpr std::string_view k_default_type = "settings/default-type";
constexpr std::string_view k_prefix_ignored = "settings/prefix-ignored";
constexpr std::string_view k_unreachable = "settings/unreachable";
constexpr std::string_view k_out_of_range = "settings/out-of-range";
constexpr std::string_view k_overlay_differs = "settings/overlay-differs";
constexpr std::string_view k_missing_value_path = "settings/missing-path";

// Booleans whose `true` is the safer value, and those whose `false` is.
bool is_guard(std::string_view name) {
  constexpr std::array<std::string_view, 9> k_words = {
      "auth", "rate_limit", "ratelimit", "verify", "secure", "csrf", "https", "sandbox", "encrypt"};
  return std::any_of(k_words.begin(), k_words.end(), [&](std::string_view word) {
    return name.find(word) != std::string_view::npos;
  });
}

bool is_risk(std::string_view name) {
  constexpr std::array<std::string_view, 4> k_words = {"debug", "auto_run", "allow_", "reload"};
  return std::any_of(k_words.begin(), k_words.end(), [&](std::string_view word) {
    return name.find(word) != std::string_view::npos;
  });
}

bool is_safer(const Setting& setting, const json::value& value) {
  if (!setting.value || !setting.value->is_bool() || !value.is_bool() ||
      setting.value->get_bool() == value.get_bool()) {
    return false;
  }
  const std::string_view last = std::string_view(setting.name).substr(setting.name.rfind('.') + 1);
  return (is_guard(setting.name) && value.get_bool()) || (is_risk(last) && !value.get_bool());
}

class SettingsChecker {
public:
  SettingsChecker(Tree& tree, Reporter& report) : tree_(tree), report_(report) {}

  void check() {
    inert();
    prefixes();
    check_named_files(tree_, report_);
    unreachable_classes();
    for (const Setting& setting : settings().settings) {
      of_field(setting);
      overlays(setting);
      overruled(setting);
      path(setting);
    }
    for (const SettingNote& one : settings().notes) {
      if (!one.file.empty() && one.message.find("cannot be made") != std::string::npos &&
          !is_for_an_unreadable_document(one.message) && seen_.emplace(one.file, one.line).second) {
        const bool range = is_range(one.message.substr(one.message.rfind(": ") + 2));
        report_.add(range ? k_out_of_range : k_default_type, without_secrets(one.message), one.file,
                    {one.line, 0});
      }
    }
  }

private:
  // Which is told where the document is.
  [[nodiscard]] bool is_for_an_unreadable_document(const std::string& message) const {
    const ConfigDocuments& documents = tree_.backend.documents;
    return std::any_of(documents.begin(), documents.end(), [&](const auto& one) {
      return !one.second.error.empty() && message.find(one.first + ":") != std::string::npos;
    });
  }

  [[nodiscard]] const Settings& settings() const { return tree_.backend.settings; }

  // What --env names is read where the backend is started, whatever its code opens.
  [[nodiscard]] bool is_given_by_env(const std::string& file) const {
    const auto& variables = tree_.backend.environment;
    return std::any_of(variables.begin(), variables.end(), [&](const auto& one) {
      std::error_code failed;
      return !one.second.file.empty() &&
             std::filesystem::equivalent(tree_.backend.root / file, one.second.file, failed);
    });
  }

  // One finding a file that nothing opens; others one a key. What models/unread and
  // environment/unread-key tell of is theirs.
  void inert() {
    struct Unread {
      const SettingSource* first = nullptr;
      const SettingSource* safer = nullptr;
      std::string safer_name;
      std::set<std::string> names;
    };
    std::map<std::string, Unread> files;
    for (const Setting& setting : settings().settings) {
      for (const SettingSource& source : setting.chain) {
        if (source.state != SourceState::inert || source.file.empty() ||
            source.kind == SourceKind::environment || !is_about(tree_, source.file) ||
            is_given_by_env(source.file)) {
          continue;
        }
        const bool whole = source.note == "no code opens this file";
        if (!whole &&
            (source.file == tree_.models_file() || !Tree::environment_of(source.file).empty())) {
          continue;
        }
        const std::string key = whole ? source.file : source.file + "\n" + source.pointer;
        Unread& unread = files[key];
        if (unread.first == nullptr || source.at.line < unread.first->at.line) {
          unread.first = &source;
        }
        if (source.value && is_safer(setting, *source.value) && unread.safer == nullptr) {
          unread.safer = &source;
          unread.safer_name = setting.name;
        }
        unread.names.insert(setting.name);
      }
    }
    for (const auto& [key, unread] : files) {
      const SettingSource& at = unread.safer != nullptr ? *unread.safer : *unread.first;
      std::string message =
          unread.names.size() == 1
              ? fmt::format("{} has no effect: {}", printable(at.name), at.note)
              : fmt::format("{} and others have no effect: {}", printable(at.name), at.note);
      if (unread.safer != nullptr) {
        const Setting* setting = settings().find(unread.safer_name);
        message += fmt::format("; {} is {} in truth", setting->name,
                               setting->value->get_bool() ? "true" : "false");
      }
      Finding& made = report_.add(k_inert, std::move(message), at.file, at.at);
      made.pointer = at.pointer;
      made.severity = unread.safer != nullptr ? Severity::error : made.severity;
      made.hint = "`--explain` shows what has an effect";
      if (unread.names.size() > 1) {
        made.count = unread.names.size();
      }
    }
  }

  void prefixes() {
    std::set<std::pair<std::string, std::uint32_t>> seen;
    for (const DeclaredClass& one : settings().classes) {
      if (!one.prefix.empty() && !one.reads_environment &&
          seen.emplace(one.prefix_file, one.prefix_line).second) {
        report_.add(k_prefix_ignored,
                    fmt::format("{} is no BaseSettings: its env_prefix {} does nothing", one.name,
                                printable(one.prefix)),
                    one.prefix_file, {one.prefix_line, 0},
                    "derive it from pydantic_settings.BaseSettings");
      }
    }
  }

  // A section that no variable reaches, among others that variables do reach.
  void unreachable_classes() {
    const auto reads = [](const DeclaredClass& one) { return one.reads_environment; };
    const auto& classes = settings().classes;
    const bool root_reads = std::any_of(classes.begin(), classes.end(), [&](const auto& one) {
      return one.section.empty() && reads(one);
    });
    if (root_reads || !std::any_of(classes.begin(), classes.end(), reads)) {
      return;
    }
    for (const DeclaredClass& one : classes) {
      if (one.section.empty() || one.reads_environment || !one.prefix.empty() ||
          one.section.find('.') != std::string::npos) {
        continue;
      }
      const auto [reached, fields] = reach_of(one.section + ".");
      if (!reached && fields > 0) {
        Finding& made = report_.add(
            k_unreachable,
            fmt::format("no variable and no file reaches the settings of {}: it is no BaseSettings "
                        "as others are",
                        one.name),
            one.file, {one.line, 0});
        made.count = fields > 1 ? std::optional<std::uint64_t>(fields) : std::nullopt;
      }
    }
  }

  // Whether any setting of the section comes from outside of the code, and how many there are.
  [[nodiscard]] std::pair<bool, std::size_t> reach_of(const std::string& section) const {
    bool reached = false;
    std::size_t fields = 0;
    for (const Setting& setting : settings().settings) {
      if (!setting.name.starts_with(section)) {
        continue;
      }
      ++fields;
      reached =
          reached ||
          std::any_of(setting.chain.begin(), setting.chain.end(), [](const SettingSource& source) {
            return source.state != SourceState::inert && source.kind != SourceKind::literal;
          });
    }
    return {reached, fields};
  }

  // The code sets it after the variable was asked. What a property is made of is no such thing.
  void overruled(const Setting& setting) {
    if (!setting.field) {
      return;
    }
    bool fixed = false;
    for (const SettingSource& source : setting.chain) {
      if ((source.kind == SourceKind::literal || source.kind == SourceKind::code) &&
          source.state == SourceState::effective && setting.value) {
        fixed = true;
      } else if (fixed && source.kind == SourceKind::environment &&
                 source.state != SourceState::inert) {
        const SettingSource* effective = setting.effective();
        report_.add(k_unreachable,
                    fmt::format("{} cannot change {}: the code sets it afterwards",
                                printable(source.name), setting.name),
                    effective->file, effective->at);
        return;
      }
    }
  }

  void of_field(const Setting& setting) {
    if (!setting.field) {
      return;
    }
    const DeclaredField& field = *setting.field;
    const auto shown = [&](const std::string& why) {
      return setting.secret ? std::string("its default does not fit") : without_secrets(why);
    };
    if (!field.misfit.empty() && seen_.emplace(field.file, field.line).second) {
      const bool range = is_range(field.misfit);
      Finding& made = report_.add(
          range ? k_out_of_range : k_default_type,
          fmt::format("the default of {}: {}", setting.name, printable(shown(field.misfit))),
          field.file, {field.line, 0});
      made.secret = setting.secret;
    }
    const DeclaredRange range(field);
    for (const SettingSource& source : setting.chain) {
      if (!source.value || source.file.empty() || source.kind == SourceKind::code ||
          (source.kind == SourceKind::literal && !field.misfit.empty())) {
        continue;
      }
      const std::string why = range.problem(*source.value, source.kind != SourceKind::file);
      if (!why.empty() && seen_.emplace(source.file, source.at.line).second) {
        Finding& made =
            report_.add(k_out_of_range,
                        fmt::format("{} {}", setting.name, setting.secret ? "does not fit" : why),
                        source.file, source.at);
        made.pointer = source.pointer;
        made.secret = setting.secret;
        made.hint = fmt::format("{}:{} says what it may be", field.file, field.line);
      }
    }
  }

  static bool is_range(std::string_view misfit) {
    return misfit.find(" is no ") == std::string_view::npos &&
           misfit.find(", not ") == std::string_view::npos && misfit != "no integer" &&
           misfit != "no number" && misfit != "no boolean" && misfit != "no text" &&
           misfit != "no list" && misfit != "no mapping" && misfit != "no path";
  }

  // Of a models file: an environment's file is there to be different.
  void overlays(const Setting& setting) {
    if (!service_named_by(setting.name).empty()) { // models/service-differs
      return;
    }
    const SettingSource* effective = setting.effective();
    if (effective == nullptr || effective->kind != SourceKind::file ||
        effective->file != tree_.models_file() || !effective->value) {
      return;
    }
    for (const SettingSource& source : setting.chain) {
      if (source.kind == SourceKind::literal && source.state == SourceState::overridden &&
          source.value && *source.value != *effective->value &&
          !is_same_place(source, *effective) && !source.value->is_null() &&
          !(source.value->is_string() && source.value->get_string().empty())) {
        Finding& made = report_.add(
            k_overlay_differs,
            fmt::format("the default of {} is not what {} says", setting.name, effective->shown()),
            source.file, source.at, "give both the same value, so that nobody reads the wrong one");
        made.secret = setting.secret;
        return;
      }
    }
  }

  static bool is_same_place(const SettingSource& a, const SettingSource& b) {
    if (!a.value->is_string() || !b.value->is_string()) {
      return false;
    }
    const auto first = parse_address(a.value->get_string()).address;
    const auto second = parse_address(b.value->get_string()).address;
    return first && second && first->place() == second->place() && first->path == second->path;
  }

  static std::string last_of(const Setting& setting) {
    return to_lower(std::string_view(setting.name).substr(setting.name.rfind('.') + 1));
  }

  void path(const Setting& setting) {
    const SettingSource* source = setting.effective();
    if (source == nullptr || !setting.value || !setting.value->is_string() ||
        source->file.empty() || setting.secret ||
        names_profile(last_of(setting))) { // structure/missing-profile
      return;
    }
    const std::string problem =
        path_problem(tree_, setting, std::string(setting.value->get_string()));
    if (!problem.empty()) {
      Finding& made =
          report_.add(k_missing_value_path, fmt::format("{}: {}", setting.name, problem),
                      source->file, source->at);
      made.pointer = source->pointer;
    }
  }

  Tree& tree_;
  Reporter& report_;
  std::set<std::pair<std::string, std::uint32_t>> seen_;
};

} // namespace

std::vector<DescribedRule> settings_rules() {
  return {
      {{k_inert, Severity::warning, true, "A value that nothing reads."},
       "The value stands in a file that no code opens, under a key that no code takes, or in a "
       "field "
       "of the settings that no code asks for. Whoever reads it believes something that is not so: "
       "an error where it is safer than what is effective, such as authentication that is on in a "
       "file without a reader."},
      {{k_default_type, Severity::error, true, "A default is of another type than its annotation."},
       "pydantic does not look at defaults, so that the code gets a value of a type it does not "
       "expect."},
      {{k_prefix_ignored, Severity::error, true, "An env_prefix that has no effect."},
       "pydantic reads variables for BaseSettings alone; on a BaseModel an env_prefix does "
       "nothing, "
       "and no variable reaches the fields."},
      {{k_unreachable, Severity::warning, true, "A setting that no variable can change."},
       "A class of settings is no BaseSettings while others are, and nothing else sets its fields; "
       "or the code sets the value after the variable was asked."},
      {{k_out_of_range, Severity::error, true, "A value that the class itself would refuse."},
       "A value is outside what the field allows: by its limits (ge, le, Literal, an enumeration, "
       "a "
       "pattern), by a validator, or by the comment behind it. pydantic looks neither at defaults "
       "nor at "
       "values that code assigns later."},
      {{k_overlay_differs, Severity::warning, true, "A default is not what overlays it."},
       "The models file overlays the default with another value. That works, and misleads whoever "
       "reads the code."},
      {{k_missing_value_path, Severity::error, true,
        "A file or directory of a setting is not there."},
       "The setting names a file or directory that is read, and that is not there; or the command "
       "of a server does. A warning where a class names an .env file in a place that no documented "
       "one is copied to. Directories that arise at run time are asked only for a parent that can "
       "be written to (structure/unwritable-parent)."},
  };
}

void check_settings(Tree& tree, Reporter& report) {
  if (!tree.has_code()) {
    return;
  }
  SettingsChecker(tree, report).check();
}

} // namespace aether::validate_config
