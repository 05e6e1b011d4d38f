// The tools of all sources together, and in which of them each is.
#pragma once

#include <vector>

#include "verify_oi_tools/matching.h"
#include "verify_oi_tools/report.h"
#include "verify_oi_tools/world.h"

namespace aether::verify_oi_tools {

// Those of the catalog and of MCP servers as they were reported, then what the registry promises,
// the backend would make, is attached and is called without being among them.
[[nodiscard]] std::vector<ListedTool> union_of(const World& world, const Matching& matching,
                                               const std::vector<ToolReport>& tools);

} // namespace aether::verify_oi_tools
