// Each integration of the registry: its module's files, its entry in the catalog, and by what it
// depends on its service.
#include <algorithm>

#include <fmt/format.h>

#include "backend/catalog.h"
#include "backend/lenient_json.h"
#include "core/text.h"
#include "health_check/plan.h"

namespace aether::health_check {

namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

// The files of an integration below the root: its module's, and those that its entry lists beside
// it.
std::vector<fs::path> files_of(const json::object& entry) {
  std::vector<fs::path> files;
  const json::object* implementation = object_at(entry, "layer1_implementation");
  if (implementation == nullptr) {
    return files;
  }
  std::string module = text_at(*implementation, "module");
  std::replace(module.begin(), module.end(), '.', '/');
  if (module.empty()) {
    return files;
  }
  for (const json::value& file : array_at(*implementation, "files")) {
    if (file.is_string()) {
      files.push_back(fs::path(module).parent_path() / std::string(file.get_string()));
    }
  }
  if (files.empty()) {
    files.emplace_back(module + ".py");
  }
  return files;
}

CheckResult look(const Check& check, const fs::path& root, const std::vector<fs::path>& files) {
  CheckResult result = result_of(
      check, State::healthy,
      fmt::format("its {} file{} there", files.size(), files.size() == 1 ? " is" : "s are"));
  for (const fs::path& file : files) {
    std::error_code failed;
    const bool is_package = fs::is_directory(root / fs::path(file).replace_extension(), failed);
    const bool below =
        fs::exists(root / fs::path(file).parent_path() / file.stem() / file.filename(), failed);
    if (!fs::exists(root / file, failed) && !is_package && !below) {
      result.worsen(failed_state(check),
                    fmt::format("its file {} is not there", printable(file.string())),
                    "missing_file");
    }
  }
  return result;
}

const json::object* entry_of(const Context& context, const Integration& integration) {
  const auto registry = context.targets.backend.documents.find(k_registry_file);
  const json::object* all = registry == context.targets.backend.documents.end()
                                ? nullptr
                                : object_at(registry->second.document.root, "integrations");
  return all == nullptr ? nullptr : object_at(*all, integration.name);
}

} // namespace

void plan_integrations(const Context& context, Plan& plan) {
  if (!context.wants("integrations")) {
    return;
  }
  for (const Integration& one : context.targets.integrations) {
    Check check = context.check("integrations", one.name);
    check.source = std::string(k_registry_file);
    const auto said = context.config.integrations.find(one.name);
    if (said != context.config.integrations.end()) {
      apply(said->second, check);
    }
    const bool enabled = said != context.config.integrations.end() && said->second.enabled
                             ? *said->second.enabled
                             : one.enabled;
    if (!enabled) {
      plan.settled.push_back(skipped(check, "it is disabled"));
      continue;
    }
    for (const Service& service : context.targets.services) {
      const auto& needs = service.integrations;
      if (std::find(needs.begin(), needs.end(), one.name) != needs.end()) {
        check.depends_on.push_back((service.kind == "redis" ? "redis." : "services.") +
                                   service.name);
      }
    }
    const json::object* entry = entry_of(context, one);
    const std::vector<fs::path> files =
        entry == nullptr ? std::vector<fs::path>() : files_of(*entry);
    check.target = files.empty() ? "" : printable(files.front().string());
    const auto run = [check, files, root = context.targets.backend.root](const Report& report) {
      report(look(check, root, files));
    };
    plan.works.push_back({{check}, run, context.limit(context.rules("integrations"))});
  }
}

} // namespace aether::health_check
