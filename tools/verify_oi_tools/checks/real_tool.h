// What a tool of the catalog really takes, by the source that knows best.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "verify_oi_tools/judge.h"

namespace aether::verify_oi_tools {

struct RealTool {
  std::vector<Parameter> parameters;
  std::string name;  // for messages
  std::string place; // "run.py:9"; empty where that is not known
  const Operation* operation = nullptr;
  bool has_order = false; // values may be passed by their place
};

// Nothing where there is none, or several that it may be.
[[nodiscard]] std::optional<RealTool> real_tool(const Judge& judge, const Tool& tool);

} // namespace aether::verify_oi_tools
