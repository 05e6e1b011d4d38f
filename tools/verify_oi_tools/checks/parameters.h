// What a tool's signature and its list of parameters tell against each other and against what it
// really takes. Where two of the three agree, the third is wrong; one mistake is one finding.
#pragma once

#include <optional>
#include <vector>

#include "verify_oi_tools/checks/real_tool.h"
#include "verify_oi_tools/judge.h"

namespace aether::verify_oi_tools {

struct ToldTool {
  const std::vector<Parameter>* listed = nullptr; // the catalog's list
  std::optional<std::vector<Parameter>> written;  // of its signature, where that is one
};

// What is found by the first of what is real is not told again by the others.
void compare_parameters(Judge& judge, const Tool& tool, const ToldTool& told,
                        const std::vector<RealTool>& reals);

} // namespace aether::verify_oi_tools
