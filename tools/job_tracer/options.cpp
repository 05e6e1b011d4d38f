#include "job_tracer/options.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include <fmt/format.h>

#include "core/error.h"
#include "core/glob.h"
#include "core/text.h"
#include "os/walk.h"

namespace aether::job_tracer {

namespace {

constexpr std::string_view k_questions =
    "list search trace find export files show stats check graph impact diff";
constexpr std::string_view k_records = "list search find files impact check";

[[noreturn]] void wrong_usage(const std::string& message) { throw Error(ExitCode::usage, message); }

void refuse_together(const cli::Arguments& arguments, std::string_view a, std::string_view b) {
  if (arguments.has(a) && arguments.has(b)) {
    wrong_usage("--" + std::string(a) + " and --" + std::string(b) + " exclude each other");
  }
}

Format format_of(const cli::Arguments& arguments, const std::string& command) {
  static constexpr std::array k_formats = {std::pair{std::string_view("text"), Format::text},
                                           std::pair{std::string_view("json"), Format::json},
                                           std::pair{std::string_view("sarif"), Format::sarif},
                                           std::pair{std::string_view("github"), Format::github},
                                           std::pair{std::string_view("dot"), Format::dot},
                                           std::pair{std::string_view("mermaid"), Format::mermaid},
                                           std::pair{std::string_view("html"), Format::html}};
  const bool graph = command == "graph";
  const bool check = command == "check";
  const bool index = command == "export" || command == "merge"; // which is written as JSON alone
  if (arguments.has("ndjson")) {
    return Format::ndjson;
  }
  if (arguments.has("json")) {
    return Format::json;
  }
  const std::string name = arguments.value("format").value_or(graph   ? "dot"
                                                              : index ? "json"
                                                                      : "text");
  const auto found = std::find_if(k_formats.begin(), k_formats.end(),
                                  [&](const auto& pair) { return pair.first == name; });
  const Format format = found == k_formats.end() ? Format::ndjson : found->second;
  const bool fits =
      format == Format::json || (format == Format::text && !graph && !index) ||
      (graph && (format == Format::dot || format == Format::mermaid || format == Format::html)) ||
      (check && (format == Format::sarif || format == Format::github));
  if (!fits) {
    const std::vector<std::string_view> names =
        graph   ? std::vector<std::string_view>{"dot", "mermaid", "json", "html"}
        : check ? std::vector<std::string_view>{"text", "json", "sarif", "github"}
        : index ? std::vector<std::string_view>{"json"}
                : std::vector<std::string_view>{"text", "json"};
    if (found == k_formats.end()) {
      throw cli::not_a_choice("format", name, names);
    }
    std::string list;
    for (const std::string_view one : names) {
      list += (list.empty() ? "" : ", ") + std::string(one);
    }
    wrong_usage("`" + command + "` has no format `" + name + "` (it may be: " + list + ")");
  }
  return format;
}

std::optional<bool> pretty_of(const cli::Arguments& arguments) {
  if (arguments.has("pretty")) {
    return true;
  }
  return arguments.has("compact") ? std::optional(false) : std::nullopt;
}

// An empty name would match nothing, or everything; it comes from an unset variable.
void refuse_empty_names(const cli::Arguments& arguments) {
  std::vector<std::string> names = arguments.operands();
  for (const char* option : {"with", "without", "layer"}) {
    std::ranges::copy(arguments.values(option), std::back_inserter(names));
  }
  if (std::find(names.begin(), names.end(), "") != names.end()) {
    wrong_usage("an operand or a name is empty");
  }
}

// A pattern or an extension that fits nothing would leave the tree as if it were not given.
void refuse_what_fits_nothing(const cli::Arguments& arguments) {
  for (const char* option : {"exclude", "include"}) {
    for (const std::string& pattern : arguments.values(option)) {
      if (!has_closed_brackets(pattern)) {
        wrong_usage(
            fmt::format("--{}: nothing closes a bracket of `{}` (a backslash before it makes "
                        "it an ordinary character)",
                        option, printable(pattern)));
      }
      if (pattern.find_first_not_of("./") == std::string::npos) {
        wrong_usage(
            fmt::format("--{}: `{}` names nothing below the root", option, printable(pattern)));
      }
    }
  }
  for (const std::string& extension : arguments.values("ext")) {
    constexpr std::string_view k_no_part = "/\\*?[]{}\"' \t\n";
    if (extension.find_first_of(k_no_part) != std::string::npos ||
        extension.find_first_not_of(".,") == std::string::npos) {
      wrong_usage(fmt::format("--ext: `{}` is no extension (write them as in md,yaml; for patterns "
                              "there is --include)",
                              printable(extension)));
    }
  }
}

void check_combinations(const cli::Arguments& arguments, const std::string& command) {
  refuse_empty_names(arguments);
  refuse_what_fits_nothing(arguments);
  refuse_together(arguments, "index", "files-from");
  refuse_together(arguments, "index", "fix");
  refuse_together(arguments, "index", "layers");
  refuse_together(arguments, "json", "ndjson");
  refuse_together(arguments, "pretty", "compact");
  refuse_together(arguments, "baseline", "write-baseline");
  if (arguments.has("format") && (arguments.has("json") || arguments.has("ndjson")) &&
      arguments.value("format") != "json") {
    wrong_usage("--format " + *arguments.value("format") + " and --json exclude each other");
  }
  const bool names_a_file = command == "export" && arguments.operands().front() != "-";
  if (arguments.has("output") && (names_a_file || arguments.has("write-baseline"))) {
    wrong_usage("--output would have nothing to write: the answer goes to the file named already");
  }
  const auto stdin_uses =
      std::count(arguments.operands().begin(), arguments.operands().end(), "-") *
          (command == "export" ? 0 : 1) +
      (arguments.value("index") == "-" ? 1 : 0) + (arguments.value("files-from") == "-" ? 1 : 0) +
      (arguments.value("layers") == "-" ? 1 : 0) + (arguments.value("baseline") == "-" ? 1 : 0);
  if (stdin_uses > 1) {
    wrong_usage("standard input can be read only once");
  }
}

} // namespace

const cli::Syntax& syntax() {
  static const cli::Syntax k_syntax = [] {
    constexpr auto k_any = cli::Command::k_any_number;
    cli::Syntax made;
    made.tool = "job_tracer";
    made.commands = {
        {"list", "", 0, 0},
        {"search", "JOB...", 1, k_any},
        {"trace", "JOB", 1, 1},
        {"find", "QUERY", 1, 1},
        {"export", "FILE|-", 1, 1},
        {"files", "", 0, 0},
        {"show", "FILE", 1, 1},
        {"stats", "", 0, 0},
        {"check", "[FILE...|-]", 0, k_any},
        {"graph", "[JOB|FILE]", 0, 1},
        {"impact", "FILE...|-", 1, k_any},
        {"diff", "OLD [NEW]", 1, 2},
        {"merge", "EXPORT...", 1, k_any},
    };
    made.options = {
        {"root", 0, "DIR", k_questions, ""},
        {"index", 0, "FILE", k_questions, ""},
        {"files-from", 0, "FILE", k_questions, ""},
        {"null", '0', "", k_questions, ""},
        {"layers", 0, "FILE", k_questions, ""},
        {"exclude", 0, "GLOB", k_questions, ""},
        {"include", 0, "GLOB", k_questions, ""},
        {"ext", 0, "EXT", k_questions, ""},
        {"no-default-excludes", 0, "", k_questions, ""},
        {"threads", 0, "N", k_questions, ""},
        {"format", 0, "FORMAT", "", "text json sarif github dot mermaid html", true},
        {"json", 0, "", "", ""},
        {"ndjson", 0, "", k_records, ""},
        {"pretty", 0, "", "", ""},
        {"compact", 0, "", "", ""},
        {"sort", 0, "ORDER", "list", "name frequency"},
        {"layer", 0, "LAYER", "list files", ""},
        {"all", 0, "", "search", ""},
        {"with", 0, "JOB", "files", ""},
        {"without", 0, "JOB", "files", ""},
        {"print0", 0, "", "files", ""},
        {"upstream", 0, "", "impact", ""},
        {"depth", 0, "N", "impact", ""},
        {"fix", 0, "", "check", ""},
        {"strict", 0, "", "check", ""},
        {"select", 0, "RULE", "check", ""},
        {"ignore", 0, "RULE[:GLOB]", "check", ""},
        {"severity", 0, "RULE=LEVEL", "check", ""},
        {"baseline", 0, "FILE", "check", ""},
        {"write-baseline", 0, "FILE", "check", ""},
        {"list-rules", 0, "", "check", ""},
    };
    const std::vector<cli::Option> common = cli::common_options();
    made.options.insert(made.options.end(), common.begin(), common.end());
    return made;
  }();
  return k_syntax;
}

Options read_options(const cli::Arguments& arguments) {
  Options options;
  options.command = arguments.command();
  options.operands = arguments.operands();
  check_combinations(arguments, options.command);
  options.root = arguments.value("root");
  options.index = arguments.value("index");
  options.files_from = arguments.value("files-from");
  options.nul_separated = arguments.has("null");
  options.print0 = arguments.has("print0");
  options.layers_file = arguments.value("layers");
  options.scan.exclude = arguments.values("exclude");
  options.scan.include = arguments.values("include");
  options.scan.extensions = arguments.values("ext");
  options.scan.default_excludes = !arguments.has("no-default-excludes");
  constexpr std::size_t k_most_threads = 256;
  const auto threads = arguments.value("threads");
  options.threads = threads ? cli::parse_number("threads", *threads, k_most_threads) : 0;
  if (options.threads == 0) {
    options.threads = default_threads();
  }
  options.format = format_of(arguments, options.command);
  if (options.print0 && options.format != Format::text) {
    wrong_usage("--print0 is for text: in JSON every name is a string");
  }
  options.pretty = pretty_of(arguments);
  options.quiet = arguments.has("quiet");
  options.verbose = arguments.has("verbose");
  options.sort = arguments.value("sort") == "frequency" ? ListOrder::frequency : ListOrder::name;
  options.layer = arguments.value("layer");
  options.all = arguments.has("all");
  options.filter = {options.layer, arguments.values("with"), arguments.values("without")};
  options.upstream = arguments.has("upstream");
  if (const auto depth = arguments.value("depth")) {
    options.depth = cli::parse_number("depth", *depth);
  }
  options.fix = arguments.has("fix");
  options.strict = arguments.has("strict");
  options.select = arguments.values("select");
  options.ignore = arguments.values("ignore");
  options.severity = arguments.values("severity");
  options.baseline = arguments.value("baseline");
  options.write_baseline = arguments.value("write-baseline");
  options.list_rules = arguments.has("list-rules");
  return options;
}

} // namespace aether::job_tracer
