#include "job_tracer/queries.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <numeric>
#include <set>
#include <tuple>
#include <unordered_set>

#include <fmt/format.h>

#include "core/error.h"
#include "core/nearest.h"
#include "core/text.h"

namespace aether::job_tracer {

namespace {

bool has_job(const Block& block, std::string_view job) {
  return std::any_of(block.jobs.begin(), block.jobs.end(),
                     [&](const std::string& own) { return equals_ignoring_case(own, job); });
}

bool has_job(const FileEntry& file, std::string_view job) {
  return std::any_of(file.blocks.begin(), file.blocks.end(),
                     [&](const Block& block) { return has_job(block, job); });
}

std::uint32_t count(const Index& index) { return static_cast<std::uint32_t>(index.files.size()); }

std::vector<std::string> nearest_jobs(const Index& index, const std::string& job) {
  const JobIndex jobs = index_jobs(index);
  return nearest_names(job, job_names(jobs));
}

FileMatch match_file(const Index& index, std::uint32_t id, const std::vector<std::string>& jobs) {
  const FileEntry& file = index.files[id];
  FileMatch match{id, jobs_of(file), {}};
  for (std::uint32_t b = 0; b < file.blocks.size(); ++b) {
    if (std::any_of(jobs.begin(), jobs.end(),
                    [&](const std::string& job) { return has_job(file.blocks[b], job); })) {
      match.blocks.push_back(b);
    }
  }
  return match;
}

std::vector<std::uint32_t> files_with(const Index& index, const std::string& job) {
  std::vector<std::uint32_t> files;
  for (std::uint32_t i = 0; i < count(index); ++i) {
    if (has_job(index.files[i], job)) {
      files.push_back(i);
    }
  }
  return files;
}

std::vector<bool> membership(const Index& index, const std::vector<std::uint32_t>& files) {
  std::vector<bool> member(index.files.size());
  for (const std::uint32_t file : files) {
    member[file] = true;
  }
  return member;
}

bool by_from_and_to(const Edge& a, const Edge& b) {
  return std::tie(a.from, a.to) < std::tie(b.from, b.to);
}

// The edges of some files: those among them, those that lead out and those that lead in.
struct EdgesAround {
  std::vector<Edge> within;
  std::vector<Edge> out;
  std::vector<Edge> in;
};

EdgesAround edges_around(const Index& index, const Graph& graph,
                         const std::vector<std::uint32_t>& files) {
  const std::vector<bool> member = membership(index, files);
  EdgesAround around;
  for (const std::uint32_t file : files) {
    for (const Edge& edge : graph.leaving(file)) {
      (member[edge.to] ? around.within : around.out).push_back(edge);
    }
    for (const Edge& edge : graph.arriving(file)) {
      if (!member[edge.from]) {
        around.in.push_back(edge);
      }
    }
  }
  std::sort(around.in.begin(), around.in.end(), by_from_and_to);
  return around;
}

} // namespace

std::string layer_named(const Index& index, const std::string& layer) {
  std::vector<std::string_view> names;
  for (const std::string& name : index.layers) {
    if (equals_ignoring_case(name, layer)) {
      return name;
    }
    names.push_back(name);
  }
  const std::vector<std::string> nearest = nearest_names(layer, names);
  throw Error(ExitCode::usage,
              "unknown layer `" + printable(layer) + "`" +
                  (nearest.empty() ? fmt::format("; the layers are {}", fmt::join(names, ", "))
                                   : did_you_mean(nearest)));
}

ListReport list_jobs(const JobTally& tally, const std::vector<std::string>& layers, ListOrder order,
                     const std::optional<std::string>& layer) {
  const auto number = [&](const std::vector<std::size_t>& by_layer) {
    std::size_t sum = 0;
    for (std::size_t i = 0; i < by_layer.size(); ++i) {
      sum += !layer || layers[i] == *layer ? by_layer[i] : 0;
    }
    return sum;
  };
  ListReport report{layer, {}, number(tally.files())};
  for (const auto& [name, by_layer] : tally.jobs()) {
    if (const std::size_t files = number(by_layer); files > 0) {
      report.jobs.push_back({std::string(name), files});
    }
  }
  if (order == ListOrder::frequency) {
    std::stable_sort(report.jobs.begin(), report.jobs.end(),
                     [](const JobCount& a, const JobCount& b) { return a.files > b.files; });
  }
  return report;
}

SearchReport search_jobs(const Index& index, const std::vector<std::string>& jobs, bool all) {
  SearchReport report{jobs, all, {}, {}};
  for (std::uint32_t i = 0; i < count(index); ++i) {
    const auto has = [&](const std::string& job) { return has_job(index.files[i], job); };
    if (all ? std::all_of(jobs.begin(), jobs.end(), has)
            : std::any_of(jobs.begin(), jobs.end(), has)) {
      report.results.push_back(match_file(index, i, jobs));
    }
  }
  for (const std::string& job : jobs) {
    const bool known = std::any_of(index.files.begin(), index.files.end(),
                                   [&](const FileEntry& file) { return has_job(file, job); });
    if (!known) {
      report.unknown.push_back({job, nearest_jobs(index, job)});
    }
  }
  return report;
}

TraceReport trace_job(const Index& index, const Graph& graph, const std::string& job) {
  TraceReport report;
  report.job = job;
  const std::vector<std::uint32_t> files = files_with(index, job);
  if (files.empty()) {
    report.nearest = nearest_jobs(index, job);
    return report;
  }
  std::set<std::string> names;
  for (const std::string& layer : index.layers) {
    TraceLayer traced{layer, {}};
    for (const std::uint32_t file : files) {
      if (index.files[file].layer == layer) {
        traced.files.push_back(match_file(index, file, {job}));
      }
    }
    if (!traced.files.empty()) {
      report.layers.push_back(std::move(traced));
    }
  }
  for (const std::uint32_t file : files) {
    for (const std::string& own : jobs_of(index.files[file])) {
      if (equals_ignoring_case(own, job)) {
        names.insert(own);
      }
    }
  }
  report.names.assign(names.begin(), names.end());
  EdgesAround around = edges_around(index, graph, files);
  report.edges = std::move(around.within);
  report.leading_out = std::move(around.out);
  report.leading_in = std::move(around.in);
  return report;
}

FindReport find_jobs(const JobTally& tally, const std::string& query) {
  const auto jobs = tally.jobs();
  FindReport report{query, fuzzy_rank(query, tally.names()), {}};
  for (const FuzzyMatch& match : report.results) {
    const std::vector<std::size_t>& by_layer = jobs.find(match.name)->second;
    report.files.push_back(std::accumulate(by_layer.begin(), by_layer.end(), std::size_t{0}));
  }
  return report;
}

FilesReport select_files(const Index& index, const FileFilter& filter) {
  FilesReport report;
  for (std::uint32_t i = 0; i < count(index); ++i) {
    const FileEntry& file = index.files[i];
    const auto has = [&](const std::string& job) { return has_job(file, job); };
    if (!file.blocks.empty() && (!filter.layer || file.layer == *filter.layer) &&
        std::all_of(filter.with.begin(), filter.with.end(), has) &&
        std::none_of(filter.without.begin(), filter.without.end(), has)) {
      report.files.push_back(i);
    }
  }
  return report;
}

StatsReport gather_stats(const Index& index, const Graph& graph) {
  constexpr std::size_t k_most_used = 10;
  StatsReport stats;
  std::map<std::string, std::pair<LayerCount, std::set<std::string_view>>, std::less<>> layers;
  for (const FileEntry& file : index.files) {
    auto& [layer, jobs] = layers[file.layer];
    const bool documented = !file.blocks.empty();
    stats.files += documented ? 1U : 0U;
    layer.files += documented ? 1U : 0U;
    stats.sources += documented || !file.empty ? 1U : 0U;
    layer.sources += documented || !file.empty ? 1U : 0U;
    stats.blocks += file.blocks.size();
    for (const Block& block : file.blocks) {
      jobs.insert(block.jobs.begin(), block.jobs.end());
      for (const Reference& reference : block.references) {
        ++stats.references[reference.resolution];
      }
    }
  }
  for (const std::string& name : index.layers) {
    if (const auto found = layers.find(name); found != layers.end()) {
      auto& [layer, jobs] = found->second;
      layer.name = name;
      layer.job_types = jobs.size();
      stats.layers.push_back(std::move(layer));
    }
  }
  ListReport list = list_jobs(tally_index(index), index.layers, ListOrder::frequency, std::nullopt);
  stats.job_types = list.jobs.size();
  list.jobs.resize(std::min(list.jobs.size(), k_most_used));
  stats.most_used = std::move(list.jobs);
  graph.each_edge([&](const Edge&) { ++stats.edges; });
  return stats;
}

GraphReport whole_graph(const Index& index, const Graph& graph) {
  GraphReport report;
  std::vector<bool> shown(index.files.size());
  report.edges = graph.edges();
  for (const Edge& edge : report.edges) {
    shown[edge.from] = true;
    shown[edge.to] = true;
  }
  for (std::uint32_t i = 0; i < count(index); ++i) {
    if (!index.files[i].blocks.empty() || shown[i]) {
      report.files.push_back(i);
    }
  }
  return report;
}

GraphReport job_graph(const Index& index, const Graph& graph, const std::string& job) {
  GraphReport report{job, files_with(index, job), {}};
  report.edges = edges_around(index, graph, report.files).within;
  return report;
}

GraphReport file_graph(const Index& index, const Graph& graph, std::uint32_t file) {
  GraphReport report{index.files[file].path, {}, {}};
  const std::vector<Edge> leaving = graph.leaving(file);
  const std::vector<Edge> arriving = graph.arriving(file);
  std::merge(leaving.begin(), leaving.end(), arriving.begin(), arriving.end(),
             std::back_inserter(report.edges), by_from_and_to);
  std::set<std::uint32_t> files{file};
  for (const Edge& edge : report.edges) {
    files.insert({edge.from, edge.to});
  }
  report.files.assign(files.begin(), files.end());
  return report;
}

ImpactReport find_impact(const Index& index, const Graph& graph,
                         const std::vector<std::uint32_t>& from, bool upstream, std::size_t depth) {
  ImpactReport report;
  report.upstream = upstream;
  report.from = from;
  std::vector<bool> reached = membership(index, from);
  std::vector<std::uint32_t> at = from;
  for (std::size_t distance = 1; distance <= depth && !at.empty(); ++distance) {
    std::map<std::uint32_t, std::uint32_t> next; // file, via
    for (const std::uint32_t file : at) {
      for (const Edge& edge : upstream ? graph.arriving(file) : graph.leaving(file)) {
        const std::uint32_t other = upstream ? edge.from : edge.to;
        if (!reached[other]) {
          next.emplace(other, file);
        }
      }
    }
    at.clear();
    for (const auto& [file, via] : next) {
      reached[file] = true;
      report.files.push_back({file, distance, via});
      at.push_back(file);
    }
  }
  return report;
}

} // namespace aether::job_tracer
