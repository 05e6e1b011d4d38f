#include "backend/blocks/export_format.h"

#include <algorithm>
#include <ostream>

#include "core/version.h"
#include "report/render_findings.h"

namespace aether::blocks {

namespace {

void write_references(JsonWriter& json, const Index& index, const Block& block) {
  json.key("references").begin_array();
  for (const Reference& reference : block.references) {
    json.begin_object();
    json.member("direction", to_string(reference.direction));
    json.member("text", reference.text);
    json.member("resolution", to_string(reference.resolution));
    json.key("files").begin_array();
    for (const std::uint32_t file : reference.files) {
      json.value(index.files[file].path);
    }
    json.end_array();
    json.member("line", reference.position.line);
    json.member("column", reference.position.column);
    json.end_object();
  }
  json.end_array();
}

void write_position(JsonWriter& json, std::string_view name, const Field& field) {
  json.key(name).begin_array().value(field.line).value(field.column).end_array();
}

void write_block(JsonWriter& json, const Index& index, const Block& block) {
  json.begin_object();
  json.member("line", block.line);
  json.member("jobs", block.jobs);
  json.member("job_count", block.job_count);
  json.member("incoming", block.incoming.canonical());
  json.member("processing", block.processing.canonical());
  json.member("outgoing", block.outgoing.canonical());
  write_references(json, index, block);
  json.key("positions").begin_object();
  write_position(json, "incoming", block.incoming);
  write_position(json, "processing", block.processing);
  write_position(json, "outgoing", block.outgoing);
  json.key("jobs").begin_array();
  for (const std::uint32_t column : block.job_columns) {
    json.value(column);
  }
  json.end_array();
  json.end_object();
  json.end_object();
}

void write_file(JsonWriter& json, const Index& index, const FileEntry& file) {
  json.begin_object();
  json.member("path", file.path);
  json.member("layer", file.layer);
  json.member("root", file.root);
  json.member("empty", file.empty);
  json.key("blocks").begin_array();
  for (const Block& block : file.blocks) {
    write_block(json, index, block);
  }
  json.end_array();
  json.key("defects").begin_array();
  for (const Finding& defect : file.defects) {
    write_finding(json, defect);
  }
  json.end_array();
  json.end_object();
}

void write_job_index(JsonWriter& json, const Index& index, const JobIndex& jobs) {
  json.key("job_index").begin_object();
  for (const auto& [job, places] : jobs) {
    json.key(job).begin_array();
    for (const JobPlace& place : places) {
      const FileEntry& file = index.files[place.file];
      const Block& block = file.blocks[place.block];
      json.begin_object();
      json.member("file", file.path);
      json.member("jobs", block.jobs);
      json.member("job_count", block.job_count);
      json.member("incoming", block.incoming.canonical());
      json.member("processing", block.processing.canonical());
      json.member("outgoing", block.outgoing.canonical());
      json.member("line", block.line);
      json.end_object();
    }
    json.end_array();
  }
  json.end_object();
}

void write_registries(JsonWriter& json, const Index& index) {
  json.key("registries").begin_array();
  for (const Registry& registry : index.registries) {
    json.begin_object();
    json.member("file", registry.file);
    json.member("root", registry.root);
    json.key("problem");
    registry.problem.empty() ? json.value(nullptr) : json.value(registry.problem);
    json.key("jobs").begin_array();
    for (const RegisteredJob& job : registry.jobs) {
      json.begin_object();
      json.member("name", job.name);
      json.member("category", job.category);
      json.member("line", job.position.line);
      json.member("column", job.position.column);
      json.end_object();
    }
    json.end_array();
    json.end_object();
  }
  json.end_array();
}

void write_roots(JsonWriter& json, const Index& index) {
  json.member("root", index.roots.size() == 1 ? index.roots.front().path : std::string());
  json.key("roots").begin_array();
  for (const RootEntry& root : index.roots) {
    json.begin_object().member("name", root.name).member("path", root.path).end_object();
  }
  json.end_array();
}

} // namespace

void write_export(std::ostream& out, const Index& index, JsonLayout layout) {
  const JobIndex jobs = index_jobs(index);
  const auto documented = std::count_if(index.files.begin(), index.files.end(),
                                        [](const FileEntry& file) { return !file.blocks.empty(); });
  JsonWriter json(out, layout);
  json.begin_object();
  json.member("schema", k_export_schema);
  json.member("tool", "job_tracer");
  json.member("version", version());
  json.member("total_files", documented);
  json.member("total_job_types", jobs.size());
  write_roots(json, index);
  json.member("layers", index.layers);
  json.key("job_types").begin_array();
  for (const auto& [job, files] : jobs) {
    json.value(job);
  }
  json.end_array();
  write_job_index(json, index, jobs);
  write_registries(json, index);
  json.key("files").begin_array();
  for (const FileEntry& file : index.files) {
    write_file(json, index, file);
  }
  json.end_array();
  json.member("warnings", index.warnings);
  json.end_object();
  json.end_line();
}

} // namespace aether::blocks
