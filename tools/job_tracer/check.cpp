#include "job_tracer/check.h"

#include <algorithm>
#include <map>
#include <unordered_map>
#include <unordered_set>

#include <fmt/format.h>

#include "backend/blocks/registry.h"
#include "core/error.h"
#include "core/nearest.h"
#include "core/path.h"
#include "job_tracer/blocks.h"

namespace aether::job_tracer {

namespace {

Finding finding(std::string_view rule, const std::string& file, Position at, std::string message,
                std::string hint = {}) {
  Finding found;
  found.rule = rule;
  found.file = file;
  found.begin = at;
  found.message = std::move(message);
  found.hint = std::move(hint);
  return found;
}

const Rule* find_rule(std::string_view name) {
  const auto found = std::find_if(rules().begin(), rules().end(),
                                  [&](const Rule& rule) { return rule.name == name; });
  return found == rules().end() ? nullptr : &*found;
}

class Checker {
public:
  Checker(const Index& index, const Graph& graph, const Selection& selection)
      : index_(index), graph_(graph), selection_(selection) {}

  std::vector<Finding> run() {
    for (const FileEntry& file : index_.files) {
      check_file(file);
    }
    if (wants("unregistered-job") || wants("unused-job")) {
      check_registries();
    }
    if (wants("one-sided-edge")) {
      check_edges();
    }
    return std::move(findings_);
  }

private:
  [[nodiscard]] bool wants(std::string_view name) const {
    return is_selected(selection_, *find_rule(name));
  }

  void check_file(const FileEntry& file) {
    for (Finding defect : file.defects) {
      defect.file = file.path;
      findings_.push_back(std::move(defect));
    }
    if (file.blocks.empty() && file.defects.empty() && !file.empty) {
      findings_.push_back(finding("missing-block", file.path, {1, 1}, "no @.architecture block"));
    }
    if (wants("dangling-reference")) {
      check_references(file);
    }
  }

  void check_references(const FileEntry& file) {
    for (const Block& block : file.blocks) {
      for (const Reference& reference : block.references) {
        if (reference.resolution == Resolution::dangling) {
          findings_.push_back(finding("dangling-reference", file.path, reference.position,
                                      fmt::format("`{}` leads to no file", reference.text),
                                      nearest_path(reference.text)));
        }
      }
    }
  }

  // The path whose base name comes nearest. Names repeat, both in trees and in references.
  [[nodiscard]] std::string nearest_path(const std::string& text) {
    if (by_base_name_.empty()) {
      for (const FileEntry& file : index_.files) {
        by_base_name_.emplace(base_name(file.path), file.path);
      }
      for (const auto& [name, path] : by_base_name_) {
        base_names_.push_back(name);
      }
    }
    const auto [place, is_new] = hints_.try_emplace(std::string(base_name(text)));
    if (is_new && hints_.size() * base_names_.size() <= k_most_comparisons) {
      const std::vector<std::string> near = nearest_names(base_name(text), base_names_, 1);
      place->second =
          near.empty() ? "" : fmt::format("did you mean `{}`?", by_base_name_[near.front()]);
    }
    return place->second;
  }

  void check_registries() {
    for (const Registry& registry : index_.registries) {
      if (!registry.problem.empty()) {
        throw Error(ExitCode::bad_input, registry.problem);
      }
      check_registry(registry);
    }
  }

  void check_registry(const Registry& registry) {
    std::unordered_map<std::string_view, const RegisteredJob*> registered;
    std::vector<std::string_view> names;
    for (const RegisteredJob& job : registry.jobs) {
      if (registered.emplace(job.name, &job).second) {
        names.push_back(job.name);
      }
    }
    std::unordered_set<std::string_view> used;
    for (const FileEntry& file : index_.files) {
      if (file.root != registry.root) {
        continue;
      }
      for (const Block& block : file.blocks) {
        for (std::size_t place = 0; place < block.jobs.size(); ++place) {
          used.insert(block.jobs[place]);
          if (!registered.contains(block.jobs[place])) {
            report_unregistered(file, block, place, registry, names);
          }
        }
      }
    }
    for (const std::string_view name : names) {
      if (!used.contains(name)) {
        findings_.push_back(finding("unused-job", registry.file, registered.at(name)->position,
                                    fmt::format("no file has the registered job `{}`", name)));
      }
    }
  }

  void report_unregistered(const FileEntry& file, const Block& block, std::size_t place,
                           const Registry& registry, const std::vector<std::string_view>& names) {
    const std::string& job = block.jobs[place];
    const auto [hint, is_new] = job_hints_.try_emplace({registry.root, job});
    if (is_new && job_hints_.size() * names.size() <= k_most_comparisons) {
      const std::vector<std::string> near = nearest_names(job, names, 1);
      hint->second = near.empty() ? "" : fmt::format("did you mean `{}`?", near.front());
    }
    const bool known = place < block.job_columns.size();
    findings_.push_back(finding("unregistered-job", file.path,
                                {block.processing.line, known ? block.job_columns[place] : 0},
                                fmt::format("`{}` is not registered in {}", job, registry.file),
                                hint->second));
  }

  void check_edges() {
    graph_.each_edge([this](const Edge& edge) {
      const std::uint32_t silent = edge.outgoing ? edge.to : edge.from;
      if ((edge.outgoing && edge.incoming) || index_.files[silent].blocks.empty()) {
        return;
      }
      const std::uint32_t speaker = edge.outgoing ? edge.from : edge.to;
      const Direction direction = edge.outgoing ? Direction::outgoing : Direction::incoming;
      findings_.push_back(finding(
          "one-sided-edge", index_.files[speaker].path, edge_position(speaker, silent, direction),
          edge.outgoing
              ? fmt::format("sends to `{}`, which does not say that it receives from here",
                            index_.files[silent].path)
              : fmt::format("receives from `{}`, which does not say that it sends here",
                            index_.files[silent].path),
          fmt::format("name this file in {} of {}", edge.outgoing ? "Incoming" : "Outgoing",
                      index_.files[silent].path)));
    });
  }

  [[nodiscard]] Position edge_position(std::uint32_t file, std::uint32_t other,
                                       Direction direction) const {
    for (const Block& block : index_.files[file].blocks) {
      for (const Reference& reference : block.references) {
        if (reference.direction == direction && reference.resolution != Resolution::ambiguous &&
            std::binary_search(reference.files.begin(), reference.files.end(), other)) {
          return reference.position;
        }
      }
    }
    return {};
  }

  const Index& index_;
  const Graph& graph_;
  const Selection& selection_;
  std::vector<Finding> findings_;
  // Where thousands of names are wrong, no single hint mends the tree: bound the work.
  static constexpr std::size_t k_most_comparisons = 1'000'000;

  std::map<std::pair<std::uint32_t, std::string>, std::string> job_hints_; // by registry and job
  // Once needed: a path for every base name, and the hints given.
  std::map<std::string_view, std::string_view> by_base_name_;
  std::vector<std::string_view> base_names_;
  std::map<std::string, std::string> hints_;
};

std::vector<SkippedRules> skipped_rules(const Index& index) {
  std::vector<SkippedRules> skipped;
  for (std::uint32_t root = 0; root < index.roots.size(); ++root) {
    const bool has_registry = std::any_of(index.registries.begin(), index.registries.end(),
                                          [&](const Registry& r) { return r.root == root; });
    if (!has_registry) {
      const std::string where = index.merged() ? index.roots[root].name + "/" : "";
      skipped.push_back({"unregistered-job, unused-job",
                         fmt::format("there is no {}{}", where, k_registry_file)});
    }
  }
  return skipped;
}

} // namespace

const std::vector<Rule>& rules() {
  static const std::vector<Rule> k_rules = {
      {"malformed-block", Severity::error, true,
       "The tag stands alone on its line, but Incoming, Processing and Outgoing do not follow in "
       "order."},
      {"untagged-block", Severity::error, true,
       "The three lines of a block stand without the tag above them, so the file is not indexed."},
      {"non-canonical", Severity::warning, true,
       "A line of a block is readable but not written as the standard asks."},
      {"job-count", Severity::error, true,
       "The stated number of jobs differs from the jobs listed."},
      {"duplicate-job", Severity::error, true, "A job is listed more than once in one block."},
      {"unsorted-jobs", Severity::error, true,
       "The jobs of a block are not in alphabetical order."},
      {"unregistered-job", Severity::error, true,
       "A job is not registered in .architecture/job_types.yaml."},
      {"unused-job", Severity::warning, true, "A registered job occurs in no file."},
      {"missing-block", Severity::note, true, "A source file has no block."},
      {"dangling-reference", Severity::warning, true,
       "A path in Incoming or Outgoing leads to no file of the tree."},
      {"one-sided-edge", Severity::warning, false,
       "One file says that it hands data to another, which does not say that it receives it, or "
       "the "
       "other way round."},
  };
  return k_rules;
}

CheckReport check(const Index& index, const Graph& graph, const CheckRequest& request) {
  CheckReport report;
  report.findings = Checker(index, graph, request.selection).run();
  for (Finding& found : report.findings) {
    if (const Rule* rule = find_rule(found.rule)) {
      found.severity = rule->severity;
    }
  }
  apply_selection(request.selection, rules(), report.findings);
  if (request.files) {
    const PathSet& named = *request.files;
    std::erase_if(report.findings,
                  [&](const Finding& found) { return !named.contains(found.file); });
    report.files = static_cast<std::size_t>(
        std::count_if(index.files.begin(), index.files.end(),
                      [&](const FileEntry& file) { return named.contains(file.path); }));
  } else {
    report.files = index.files.size();
  }
  sort_findings(report.findings);
  assign_fingerprints(report.findings);
  report.skipped = skipped_rules(index);
  return report;
}

} // namespace aether::job_tracer
