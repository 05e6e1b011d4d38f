// Tools as an MCP server lists them, in the one shape of all.
#pragma once

#include <string>
#include <vector>

#include "verify_oi_tools/mcp/visit.h"
#include "verify_oi_tools/tool.h"

namespace aether::verify_oi_tools {

// Entries that are none (without a name) are told in `problems`. The path of a tool is
// `SERVER/NAME`; its schemas are as they came.
[[nodiscard]] std::vector<Tool> tools_of(const McpVisit& visit, std::vector<std::string>& problems);

} // namespace aether::verify_oi_tools
