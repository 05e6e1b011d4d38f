#include <algorithm>
#include <cmath>
#include <ostream>

#include <fmt/format.h>

#include "core/version.h"
#include "job_tracer/render.h"

namespace aether::job_tracer {

namespace {

// A document with the members that every one has; in the shape `records` only the records are
// written, each on its line.
class Document {
public:
  Document(std::ostream& out, std::string_view kind, JsonShape shape)
      : json(out, shape == JsonShape::pretty ? JsonLayout::pretty : JsonLayout::compact),
        records_(shape == JsonShape::records) {
    if (!records_) {
      json.begin_object();
      json.member("schema", fmt::format("aether/job_tracer/{}/1", kind));
      json.member("tool", "job_tracer");
      json.member("version", version());
    }
  }

  [[nodiscard]] bool whole() const { return !records_; }

  template <typename Items, typename Write>
  void records(std::string_view name, const Items& items, const Write& write) {
    if (!records_) {
      json.key(name).begin_array();
    }
    for (const auto& item : items) {
      write(item);
      if (records_) {
        json.end_line();
        json.flush();
      }
    }
    if (!records_) {
      json.end_array();
    }
  }

  void end(const Index& index) {
    if (!records_) {
      json.member("warnings", index.warnings);
      json.end_object();
      json.end_line();
    }
  }

  JsonWriter json;

private:
  bool records_;
};

const std::string& path(const Index& index, std::uint32_t file) { return index.files[file].path; }

void write_paths(JsonWriter& json, std::string_view key, const Index& index,
                 const std::vector<std::uint32_t>& files) {
  json.key(key).begin_array();
  for (const std::uint32_t file : files) {
    json.value(path(index, file));
  }
  json.end_array();
}

void write_fields(JsonWriter& json, const Block& block) {
  json.member("incoming", block.incoming.canonical());
  json.member("processing", block.processing.canonical());
  json.member("outgoing", block.outgoing.canonical());
}

void write_block(JsonWriter& json, const Block& block) {
  json.begin_object();
  json.member("line", block.line);
  json.member("jobs", block.jobs);
  json.member("job_count", block.job_count);
  write_fields(json, block);
  json.end_object();
}

void write_match(JsonWriter& json, const Index& index, const FileMatch& match) {
  const FileEntry& file = index.files[match.file];
  const Block& first = file.blocks[match.blocks.front()];
  json.begin_object();
  json.member("file", file.path);
  json.member("layer", file.layer);
  json.member("line", first.line);
  json.member("jobs", match.jobs);
  write_fields(json, first);
  json.key("blocks").begin_array();
  for (const std::uint32_t b : match.blocks) {
    write_block(json, file.blocks[b]);
  }
  json.end_array();
  json.end_object();
}

void write_edges(JsonWriter& json, std::string_view key, const Index& index,
                 const std::vector<Edge>& edges) {
  json.key(key).begin_array();
  for (const Edge& edge : edges) {
    json.begin_object();
    json.member("from", path(index, edge.from));
    json.member("to", path(index, edge.to));
    json.member("declared_by", declared_by(edge));
    json.end_object();
  }
  json.end_array();
}

void write_edges(JsonWriter& json, std::string_view key, const std::vector<EdgeText>& edges) {
  json.key(key).begin_array();
  for (const EdgeText& edge : edges) {
    json.begin_object().member("from", edge.from).member("to", edge.to).end_object();
  }
  json.end_array();
}

void write_job_counts(JsonWriter& json, std::string_view key, const std::vector<JobCount>& jobs) {
  json.key(key).begin_array();
  for (const JobCount& job : jobs) {
    json.begin_object().member("name", job.name).member("files", job.files).end_object();
  }
  json.end_array();
}

void write_reference(JsonWriter& json, const Index& index, const Reference& reference) {
  json.begin_object();
  json.member("direction", to_string(reference.direction));
  json.member("text", reference.text);
  json.member("resolution", to_string(reference.resolution));
  write_paths(json, "files", index, reference.files.list());
  json.member("line", reference.position.line);
  json.member("column", reference.position.column);
  json.end_object();
}

// Four digits are more than a share of files can mean.
double rounded(double share) { return std::round(share * 10000.0) / 10000.0; }

} // namespace

void render_json(std::ostream& out, const Index& index, const ListReport& report, JsonShape shape) {
  Document document(out, "list", shape);
  JsonWriter& json = document.json;
  if (document.whole()) {
    json.member("layer", report.layer);
    json.member("total_files", report.total_files);
    json.member("total_job_types", report.jobs.size());
  }
  document.records("jobs", report.jobs, [&](const JobCount& job) {
    json.begin_object().member("name", job.name).member("files", job.files).end_object();
  });
  document.end(index);
}

void render_json(std::ostream& out, const Index& index, const SearchReport& report,
                 JsonShape shape) {
  Document document(out, "search", shape);
  JsonWriter& json = document.json;
  if (document.whole()) {
    json.member("query", report.query);
    json.member("match_mode", report.all ? "all" : "any");
    json.member("total_results", report.results.size());
  }
  document.records("results", report.results,
                   [&](const FileMatch& match) { write_match(json, index, match); });
  if (document.whole()) {
    json.key("unknown").begin_array();
    for (const UnknownJob& job : report.unknown) {
      json.begin_object().member("name", job.name).member("nearest", job.nearest).end_object();
    }
    json.end_array();
  }
  document.end(index);
}

void render_json(std::ostream& out, const Index& index, const TraceReport& report,
                 JsonShape shape) {
  Document document(out, "trace", shape);
  JsonWriter& json = document.json;
  std::size_t files = 0;
  for (const TraceLayer& layer : report.layers) {
    files += layer.files.size();
  }
  json.member("job", report.job);
  json.member("names", report.names);
  json.member("total_files", files);
  json.key("layers").begin_array();
  for (const TraceLayer& layer : report.layers) {
    json.begin_object();
    json.member("name", layer.name);
    json.key("files").begin_array();
    for (const FileMatch& match : layer.files) {
      write_match(json, index, match);
    }
    json.end_array();
    json.end_object();
  }
  json.end_array();
  write_edges(json, "edges", index, report.edges);
  write_edges(json, "edges_in", index, report.leading_in);
  write_edges(json, "edges_out", index, report.leading_out);
  json.member("nearest", report.nearest);
  document.end(index);
}

void render_json(std::ostream& out, const Index& index, const FindReport& report, JsonShape shape) {
  Document document(out, "find", shape);
  JsonWriter& json = document.json;
  if (document.whole()) {
    json.member("query", report.query);
    json.member("total_results", report.results.size());
  }
  std::size_t i = 0;
  document.records("results", report.results, [&](const FuzzyMatch& match) {
    json.begin_object();
    json.member("name", match.name);
    json.member("score", match.score);
    json.member("substring", match.substring);
    json.member("files", report.files[i++]);
    json.end_object();
  });
  document.end(index);
}

void render_json(std::ostream& out, const Index& index, const FilesReport& report,
                 JsonShape shape) {
  Document document(out, "files", shape);
  JsonWriter& json = document.json;
  if (document.whole()) {
    json.member("total_results", report.files.size());
  }
  document.records("files", report.files, [&](std::uint32_t id) {
    const FileEntry& file = index.files[id];
    json.begin_object();
    json.member("path", file.path);
    json.member("layer", file.layer);
    json.key("blocks").begin_array();
    for (const Block& block : file.blocks) {
      write_block(json, block);
    }
    json.end_array();
    json.end_object();
  });
  document.end(index);
}

void render_json(std::ostream& out, const Index& index, const ShowReport& report, JsonShape shape) {
  Document document(out, "show", shape);
  JsonWriter& json = document.json;
  const FileEntry& file = index.files[report.file];
  json.member("path", file.path);
  json.member("layer", file.layer);
  json.key("blocks").begin_array();
  for (const Block& block : file.blocks) {
    json.begin_object();
    json.member("line", block.line);
    json.member("jobs", block.jobs);
    json.member("job_count", block.job_count);
    write_fields(json, block);
    json.key("references").begin_array();
    for (const Reference& reference : block.references) {
      write_reference(json, index, reference);
    }
    json.end_array();
    json.end_object();
  }
  json.end_array();
  document.end(index);
}

void render_json(std::ostream& out, const Index& index, const StatsReport& report,
                 JsonShape shape) {
  Document document(out, "stats", shape);
  JsonWriter& json = document.json;
  json.member("total_files", report.files);
  json.member("total_source_files", report.sources);
  json.member("coverage", rounded(report.coverage()));
  json.member("total_blocks", report.blocks);
  json.member("total_job_types", report.job_types);
  json.member("total_edges", report.edges);
  json.key("references").begin_object();
  for (const Resolution resolution : k_all_resolutions) {
    const auto found = report.references.find(resolution);
    json.member(to_string(resolution), found == report.references.end() ? 0 : found->second);
  }
  json.end_object();
  json.key("layers").begin_array();
  for (const LayerCount& layer : report.layers) {
    json.begin_object();
    json.member("name", layer.name);
    json.member("files", layer.files);
    json.member("source_files", layer.sources);
    json.member("job_types", layer.job_types);
    json.end_object();
  }
  json.end_array();
  write_job_counts(json, "most_used", report.most_used);
  document.end(index);
}

void render_json(std::ostream& out, const Index& index, const GraphReport& report,
                 JsonShape shape) {
  Document document(out, "graph", shape);
  JsonWriter& json = document.json;
  json.key("subject");
  report.subject.empty() ? json.value(nullptr) : json.value(report.subject);
  json.key("nodes").begin_array();
  for (const std::uint32_t id : report.files) {
    json.begin_object();
    json.member("file", path(index, id));
    json.member("layer", index.files[id].layer);
    json.end_object();
  }
  json.end_array();
  write_edges(json, "edges", index, report.edges);
  document.end(index);
}

void render_json(std::ostream& out, const Index& index, const ImpactReport& report,
                 JsonShape shape) {
  Document document(out, "impact", shape);
  JsonWriter& json = document.json;
  if (document.whole()) {
    json.member("direction", report.upstream ? "upstream" : "downstream");
    write_paths(json, "from", index, report.from);
    json.member("unknown", report.unknown);
    json.member("total_results", report.files.size());
  }
  document.records("files", report.files, [&](const Impact& impact) {
    json.begin_object();
    json.member("file", path(index, impact.file));
    json.member("layer", index.files[impact.file].layer);
    json.member("distance", impact.distance);
    json.member("via", path(index, impact.via));
    json.end_object();
  });
  document.end(index);
}

void render_json(std::ostream& out, const Index& index, const DiffReport& report, JsonShape shape) {
  Document document(out, "diff", shape);
  JsonWriter& json = document.json;
  json.member("changed", !report.empty());
  json.member("files_added", report.files_added);
  json.member("files_removed", report.files_removed);
  json.key("files_changed").begin_array();
  for (const FileChange& change : report.files_changed) {
    json.begin_object();
    json.member("file", change.path);
    json.member("fields", change.fields);
    json.member("jobs_added", change.jobs_added);
    json.member("jobs_removed", change.jobs_removed);
    json.end_object();
  }
  json.end_array();
  json.member("jobs_added", report.jobs_added);
  json.member("jobs_removed", report.jobs_removed);
  write_edges(json, "edges_added", report.edges_added);
  write_edges(json, "edges_removed", report.edges_removed);
  document.end(index);
}

void render_json(std::ostream& out, const Index& index, const CheckReport& report,
                 JsonShape shape) {
  Document document(out, "check", shape);
  JsonWriter& json = document.json;
  document.records("findings", report.findings,
                   [&](const Finding& finding) { write_finding(json, finding); });
  if (document.whole()) {
    json.key("skipped").begin_array();
    for (const SkippedRules& skipped : report.skipped) {
      json.begin_object()
          .member("rules", skipped.rules)
          .member("reason", skipped.reason)
          .end_object();
    }
    json.end_array();
    const auto number = [&](Severity severity) {
      return std::count_if(report.findings.begin(), report.findings.end(),
                           [&](const Finding& finding) { return finding.severity == severity; });
    };
    json.key("summary").begin_object();
    json.member("files", report.files);
    json.member("errors", number(Severity::error));
    json.member("warnings", number(Severity::warning));
    json.member("notes", number(Severity::note));
    json.member("in_baseline", report.known);
    json.end_object();
  }
  document.end(index);
}

} // namespace aether::job_tracer
