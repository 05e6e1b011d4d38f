// What a tool of the catalog really takes, by the source that knows best.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "verify_oi_tools/judge.h"

namespace aether::verify_oi_tools {

struct RealTool {
  std::vector<Parameter> parameters;
  std::string name;  // for messages
  std::string place; // "run.py:9"; empty where that is not known
  const Operation* operation = nullptr;
  bool has_order = false;         // values may be passed by their place
  bool is_open = false;           // it may take more than its parameters
  std::vector<std::string> aside; // names of which it says nothing

  [[nodiscard]] const Parameter* find(std::string_view parameter) const;
};

// By each source that has it, best first; a source with several that it may be has none.
[[nodiscard]] std::vector<RealTool> real_tools(const Judge& judge, const Tool& tool);

} // namespace aether::verify_oi_tools
