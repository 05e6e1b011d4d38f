// Collects what the checks say of each tool of the catalog, group by group.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/finding.h"
#include "verify_oi_tools/report.h"
#include "verify_oi_tools/world.h"

namespace aether::verify_oi_tools {

class Judge {
public:
  explicit Judge(const World& world);

  [[nodiscard]] const World& world() const { return world_; }

  // A finding of a rule, of its default severity, at the tool's name in the catalog or where a
  // tool of another source stands (of an MCP server: where the server does). Those that follow may
  // add hint, cause and the like.
  Finding& found(std::string_view rule, Group group, const Tool& tool, std::string message);
  Finding& found(std::string_view rule, Severity severity, Group group, const Tool& tool,
                 std::string message);
  // One that is about no tool of the catalog.
  Finding& found(std::string_view rule, const std::string& file, Position at, std::string message);

  // That the group was looked at for the tool, and nothing was found until now.
  void passed(Group group, const Tool& tool);
  // Why nothing could be said; forgotten where something was.
  void skipped(Group group, const Tool& tool, std::string why);
  void blocked(const Tool& tool, std::string by);
  void seen(const Tool& tool, Origin origin);

  [[nodiscard]] std::vector<ToolReport> take_tools() { return std::move(tools_); }
  [[nodiscard]] std::vector<Finding> take_findings() { return std::move(findings_); }

private:
  void begin(const Tool& tool, Origin origin);
  ToolReport* report_of(const Tool& tool);
  void set(Outcome outcome, Group group, const Tool& tool);

  const World& world_;
  std::vector<ToolReport> tools_; // one each of the catalog's, then of MCP servers'
  std::vector<Finding> findings_;
};

// One function a group.
void check_exposure(Judge& judge);
void check_availability(Judge& judge);
void check_signatures(Judge& judge);
void check_schemas(Judge& judge);
void check_execution(Judge& judge);
void check_integrations(Judge& judge);
void check_safety(Judge& judge);
void check_derivation(Judge& judge);

} // namespace aether::verify_oi_tools
