// Collects what the checks say of each tool of the catalog, group by group, and sees to it that one
// cause is one finding: what a finding explains already is added to it.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/finding.h"
#include "verify_oi_tools/matching.h"
#include "verify_oi_tools/report.h"
#include "verify_oi_tools/world.h"

namespace aether::verify_oi_tools {

// What a mistake in one place shows elsewhere.
enum class Trace : std::uint8_t { call, promise };

class Judge {
public:
  explicit Judge(const World& world);

  [[nodiscard]] const World& world() const { return world_; }
  [[nodiscard]] const Matching& matching() const { return matching_; }
  // What is really behind a tool of the catalog, as far as that is sure.
  [[nodiscard]] const Operation* operation_of(const Tool& tool) const;
  // Whose a tool of the catalog is by what is behind it, by who promises it, or as it says.
  [[nodiscard]] std::string integration_of(const Tool& tool) const;

  // A finding of a rule, of its default severity, at the tool's name in the catalog or where a
  // tool of another source stands (of an MCP server: where the server does). Those that follow may
  // add hint, cause and the like.
  Finding& found(std::string_view rule, Group group, const Tool& tool, std::string message);
  Finding& found(std::string_view rule, Severity severity, Group group, const Tool& tool,
                 std::string message);
  // At a part of the tool's entry, such as "/signature".
  Finding& found_at(std::string_view part, std::string_view rule, Severity severity, Group group,
                    const Tool& tool, std::string message);
  Finding& found_at(std::string_view part, std::string_view rule, Group group, const Tool& tool,
                    std::string message);
  // One that is about no tool of the catalog.
  Finding& found(std::string_view rule, const std::string& file, Position at, std::string message);

  // That the group was looked at for the tool, and nothing was found until now.
  void passed(Group group, const Tool& tool);
  // That the last finding is of this tool, too.
  void shared(Group group, const Tool& tool);
  // Why nothing could be said; forgotten where something was.
  void skipped(Group group, const Tool& tool, std::string why);
  void blocked(const Tool& tool, std::string by);
  void seen(const Tool& tool, Origin origin);
  void took(const Tool& tool, std::chrono::microseconds time); // its call

  // A part of a tool's entry ("/name", "/parameters") of which a finding tells already.
  void tell(const Tool& tool, std::string_view part);
  [[nodiscard]] bool is_told(const Tool& tool, std::string_view part) const;
  // That the last finding explains why nothing is at this path of the computer object.
  void explain(const std::string& path);
  // Adds a trace to the finding that explains the path; false where none does.
  bool trace(const std::string& path, Trace trace, const std::string& place);
  // That the tools of an integration are not those that they should be, which is told.
  void unsettle(const std::string& integration) { unsettled_.insert(integration); }
  [[nodiscard]] bool is_settled(const std::string& integration) const {
    return !unsettled_.contains(integration);
  }

  // Of what tools, and which group of their checks, a finding is.
  struct Concern {
    std::size_t finding = 0;
    std::size_t tool = 0;
    Group group = Group::exposure;
  };

  // Without what was found, which may be left out yet.
  [[nodiscard]] std::vector<ToolReport> take_tools() { return std::move(tools_); }
  [[nodiscard]] std::vector<Finding> take_findings();
  [[nodiscard]] std::vector<Concern> take_concerns() { return std::move(concerns_); }

private:
  struct Traces {
    std::vector<std::string> calls;
    std::vector<std::string> promises;
  };

  void begin(const Tool& tool, Origin origin);
  [[nodiscard]] std::optional<std::size_t> number_of(const Tool& tool) const;
  ToolReport* report_of(const Tool& tool);

  const World& world_;
  Matching matching_;
  std::vector<ToolReport> tools_; // one each of the catalog's, then of MCP servers'
  std::vector<Finding> findings_;
  std::vector<Concern> concerns_;
  std::map<const Tool*, std::set<std::string, std::less<>>> told_;
  std::map<std::string, std::size_t> explained_; // paths, and by which finding
  std::map<std::size_t, Traces> traces_;         // of findings
  std::set<std::string> unsettled_;
  std::map<std::string, std::string> owners_; // of paths, by the registry's promises
};

// "called at a.py:3, b.py:4 and 2 more places"; nothing where there is no place.
[[nodiscard]] std::string places_named(std::string_view what, std::vector<std::string> places);

// One function a group; several where a group is of several kinds of sources. Those that come first
// explain what those behind them would find.
void check_safety(Judge& judge);
void check_exposure(Judge& judge);
void check_attached_lists(Judge& judge);
void check_served(Judge& judge);
void check_schemas(Judge& judge);
void check_signatures(Judge& judge);
void check_derivation(Judge& judge);
void check_integrations(Judge& judge);
void check_catalog_head(Judge& judge);
void check_callers(Judge& judge);
void check_availability(Judge& judge);
void check_execution(Judge& judge);

} // namespace aether::verify_oi_tools
