// Calling tools that are routes of the backend, as its OpenAPI document has them.
#pragma once

#include <functional>
#include <vector>

#include "net/probe.h"
#include "verify_oi_tools/world.h"

namespace aether::verify_oi_tools {

using AskAll =
    std::function<std::vector<net::ProbeResult>(const std::vector<net::ProbeRequest>& requests)>;

// The tools of the catalog whose routes the document has: of what is not called it is said why.
// What a GET does nobody knows, so that only what the plan allows by name is called. Arguments are
// those of the plan, of the tool's examples where that is wanted, or made from the schemas of what
// is required.
[[nodiscard]] std::vector<CalledRoute> call_routes(const World& world, const ExecutionPlan& plan,
                                                   bool use_examples, const AskAll& ask);

} // namespace aether::verify_oi_tools
