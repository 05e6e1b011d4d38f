#include "validate_config/command.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <ostream>
#include <set>
#include <sstream>

#include <fmt/format.h>

#include "backend/config_files.h"
#include "backend/root.h"
#include "core/error.h"
#include "core/glob.h"
#include "core/nearest.h"
#include "core/path.h"
#include "core/text.h"
#include "core/version.h"
#include "os/atomic_write.h"
#include "os/file.h"
#include "os/repository.h"
#include "os/source_lines.h"
#include "report/baseline.h"
#include "report/render_findings.h"
#include "validate_config/check_document.h"
#include "validate_config/cross_checks.h"
#include "validate_config/explain.h"
#include "validate_config/inline_ignores.h"
#include "validate_config/list_services.h"
#include "validate_config/merge_alike.h"
#include "validate_config/render.h"
#include "validate_config/rules.h"
#include "validate_config/schema_of_file.h"
#include "validate_config/schemas.h"
#include "validate_config/similar_keys.h"

namespace aether::validate_config {

namespace {

namespace fs = std::filesystem;

// A document to look at.
struct Subject {
  std::string name; // in findings
  fs::path path;    // empty: standard input
  std::string_view built_in;
};

class Command {
public:
  Command(const Options& options, cli::Streams& streams)
      : options_(options), streams_(streams), schemas_(options) {}

  ExitCode run() {
    refuse_stdin_twice();
    if (options_.baseline) { // first, since it may be refused
      const std::string text =
          *options_.baseline == "-" ? read_stdin() : read_named(*options_.baseline);
      baseline_ = read_baseline(text, input_name(*options_.baseline), k_tool,
                                "validate_config --write-baseline");
    }
    const std::vector<Subject> subjects =
        options_.mode == Mode::schema_only ? documents() : files_of_backend();
    const json_schema::Schema* only = options_.mode == Mode::schema_only
                                          ? &schemas_.from_file(options_.operands.front())
                                          : nullptr;
    for (const Subject& subject : subjects) {
      paths_.emplace(subject.name, subject.path);
      report_.files.push_back(subject.name);
      check(subject, only);
    }
    if (options_.mode == Mode::validate && wants_cross_checks(options_)) {
      add_cross_checks();
    }
    finish();
    return answer();
  }

private:
  void refuse_stdin_twice() const {
    const auto in_operands =
        std::count(options_.operands.begin(), options_.operands.end(), std::string("-"));
    const auto is_stdin = [](const std::optional<std::string>& one) { return one == "-" ? 1 : 0; };
    if (in_operands + is_stdin(options_.baseline) + is_stdin(options_.env_names) +
            is_stdin(options_.architecture) >
        1) {
      throw Error(ExitCode::usage, "standard input (-) can be read once only");
    }
  }

  // The operands after the schema.
  std::vector<Subject> documents() {
    std::vector<Subject> subjects;
    for (std::size_t i = 1; i < options_.operands.size(); ++i) {
      subjects.push_back(operand(options_.operands[i], fs::path()));
    }
    return subjects;
  }

  std::vector<Subject> files_of_backend() {
    const fs::path root = find_root(options_.root).path;
    root_ = root;
    report_.root = printable(root.string());
    std::vector<Subject> subjects;
    for (const std::string& name : options_.operands) {
      subjects.push_back(operand(name, root));
    }
    if (!options_.operands.empty()) {
      return subjects;
    }
    for (const std::string& file : find_config_files(root)) {
      subjects.push_back({file, root / file, schema_for(file)});
    }
    std::error_code failed;
    if (subjects.empty() && !fs::exists(root / "config/settings.py", failed)) {
      throw Error(ExitCode::no_input,
                  fmt::format("{}: no configuration here: looked for {} and other files in config/ "
                              "and .architecture/; --root names the backend",
                              printable(root.string()), k_root_marks));
    }
    return subjects;
  }

  // Files of nearly that name in its directory, from here or from the root.
  static std::vector<std::string> files_like(const fs::path& name, const fs::path& root) {
    std::vector<std::string> names;
    for (const fs::path& directory :
         {name.has_parent_path() ? name.parent_path() : fs::path("."), root / name.parent_path()}) {
      std::error_code failed;
      for (fs::directory_iterator each(directory, failed), end; !failed && each != end;
           each.increment(failed)) {
        names.push_back(each->path().filename().string());
      }
    }
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    std::vector<std::string> near = nearest_names(
        name.filename().string(), std::vector<std::string_view>(names.begin(), names.end()));
    for (std::string& one : near) {
      one = printable((name.parent_path() / one).generic_string());
    }
    return near;
  }

  // A file that is named, from here or from the root.
  [[nodiscard]] Subject operand(const std::string& name, const fs::path& root) const {
    if (name == "-") {
      const std::string shown =
          options_.stdin_name.empty() ? "standard input" : options_.stdin_name;
      return {printable(shown), {}, schema_for(options_.stdin_name)};
    }
    std::error_code failed;
    fs::path path = name;
    if (!fs::exists(path, failed) && !root.empty() && fs::exists(root / name, failed)) {
      path = root / name;
    }
    if (!fs::exists(path, failed)) {
      throw Error(ExitCode::no_input, fmt::format("there is no file `{}`{}", printable(name),
                                                  did_you_mean(files_like(name, root))));
    }
    if (root.empty()) {
      return {printable(name), path, {}};
    }
    const fs::path below = fs::weakly_canonical(path, failed).lexically_relative(root);
    const bool inside = !below.empty() && *below.begin() != "..";
    const std::string shown = inside ? below.generic_string() : name;
    return {printable(shown), path, inside ? schema_for(shown) : std::string_view()};
  }

  // The finding says which file it is.
  static std::string without_path(std::string message, const fs::path& path) {
    const std::string shown = printable(path.string());
    if (const std::size_t at = message.find(shown); at != std::string::npos && !shown.empty()) {
      const bool first = at == 0;
      message.erase(first ? 0 : at - 1, shown.size() + 1);
    }
    return message;
  }

  [[nodiscard]] std::optional<std::string> read(const Subject& subject) {
    try {
      if (subject.path.empty()) {
        return stdin_text_ = read_stdin(options_.max_size);
      }
      return read_named(subject.path, options_.max_size);
    } catch (const Error& error) {
      Finding finding;
      finding.rule = k_unreadable;
      finding.file = subject.name;
      finding.message = without_path(error.what(), subject.path);
      report_.findings.push_back(std::move(finding));
      return std::nullopt;
    }
  }

  [[nodiscard]] DocumentFormat format_for(const Subject& subject) const {
    const bool is_stdin = subject.path.empty();
    const auto format = aether::format_of(is_stdin ? options_.stdin_name : subject.name);
    if (format) {
      return *format;
    }
    if ((is_stdin || is_open_already(subject.path)) && options_.mode == Mode::schema_only) {
      return DocumentFormat::yaml; // which JSON is a part of
    }
    throw Error(ExitCode::usage,
                is_stdin ? std::string("--stdin-name says what standard input is: NAME.yaml, "
                                       ".toml, .json or .env")
                         : fmt::format("{}: is neither YAML, TOML, JSON nor .env by its name",
                                       subject.name));
  }

  // What the cross-checks look at though it is no document.
  [[nodiscard]] bool is_source(const Subject& subject) const {
    const std::string_view name = base_name(subject.name);
    return options_.mode == Mode::validate && !subject.path.empty() &&
           (name.ends_with(".py") || name.ends_with(".sh") || name.ends_with(".txt") ||
            name == "Procfile" || name.starts_with("Dockerfile") || name == "Pipfile");
  }

  void check(const Subject& subject, const json_schema::Schema* only) {
    if (is_source(subject)) {
      return;
    }
    const DocumentFormat format = format_for(subject);
    const std::optional<std::string> text = read(subject);
    if (!text) {
      return;
    }
    if (options_.mode == Mode::validate && format != DocumentFormat::json) {
      find_inline_ignores(*text, subject.name, ignores_);
    }
    std::optional<Document> document = read_checked(*text, subject.name, format, report_.findings);
    if (options_.mode == Mode::schema_only) { // which has no other rules
      std::erase_if(report_.findings, [](const Finding& one) { return one.rule == k_ambiguous; });
      if (document) {
        document->ambiguities.clear();
      }
    }
    if (!document) {
      return;
    }
    const json_schema::Schema* schema =
        only != nullptr ? only : choose_schema(subject, *text, *document, format);
    if (schema != nullptr) {
      try {
        check_against(*schema, *document, *text, format, subject.name, report_.findings);
        if (!subject.built_in.empty() && schema == schemas_.built_in(subject.built_in)) {
          locate(*document, *text, format);
          find_similar_keys(built_in_value(subject.built_in), *document, subject.name,
                            report_.findings);
        }
      } catch (const Error& error) { // it leads back to itself, or takes too many steps
        unusable_schema(subject, error.what());
      }
    } else if (options_.verbose) {
      cli::warn(streams_.err, k_tool, subject.name + ": there is no schema for it");
    }
  }

  // A user's own first, then the document's, then the one that is built in.
  const json_schema::Schema* choose_schema(const Subject& subject, std::string_view text,
                                           const Document& document, DocumentFormat format) {
    for (const SchemaChoice& choice : options_.schemas) {
      if (glob_matches(choice.glob, subject.name)) {
        return &schemas_.from_file(choice.file);
      }
    }
    if (const auto named = schema_named_in(text, document, format)) {
      try {
        if (named->find("://") != std::string::npos) {
          const json_schema::Schema* found = schemas_.from_uri(*named);
          if (found == nullptr) {
            unusable_schema(subject,
                            fmt::format("its schema {} was not looked at: --schema-map "
                                        "says where it is, and the network is never read",
                                        printable(*named)),
                            Severity::note);
          }
          return found;
        }
        // Beside the document; `-` too is a file there.
        const fs::path beside = subject.path.empty() ? fs::path(options_.stdin_name) : subject.path;
        const fs::path file = beside.parent_path() / *named;
        return &schemas_.from_file(file == "-" ? "./-" : file.string());
      } catch (const Error& error) {
        unusable_schema(subject, error.what());
        return nullptr;
      }
    }
    return subject.built_in.empty() ? nullptr : schemas_.built_in(subject.built_in);
  }

  void unusable_schema(const Subject& subject, std::string message,
                       Severity severity = Severity::error) {
    Finding finding;
    finding.severity = severity;
    finding.rule = k_unusable;
    finding.file = subject.name;
    finding.begin = {1, 1};
    finding.message = std::move(message);
    report_.findings.push_back(std::move(finding));
  }

  // Only what touches the files that are named, where some are.
  void add_cross_checks() {
    Tree tree = read_tree(options_);
    CrossChecks made = cross_check(tree, options_);
    std::vector<Finding>& found = made.findings;
    report_.asked = std::move(made.asked);
    looked_at_all_ =
        tree.has_code() && can_read_settings(tree) &&
        (tree.backend.settings.module.empty() || !tree.backend.settings.settings.empty());
    std::erase_if(found, [&](const Finding& one) {
      return !options_.operands.empty() && !one.file.empty() && !paths_.contains(one.file) &&
             !paths_.contains(one.fix_at);
    });
    for (const PythonFile& file : tree.code().files) {
      source_ignores(file.file);
    }
    for (const std::string& file : tree.start.files) {
      source_ignores(file);
    }
    std::erase_if(report_.findings, [&](const Finding& one) { return is_said_better(one, found); });
    report_.findings.insert(report_.findings.end(), std::make_move_iterator(found.begin()),
                            std::make_move_iterator(found.end()));
  }

  // What a schema says of a value's form, a rule of its own says with more sense.
  static bool is_said_better(const Finding& finding, const std::vector<Finding>& found) {
    const bool is_similar_key = finding.rule == k_similar_key;
    return (finding.rule == k_value || is_similar_key) && !finding.pointer.empty() &&
           std::any_of(found.begin(), found.end(), [&](const Finding& one) {
             const bool is_of_keys =
                 one.rule == "environment/keys-differ" || one.rule == "environment/unknown-key";
             return one.file == finding.file && one.pointer == finding.pointer &&
                    (is_similar_key ? is_of_keys : one.severity == Severity::error);
           });
  }

  void source_ignores(const std::string& file) {
    if (!paths_.contains(file) || is_source({file, root_ / file, {}})) {
      std::ifstream in(root_ / file, std::ios::binary);
      const std::string text(std::istreambuf_iterator<char>(in), {});
      if (options_.operands.empty() || paths_.contains(file)) {
        find_inline_ignores(text, file, ignores_);
      }
    }
  }

  // Whether a comment silences anything is known where all rules have looked.
  void silence() {
    apply_inline_ignores(ignores_, report_.findings);
    if (!looked_at_all_ || !options_.selection.select.empty() || !options_.environment.empty()) {
      std::erase_if(report_.findings,
                    [](const Finding& one) { return one.rule == k_unused_ignore; });
    }
  }

  void finish() {
    silence();
    apply_selection(options_.selection, rules(), report_.findings);
    sort_findings(report_.findings);
    if (options_.mode == Mode::validate && !options_.verbose) {
      merge_alike(report_.findings);
    }
    assign_fingerprints(report_.findings);
    report_.known = drop_known(baseline_, report_.findings);
  }

  // Where a file of a finding is; empty for standard input.
  [[nodiscard]] fs::path path_of(std::string_view file) const {
    const auto named = paths_.find(file);
    return named == paths_.end() ? root_ / file : named->second;
  }

  FileName in_repository() {
    return [this](std::string_view file) {
      const fs::path path = path_of(file);
      return path.empty() ? std::string() : repositories_.path_of(path);
    };
  }

  ExitCode answer() {
    if (options_.write_baseline) {
      write_baseline_file(*options_.write_baseline);
      return ExitCode::ok;
    }
    switch (options_.format) {
    case Format::text:
      render_text(report_, options_, streams_, [this](std::string_view file, std::uint32_t line) {
        return lines_.line(file, line);
      });
      break;
    case Format::json:
    case Format::ndjson:
      render_json(report_, options_, streams_);
      break;
    case Format::sarif:
      render_findings_sarif(streams_.out, {k_tool, version()}, rules(), report_.findings,
                            in_repository());
      break;
    case Format::github:
      render_findings_github(streams_.out, report_.findings, in_repository());
      break;
    }
    const auto any = [&](Severity severity) {
      return std::any_of(report_.findings.begin(), report_.findings.end(),
                         [&](const Finding& one) { return one.severity == severity; });
    };
    if (any(Severity::error)) {
      return ExitCode::problem;
    }
    return options_.strict && any(Severity::warning) ? ExitCode::degraded : ExitCode::ok;
  }

  void write_baseline_file(const std::string& file) {
    std::ostringstream text;
    write_baseline(text, k_tool, version(), report_.findings);
    if (file == "-") {
      streams_.out << text.str();
    } else {
      write_file_atomically(file, text.str());
    }
  }

  const Options& options_;
  cli::Streams& streams_;
  Schemas schemas_;
  Report report_;
  fs::path root_;
  std::vector<InlineIgnore> ignores_;
  bool looked_at_all_ = false;
  std::map<std::string, fs::path, std::less<>> paths_; // empty: standard input
  std::string stdin_text_;
  Repositories repositories_;
  std::set<std::string> baseline_;
  SourceLines lines_{[this](std::string_view file) -> std::unique_ptr<std::istream> {
    const fs::path path = path_of(file);
    if (path.empty()) {
      return std::make_unique<std::istringstream>(stdin_text_);
    }
    return std::make_unique<std::ifstream>(path);
  }};
};

} // namespace

ExitCode run_command(const Options& options, cli::Streams& streams) {
  if (options.mode == Mode::list_rules || options.mode == Mode::explain_rule) {
    render_rules(options, streams);
    return ExitCode::ok;
  }
  if (options.mode == Mode::explain) {
    const Explanation explanation = explain(options);
    render_explanation(explanation, options, streams);
    return explanation.is_broken ? ExitCode::problem : ExitCode::ok;
  }
  if (options.mode == Mode::list_services) {
    render_services(list_services(options), options, streams);
    return ExitCode::ok;
  }
  return Command(options, streams).run();
}

} // namespace aether::validate_config
