#include "verify_oi_tools/union.h"

#include <algorithm>
#include <map>

#include "verify_oi_tools/checks/built_in.h"

namespace aether::verify_oi_tools {

namespace {

class Union {
public:
  void add(ListedTool tool) {
    of_.try_emplace(tool.path, tools_.size());
    tools_.push_back(std::move(tool));
  }

  void add(const std::string& path, const std::string& integration, Origin origin) {
    const auto [at, is_new] = of_.try_emplace(path, tools_.size());
    if (is_new) {
      tools_.push_back({std::string(last_part(path)), path, integration, {}});
    }
    std::vector<Origin>& origins = tools_[at->second].seen_in;
    if (std::find(origins.begin(), origins.end(), origin) == origins.end()) {
      origins.push_back(origin);
    }
  }

  std::vector<ListedTool> take() { return std::move(tools_); }

private:
  std::vector<ListedTool> tools_;
  std::map<std::string, std::size_t> of_; // by path
};

} // namespace

std::vector<ListedTool> union_of(const World& world, const Matching& matching,
                                 const std::vector<ToolReport>& tools) {
  Union all;
  for (const ToolReport& one : tools) {
    all.add({one.name, one.path, one.integration, one.seen_in});
  }
  for (const IntegrationEntry& entry : world.registry.integrations) {
    for (const std::string& path : entry.tool_paths) {
      if (entry.enabled) {
        all.add(path, entry.name, Origin::registry);
      }
    }
  }
  if (!world.catalog.file.empty()) {
    for (const DerivedTool* one : matching.unlisted()) {
      all.add(one->path, one->integration, Origin::backend);
    }
  }
  if (world.attached) {
    for (const Tool& one : *world.attached) {
      all.add(one.path, "", Origin::probe);
    }
  }
  for (const Call& one : world.calls) {
    if (!is_its_own(one.path)) {
      all.add(one.path, "", Origin::callers);
    }
  }
  return all.take();
}

} // namespace aether::verify_oi_tools
