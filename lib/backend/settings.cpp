#include "backend/settings.h"

#include <algorithm>
#include <array>
#include <utility>

#include <boost/json/array.hpp>
#include <fmt/format.h>
#include <unistd.h>

#include "backend/inert_sources.h"
#include "backend/lenient_json.h"
#include "core/secrets.h"
#include "core/text.h"
#include "data/dotenv.h"
#include "data/json_pointer.h"
#include "os/file.h"

namespace aether {

namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

constexpr std::array<std::pair<std::string_view, SourceState>, 5> k_states = {{
    {"effective", SourceState::effective},
    {"overridden", SourceState::overridden},
    {"inert", SourceState::inert},
    {"unset", SourceState::unset},
    {"unknown", SourceState::unknown},
}};

constexpr std::array<std::pair<std::string_view, SourceKind>, 6> k_kinds = {{
    {"environment", SourceKind::environment},
    {"dotenv", SourceKind::dotenv},
    {"file", SourceKind::file},
    {"default", SourceKind::literal},
    {"start", SourceKind::start},
    {"code", SourceKind::code}, // what is not known
}};

template <typename Table, typename E> std::string_view name_in(const Table& table, E value) {
  return std::find_if(table.begin(), table.end(),
                      [&](const auto& one) { return one.second == value; })
      ->first;
}

template <typename Table> auto value_in(const Table& table, std::string_view name) {
  const auto found =
      std::find_if(table.begin(), table.end(), [&](const auto& one) { return one.first == name; });
  return found == table.end() ? table.back().second : found->second;
}

bool is_text(std::string_view text) { return find_invalid_utf8(text) == std::string_view::npos; }

// Members of the probe's answer, whose shapes are ours.
std::uint32_t number_of(const json::object& object, std::string_view key) {
  const json::value* value = object.if_contains(key);
  return value != nullptr && value->is_int64() ? static_cast<std::uint32_t>(value->get_int64()) : 0;
}

// Pointers of scalars that PyYAML reads otherwise than this library does.
void find_doubtful(const Document& document, const json::value& value, const Place& place,
                   const std::string& pointer, json::object& doubtful) {
  const auto child = [&](std::size_t index) -> const Place& {
    return document.places[place.children + index];
  };
  if (const json::object* object = value.if_object()) {
    std::size_t index = 0;
    for (const auto& [key, member] : *object) {
      find_doubtful(document, member, child(index++), pointer + "/" + pointer_token(key), doubtful);
    }
  } else if (const json::array* array = value.if_array()) {
    for (std::size_t i = 0; i < array->size(); ++i) {
      find_doubtful(document, (*array)[i], child(i), fmt::format("{}/{}", pointer, i), doubtful);
    }
  } else {
    for (const Ambiguity& one : document.ambiguities) {
      if (one.at == place.value) {
        doubtful[pointer] =
            fmt::format("PyYAML reads `{}` as {}", printable(one.text), one.other_reading);
      }
    }
  }
}

std::string_view kind_for_the_probe(DocumentFormat format) {
  switch (format) {
  case DocumentFormat::yaml:
    return "yaml";
  case DocumentFormat::toml:
    return "toml";
  case DocumentFormat::json:
    return "json";
  case DocumentFormat::dotenv:
    break;
  }
  return "dotenv";
}

json::object for_the_probe(const ConfigDocument& one) {
  json::object made{{"kind", kind_for_the_probe(one.format)}};
  if (one.format == DocumentFormat::dotenv) { // which those who load it read leniently
    made["text"] = to_valid_utf8(one.text);
    return made;
  }
  if (!one.error.empty()) {
    made["error"] = one.error;
    return made;
  }
  made["root"] = one.document.root;
  if (!one.document.ambiguities.empty() && !one.document.places.empty()) {
    json::object doubtful;
    find_doubtful(one.document, one.document.root, one.document.places.back(), "", doubtful);
    made["doubtful"] = std::move(doubtful);
  }
  return made;
}

json::object request_for(const fs::path& root, const Environment& environment,
                         const ConfigDocuments& documents, bool keep_going) {
  json::object variables;
  for (const auto& [name, variable] : environment) {
    if (is_text(name) && is_text(variable.value)) {
      variables[name] = variable.value;
    }
  }
  json::object files;
  for (const auto& [path, document] : documents) {
    if (is_text(path)) {
      files[path] = for_the_probe(document);
    }
  }
  return {{"root", root.string()},
          {"environment", std::move(variables)},
          {"documents", std::move(files)},
          {"settings", true},
          {"sources", true},
          {"lenient", keep_going}};
}

SettingSource source_from(const json::object& object, const Environment& environment,
                          ConfigDocuments& documents) {
  SettingSource source;
  source.kind = value_in(k_kinds, text_at(object, "kind"));
  source.state = value_in(k_states, text_at(object, "state"));
  source.name = text_at(object, "name");
  source.file = text_at(object, "file");
  source.at = {number_of(object, "line"), number_of(object, "column")};
  source.pointer = text_at(object, "pointer");
  source.note = text_at(object, "note");
  if (const json::value* value = object.if_contains("value")) {
    source.value = *value;
  }
  if (source.kind == SourceKind::environment) {
    const auto variable = environment.find(source.name);
    if (variable != environment.end()) {
      source.file = variable->second.file;
      source.at = variable->second.at;
    }
  } else if (const auto document = documents.find(source.file);
             document != documents.end() && source.at.line == 0 &&
             source.state != SourceState::unset) {
    source.at = document->second.position_of(source.pointer);
  }
  return source;
}

std::optional<double> limit_at(const json::object& object, std::string_view key) {
  const json::value* value = object.if_contains(key);
  return value != nullptr && value->is_number() ? std::optional(value->to_number<double>())
                                                : std::nullopt;
}

DeclaredField field_from(const json::object& object) {
  DeclaredField made;
  made.class_name = text_at(object, "class");
  made.file = text_at(object, "file");
  made.line = number_of(object, "line");
  made.annotation = text_at(object, "annotation");
  made.kind = text_at(object, "kind");
  made.ge = limit_at(object, "ge");
  made.gt = limit_at(object, "gt");
  made.le = limit_at(object, "le");
  made.lt = limit_at(object, "lt");
  made.pattern = text_at(object, "pattern");
  made.allowed = array_at(object, "allowed");
  made.comment = text_at(object, "comment");
  made.misfit = text_at(object, "misfit");
  made.value_misfit = text_at(object, "value_misfit");
  return made;
}

std::vector<SourceMention> mentions_from(const json::array& list) {
  std::vector<SourceMention> made;
  for (const json::value& one : list) {
    const json::array& parts = one.get_array();
    made.push_back({std::string(parts.at(0).get_string()), std::string(parts.at(1).get_string()),
                    static_cast<std::uint32_t>(parts.at(2).get_int64())});
  }
  return made;
}

DeclaredClass class_from(const json::object& object) {
  DeclaredClass made;
  made.name = text_at(object, "class");
  made.file = text_at(object, "file");
  made.line = number_of(object, "line");
  made.section = text_at(object, "section");
  made.reads_environment = flag_at(object, "reads", false);
  made.prefix = text_at(object, "prefix");
  made.prefix_file = text_at(object, "prefix_file");
  made.prefix_line = number_of(object, "prefix_line");
  made.env_files = mentions_from(array_at(object, "env_files"));
  return made;
}

Setting setting_from(const json::object& object, const Environment& environment,
                     ConfigDocuments& documents) {
  Setting setting;
  setting.name = text_at(object, "name");
  setting.reason = text_at(object, "reason");
  if (const json::value* value = object.if_contains("value")) {
    setting.value = *value;
  }
  setting.secret = object.contains("secret") || is_secret_name(setting.name);
  if (object.contains("field")) {
    setting.field = field_from(object.at("field").as_object());
  }
  for (const json::value& one : array_at(object, "chain")) {
    setting.chain.push_back(source_from(one.get_object(), environment, documents));
  }
  return setting;
}

PythonSources sources_from(const json::object& object) {
  PythonSources made;
  made.variables = mentions_from(array_at(object, "variables"));
  made.files = mentions_from(array_at(object, "files"));
  made.assigned = mentions_from(array_at(object, "assigned"));
  made.keys = mentions_from(array_at(object, "keys"));
  made.reads = mentions_from(array_at(object, "reads"));
  for (const json::value& one : array_at(object, "unreadable")) {
    const json::array& parts = one.get_array();
    made.unreadable.push_back({std::string(parts.at(2).get_string()),
                               std::string(parts.at(0).get_string()),
                               static_cast<std::uint32_t>(parts.at(1).get_int64())});
  }
  made.count = number_of(object, "count");
  return made;
}

// Another module that writes to a setting: what it is in the end cannot be followed.
void doubt_assigned(Settings& settings) {
  for (const SourceMention& one : settings.sources.assigned) {
    if (one.file == settings.module) {
      continue;
    }
    for (Setting& setting : settings.settings) {
      if (setting.name == one.text) {
        setting.value.reset();
        setting.reason = fmt::format("{}:{} assigns it", one.file, one.line);
        SettingSource source;
        source.name = one.text;
        source.file = one.file;
        source.at = {one.line, 0};
        source.note = "assigned outside the settings";
        setting.chain.insert(setting.chain.begin(), std::move(source));
      }
    }
  }
}

// Documents that the code opens and that were not read before.
bool add_wanted(const json::object& answer, const fs::path& root, ConfigDocuments& documents,
                std::size_t max_size) {
  bool added = false;
  for (const json::value& one : array_at(answer, "wanted")) {
    const std::string path(one.get_string());
    if (!documents.contains(path)) {
      documents.emplace(path, read_config_document(root, path, max_size));
      added = true;
    }
  }
  return added;
}

void take(const json::object& answer, const Environment& environment, ConfigDocuments& documents,
          Settings& settings) {
  settings.module = text_at(answer, "module");
  settings.entry = text_at(answer, "entry");
  for (const json::value& one : array_at(answer, "settings")) {
    settings.settings.push_back(setting_from(one.get_object(), environment, documents));
  }
  for (const json::value& one : array_at(answer, "classes")) {
    settings.classes.push_back(class_from(one.get_object()));
  }
  for (const json::value& one : array_at(answer, "notes")) {
    const json::object& note = one.get_object();
    settings.notes.push_back(
        {text_at(note, "message"), text_at(note, "file"), number_of(note, "line")});
  }
  for (const json::value& one : array_at(answer, "files")) {
    settings.files_read.emplace_back(one.get_string());
  }
}

} // namespace

std::string_view to_string(SourceState state) { return name_in(k_states, state); }
std::string_view to_string(SourceKind kind) { return name_in(k_kinds, kind); }

std::string SettingSource::shown() const {
  std::string place = at.line == 0 ? printable(file)
                      : at.column == 0
                          ? fmt::format("{}:{}", printable(file), at.line)
                          : fmt::format("{}:{}:{}", printable(file), at.line, at.column);
  switch (kind) {
  case SourceKind::environment:
    return place.empty() ? fmt::format("{} of the environment", printable(name))
                         : fmt::format("{} of {}", printable(name), place);
  case SourceKind::dotenv:
    return fmt::format("{} of {}", printable(name), place);
  case SourceKind::file:
  case SourceKind::start:
    return fmt::format("{} ({})", place, printable(name));
  case SourceKind::literal:
    return fmt::format("{} (default)", place);
  case SourceKind::code:
    break;
  }
  return place;
}

const SettingSource* Setting::effective() const {
  const auto found = std::find_if(chain.begin(), chain.end(), [](const SettingSource& one) {
    return one.state == SourceState::effective;
  });
  return found == chain.end() ? nullptr : &*found;
}

const Setting* Settings::find(std::string_view name) const {
  const auto found = std::find_if(settings.begin(), settings.end(),
                                  [&](const Setting& one) { return one.name == name; });
  return found == settings.end() ? nullptr : &*found;
}

Environment read_environment(const std::optional<std::string>& env_file) {
  Environment made;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view text = *entry;
    if (const std::size_t equals = text.find('='); equals != std::string_view::npos && equals > 0) {
      made[std::string(text.substr(0, equals))] = {std::string(text.substr(equals + 1)), "", {}};
    }
  }
  if (env_file) {
    const std::string name = input_name(*env_file);
    const std::string text = *env_file == "-" ? read_stdin() : read_named(*env_file);
    for (EnvironmentLine& line : parse_dotenv(text, name)) {
      made[line.key] = {std::move(line.value), name, line.key_at};
    }
  }
  return made;
}

Settings read_settings(const fs::path& root, const Environment& environment,
                       ConfigDocuments& documents, const ProbeOptions& options,
                       std::size_t max_size) {
  Settings settings;
  for (int round = 0; round < 2; ++round) {
    const ProbeResult result =
        ask_probe(request_for(root, environment, documents, options.keep_going), options);
    if (!result.answer) {
      settings.why_not = result.why_not;
      return settings;
    }
    const json::object& answer = result.answer->at("settings").get_object();
    if (round == 0 && add_wanted(answer, root, documents, max_size)) {
      continue;
    }
    settings.looked = true;
    const json::object& sources = result.answer->at("sources").get_object();
    settings.sources = sources_from(sources);
    settings.code = python_code_from(sources);
    take(answer, environment, documents, settings);
    break;
  }
  doubt_assigned(settings);
  add_inert_sources(settings, environment, documents);
  return settings;
}

json::value shown_value(const json::value& value, bool secret) {
  if (secret) {
    const bool empty = value.is_null() || (value.is_string() && value.get_string().empty());
    return empty ? value : json::value("***");
  }
  if (const json::string* text = value.if_string(); text != nullptr) {
    return json::value(without_secrets(*text));
  }
  if (const json::array* array = value.if_array()) {
    json::array made;
    for (const json::value& one : *array) {
      made.push_back(shown_value(one, false));
    }
    return made;
  }
  if (const json::object* object = value.if_object()) {
    json::object made;
    for (const auto& [key, member] : *object) {
      made[key] = shown_value(member, is_secret_name(key));
    }
    return made;
  }
  return value;
}

} // namespace aether
