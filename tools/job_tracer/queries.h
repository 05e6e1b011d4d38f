// The questions about an index, each a function from values to a value.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "backend/blocks/tally.h"
#include "job_tracer/blocks.h"
#include "job_tracer/report.h"

namespace aether::job_tracer {

enum class ListOrder { name, frequency };

// `layers` are those of the tally.
[[nodiscard]] ListReport list_jobs(const JobTally& tally, const std::vector<std::string>& layers,
                                   ListOrder order, const std::optional<std::string>& layer);

// Names match without regard to case.
[[nodiscard]] SearchReport search_jobs(const Index& index, const std::vector<std::string>& jobs,
                                       bool all);

// Needs resolved references, as do show, stats, graph and impact.
[[nodiscard]] TraceReport trace_job(const Index& index, const Graph& graph, const std::string& job);

[[nodiscard]] FindReport find_jobs(const JobTally& tally, const std::string& query);

struct FileFilter {
  std::optional<std::string> layer;
  std::vector<std::string> with;    // jobs that a file has to have, all of them
  std::vector<std::string> without; // jobs of which it may have none
};
// The files that have a block.
[[nodiscard]] FilesReport select_files(const Index& index, const FileFilter& filter);

[[nodiscard]] StatsReport gather_stats(const Index& index, const Graph& graph);

[[nodiscard]] GraphReport whole_graph(const Index& index, const Graph& graph);
// The files that have the job, with the edges between them.
[[nodiscard]] GraphReport job_graph(const Index& index, const Graph& graph, const std::string& job);
// The file, its neighbours, and the edges between the file and them.
[[nodiscard]] GraphReport file_graph(const Index& index, const Graph& graph, std::uint32_t file);

// What lies downstream (or upstream) of the files, at most `depth` steps away.
[[nodiscard]] ImpactReport find_impact(const Index& index, const Graph& graph,
                                       const std::vector<std::uint32_t>& from, bool upstream,
                                       std::size_t depth);

// The name of a layer as the index has it, for one written in another case. Throws Error (usage)
// with the nearest name.
[[nodiscard]] std::string layer_named(const Index& index, const std::string& layer);

} // namespace aether::job_tracer
