#include "health_check/options.h"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "core/error.h"
#include "core/text.h"

namespace aether::health_check {

namespace {

[[noreturn]] void wrong_usage(const std::string& message) { throw Error(ExitCode::usage, message); }

std::optional<unsigned> count(const cli::Arguments& arguments, std::string_view option,
                              unsigned least) {
  const auto text = arguments.value(option);
  if (!text) {
    return std::nullopt;
  }
  const std::size_t number = cli::parse_number(option, *text, 1000);
  if (number < least) {
    wrong_usage(fmt::format("--{}: at least {}", option, least));
  }
  return static_cast<unsigned>(number);
}

std::optional<std::chrono::milliseconds> duration(const cli::Arguments& arguments,
                                                  std::string_view option) {
  const auto value = cli::duration_value(arguments, option);
  if (value && value->count() <= 0) {
    wrong_usage(fmt::format("--{}: more than nothing", option));
  }
  return value;
}

Format format_of(const cli::Arguments& arguments) {
  const std::string name = cli::format_name(arguments);
  return name == "json"          ? Format::json
         : name == "ndjson"      ? Format::ndjson
         : name == "health+json" ? Format::health_json
         : name == "nagios"      ? Format::nagios
         : name == "prometheus"  ? Format::prometheus
                                 : Format::text;
}

void refuse_contradictions(const cli::Arguments& arguments, const Options& options) {
  std::vector<std::string> inputs = options.reports;
  for (const auto& one : {options.services, options.env_file, options.config_file}) {
    inputs.push_back(one.value_or(""));
  }
  if (std::count(inputs.begin(), inputs.end(), "-") > 1) {
    wrong_usage("standard input (-) can be read once only");
  }
  if (options.wait && options.watch) {
    wrong_usage("--wait and --watch exclude each other");
  }
  if (options.watch && arguments.has("output")) {
    wrong_usage("--watch goes on without end, and --output is written at the end; use --textfile");
  }
  if (options.watch && (options.format == Format::nagios || options.format == Format::health_json ||
                        options.format == Format::prometheus)) {
    wrong_usage("--watch writes text or JSON; --textfile writes Prometheus' format each round");
  }
  if (options.list && (options.format == Format::nagios || options.format == Format::health_json ||
                       options.format == Format::prometheus)) {
    wrong_usage(fmt::format("--list has no format {}", arguments.value("format").value_or("")));
  }
  if (options.quick && (options.write_test || options.deep)) {
    wrong_usage("--quick and --deep or --write-test exclude each other");
  }
}

} // namespace

const std::vector<std::string_view>& component_names() {
  static const std::vector<std::string_view> k_names = {
      "configuration", "dependencies", "backend",      "database", "redis",  "services",
      "system",        "storage",      "integrations", "mcp",      "reports"};
  return k_names;
}

const cli::Syntax& syntax() {
  static const cli::Syntax k_syntax = [] {
    cli::Syntax made;
    made.tool = "health_check";
    made.commands = {{"", "", 0, 0}};
    made.options = {
        {"component", 'c', "NAME", "", ""},
        {"quick", 0, "", "", ""},
        {"deep", 0, "", "", ""},
        {"write-test", 0, "", "", ""},
        {"list", 0, "", "", ""},
        {"wait", 0, "DURATION", "", ""},
        {"watch", 0, "DURATION", "", ""},
        {"root", 0, "DIR", "", ""},
        {"env", 0, "FILE", "", ""},
        {"config", 0, "FILE", "", ""},
        {"database", 0, "URL", "", ""},
        {"services", 0, "FILE", "", ""},
        {"report", 0, "FILE", "", ""},
        {"python", 0, "PROGRAM", "", ""},
        {"system-root", 0, "DIR", "", ""},
        {"timeout", 0, "DURATION", "", ""},
        {"check-timeout", 0, "DURATION", "", ""},
        {"retries", 0, "N", "", ""},
        {"threshold", 0, "NAME=WARN,CRIT", "", ""},
        {"fail-on", 0, "STATE", "", "degraded critical"},
        {"state", 0, "FILE", "", ""},
        {"down-after", 0, "N", "", ""},
        {"up-after", 0, "N", "", ""},
        {"format", 0, "FORMAT", "", "text json health+json nagios prometheus"},
        {"json", 0, "", "", ""},
        {"ndjson", 0, "", "", ""},
        {"textfile", 0, "FILE", "", ""},
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
  options.root = arguments.value("root");
  options.env_file = arguments.value("env");
  options.config_file = arguments.value("config");
  options.database = arguments.value("database");
  options.services = arguments.value("services");
  options.reports = arguments.values("report");
  options.components = arguments.values("component");
  options.thresholds = arguments.values("threshold");
  options.python = arguments.value("python").value_or(options.python);
  options.system_root = arguments.value("system-root").value_or(options.system_root);
  if (std::error_code failed; !std::filesystem::is_directory(options.system_root, failed)) {
    throw Error(ExitCode::no_input,
                "--system-root: there is no directory " + printable(options.system_root));
  }
  options.quick = arguments.has("quick");
  options.deep = arguments.has("deep");
  options.write_test = arguments.has("write-test");
  options.list = arguments.has("list");
  options.only_critical = arguments.value("fail-on") == "critical";
  options.timeout = duration(arguments, "timeout");
  options.check_timeout = duration(arguments, "check-timeout");
  options.retries = count(arguments, "retries", 0);
  options.wait = duration(arguments, "wait");
  options.watch = duration(arguments, "watch");
  options.state_file = arguments.value("state");
  options.down_after = count(arguments, "down-after", 1);
  options.up_after = count(arguments, "up-after", 1);
  if ((options.down_after || options.up_after) && !options.state_file && !options.watch) {
    wrong_usage("--down-after and --up-after need --state FILE, where rounds are remembered");
  }
  options.format = format_of(arguments);
  options.textfile = arguments.value("textfile");
  if (arguments.has("pretty") || arguments.has("compact")) {
    options.pretty = arguments.has("pretty");
  }
  options.quiet = arguments.has("quiet");
  options.verbose = arguments.has("verbose");
  refuse_contradictions(arguments, options);
  return options;
}

} // namespace aether::health_check
