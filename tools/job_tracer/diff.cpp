#include "job_tracer/diff.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include "job_tracer/graph.h"

namespace aether::job_tracer {

namespace {

std::vector<std::string> added(const std::set<std::string>& before,
                               const std::set<std::string>& after) {
  std::vector<std::string> result;
  std::set_difference(after.begin(), after.end(), before.begin(), before.end(),
                      std::back_inserter(result));
  return result;
}

std::set<std::string> job_set(const FileEntry& file) {
  const std::vector<std::string> jobs = jobs_of(file);
  return {jobs.begin(), jobs.end()};
}

std::set<std::string> job_set(const Index& index) {
  std::set<std::string> names;
  for (const FileEntry& file : index.files) {
    names.merge(job_set(file));
  }
  return names;
}

std::set<EdgeText> edge_set(const Index& index) {
  std::set<EdgeText> edges;
  Graph(index).each_edge([&](const Edge& edge) {
    edges.insert({index.files[edge.from].path, index.files[edge.to].path});
  });
  return edges;
}

using FieldOfBlock = Field Block::*;

bool field_differs(const FileEntry& before, const FileEntry& after, FieldOfBlock field) {
  return !std::equal(before.blocks.begin(), before.blocks.end(), after.blocks.begin(),
                     after.blocks.end(), [&](const Block& a, const Block& b) {
                       return (a.*field).left == (b.*field).left &&
                              (a.*field).right == (b.*field).right;
                     });
}

FileChange compare_files(const FileEntry& before, const FileEntry& after) {
  FileChange change;
  change.path = after.path;
  change.jobs_added = added(job_set(before), job_set(after));
  change.jobs_removed = added(job_set(after), job_set(before));
  const std::initializer_list<std::pair<const char*, FieldOfBlock>> fields = {
      {"incoming", &Block::incoming},
      {"processing", &Block::processing},
      {"outgoing", &Block::outgoing}};
  for (const auto& [name, field] : fields) {
    if (field_differs(before, after, field)) {
      change.fields.emplace_back(name);
    }
  }
  return change;
}

} // namespace

DiffReport compare(const Index& before, const Index& after) {
  DiffReport report;
  const auto documented = [](const Index& index, const std::string& path) -> const FileEntry* {
    const auto found = index.find_file(path);
    return found && !index.files[*found].blocks.empty() ? &index.files[*found] : nullptr;
  };
  for (const FileEntry& file : after.files) {
    if (file.blocks.empty()) {
      continue;
    }
    const FileEntry* old = documented(before, file.path);
    if (old == nullptr) {
      report.files_added.push_back(file.path);
    } else if (FileChange change = compare_files(*old, file); !change.fields.empty()) {
      report.files_changed.push_back(std::move(change));
    }
  }
  for (const FileEntry& file : before.files) {
    if (!file.blocks.empty() && documented(after, file.path) == nullptr) {
      report.files_removed.push_back(file.path);
    }
  }
  report.jobs_added = added(job_set(before), job_set(after));
  report.jobs_removed = added(job_set(after), job_set(before));
  const std::set<EdgeText> old_edges = edge_set(before);
  const std::set<EdgeText> new_edges = edge_set(after);
  std::set_difference(new_edges.begin(), new_edges.end(), old_edges.begin(), old_edges.end(),
                      std::back_inserter(report.edges_added));
  std::set_difference(old_edges.begin(), old_edges.end(), new_edges.begin(), new_edges.end(),
                      std::back_inserter(report.edges_removed));
  return report;
}

} // namespace aether::job_tracer
