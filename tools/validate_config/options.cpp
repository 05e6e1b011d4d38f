#include "validate_config/options.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "core/error.h"
#include "core/nearest.h"
#include "core/text.h"
#include "validate_config/rules.h"

namespace aether::validate_config {

namespace {

[[noreturn]] void wrong_usage(const std::string& message) { throw Error(ExitCode::usage, message); }

void refuse_together(const cli::Arguments& arguments, std::string_view a, std::string_view b) {
  if (arguments.has(a) && arguments.has(b)) {
    wrong_usage(fmt::format("--{} and --{} exclude each other", a, b));
  }
}

// Both halves of NAME=VALUE.
std::pair<std::string, std::string> halves(std::string_view option, std::string_view form,
                                           const std::string& text) {
  const std::size_t equals = text.rfind('=');
  if (equals == std::string::npos || equals == 0 || equals + 1 == text.size()) {
    wrong_usage(fmt::format("--{}: `{}` is no {}", option, printable(text), form));
  }
  return {text.substr(0, equals), text.substr(equals + 1)};
}

constexpr std::array<std::pair<std::string_view, Mode>, 5> k_modes = {{
    {"schema-only", Mode::schema_only},
    {"explain", Mode::explain},
    {"list-services", Mode::list_services},
    {"list-rules", Mode::list_rules},
    {"rule", Mode::explain_rule},
}};

Mode mode_of(const cli::Arguments& arguments) {
  Mode mode = Mode::validate;
  std::string_view chosen;
  for (const auto& [option, its_mode] : k_modes) {
    if (arguments.has(option)) {
      if (!chosen.empty()) {
        refuse_together(arguments, chosen, option);
      }
      chosen = option;
      mode = its_mode;
    }
  }
  return mode;
}

Format output_format_of(const cli::Arguments& arguments, Mode mode) {
  const std::string name = cli::format_name(arguments);
  for (const auto& [option, its_mode] : k_modes) {
    const bool has_json = its_mode == Mode::explain || its_mode == Mode::list_services;
    const bool is_report = its_mode == Mode::schema_only;
    if (mode == its_mode && !is_report && name != "text" && (name != "json" || !has_json)) {
      wrong_usage(fmt::format("--{} has no format {}", option, name));
    }
  }
  return name == "json"     ? Format::json
         : name == "ndjson" ? Format::ndjson
         : name == "sarif"  ? Format::sarif
         : name == "github" ? Format::github
                            : Format::text;
}

void require_rule(const std::string& name) {
  std::vector<std::string_view> names;
  for (const Rule& rule : rules()) {
    names.push_back(rule.name);
    if (rule.name == name) {
      return;
    }
  }
  wrong_usage(fmt::format("there is no rule `{}`{}", printable(name),
                          did_you_mean(nearest_names(name, names))));
}

} // namespace

const cli::Syntax& syntax() {
  static const cli::Syntax k_syntax = [] {
    cli::Syntax made;
    made.tool = "validate_config";
    made.commands = {{"", "[FILE...|-]", 0, cli::Command::k_any_number}};
    made.options = {
        {"file", 0, "FILE", "", ""},
        {"stdin-name", 0, "NAME", "", ""},
        {"root", 0, "DIR", "", ""},
        {"max-size", 0, "BYTES", "", ""},
        {"env", 0, "FILE", "", ""},
        {"env-names", 0, "FILE", "", ""},
        {"environment", 0, "NAME", "", ""},
        {"architecture", 0, "FILE", "", ""},
        {"check-network", 0, "", "", ""},
        {"explain", 0, "SETTING", "", ""},
        {"list-services", 0, "", "", ""},
        {"import-settings", 0, "", "", ""},
        {"python", 0, "PROGRAM", "", ""},
        {"timeout", 0, "DURATION", "", ""},
        {"schema-only", 0, "", "", ""},
        {"schema", 0, "GLOB=FILE", "", ""},
        {"schema-map", 0, "URI-PREFIX=DIR", "", ""},
        {"draft", 0, "DRAFT", "", "7 2020-12"},
        {"assert-formats", 0, "", "", ""},
        {"select", 0, "RULE", "", ""},
        {"ignore", 0, "RULE", "", ""},
        {"severity", 0, "RULE=LEVEL", "", ""},
        {"strict", 0, "", "", ""},
        {"baseline", 0, "FILE", "", ""},
        {"write-baseline", 0, "FILE", "", ""},
        {"list-rules", 0, "", "", ""},
        {"rule", 0, "NAME", "", ""},
        {"format", 0, "FORMAT", "", "text json sarif github"},
        {"json", 0, "", "", ""},
        {"ndjson", 0, "", "", ""},
        {"pretty", 0, "", "", ""},
        {"compact", 0, "", "", ""},
    };
    const std::vector<cli::Option> common = cli::common_options();
    made.options.insert(made.options.end(), common.begin(), common.end());
    return made;
  }();
  return k_syntax;
}

Options read_options(const cli::Arguments& arguments) {
  Options options;
  options.mode = mode_of(arguments);
  options.value = arguments.value("rule").value_or("");
  if (options.mode == Mode::explain_rule) {
    require_rule(options.value);
  }
  if (options.mode == Mode::explain) {
    options.value = *arguments.value("explain");
    if (!arguments.operands().empty()) {
      wrong_usage("--explain takes one setting, and no files");
    }
  }
  options.root = arguments.value("root");
  options.env_file = arguments.value("env");
  options.env_names = arguments.value("env-names");
  options.environment = arguments.value("environment").value_or("");
  options.architecture = arguments.value("architecture");
  options.import_settings = arguments.has("import-settings");
  options.probe.python = arguments.value("python").value_or(options.probe.python);
  options.check_network = arguments.has("check-network");
  if (const auto timeout = cli::duration_value(arguments, "timeout")) {
    if (options.check_network) { // a service's time is none for python3
      options.service_timeout = *timeout;
      options.network_timeout =
          std::max(options.network_timeout, *timeout + std::chrono::milliseconds(1000));
    } else {
      options.probe.timeout = *timeout;
    }
  }
  options.operands = arguments.operands();
  for (const std::string& file : arguments.values("file")) {
    options.operands.push_back(file);
  }
  if (options.mode == Mode::schema_only && options.operands.size() < 2) {
    wrong_usage("--schema-only takes a schema and at least one document");
  }
  for (const std::string& text : arguments.values("schema")) {
    auto [glob, file] = halves("schema", "GLOB=FILE", text);
    options.schemas.push_back({std::move(glob), std::move(file)});
  }
  for (const std::string& text : arguments.values("schema-map")) {
    auto [prefix, directory] = halves("schema-map", "URI-PREFIX=DIR", text);
    options.schema_map.push_back({std::move(prefix), std::move(directory)});
  }
  options.draft = arguments.value("draft").value_or("") == "7" ? json_schema::Draft::draft7
                                                               : json_schema::Draft::draft2020_12;
  options.assert_formats = arguments.has("assert-formats");
  options.stdin_name = arguments.value("stdin-name").value_or("");
  if (const auto size = arguments.value("max-size")) {
    options.max_size = cli::parse_number("max-size", *size);
  }
  options.selection = parse_selection(arguments.values("select"), arguments.values("ignore"),
                                      arguments.values("severity"), rules());
  if (!options.selection.select.empty()) { // that nothing could be looked at is told in any case
    options.selection.select.emplace_back(k_invalid);
    options.selection.select.emplace_back(k_unreadable);
    options.selection.select.emplace_back(k_dotenv_syntax);
  }
  options.strict = arguments.has("strict");
  refuse_together(arguments, "baseline", "write-baseline");
  options.baseline = arguments.value("baseline");
  options.write_baseline = arguments.value("write-baseline");
  options.format = output_format_of(arguments, options.mode);
  if (arguments.has("pretty") || arguments.has("compact")) {
    refuse_together(arguments, "pretty", "compact");
    options.pretty = arguments.has("pretty");
  }
  options.quiet = arguments.has("quiet");
  options.verbose = arguments.has("verbose");
  return options;
}

} // namespace aether::validate_config
