#include "backend/inert_sources.h"

#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "core/path.h"
#include "core/text.h"
#include "data/json_pointer.h"

namespace aether {

namespace {

namespace json = boost::json;

// DATABASE_URL for database.url
std::string variable_for(std::string_view setting) {
  std::string name;
  for (const char c : setting) {
    name += c == '.' ? '_' : c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return name;
}

class InertFinder {
public:
  InertFinder(Settings& settings, const Environment& environment, ConfigDocuments& documents)
      : settings_(settings), environment_(environment), documents_(documents) {
    for (Setting& setting : settings_.settings) {
      by_name_.emplace(to_lower(setting.name), &setting);
      by_variable_.emplace(variable_for(setting.name), &setting);
      for (const SettingSource& source : setting.chain) {
        note_used(source, setting);
      }
    }
    for (const SourceMention& one : settings_.sources.variables) {
      read_.insert(one.text);
    }
  }

  void find() {
    for (auto& [path, document] : documents_) {
      if (!document.error.empty() || path.starts_with(".architecture/")) {
        continue;
      }
      if (document.format == DocumentFormat::dotenv) {
        lines_of(path, document);
      } else {
        keys_of(path, document, document.document.root, "", "");
      }
    }
    variables();
  }

private:
  void note_used(const SettingSource& source, Setting& setting) {
    if (source.kind == SourceKind::environment || source.kind == SourceKind::dotenv) {
      read_.insert(source.name);
      by_variable_.emplace(source.name, &setting);
    }
    if (!source.pointer.empty()) {
      used_.insert({source.file, source.pointer});
    }
  }

  [[nodiscard]] bool is_opened(const std::string& path) const {
    const auto& files = settings_.files_read;
    return std::find(files.begin(), files.end(), path) != files.end();
  }

  // Where the sources name the file, or its directory, in code that was not followed.
  [[nodiscard]] const SourceMention* mention_of(const std::string& path) const {
    const std::string_view name = base_name(path);
    const bool environment = path.starts_with("config/environments/");
    for (const SourceMention& one : settings_.sources.files) {
      const std::string_view text = base_name(trim(one.text));
      const bool pattern = environment && (text == "environments" || text == ".yaml" ||
                                           text == ".yml" || text == "*.yaml");
      if (text == name || pattern) {
        return &one;
      }
    }
    return nullptr;
  }

  // Where some code takes that key from a mapping, whatever mapping that is.
  [[nodiscard]] const SourceMention* reader_of(std::string_view name) const {
    const auto found = std::find_if(
        settings_.sources.keys.begin(), settings_.sources.keys.end(),
        [&](const SourceMention& one) {
          return name == one.text || (name.size() > one.text.size() && name.ends_with(one.text) &&
                                      name[name.size() - one.text.size() - 1] == '.');
        });
    return found == settings_.sources.keys.end() ? nullptr : &*found;
  }

  // What may be said of a source that nobody was seen to read.
  void doubt(SettingSource& source, const std::string& path) const {
    const bool opened = is_opened(path);
    const SourceMention* named = opened ? reader_of(source.name) : mention_of(path);
    source.state = named != nullptr ? SourceState::unknown : SourceState::inert;
    if (named != nullptr) {
      source.note = fmt::format("{}:{} names the {}; whether this is read cannot be followed",
                                named->file, named->line, opened ? "key" : "file");
    } else {
      source.note = opened ? "no code reads this key" : "no code opens this file";
    }
  }

  void keys_of(const std::string& path, ConfigDocument& document, const json::value& value,
               const std::string& pointer, const std::string& name) {
    if (const json::object* object = value.if_object()) {
      for (const auto& [key, member] : *object) {
        keys_of(path, document, member, pointer + "/" + pointer_token(key),
                name.empty() ? std::string(key) : name + "." + std::string(key));
      }
      return;
    }
    const auto setting = by_name_.find(to_lower(name));
    if (setting == by_name_.end() || used_.contains({path, pointer})) {
      return;
    }
    append(*setting->second, SourceKind::file, name, path, document, pointer, value);
  }

  void append(Setting& setting, SourceKind kind, std::string_view name, const std::string& path,
              ConfigDocument& document, const std::string& pointer, const json::value& value) {
    SettingSource source;
    source.kind = kind;
    source.name = name;
    source.file = path;
    source.at = document.position_of(pointer);
    source.pointer = pointer;
    source.value = value;
    doubt(source, path);
    setting.chain.push_back(std::move(source));
  }

  void lines_of(const std::string& path, ConfigDocument& document) {
    if (path.find("example") != std::string::npos || path.find("sample") != std::string::npos ||
        path.find("template") != std::string::npos) {
      return; // to be copied, not read
    }
    const json::object* lines = document.document.root.if_object();
    for (const auto& [key, value] : *lines) {
      const auto setting = by_variable_.find(std::string(key));
      const std::string pointer = "/" + pointer_token(key);
      const auto given = environment_.find(std::string_view(key));
      const bool with_env = given != environment_.end() && given->second.file == path;
      if (setting == by_variable_.end() || with_env || used_.contains({path, pointer})) {
        continue;
      }
      append(*setting->second, SourceKind::dotenv, key, path, document, pointer, value);
    }
  }

  // Of the process, that nobody asks for.
  void variables() {
    for (const auto& [name, variable] : environment_) {
      const auto setting = by_variable_.find(name);
      if (setting == by_variable_.end() || read_.contains(name)) {
        continue;
      }
      SettingSource source;
      source.kind = SourceKind::environment;
      source.state = SourceState::inert;
      source.name = name;
      source.file = variable.file;
      source.at = variable.at;
      source.value = json::value(variable.value);
      source.note = "no code reads this variable";
      setting->second->chain.push_back(std::move(source));
    }
  }

  Settings& settings_;
  const Environment& environment_;
  ConfigDocuments& documents_;
  std::map<std::string, Setting*, std::less<>> by_name_;     // lower-case dotted
  std::map<std::string, Setting*, std::less<>> by_variable_; // DATABASE_URL, and what is asked
  std::set<std::string, std::less<>> read_;                  // variables
  std::set<std::pair<std::string, std::string>> used_;       // file, pointer
};

} // namespace

void add_inert_sources(Settings& settings, const Environment& environment,
                       ConfigDocuments& documents) {
  if (settings.looked) {
    InertFinder(settings, environment, documents).find();
  }
}

} // namespace aether
