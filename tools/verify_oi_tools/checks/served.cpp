// exposure/* of MCP servers: each tool once, and told, where the catalog tells of its server at
// all.
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

class Served {
public:
  explicit Served(Judge& judge) : judge_(judge), world_(judge.world()) {}

  void check() {
    served();
    recorded();
  }

private:
  void served() {
    std::map<std::string, const Tool*> paths;
    std::map<std::string, const Tool*> names;
    std::set<const Tool*> told;
    std::set<std::string> told_servers;
    for (const Tool& tool : world_.catalog.tools) {
      if (const Tool* one = world_.served_of(tool)) {
        told.insert(one);
        told_servers.insert(one->integration);
      }
    }
    for (const Tool& tool : world_.served) {
      judge_.passed(Group::exposure, tool);
      if (!paths.try_emplace(tool.path, &tool).second) {
        judge_.found(k_duplicate, Group::exposure, tool,
                     fmt::format("the MCP server {} lists {} twice", printable(tool.integration),
                                 printable(tool.name)));
        continue;
      }
      if (const auto [other, is_new] = names.try_emplace(tool.name, &tool); !is_new) {
        judge_
            .found(k_shadowed, Severity::warning, Group::exposure, tool,
                   fmt::format("{} is the name of a tool of {}, too", printable(tool.name),
                               printable(other->second->integration)))
            .hint = "a client that does not part servers calls one for the other";
      }
      if (told_servers.contains(tool.integration) && !told.contains(&tool) && !is_moved(tool)) {
        judge_.found(k_unlisted, Group::exposure, tool,
                     fmt::format("{} is no tool of the catalog", printable(tool.path)));
      }
    }
  }

  // What a database says of tools, where their servers could be asked.
  void recorded() {
    if (!world_.database) {
      return;
    }
    for (const RecordedTool& one : world_.database->tools) {
      const bool is_listed =
          std::any_of(world_.visits.begin(), world_.visits.end(), [&](const McpVisit& visit) {
            return visit.is_listed && visit.server.name == one.server;
          });
      const auto tool =
          std::find_if(world_.served.begin(), world_.served.end(), [&](const Tool& each) {
            return each.integration == one.server && each.name == one.name;
          });
      if (is_listed && tool == world_.served.end()) {
        judge_.found(k_recorded, world_.database->shown, {},
                     fmt::format("mcp_tools has {} of {}, which lists no such tool",
                                 printable(one.name), printable(one.server)));
      } else if (is_listed && one.input_schema && tool->input_schema != one.input_schema) {
        judge_.found(k_recorded, world_.database->shown, {},
                     fmt::format("mcp_tools has another inputSchema of {} than {} lists",
                                 printable(one.name), printable(one.server)));
      }
    }
  }

  // That a tool of the catalog which the server has not is nearly called so, which is told of it.
  [[nodiscard]] bool is_moved(const Tool& tool) const {
    return std::any_of(
        world_.catalog.tools.begin(), world_.catalog.tools.end(), [&](const Tool& one) {
          return one.integration == tool.integration && world_.server_of(one) != nullptr &&
                 world_.served_of(one) == nullptr &&
                 (one.description == tool.description ||
                  !nearest_names(one.name, {tool.name}, 1).empty());
        });
  }

  Judge& judge_;
  const World& world_;
};

} // namespace

void check_served(Judge& judge) { Served(judge).check(); }

} // namespace aether::verify_oi_tools
