#include "job_tracer/explorer.h"

#include "job_tracer/blocks.h"
#include "job_tracer/check.h"

namespace aether::job_tracer {

ExplorerReport explore(const Index& index, const Graph& graph, const GraphSubject& subject) {
  CheckRequest request;
  std::vector<SkippedRules> unreadable;
  for (const Registry& registry : index.registries) {
    if (!registry.problem.empty()) {
      unreadable.push_back({"unregistered-job, unused-job", registry.problem});
    }
  }
  if (!unreadable.empty()) {
    for (const Rule& rule : rules()) {
      if (rule.enabled && rule.name != "unregistered-job" && rule.name != "unused-job") {
        request.selection.select.emplace_back(rule.name);
      }
    }
  }
  ExplorerReport report{subject, check(index, graph, request)};
  report.check.skipped.insert(report.check.skipped.end(), unreadable.begin(), unreadable.end());
  return report;
}

} // namespace aether::job_tracer
