// The answers of job_tracer, as plain values: computed in queries.cpp and its neighbours, rendered
// by render_*.cpp. Files are indices into the Index that the answer was computed from.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "backend/blocks/index.h"
#include "core/finding.h"
#include "job_tracer/blocks.h"
#include "job_tracer/fuzzy.h"
#include "job_tracer/graph.h"

namespace aether::job_tracer {

struct JobCount {
  std::string name;
  std::size_t files = 0;
};

struct ListReport {
  std::optional<std::string> layer;
  std::vector<JobCount> jobs;
  std::size_t total_files = 0; // with a block (in the layer)
};

// A name that no file has, and those that come nearest.
struct UnknownJob {
  std::string name;
  std::vector<std::string> nearest;
};

struct FileMatch {
  std::uint32_t file = 0;
  std::vector<std::string> jobs;     // of all its blocks, each once
  std::vector<std::uint32_t> blocks; // those that have one of the jobs asked for
};

struct SearchReport {
  std::vector<std::string> query;
  bool all = false;
  std::vector<FileMatch> results;
  std::vector<UnknownJob> unknown;
};

struct TraceLayer {
  std::string name;
  std::vector<FileMatch> files;
};

struct TraceReport {
  std::string job;
  std::vector<std::string> names;   // the spellings met, such as STREAMING and streaming
  std::vector<TraceLayer> layers;   // those that have files, in layer order
  std::vector<Edge> edges;          // between the files of the pipeline
  std::vector<Edge> leading_out;    // to files of the tree that lack the job
  std::vector<Edge> leading_in;     // from such files
  std::vector<std::string> nearest; // when there are no files
};

struct FindReport {
  std::string query;
  std::vector<FuzzyMatch> results;
  std::vector<std::size_t> files; // for each result
};

struct FilesReport {
  std::vector<std::uint32_t> files;
};

struct ShowReport {
  std::uint32_t file = 0;
};

struct LayerCount {
  std::string name;
  std::size_t files = 0; // with a block
  std::size_t sources = 0;
  std::size_t job_types = 0;
};

struct StatsReport {
  std::size_t files = 0;   // with a block
  std::size_t sources = 0; // that ought to have one
  std::size_t blocks = 0;
  std::size_t job_types = 0;
  std::size_t edges = 0;
  std::map<Resolution, std::size_t> references;
  std::vector<LayerCount> layers;
  std::vector<JobCount> most_used;

  [[nodiscard]] double coverage() const {
    return sources == 0 ? 0.0 : static_cast<double>(files) / static_cast<double>(sources);
  }
};

struct GraphReport {
  std::string subject;              // the job or file that was asked for; empty: the whole tree
  std::vector<std::uint32_t> files; // in path order
  std::vector<Edge> edges;
};

// What a graph is asked of; neither: the whole tree.
struct GraphSubject {
  std::optional<std::string> job;
  std::optional<std::uint32_t> file;
};

struct Impact {
  std::uint32_t file = 0;
  std::size_t distance = 0; // steps from the nearest of the files asked about
  std::uint32_t via = 0;    // the file before it on that way
};

struct ImpactReport {
  bool upstream = false;
  std::vector<std::uint32_t> from;
  std::vector<std::string> unknown; // asked about, but not in the index
  std::vector<Impact> files;        // by distance, then path
};

struct FileChange {
  std::string path;
  std::vector<std::string> jobs_added;
  std::vector<std::string> jobs_removed;
  std::vector<std::string> fields; // "incoming", "processing", "outgoing": which texts changed
};

struct EdgeText {
  std::string from;
  std::string to;

  auto operator<=>(const EdgeText&) const = default; // NOLINT(modernize-use-nullptr): no pointer
};

struct DiffReport {
  std::vector<std::string> files_added;
  std::vector<std::string> files_removed;
  std::vector<FileChange> files_changed;
  std::vector<std::string> jobs_added;
  std::vector<std::string> jobs_removed;
  std::vector<EdgeText> edges_added;
  std::vector<EdgeText> edges_removed;

  [[nodiscard]] bool empty() const {
    return files_added.empty() && files_removed.empty() && files_changed.empty() &&
           jobs_added.empty() && jobs_removed.empty() && edges_added.empty() &&
           edges_removed.empty();
  }
};

// Rules that had nothing to look at, and why.
struct SkippedRules {
  std::string rules;
  std::string reason;
};

struct CheckReport {
  std::vector<Finding> findings; // sorted, with fingerprints
  std::vector<SkippedRules> skipped;
  std::size_t files = 0; // that were held against the rules
  std::size_t known = 0; // findings that the baseline holds
};

// What the explorer, a page of the whole index, shows beside it.
struct ExplorerReport {
  GraphSubject subject; // where it opens
  CheckReport check;
};

} // namespace aether::job_tracer
