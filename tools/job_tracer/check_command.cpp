#include "job_tracer/check_command.h"

#include <algorithm>
#include <ostream>
#include <set>
#include <sstream>
#include <tuple>

#include <fmt/format.h>

#include "backend/root.h"
#include "core/error.h"
#include "core/text.h"
#include "core/version.h"
#include "job_tracer/check.h"
#include "job_tracer/fix.h"
#include "job_tracer/name_list.h"
#include "job_tracer/named_files.h"
#include "job_tracer/render.h"
#include "job_tracer/source_text.h"
#include "os/atomic_write.h"
#include "os/file.h"
#include "os/repository.h"
#include "os/source_lines.h"
#include "report/baseline.h"
#include "report/render_rules.h"

namespace aether::job_tracer {

namespace {

// What the operands name, as paths in the index.
class NamedFiles {
public:
  NamedFiles(const Options& options, const LoadedIndex& loaded, cli::Streams& streams)
      : options_(options), loaded_(loaded), streams_(streams) {}

  // Nothing where no operand restricts what is checked.
  std::optional<PathSet> find() {
    for (const std::string& operand : options_.operands) {
      if (operand == "-") { // by git, say, which names deleted files too
        const PathEnds ends(loaded_.index);
        for (const std::string& name : read_list("-", options_)) {
          take_listed(name, ends);
        }
      } else {
        take(operand);
      }
    }
    if (paths_.empty() && passed_over_ > 0 && !options_.quiet && !options_.verbose) {
      cli::warn(streams_.err, k_tool,
                passed_over_ == 1 ? "what was named is no source of this tree: nothing was checked"
                                  : fmt::format("none of the {} names is that of a source of this "
                                                "tree: nothing was checked",
                                                passed_over_));
    }
    return options_.operands.empty() ? std::nullopt : std::optional(std::move(paths_));
  }

private:
  void take(const std::string& name) {
    Named named = find_named(loaded_, name);
    switch (named.kind) {
    case Named::Kind::files:
      paths_.merge(PathSet(named.files.begin(), named.files.end()));
      return;
    case Named::Kind::not_source:
      pass_over(name);
      return;
    case Named::Kind::outside:
      throw Error(ExitCode::no_input,
                  fmt::format("`{}` lies outside the tree (see --root)", printable(name)));
    case Named::Kind::missing:
      throw Error(ExitCode::no_input, fmt::format("there is no file `{}`", printable(name)));
    }
  }

  void take_listed(const std::string& name, const PathEnds& ends) {
    std::string path = find_named_file(loaded_, name, &ends);
    if (path.empty()) {
      pass_over(name);
    } else {
      paths_.insert(std::move(path));
    }
  }

  void pass_over(const std::string& name) {
    ++passed_over_;
    if (options_.verbose) {
      cli::warn(streams_.err, k_tool, printable(name) + ": not a source of this tree, passed over");
    }
  }

  const Options& options_;
  const LoadedIndex& loaded_;
  cli::Streams& streams_;
  PathSet paths_;
  std::size_t passed_over_ = 0;
};

// Whether every file that needed it could be rewritten.
bool fix(const Options& options, const LoadedIndex& loaded, const Selection& selection,
         const std::optional<PathSet>& named, cli::Streams& streams) {
  std::vector<std::string> paths;
  for (const FileEntry& file : loaded.index.files) {
    if (!file.defects.empty() && (!named || named->contains(file.path))) {
      paths.push_back(file.path);
    }
  }
  const FixSummary summary = fix_files(loaded.root, paths, selection);
  for (const std::string& failure : summary.failures) {
    cli::warn(streams.err, k_tool, failure);
  }
  if (summary.fields > 0 && !options.quiet) {
    streams.err << fmt::format("{}: rewrote {} line{} in {} file{}\n", k_tool, summary.fields,
                               summary.fields == 1 ? "" : "s", summary.files,
                               summary.files == 1 ? "" : "s");
  }
  return summary.failures.empty();
}

void write_baseline_file(const std::string& file, const CheckReport& report,
                         cli::Streams& streams) {
  std::ostringstream text;
  write_baseline(text, k_tool, version(), report.findings);
  if (file == "-") {
    streams.out << text.str();
  } else {
    write_file_atomically(file, text.str());
  }
}

void render_check_text(const LoadedIndex& loaded, const CheckReport& report, const Options& options,
                       cli::Streams& streams) {
  SourceLines lines([&](std::string_view file) { return open_source(loaded, options.scan, file); });
  render_findings_text(
      streams.out, report.findings,
      [&](std::string_view file, std::uint32_t line) { return lines.line(file, line); },
      streams.colour ? Colour::on : Colour::off);
  if (options.quiet) {
    return;
  }
  streams.out << fmt::format("{} in {} file{}", count_findings(report.findings), report.files,
                             report.files == 1 ? "" : "s");
  if (report.known > 0) {
    streams.out << fmt::format(" ({} more in the baseline)", report.known);
  }
  streams.out << '\n';
}

void render(const LoadedIndex& loaded, const CheckReport& report, const Options& options,
            cli::Streams& streams) {
  const Index& index = loaded.index;
  Repositories repositories;
  const FileName in_repository = [&](std::string_view file) {
    const std::filesystem::path place = place_of(loaded, file);
    return place.empty() ? std::string() : repositories.path_of(place);
  };
  switch (options.format) {
  case Format::sarif:
    render_findings_sarif(streams.out, {k_tool, version()}, rules(), report.findings,
                          in_repository);
    return;
  case Format::github:
    render_findings_github(streams.out, report.findings, in_repository);
    return;
  case Format::ndjson:
    render_json(streams.out, index, report, JsonShape::records);
    return;
  case Format::json:
    render_json(streams.out, index, report,
                options.pretty.value_or(streams.terminal) ? JsonShape::pretty : JsonShape::compact);
    return;
  case Format::text:
  case Format::dot:
  case Format::mermaid:
  case Format::html:
    render_check_text(loaded, report, options, streams);
    return;
  }
}

ExitCode verdict(const CheckReport& report, const Options& options) {
  const auto any = [&](Severity severity) {
    return std::any_of(report.findings.begin(), report.findings.end(),
                       [&](const Finding& finding) { return finding.severity == severity; });
  };
  if (any(Severity::error)) {
    return ExitCode::problem;
  }
  return options.strict && any(Severity::warning) ? ExitCode::degraded : ExitCode::ok;
}

// A list of files says nothing of the others: what is found only for want of these, such as a job
// that no listed file has, is no finding. The whole tree is looked at where there is any.
void drop_what_the_rest_answers(const Options& options, const CheckRequest& request,
                                CheckReport& report) {
  if (!options.files_from || report.findings.empty()) {
    return;
  }
  Options whole = options;
  whole.files_from.reset();
  whole.listed.reset();
  const Index tree = load_index(whole, ScanDepth::everything, References::resolved).index;
  using Key = std::tuple<std::string_view, std::string_view, std::uint32_t, std::uint32_t>;
  const auto key_of = [](const Finding& one) {
    return Key(one.rule, one.file, one.begin.line, one.begin.column);
  };
  const CheckReport all = check(tree, Graph(tree), {request.selection, std::nullopt});
  std::set<Key> told;
  for (const Finding& one : all.findings) {
    told.insert(key_of(one));
  }
  std::erase_if(report.findings, [&](const Finding& one) {
    const bool in_tree = tree.find_file(one.file).has_value() ||
                         std::any_of(tree.registries.begin(), tree.registries.end(),
                                     [&](const Registry& each) { return each.file == one.file; });
    return in_tree && !told.contains(key_of(one));
  });
}

} // namespace

ExitCode run_check(const Options& given, cli::Streams& streams) {
  if (given.list_rules) {
    render_rules(streams.out, rules());
    return ExitCode::ok;
  }
  Options options = given;
  if (options.files_from) {
    // A fix looks at the tree twice, and standard input can be read only once.
    options.listed = read_list(*options.files_from, options);
  }
  CheckRequest request;
  request.selection = parse_selection(options.select, options.ignore, options.severity, rules());
  LoadedIndex loaded = load_index(options, ScanDepth::everything, References::resolved);
  request.files = NamedFiles(options, loaded, streams).find();
  bool all_fixed = true;
  if (options.fix) {
    all_fixed = fix(options, loaded, request.selection, request.files, streams);
    loaded = load_index(options, ScanDepth::everything, References::resolved);
  }
  report_state(options, loaded.index, documented(loaded.index), streams);
  CheckReport report = check(loaded.index, Graph(loaded.index), request);
  drop_what_the_rest_answers(options, request, report);
  if (options.write_baseline) {
    write_baseline_file(*options.write_baseline, report, streams);
    return ExitCode::ok;
  }
  if (options.baseline) {
    const std::string text = read_file_or_stdin(*options.baseline);
    report.known = drop_known(read_baseline(text, input_name(*options.baseline), k_tool,
                                            "job_tracer check --write-baseline"),
                              report.findings);
  }
  render(loaded, report, options, streams);
  for (const SkippedRules& skipped : report.skipped) {
    if (!options.quiet && options.format != Format::json) {
      streams.err << fmt::format("{}: note: not checked: {}: {}\n", k_tool, skipped.rules,
                                 skipped.reason);
    }
  }
  const ExitCode code = verdict(report, options);
  return code == ExitCode::ok && !all_fixed ? ExitCode::unavailable : code;
}

bool documented(const Index& index) {
  return std::any_of(index.files.begin(), index.files.end(),
                     [](const FileEntry& file) { return !file.blocks.empty(); });
}

void report_state(const Options& options, const Index& index, bool documented,
                  cli::Streams& streams) {
  if (options.quiet) {
    return;
  }
  for (const std::string& warning : index.warnings) {
    cli::warn(streams.err, k_tool, printable(warning));
  }
  if (!documented) {
    std::string where;
    for (const RootEntry& root : index.roots) {
      where += (where.empty() ? "" : ", ") + printable(root.path);
    }
    cli::warn(
        streams.err, k_tool,
        fmt::format("no @.architecture block found {}below {}; looked in source files (see "
                    "--ext, --include); a backend's root is told by {}, or name it with --root",
                    options.files_from ? "in those of the listed files that are " : "", where,
                    k_root_marks));
  }
}

} // namespace aether::job_tracer
