// integration/*: what the registry of integrations promises against what the catalog has.
#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "core/nearest.h"
#include "core/text.h"
#include "verify_oi_tools/judge.h"
#include "verify_oi_tools/rules.h"

namespace aether::verify_oi_tools {

namespace {

constexpr const char* k_paths = "/tools_reference/tool_paths";

class Integrations {
public:
  explicit Integrations(Judge& judge) : judge_(judge), world_(judge.world()) {
    for (const Tool& tool : world_.catalog.tools) {
      of_[judge_.integration_of(tool)].push_back(&tool);
    }
  }

  void check() {
    for (const Tool& tool : world_.catalog.tools) {
      known(tool);
    }
    for (const IntegrationEntry& one : world_.registry.integrations) {
      if (one.enabled) {
        attaching(one);
        promises(one);
        category(one);
        count(one);
        service(one);
      } else {
        disabled(one);
      }
    }
  }

private:
  Finding& at(const IntegrationEntry& entry, const std::string& part, std::string_view rule,
              const std::string& message) {
    Finding& made = judge_.found(rule, world_.registry.file, entry.place_of(part),
                                 fmt::format("{}: {}", printable(entry.name), message));
    made.pointer = entry.pointer + (entry.places.contains(part) ? part : "");
    return made;
  }

  [[nodiscard]] const std::vector<const Tool*>& tools_of(const std::string& integration) const {
    static const std::vector<const Tool*> k_none;
    const auto found = of_.find(integration);
    return found == of_.end() ? k_none : found->second;
  }

  void known(const Tool& tool) {
    if (world_.registry.file.empty()) {
      judge_.skipped(Group::integration, tool, "there is no registry of integrations");
      return;
    }
    if (world_.registry.find(tool.integration) != nullptr || judge_.is_told(tool, "/integration")) {
      judge_.passed(Group::integration, tool);
    } else if (!tool.endpoint.empty()) {
      judge_.skipped(Group::integration, tool, "it is the backend's own");
    } else if (unknown_.insert(tool.integration).second) {
      judge_.found_at("/integration", k_unknown_integration, Group::integration, tool,
                      fmt::format("{}: the registry has no integration {}", printable(tool.name),
                                  printable(tool.integration)));
    } else {
      judge_.skipped(Group::integration, tool, "the registry does not know its integration");
    }
  }

  // The paths that its functions get when they are attached: those of a namespace, or below an
  // object in it.
  void attaching(const IntegrationEntry& entry) {
    if (entry.name_space.empty() || entry.attach_as.empty()) {
      return;
    }
    const bool as_functions = entry.attach_as == "functions";
    std::vector<std::size_t> wrong;
    for (std::size_t i = 0; i < entry.tool_paths.size(); ++i) {
      const std::string_view path = entry.tool_paths[i];
      const std::string_view parent = path.substr(0, path.size() - last_part(path).size());
      const bool is_well = as_functions ? parent == entry.name_space + "."
                                        : parent.starts_with(entry.name_space + ".") &&
                                              parent.size() > entry.name_space.size() + 1;
      if (!is_well) {
        wrong.push_back(i);
      }
    }
    const std::string where =
        as_functions
            ? fmt::format("directly to {}", printable(entry.name_space))
            : fmt::format("as {} to {}", printable(entry.attach_as), printable(entry.name_space));
    if (wrong.size() > 1 && wrong.size() == entry.tool_paths.size()) {
      at(entry, "/layer4_runtime/namespace", k_attach_path,
         fmt::format("it is attached {}, and its tool_paths are not there", where));
      return;
    }
    for (const std::size_t i : wrong) {
      const std::string& path = entry.tool_paths[i];
      if (world_.by_path(path) != nullptr || !is_near(path)) {
        at(entry, fmt::format("{}/{}", k_paths, i), k_attach_path,
           fmt::format("it is attached {}, and promises {}", where, printable(path)));
        told_paths_.insert(path);
      }
    }
  }

  // That the catalog has the tool elsewhere, which is told of the promise.
  [[nodiscard]] bool is_near(const std::string& path) const {
    return std::any_of(world_.catalog.tools.begin(), world_.catalog.tools.end(),
                       [&](const Tool& one) { return last_part(one.path) == last_part(path); });
  }

  // A path that the catalog has not, and a tool that nobody promises, may be one slip.
  void promises(const IntegrationEntry& entry) {
    std::vector<const Tool*> unpromised;
    for (const Tool* tool : tools_of(entry.name)) {
      if (std::find(entry.tool_paths.begin(), entry.tool_paths.end(), tool->path) ==
          entry.tool_paths.end()) {
        unpromised.push_back(tool);
      } else {
        judge_.seen(*tool, Origin::registry);
      }
    }
    for (std::size_t i = 0; i < entry.tool_paths.size(); ++i) {
      if (world_.by_path(entry.tool_paths[i]) == nullptr) {
        judge_.unsettle(entry.name);
        broken(entry, i, unpromised);
      }
    }
    for (const Tool* tool : unpromised) {
      if (!entry.tool_paths.empty() && !judge_.is_told(*tool, "/path") &&
          !judge_.is_told(*tool, "/name")) {
        judge_.found_at("/path", k_unpromised, Group::integration, *tool,
                        fmt::format("{}: the tool_paths of {} have no {}", printable(tool->name),
                                    printable(entry.name), printable(tool->path)));
        judge_.unsettle(entry.name);
      }
    }
  }

  void broken(const IntegrationEntry& entry, std::size_t number,
              std::vector<const Tool*>& unpromised) {
    const std::string& path = entry.tool_paths[number];
    const std::string part = fmt::format("{}/{}", k_paths, number);
    const Tool* instead = instead_of(path, unpromised);
    if (instead != nullptr) {
      std::erase(unpromised, instead);
    }
    if (told_paths_.contains(path) ||
        judge_.trace(path, Trace::promise,
                     fmt::format("{}:{}", world_.registry.file, entry.place_of(part).line)) ||
        (instead != nullptr && judge_.is_told(*instead, "/path"))) {
      return;
    }
    std::vector<std::string_view> paths;
    for (const Tool& tool : world_.catalog.tools) {
      paths.emplace_back(tool.path);
    }
    at(entry, part, k_promise,
       fmt::format("it promises {}, which the catalog has not{}", printable(path),
                   instead != nullptr ? fmt::format("; it has {}", printable(instead->path))
                                      : did_you_mean(nearest_names(path, paths))));
    judge_.explain(path);
  }

  static const Tool* instead_of(const std::string& path, const std::vector<const Tool*>& tools) {
    std::vector<std::string_view> paths;
    for (const Tool* one : tools) {
      if (last_part(one->path) == last_part(path)) {
        return one;
      }
      paths.emplace_back(one->path);
    }
    const std::vector<std::string> nearest = nearest_names(path, paths, 1);
    const auto found = std::find_if(tools.begin(), tools.end(), [&](const Tool* one) {
      return !nearest.empty() && one->path == nearest.front();
    });
    return found == tools.end() ? nullptr : *found;
  }

  // Of all its tools at once; a single one is told of that.
  void category(const IntegrationEntry& entry) {
    std::vector<const Tool*> elsewhere;
    for (const Tool* tool : tools_of(entry.name)) {
      if (!entry.category.empty() && tool->category != entry.category) {
        elsewhere.push_back(tool);
      }
    }
    if (elsewhere.empty()) {
      return;
    }
    if (elsewhere.size() == tools_of(entry.name).size()) {
      const Tool& first = *elsewhere.front();
      Finding& made = at(entry, "/layer3_metadata/category", k_category,
                         fmt::format("its category is {}, and its tools are in {}",
                                     printable(entry.category), printable(first.category)));
      made.cause = fmt::format("they stand at {}:{}", printable(first.file), first.at.line);
      for (const Tool* tool : elsewhere) {
        judge_.shared(Group::integration, *tool);
      }
      return;
    }
    for (const Tool* tool : elsewhere) {
      if (!judge_.is_told(*tool, "/category")) {
        judge_.found(k_category, Group::integration, *tool,
                     fmt::format("{}: it is in the category {}, and those of {} belong to {}",
                                 printable(tool->name), printable(tool->category),
                                 printable(entry.name), printable(entry.category)));
      }
    }
  }

  void count(const IntegrationEntry& entry) {
    const std::size_t tools = tools_of(entry.name).size();
    if (tools == 0 && entry.tool_paths.empty()) {
      if (judge_.is_settled(entry.name)) {
        at(entry, "", k_empty, "it is enabled, and the catalog has no tool of it").hint =
            "disable it, or derive the catalog anew (--generate)";
        judge_.unsettle(entry.name);
      }
    } else if (entry.tool_count && *entry.tool_count != tools && judge_.is_settled(entry.name)) {
      at(entry, "/layer3_metadata/tool_count", k_count,
         fmt::format("tool_count is {}, and the catalog has {} of its tools", *entry.tool_count,
                     tools))
          .hint = fmt::format("tool_count: {}", tools);
    }
  }

  void service(const IntegrationEntry& entry) {
    if (entry.requires_service && entry.service_url.empty()) {
      const char* part = entry.places.contains("/layer3_metadata/service_url")
                             ? "/layer3_metadata/service_url"
                             : "/layer3_metadata/requires_service";
      at(entry, part, k_no_address, "it requires a service, and names no service_url");
      judge_.unsettle(entry.name + "/service");
    }
  }

  void disabled(const IntegrationEntry& entry) {
    const std::vector<const Tool*>& tools = tools_of(entry.name);
    if (tools.empty()) {
      return;
    }
    std::vector<std::string> names;
    for (const Tool* tool : tools) {
      names.push_back(printable(tool->path));
    }
    Finding& made = at(entry, "/enabled", k_disabled,
                       fmt::format("it is disabled, and the catalog has {} of its tools: {}",
                                   tools.size(), fmt::join(names, ", ")));
    made.cause = fmt::format("the first stands at {}:{}", printable(tools.front()->file),
                             tools.front()->at.line);
    made.hint = "take them out of the catalog, or enable the integration";
    for (const Tool* tool : tools) {
      judge_.shared(Group::integration, *tool);
    }
    judge_.unsettle(entry.name);
    judge_.unsettle(entry.name + "/enabled");
  }

  Judge& judge_;
  const World& world_;
  std::map<std::string, std::vector<const Tool*>> of_; // tools of integrations
  std::set<std::string> unknown_;                      // integrations, that were told
  std::set<std::string> told_paths_;                   // that nothing can be attached at
};

} // namespace

void check_integrations(Judge& judge) { Integrations(judge).check(); }

} // namespace aether::verify_oi_tools
