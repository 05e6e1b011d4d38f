#include "backend/import_settings.h"

#include <algorithm>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "core/error.h"
#include "core/text.h"
#include "data/json.h"
#include "k_probe_scripts.h"
#include "os/process.h"

namespace aether {

namespace json = boost::json;

namespace {

std::string_view script(std::string_view name) {
  return std::find_if(backend::k_probe_scripts.begin(), backend::k_probe_scripts.end(),
                      [&](const auto& one) { return one.first == name; })
      ->second;
}

// config.settings for config/settings.py
std::string module_name(std::string_view file) {
  std::string name(file.substr(0, file.size() - (file.ends_with("/__init__.py") ? 12 : 3)));
  std::replace(name.begin(), name.end(), '/', '.');
  return name;
}

// 1 and 1.0 are the same to a setting.
bool same(const json::value& a, const json::value& b) {
  if (a.is_number() && b.is_number()) {
    return a.to_number<double>() == b.to_number<double>();
  }
  return a == b;
}

} // namespace

ImportedSettings import_settings(const std::filesystem::path& root, const Environment& environment,
                                 const Settings& settings, const ProbeOptions& options) {
  ImportedSettings made;
  if (settings.module.empty()) {
    made.why_not = "there is no settings module to import";
    return made;
  }
  json::object variables;
  for (const auto& [name, variable] : environment) {
    variables[to_valid_utf8(name)] = to_valid_utf8(variable.value);
  }
  ProcessRequest call;
  // The backend's own packages are wanted here; bytecode beside its sources is not.
  call.argv = {options.python, "-B", "-c", std::string(script("import_settings"))};
  call.input = json::serialize(json::object{{"root", root.string()},
                                            {"module", module_name(settings.module)},
                                            {"entry", settings.entry},
                                            {"environment", std::move(variables)}});
  call.timeout = options.timeout;
  try {
    const ProcessResult done = run_process(call);
    if (done.timed_out) {
      made.why_not = fmt::format("importing it took longer than {} ms", options.timeout.count());
      return made;
    }
    const json::value answer = parse_json(done.out, "the answer of the settings' own code");
    if (const json::value* error = answer.as_object().if_contains("error")) {
      made.why_not = "importing it failed: " + printable(std::string(error->as_string()));
      return made;
    }
    for (const auto& [name, value] : answer.at("settings").as_object()) {
      made.values.emplace(name, value);
    }
    made.done = true;
  } catch (const std::exception& error) { // python3 itself, or an answer that is none
    made.why_not = error.what();
  }
  return made;
}

std::vector<ReadingDifference> take_imported(const ImportedSettings& imported, Settings& settings) {
  std::vector<ReadingDifference> different;
  for (Setting& setting : settings.settings) {
    const auto found = imported.values.find(setting.name);
    if (found == imported.values.end() || (setting.value && same(*setting.value, found->second))) {
      continue;
    }
    if (setting.value) {
      different.push_back({setting.name, *setting.value, found->second});
    }
    setting.value = found->second;
    setting.reason.clear();
  }
  return different;
}

} // namespace aether
