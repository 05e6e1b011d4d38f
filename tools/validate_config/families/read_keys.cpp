#include "validate_config/families/read_keys.h"

#include <algorithm>

#include "core/path.h"

namespace aether::validate_config {

namespace {

// Whether a dotted name is the chain, or below it; `*` in the chain stands for any key.
bool is_below(std::string_view name, std::string_view chain) {
  while (true) {
    const std::string_view wanted = chain.substr(0, chain.find('.'));
    const std::string_view part = name.substr(0, name.find('.'));
    if (wanted != "*" && wanted != part) {
      return false;
    }
    if (wanted.size() == chain.size()) {
      return true;
    }
    if (part.size() == name.size()) {
      return false;
    }
    chain.remove_prefix(wanted.size() + 1);
    name.remove_prefix(part.size() + 1);
  }
}

} // namespace

ReadKeys::ReadKeys(const Tree& tree) : tree_(tree) {
  for (const Setting& setting : tree.backend.settings.settings) {
    for (const SettingSource& source : setting.chain) {
      if (source.state != SourceState::inert && !source.pointer.empty()) {
        pointers_.emplace(source.file, source.pointer);
      }
    }
  }
}

// `config/environments` and `.yaml` for files whose names are put together.
bool ReadKeys::names(const std::string& text, std::string_view path) const {
  if (base_name(text) == base_name(path)) {
    return true;
  }
  const std::string_view whole = text;
  const std::string_view name =
      base_name(whole.substr(0, whole.size() - (whole.ends_with('/') ? 1 : 0)));
  return path.starts_with("config/environments/") &&
         (name == "environments" || name == ".yaml" || name == ".yml" || name == "*.yaml");
}

bool ReadKeys::is_opened(std::string_view path) const {
  const Settings& settings = tree_.backend.settings;
  return std::find(settings.files_read.begin(), settings.files_read.end(), path) !=
             settings.files_read.end() ||
         std::any_of(settings.sources.files.begin(), settings.sources.files.end(),
                     [&](const SourceMention& one) { return names(one.text, path); });
}

bool ReadKeys::is_read(std::string_view path, std::string_view name,
                       std::string_view pointer) const {
  if (pointers_.contains({std::string(path), std::string(pointer)})) {
    return true;
  }
  const PythonSources& sources = tree_.backend.settings.sources;
  return std::any_of(sources.reads.begin(), sources.reads.end(), [&](const SourceMention& one) {
    if (one.text.empty()) {
      return std::any_of(sources.files.begin(), sources.files.end(),
                         [&](const SourceMention& file) {
                           return file.file == one.file && names(file.text, path);
                         });
    }
    return is_below(name, one.text);
  });
}

} // namespace aether::validate_config
