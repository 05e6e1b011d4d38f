#include "validate_config/explain.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "backend/start_scripts.h"
#include "backend/start_sources.h"
#include "core/error.h"
#include "core/glob.h"
#include "core/nearest.h"
#include "core/text.h"

namespace aether::validate_config {

namespace {

// A variable's name leads to the settings that ask for it.
bool asks_variable(const Setting& setting, const std::string& name) {
  return std::any_of(setting.chain.begin(), setting.chain.end(), [&](const SettingSource& one) {
    return (one.kind == SourceKind::environment || one.kind == SourceKind::dotenv) &&
           one.name == name;
  });
}

std::string why_none(const Settings& settings) {
  return settings.module.empty() ? "looked for config/settings.py; --root names the backend"
                                 : settings.module + " has none";
}

void import(const Options& options, Explanation& made) {
  if (!options.import_settings) {
    return;
  }
  Backend& backend = made.backend;
  const ImportedSettings imported =
      import_settings(backend.root, backend.environment, backend.settings, options.probe);
  if (!imported.done) {
    throw Error(ExitCode::problem, "--import-settings: " + imported.why_not);
  }
  made.differences = take_imported(imported, backend.settings);
}

void choose(const Options& options, Explanation& made) {
  const std::vector<Setting>& all = made.backend.settings.settings;
  const std::string wanted = to_lower(options.value);
  for (const Setting& one : all) {
    if (glob_matches(wanted, to_lower(one.name)) || to_lower(one.name) == wanted ||
        asks_variable(one, options.value)) {
      made.chosen.push_back(&one);
    }
  }
  if (!made.chosen.empty() || options.value == "*") {
    return;
  }
  if (all.empty()) {
    throw Error(ExitCode::no_input,
                fmt::format("{}: no settings: {}", printable(made.backend.root.string()),
                            why_none(made.backend.settings)));
  }
  std::vector<std::string_view> names;
  names.reserve(all.size());
  for (const Setting& one : all) {
    names.push_back(one.name);
  }
  throw Error(ExitCode::no_input, fmt::format("there is no setting `{}`{}; --explain '*' lists all",
                                              printable(options.value),
                                              did_you_mean(nearest_names(options.value, names))));
}

} // namespace

Explanation explain(const Options& options) {
  Explanation made;
  made.backend = read_backend({options.root, options.env_file, options.probe, options.max_size});
  Backend& backend = made.backend;
  if (!backend.settings.looked) {
    throw Error(ExitCode::unavailable,
                fmt::format("the settings cannot be read: {}; --python names another python3",
                            backend.settings.why_not));
  }
  import(options, made);
  add_start_sources(backend.settings, read_start_scripts(backend.root, backend.documents));
  made.is_broken = backend.settings.settings.empty() && !backend.settings.notes.empty();
  if (!made.is_broken) {
    choose(options, made);
  }
  return made;
}

} // namespace aether::validate_config
