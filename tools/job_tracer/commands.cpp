#include "job_tracer/commands.h"

#include <algorithm>
#include <array>
#include <ostream>
#include <sstream>

#include <fmt/format.h>

#include "backend/blocks/export_format.h"
#include "backend/root.h"
#include "core/error.h"
#include "core/nearest.h"
#include "core/text.h"
#include "job_tracer/blocks.h"
#include "job_tracer/check_command.h"
#include "job_tracer/deleted_files.h"
#include "job_tracer/diff.h"
#include "job_tracer/explorer.h"
#include "job_tracer/graph.h"
#include "job_tracer/load_index.h"
#include "job_tracer/merge.h"
#include "job_tracer/name_list.h"
#include "job_tracer/named_files.h"
#include "job_tracer/render.h"
#include "os/atomic_write.h"
#include "os/file.h"

namespace aether::job_tracer {

namespace {

// One run of one command.
class Run {
public:
  Run(const Options& options, cli::Streams& streams) : options_(options), streams_(streams) {}

  ExitCode list() {
    const JobTally tally = load_jobs();
    return answer(list_jobs(tally, index().layers, options_.sort, layer(options_.layer)));
  }

  ExitCode search() {
    load(ScanDepth::blocks, References::unresolved);
    const SearchReport report = search_jobs(index(), options_.operands, options_.all);
    for (const UnknownJob& job : report.unknown) {
      say_unknown(job.name, job.nearest);
    }
    answer(report, colour());
    return report.results.empty() || !report.unknown.empty() ? ExitCode::problem : ExitCode::ok;
  }

  ExitCode trace() {
    load(ScanDepth::tree, References::resolved);
    const TraceReport report = trace_job(index(), Graph(index()), options_.operands.front());
    if (report.layers.empty()) {
      say_unknown(report.job, report.nearest);
    }
    answer(report, colour());
    return report.layers.empty() ? ExitCode::problem : ExitCode::ok;
  }

  ExitCode find() {
    const JobTally tally = load_jobs();
    const FindReport report = find_jobs(tally, options_.operands.front());
    if (report.results.empty()) {
      say_unknown(report.query, nearest_names(report.query, tally.names()));
    }
    answer(report);
    return report.results.empty() ? ExitCode::problem : ExitCode::ok;
  }

  ExitCode export_index() {
    load(ScanDepth::everything, References::resolved);
    const std::string& target = options_.operands.front();
    if (target == "-") {
      write_export(streams_.out, index(), layout());
      return ExitCode::ok;
    }
    std::ostringstream whole;
    write_export(whole, index(), layout());
    write_file_atomically(target, whole.str());
    return ExitCode::ok;
  }

  ExitCode files() {
    load(ScanDepth::blocks, References::unresolved);
    FileFilter filter = options_.filter;
    filter.layer = layer(filter.layer);
    const JobIndex jobs = index_jobs(index());
    bool all_known = true;
    for (const auto* names : {&filter.with, &filter.without}) {
      for (const std::string& name : *names) {
        const bool known = has_job(jobs, name);
        if (!known) {
          say_unknown(name, nearest_names(name, job_names(jobs)));
        }
        all_known = all_known && known;
      }
    }
    answer(select_files(index(), filter), options_.print0);
    return all_known ? ExitCode::ok : ExitCode::problem;
  }

  ExitCode show() {
    load(ScanDepth::tree, References::resolved);
    return answer(ShowReport{named_file(options_.operands.front())}, colour());
  }

  ExitCode stats() {
    load(ScanDepth::tree, References::resolved);
    return answer(gather_stats(index(), Graph(index())));
  }

  ExitCode graph() {
    const bool page = options_.format == Format::html;
    load(page ? ScanDepth::everything : ScanDepth::tree, References::resolved);
    const std::optional<GraphSubject> subject = graph_subject();
    if (!subject && options_.format != Format::json) {
      return ExitCode::problem; // an empty picture would hide it
    }
    const Graph graph(index());
    if (page) {
      render_html(streams_.out, index(), explore(index(), graph, *subject));
      return ExitCode::ok;
    }
    const GraphReport report = subject ? graph_of(index(), graph, *subject)
                                       : GraphReport{options_.operands.front(), {}, {}};
    if (options_.format == Format::json) {
      render_json(streams_.out, index(), report, shape());
    } else if (options_.format == Format::mermaid) {
      render_mermaid(streams_.out, index(), report);
    } else {
      render_dot(streams_.out, index(), report);
    }
    return subject ? ExitCode::ok : ExitCode::problem;
  }

  ExitCode impact() {
    const bool listed = options_.operands.size() == 1 && options_.operands.front() == "-";
    const std::vector<std::string> names = listed ? read_list("-", options_) : options_.operands;
    load(ScanDepth::tree, References::resolved);
    add_deleted_files(loaded_, names);
    const PathEnds ends(index());
    std::vector<std::uint32_t> from;
    std::vector<std::string> unknown;
    for (const std::string& name : names) {
      const std::string path = find_named_file(loaded_, name, &ends);
      if (const auto file = index().find_file(path)) {
        from.push_back(*file);
      } else if (listed) {
        unknown.push_back(text_of_name(name)); // a change of git's may touch any file
      } else {
        from.push_back(named_file(name));
      }
    }
    std::sort(from.begin(), from.end());
    from.erase(std::unique(from.begin(), from.end()), from.end());
    ImpactReport report =
        find_impact(index(), Graph(index()), from, options_.upstream, options_.depth);
    report.unknown = unknown;
    say_passed_over(unknown, from.empty());
    return answer(report);
  }

  ExitCode diff() {
    const Index before = read_operand(options_.operands.front());
    if (options_.operands.size() > 1) {
      loaded_.index = read_operand(options_.operands[1]);
    } else {
      load(ScanDepth::tree, References::resolved);
    }
    const DiffReport report = compare(before, index());
    answer(report);
    return report.empty() ? ExitCode::ok : ExitCode::problem;
  }

  ExitCode merge_exports() {
    std::vector<NamedIndex> parts;
    for (const std::string& operand : options_.operands) {
      parts.push_back({input_name(operand), read_operand(operand)});
    }
    write_export(streams_.out, merge(std::move(parts)), layout());
    return ExitCode::ok;
  }

private:
  [[nodiscard]] const Index& index() const { return loaded_.index; }
  [[nodiscard]] Colour colour() const { return streams_.colour ? Colour::on : Colour::off; }

  [[nodiscard]] JsonLayout layout() const {
    return options_.pretty.value_or(streams_.terminal) ? JsonLayout::pretty : JsonLayout::compact;
  }

  [[nodiscard]] JsonShape shape() const {
    if (options_.format == Format::ndjson) {
      return JsonShape::records;
    }
    return layout() == JsonLayout::pretty ? JsonShape::pretty : JsonShape::compact;
  }

  void say(std::string_view message) const {
    if (!options_.quiet) {
      cli::warn(streams_.err, k_tool, message);
    }
  }

  void say_passed_over(const std::vector<std::string>& names, bool nothing_left) const {
    if (options_.verbose) {
      for (const std::string& name : names) {
        say(fmt::format("{}: not in the index, passed over", printable(name)));
      }
    } else if (nothing_left && !names.empty()) {
      say(names.size() == 1
              ? fmt::format("{}: not in the index: nothing was asked", printable(names.front()))
              : fmt::format("none of the {} names is in the index: nothing was asked",
                            names.size()));
    }
  }

  void load(ScanDepth depth, References references) {
    loaded_ = load_index(options_, depth, references);
    report_state(options_, index(), documented(index()), streams_);
  }

  JobTally load_jobs() {
    TalliedScan scanned = load_tally(options_);
    loaded_.index = std::move(scanned.index);
    const std::vector<std::size_t>& files = scanned.tally.files();
    const bool any =
        std::any_of(files.begin(), files.end(), [](std::size_t count) { return count > 0; });
    report_state(options_, index(), any, streams_);
    return std::move(scanned.tally);
  }

  static Index read_operand(const std::string& operand) {
    return read_export(read_file_or_stdin(operand), input_name(operand));
  }

  static bool has_job(const JobIndex& jobs, std::string_view name) {
    return std::any_of(jobs.begin(), jobs.end(),
                       [&](const auto& entry) { return equals_ignoring_case(entry.first, name); });
  }

  [[nodiscard]] std::optional<std::string> layer(const std::optional<std::string>& name) const {
    return name ? std::optional(layer_named(index(), *name)) : std::nullopt;
  }

  void say_unknown(const std::string& job, const std::vector<std::string>& nearest) const {
    streams_.err << k_tool << ": no file has the job `" << printable(job) << "`"
                 << did_you_mean(nearest) << '\n';
  }

  [[nodiscard]] std::uint32_t named_file(const std::string& name) const {
    if (const auto file = index().find_file(find_named_file(loaded_, name))) {
      return *file;
    }
    std::vector<std::string> near = files_ending_in(index(), name);
    const bool ambiguous = !near.empty();
    if (!ambiguous) {
      std::vector<std::string_view> paths;
      for (const FileEntry& file : index().files) {
        paths.push_back(file.path);
      }
      near = nearest_names(name, paths);
    }
    throw Error(ExitCode::no_input,
                fmt::format("`{}` {}{}", printable(name),
                            ambiguous ? "is ambiguous" : "is not among the files of the index",
                            did_you_mean(near)));
  }

  // What the operand names, if anything.
  [[nodiscard]] std::optional<GraphSubject> graph_subject() const {
    if (options_.operands.empty()) {
      return GraphSubject{};
    }
    const std::string& name = options_.operands.front();
    const JobIndex jobs = index_jobs(index());
    if (has_job(jobs, name)) {
      return GraphSubject{name, {}};
    }
    if (const auto file = index().find_file(find_named_file(loaded_, name))) {
      return GraphSubject{{}, file};
    }
    streams_.err << k_tool << ": neither a job nor a file is called `" << printable(name) << "`"
                 << did_you_mean(nearest_names(name, job_names(jobs))) << '\n';
    return std::nullopt;
  }

  static GraphReport graph_of(const Index& index, const Graph& graph, const GraphSubject& subject) {
    return subject.job    ? job_graph(index, graph, *subject.job)
           : subject.file ? file_graph(index, graph, *subject.file)
                          : whole_graph(index, graph);
  }

  template <typename Report, typename... More>
  ExitCode answer(const Report& report, const More&... more) {
    if (options_.format == Format::text) {
      render_text(streams_.out, index(), report, more...);
    } else {
      render_json(streams_.out, index(), report, shape());
    }
    return ExitCode::ok;
  }

  const Options& options_;
  cli::Streams& streams_;
  LoadedIndex loaded_;
};

} // namespace

ExitCode run_command(const Options& options, cli::Streams& streams) {
  if (options.command == "check") {
    return run_check(options, streams);
  }
  struct Entry {
    std::string_view name;
    ExitCode (Run::*run)();
  };
  static constexpr std::array k_commands = {
      Entry{"list", &Run::list},           Entry{"search", &Run::search},
      Entry{"trace", &Run::trace},         Entry{"find", &Run::find},
      Entry{"export", &Run::export_index}, Entry{"files", &Run::files},
      Entry{"show", &Run::show},           Entry{"stats", &Run::stats},
      Entry{"graph", &Run::graph},         Entry{"impact", &Run::impact},
      Entry{"diff", &Run::diff},           Entry{"merge", &Run::merge_exports}};
  const auto entry = std::find_if(k_commands.begin(), k_commands.end(),
                                  [&](const Entry& e) { return e.name == options.command; });
  Run run(options, streams);
  return (run.*(entry->run))();
}

} // namespace aether::job_tracer
