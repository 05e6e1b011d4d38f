#include "verify_oi_tools/options.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/error.h"
#include "core/nearest.h"
#include "core/secrets.h"
#include "core/text.h"
#include "data/json.h"
#include "verify_oi_tools/redact.h"
#include "verify_oi_tools/rules.h"

namespace aether::verify_oi_tools {

namespace {

constexpr std::chrono::milliseconds k_time_to_execute(60'000);

[[noreturn]] void wrong_usage(const std::string& message) { throw Error(ExitCode::usage, message); }

void refuse_together(const cli::Arguments& arguments, std::string_view one,
                     std::string_view other) {
  if (arguments.has(one) && arguments.has(other)) {
    wrong_usage(fmt::format("--{} and --{} exclude each other", one, other));
  }
}

Mode mode_of(const cli::Arguments& arguments) {
  refuse_together(arguments, "list", "generate");
  refuse_together(arguments, "list", "list-rules");
  refuse_together(arguments, "generate", "list-rules");
  for (const char* one : {"list", "generate", "list-rules"}) {
    refuse_together(arguments, one, "rule");
  }
  return arguments.has("list")         ? Mode::list
         : arguments.has("generate")   ? Mode::generate
         : arguments.has("list-rules") ? Mode::list_rules
         : arguments.has("rule")       ? Mode::explain_rule
                                       : Mode::verify;
}

Format format_of(const cli::Arguments& arguments, Mode mode) {
  const std::string name = cli::format_name(arguments);
  if (mode == Mode::generate &&
      (arguments.has("format") || arguments.has("json") || arguments.has("ndjson"))) {
    wrong_usage("--generate writes YAML");
  }
  const std::string_view option = mode == Mode::list           ? "list"
                                  : mode == Mode::list_rules   ? "list-rules"
                                  : mode == Mode::explain_rule ? "rule"
                                                               : "";
  if (!option.empty() && name != "text" && (name != "json" || mode != Mode::list)) {
    wrong_usage(fmt::format("--{} has no format {}", option, name));
  }
  return name == "json"     ? Format::json
         : name == "ndjson" ? Format::ndjson
         : name == "sarif"  ? Format::sarif
         : name == "junit"  ? Format::junit
         : name == "github" ? Format::github
                            : Format::text;
}

void refuse_stdin_twice(const Options& options) {
  const std::optional<std::string> inputs[] = {options.openapi,  options.health,
                                               options.baseline, options.lock,
                                               options.env_file, options.config_file};
  const auto of_files = std::count(std::begin(inputs), std::end(inputs), "-");
  if (of_files + std::count(options.mcp_configs.begin(), options.mcp_configs.end(), "-") > 1) {
    wrong_usage("standard input (-) can be read once only");
  }
}

std::chrono::milliseconds time_of(const cli::Arguments& arguments, std::string_view name,
                                  std::chrono::milliseconds otherwise) {
  const std::chrono::milliseconds time = cli::duration_value(arguments, name).value_or(otherwise);
  if (time.count() <= 0) {
    wrong_usage(fmt::format("--{}: more than nothing", name));
  }
  return time;
}

ExecutionPlan::Which execution_of(const cli::Arguments& arguments) {
  refuse_together(arguments, "execute", "execute-all");
  if (arguments.has("execute-all") && !arguments.has("yes")) {
    wrong_usage("--execute-all calls every tool, also those that change and delete; if that is "
                "wanted, say --yes");
  }
  return arguments.has("execute-all") ? ExecutionPlan::Which::all
         : arguments.has("execute")   ? ExecutionPlan::Which::safe
                                      : ExecutionPlan::Which::none;
}

std::map<std::string, boost::json::object, std::less<>>
arguments_of(const cli::Arguments& arguments) {
  std::map<std::string, boost::json::object, std::less<>> made;
  for (const std::string& one : arguments.values("args")) {
    const std::size_t mark = one.find('=');
    if (mark == std::string::npos || mark == 0) {
      wrong_usage(
          fmt::format("--args: `{}` is not of the form TOOL=JSON", redacted(printable(one))));
    }
    try {
      boost::json::value value = parse_json(one.substr(mark + 1), "--args");
      if (!value.is_object()) {
        wrong_usage(fmt::format("--args: the arguments of {} are no object",
                                printable(one.substr(0, mark))));
      }
      made[one.substr(0, mark)] = std::move(value.get_object());
    } catch (const Error& error) {
      wrong_usage(error.what());
    }
  }
  return made;
}

// The other tools call rules about safety `security/...`; so may these be called.
std::vector<std::string> rules_of(const cli::Arguments& arguments, std::string_view option) {
  constexpr std::string_view k_security = "security/";
  std::vector<std::string> given = arguments.values(option);
  for (std::string& one : given) {
    if (one.starts_with(k_security)) {
      one.replace(0, k_security.size(), "safety/");
    }
  }
  return given;
}

// The rule that is asked about; empty where none is.
std::string rule_of(const cli::Arguments& arguments) {
  const std::vector<std::string> asked = rules_of(arguments, "rule");
  if (asked.empty()) {
    return "";
  }
  std::vector<std::string_view> names;
  for (const Rule& one : rules()) {
    names.push_back(one.name);
  }
  if (std::find(names.begin(), names.end(), asked.back()) == names.end()) {
    wrong_usage(fmt::format("there is no rule `{}`{}", printable(asked.back()),
                            did_you_mean(nearest_names(asked.back(), names))));
  }
  return asked.back();
}

mcp::Protocol protocol_of(const cli::Arguments& arguments) {
  const std::string name = arguments.value("mcp-protocol").value_or("legacy");
  return name == "modern" ? mcp::Protocol::modern
         : name == "auto" ? mcp::Protocol::automatic
                          : mcp::Protocol::legacy;
}

} // namespace

const cli::Syntax& syntax() {
  static const cli::Syntax k_command_line = [] {
    cli::Syntax made;
    made.tool = "verify_oi_tools";
    made.commands = {{"", "", 0, 0}};
    made.options = {
        {"tool", 't', "NAME", "", ""},
        {"list", 0, "", "", ""},
        {"generate", 0, "", "", ""},
        {"root", 0, "DIR", "", ""},
        {"env", 0, "FILE", "", ""},
        {"catalog", 0, "FILE", "", ""},
        {"base-url", 0, "URL", "", ""},
        {"openapi", 0, "FILE", "", ""},
        {"callers", 0, "GLOB", "", ""},
        {"mcp", 0, "COMMAND", "", ""},
        {"mcp-url", 0, "URL", "", ""},
        {"mcp-config", 0, "FILE", "", ""},
        {"database", 0, "URL", "", ""},
        {"probe", 0, "COMMAND", "", ""},
        {"python-source", 0, "DIR", "", ""},
        {"mcp-protocol", 0, "WHICH", "", "legacy modern auto"},
        {"config", 0, "FILE", "", ""},
        {"execute", 0, "", "", ""},
        {"execute-all", 0, "", "", ""},
        {"args", 0, "TOOL=JSON", "", ""},
        {"call-timeout", 0, "DURATION", "", ""},
        {"examples", 0, "", "", ""},
        {"yes", 'y', "", "", ""},
        {"python", 0, "PROGRAM", "", ""},
        {"offline", 0, "", "", ""},
        {"timeout", 0, "DURATION", "", ""},
        {"health", 0, "FILE", "", ""},
        {"lock", 0, "FILE", "", ""},
        {"update-lock", 0, "FILE", "", ""},
        {"select", 0, "RULE", "", ""},
        {"ignore", 0, "RULE", "", ""},
        {"severity", 0, "RULE=LEVEL", "", ""},
        {"baseline", 0, "FILE", "", ""},
        {"write-baseline", 0, "FILE", "", ""},
        {"list-rules", 0, "", "", ""},
        {"rule", 0, "NAME", "", ""},
        {"format", 0, "FORMAT", "", "text json sarif junit github"},
        {"json", 0, "", "", ""},
        {"ndjson", 0, "", "", ""},
        {"pretty", 0, "", "", ""},
        {"compact", 0, "", "", ""},
    };
    const std::vector<cli::Option> common = cli::common_options();
    made.options.insert(made.options.end(), common.begin(), common.end());
    return made;
  }();
  return k_command_line;
}

Options read_options(const cli::Arguments& arguments) {
  Options options;
  options.mode = mode_of(arguments);
  options.rule = rule_of(arguments);
  options.root = arguments.value("root");
  options.env_file = arguments.value("env");
  options.catalog = arguments.value("catalog");
  options.openapi = arguments.value("openapi");
  options.base_url = arguments.value("base-url");
  options.health = arguments.value("health");
  options.callers = arguments.values("callers");
  options.mcp = arguments.values("mcp");
  options.mcp_urls = arguments.values("mcp-url");
  options.mcp_configs = arguments.values("mcp-config");
  options.database = arguments.value("database");
  options.probe = arguments.value("probe");
  options.python_source = arguments.value("python-source");
  options.mcp_protocol = protocol_of(arguments);
  options.examples = arguments.has("examples");
  options.config_file = arguments.value("config");
  options.execute = execution_of(arguments);
  options.arguments = arguments_of(arguments);
  options.python = arguments.value("python").value_or(options.python);
  options.offline = arguments.has("offline");
  if (options.execute != ExecutionPlan::Which::none) {
    options.timeout = k_time_to_execute;
  }
  options.timeout = time_of(arguments, "timeout", options.timeout);
  options.call_timeout = time_of(arguments, "call-timeout", options.call_timeout);
  options.tools = arguments.values("tool");
  options.lock = arguments.value("lock");
  options.update_lock = arguments.value("update-lock");
  options.selection = parse_selection(rules_of(arguments, "select"), rules_of(arguments, "ignore"),
                                      rules_of(arguments, "severity"), rules());
  options.baseline = arguments.value("baseline");
  options.write_baseline = arguments.value("write-baseline");
  for (const auto& [one, other] :
       {std::pair("openapi", "base-url"), std::pair("offline", "base-url"),
        std::pair("lock", "update-lock"), std::pair("baseline", "write-baseline"),
        std::pair("pretty", "compact"), std::pair("generate", "tool")}) {
    refuse_together(arguments, one, other);
  }
  for (const char* name : {"base-url", "mcp-url"}) {
    for (const std::string& url : arguments.values(name)) {
      if (!url.starts_with("http://") && !url.starts_with("https://")) {
        throw Error(
            ExitCode::usage,
            fmt::format("--{}: `{}` is no address: write http://HOST:PORT/ or https://HOST/", name,
                        printable(without_secrets(url))));
      }
    }
  }
  options.format = format_of(arguments, options.mode);
  if (arguments.has("pretty") || arguments.has("compact")) {
    options.pretty = arguments.has("pretty");
  }
  options.quiet = arguments.has("quiet");
  options.verbose = arguments.has("verbose");
  refuse_stdin_twice(options);
  return options;
}

} // namespace aether::verify_oi_tools
