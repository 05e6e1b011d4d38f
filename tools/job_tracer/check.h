// Holds an index against the standard of the blocks: the findings of single files (which the scan
// made) and those that need the whole tree.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "job_tracer/graph.h"
#include "job_tracer/report.h"
#include "report/selection.h"

namespace aether::job_tracer {

// All rules, in the order of the documentation.
[[nodiscard]] const std::vector<Rule>& rules();

struct CheckRequest {
  Selection selection;
  // Only findings in these files, when named.
  std::optional<std::vector<std::string>> files; // paths in the index, or of a registry
};

// Needs an index of depth `everything` with resolved references. Throws Error (bad_input) when a
// registry could not be read and a rule that needs it is selected.
[[nodiscard]] CheckReport check(const Index& index, const Graph& graph,
                                const CheckRequest& request);

} // namespace aether::job_tracer
