// Holds an index against the standard of the blocks: the findings of single files (which the scan
// made) and those that need the whole tree.
#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "job_tracer/graph.h"
#include "job_tracer/report.h"
#include "report/selection.h"

namespace aether::job_tracer {

// All rules, in the order of the documentation.
[[nodiscard]] const std::vector<Rule>& rules();

// Paths in the index, or of a registry.
using PathSet = std::set<std::string, std::less<>>;

struct CheckRequest {
  Selection selection;
  std::optional<PathSet> files; // only findings in these, when named
};

// Needs an index of depth `everything` with resolved references. Throws Error (bad_input) when a
// registry could not be read and a rule that needs it is selected.
[[nodiscard]] CheckReport check(const Index& index, const Graph& graph,
                                const CheckRequest& request);

} // namespace aether::job_tracer
