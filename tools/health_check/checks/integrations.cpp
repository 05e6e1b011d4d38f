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

// Tools that its entry promises and the catalog lacks; nothing where there is no catalog.
std::vector<std::string> not_in_catalog(const json::object& entry, const std::string& name,
                                        const ConfigDocuments& documents) {
  const auto catalog = documents.find(k_catalog_file);
  if (catalog == documents.end() || !catalog->second.error.empty()) {
    return {};
  }
  const std::vector<CatalogTool> tools = read_catalog(documents);
  std::vector<std::string> missing;
  const json::object* reference = object_at(entry, "tools_reference");
  const json::array& paths =
      reference == nullptr ? json::array() : array_at(*reference, "tool_paths");
  for (const json::value& path : paths) {
    const std::string wanted(path.is_string() ? std::string_view(path.get_string()) : "");
    if (!wanted.empty() && std::none_of(tools.begin(), tools.end(), [&](const CatalogTool& one) {
          return one.path == wanted;
        })) {
      missing.push_back(wanted);
    }
  }
  const json::object* layer = object_at(entry, "layer3_metadata");
  const json::value* count = layer == nullptr ? nullptr : layer->if_contains("tool_count");
  const bool has_tools = count != nullptr && count->is_int64() && count->get_int64() > 0;
  if (paths.empty() && has_tools &&
      std::none_of(tools.begin(), tools.end(),
                   [&](const CatalogTool& one) { return one.integration == name; })) {
    missing.push_back("any tool of " + name);
  }
  return missing;
}

struct Look {
  Check check;
  std::vector<fs::path> files;
  std::vector<std::string> missing; // from the catalog
};

CheckResult look(const Look& asked, const fs::path& root) {
  const auto& [check, files, missing] = asked;
  CheckResult result = result_of(check, State::healthy,
                                 files.empty() ? "its entry names no files"
                                               : fmt::format("its {} file{} there", files.size(),
                                                             files.size() == 1 ? " is" : "s are"));
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
  if (!missing.empty()) {
    result.worsen(failed_state(check),
                  fmt::format("{} lacks {}{}", k_catalog_file, printable(missing.front()),
                              missing.size() > 1
                                  ? fmt::format(" and {} more of its tools", missing.size() - 1)
                                  : ""),
                  "not_in_catalog");
    result.details["not_in_catalog"] = boost::json::array(missing.begin(), missing.end());
    result.next_step = "generate the catalog anew; verify_oi_tools says more";
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
  Work work{{}, {}, context.limit(context.rules("integrations"))};
  std::vector<Look> looks;
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
    const std::vector<std::string> missing =
        entry == nullptr ? std::vector<std::string>()
                         : not_in_catalog(*entry, one.name, context.targets.backend.documents);
    check.target = files.empty() ? "" : printable(files.front().string());
    work.checks.push_back(check);
    looks.push_back({std::move(check), files, missing});
  }
  if (looks.empty()) {
    return;
  }
  work.run = [looks, root = context.targets.backend.root](const Report& report) {
    for (const Look& one : looks) {
      report(look(one, root));
    }
  };
  plan.works.push_back(std::move(work));
}

} // namespace aether::health_check
