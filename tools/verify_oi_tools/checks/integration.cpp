// integration/*: what the registry of integrations promises against what the catalog has.
#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "core/nearest.h"
#include "core/text.h"
#include "verify_oi_tools/judge.h"
#include "verify_oi_tools/rules.h"

namespace aether::verify_oi_tools {

namespace {

class Integrations {
public:
  explicit Integrations(Judge& judge) : judge_(judge), world_(judge.world()) {}

  void check() {
    for (const IntegrationEntry& one : world_.registry.integrations) {
      if (one.enabled) {
        enabled(one);
      }
    }
    for (const Tool& tool : world_.catalog.tools) {
      of_tool(tool);
    }
  }

private:
  void at(const IntegrationEntry& entry, std::string_view rule, const std::string& message,
          std::string hint = "") {
    Finding& made = judge_.found(rule, world_.registry.file, entry.at,
                                 fmt::format("{}: {}", printable(entry.name), message));
    made.pointer = entry.pointer;
    made.hint = std::move(hint);
  }

  void enabled(const IntegrationEntry& entry) {
    std::vector<std::string_view> paths;
    std::size_t tools = 0;
    for (const Tool& tool : world_.catalog.tools) {
      paths.emplace_back(tool.path);
      tools += tool.integration == entry.name ? 1U : 0U;
    }
    std::size_t broken = 0;
    for (const std::string& path : entry.tool_paths) {
      if (world_.by_path(path) == nullptr) {
        ++broken;
        at(entry, k_promise,
           fmt::format("it promises {}, which the catalog has not{}", printable(path),
                       did_you_mean(nearest_names(path, paths))));
      }
    }
    if (tools == 0 && entry.tool_paths.empty()) {
      at(entry, k_empty, "it is enabled, and the catalog has no tool of it",
         "disable it, or derive the catalog anew (--generate)");
    } else if (entry.tool_count && *entry.tool_count != tools && broken == 0) {
      at(entry, k_count,
         fmt::format("tool_count is {}, and the catalog has {} of its tools", *entry.tool_count,
                     tools),
         fmt::format("tool_count: {}", tools));
    }
    if (entry.requires_service && entry.service_url.empty()) {
      at(entry, k_no_address, "it requires a service, and names no service_url");
    }
  }

  void of_tool(const Tool& tool) {
    const IntegrationEntry* entry = world_.registry.find(tool.integration);
    if (world_.registry.file.empty()) {
      judge_.skipped(Group::integration, tool, "there is no registry of integrations");
      return;
    }
    if (entry == nullptr) {
      if (tool.endpoint.empty()) {
        judge_.found(k_unknown_integration, Group::integration, tool,
                     fmt::format("{}: the registry has no integration {}", printable(tool.name),
                                 printable(tool.integration)));
      } else {
        judge_.skipped(Group::integration, tool, "it is the backend's own");
      }
      return;
    }
    judge_.passed(Group::integration, tool);
    if (!entry->enabled) {
      judge_
          .found(k_disabled, Group::integration, tool,
                 fmt::format("{}: its integration {} is disabled", printable(tool.name),
                             printable(entry->name)))
          .hint = "take it out of the catalog, or enable the integration";
      return;
    }
    if (!entry->tool_paths.empty() && std::find(entry->tool_paths.begin(), entry->tool_paths.end(),
                                                tool.path) == entry->tool_paths.end()) {
      judge_.found(k_unpromised, Group::integration, tool,
                   fmt::format("{}: the tool_paths of {} have no {}", printable(tool.name),
                               printable(entry->name), printable(tool.path)));
    }
    if (!entry->category.empty() && entry->category != tool.category &&
        told_.insert(entry->name).second) {
      judge_.found(k_category, Group::integration, tool,
                   fmt::format("{}: it is in the category {}, and those of {} belong to {}",
                               printable(tool.name), printable(tool.category),
                               printable(entry->name), printable(entry->category)));
    }
  }

  Judge& judge_;
  const World& world_;
  std::set<std::string> told_; // integrations whose category was told to differ
};

} // namespace

void check_integrations(Judge& judge) { Integrations(judge).check(); }

} // namespace aether::verify_oi_tools
