#include "run_migrations/options.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "core/error.h"
#include "core/text.h"
#include "run_migrations/lint.h"

namespace aether::run_migrations {

namespace {

struct ModeOption {
  std::string_view option;
  Mode mode;
};

constexpr std::array k_modes = {
    ModeOption{"dry-run", Mode::dry_run},    ModeOption{"rehearse", Mode::rehearse},
    ModeOption{"rollback", Mode::roll_back}, ModeOption{"redo", Mode::redo},
    ModeOption{"status", Mode::status},      ModeOption{"verify", Mode::verify},
    ModeOption{"repair", Mode::repair},      ModeOption{"baseline", Mode::baseline},
    ModeOption{"new", Mode::create},         ModeOption{"dump-schema", Mode::dump_schema},
    ModeOption{"lint", Mode::lint},          ModeOption{"list-rules", Mode::list_rules}};

[[noreturn]] void wrong_usage(const std::string& message) { throw Error(ExitCode::usage, message); }

// An option that only some modes take.
struct Bound {
  std::string_view option;
  std::vector<Mode> modes;
};

Mode mode_of(const cli::Arguments& arguments) {
  const ModeOption* chosen = nullptr;
  for (const ModeOption& one : k_modes) {
    if (!arguments.has(one.option)) {
      continue;
    }
    if (chosen != nullptr) {
      wrong_usage(fmt::format("--{} and --{} exclude each other", chosen->option, one.option));
    }
    chosen = &one;
  }
  if (arguments.has("rehearse-on")) {
    if (chosen != nullptr && chosen->mode != Mode::rehearse) {
      wrong_usage(fmt::format("--rehearse-on and --{} exclude each other", chosen->option));
    }
    return Mode::rehearse;
  }
  return chosen == nullptr ? Mode::apply : chosen->mode;
}

void check_bounds(const cli::Arguments& arguments, Mode mode) {
  static const std::vector<Bound> k_bounds = {
      {"steps", {Mode::roll_back}},
      {"to", {Mode::roll_back, Mode::apply, Mode::dry_run, Mode::rehearse, Mode::lint}},
      {"exit-code", {Mode::status}},
      {"resume", {Mode::apply, Mode::roll_back, Mode::redo}},
      {"drop-invalid", {Mode::apply, Mode::roll_back, Mode::redo}},
      {"forget", {Mode::roll_back}},
      {"single-transaction", {Mode::apply}},
      {"select", {Mode::lint}},
      {"ignore", {Mode::lint}},
  };
  for (const Bound& bound : k_bounds) {
    if (arguments.has(bound.option) &&
        std::find(bound.modes.begin(), bound.modes.end(), mode) == bound.modes.end()) {
      std::vector<std::string> modes;
      for (const Mode one : bound.modes) {
        modes.push_back(one == Mode::apply ? "applying" : "--" + std::string(to_string(one)));
      }
      wrong_usage(fmt::format("--{} goes with {} only", bound.option, fmt::join(modes, ", ")));
    }
  }
  if (arguments.has("steps") && arguments.has("to")) {
    wrong_usage("--steps and --to exclude each other");
  }
}

Format format_of(const cli::Arguments& arguments, Mode mode) {
  const std::string name = cli::format_name(arguments);
  const bool is_plain =
      mode == Mode::create || mode == Mode::dump_schema || mode == Mode::list_rules;
  if (is_plain && name != "text") {
    wrong_usage(fmt::format("--{} has no format {}", to_string(mode), name));
  }
  return name == "json"     ? Format::json
         : name == "ndjson" ? Format::ndjson
         : name == "sarif"  ? Format::sarif
         : name == "github" ? Format::github
                            : Format::text;
}

} // namespace

std::string_view to_string(Mode mode) {
  const auto found = std::find_if(k_modes.begin(), k_modes.end(),
                                  [&](const ModeOption& one) { return one.mode == mode; });
  return found == k_modes.end() ? "apply" : found->option;
}

const cli::Syntax& syntax() {
  static const cli::Syntax k_syntax = [] {
    cli::Syntax made;
    made.tool = "run_migrations";
    made.commands = {{"", "", 0, 0}};
    made.options = {
        {"dry-run", 0, "", "", ""},
        {"rehearse", 0, "", "", ""},
        {"rehearse-on", 0, "URL", "", ""},
        {"rollback", 0, "", "", ""},
        {"redo", 0, "", "", ""},
        {"status", 0, "", "", ""},
        {"verify", 0, "", "", ""},
        {"repair", 0, "", "", ""},
        {"baseline", 0, "VERSION", "", ""},
        {"new", 0, "NAME", "", ""},
        {"dump-schema", 0, "FILE", "", ""},
        {"lint", 0, "", "", ""},
        {"list-rules", 0, "", "", ""},
        {"root", 0, "DIR", "", ""},
        {"database", 0, "URL", "", ""},
        {"env", 0, "FILE", "", ""},
        {"python", 0, "PROGRAM", "", ""},
        {"dir", 0, "DIR", "", ""},
        {"table", 0, "NAME", "", ""},
        {"base", 0, "NAME", "", ""},
        {"skip-unnumbered", 0, "", "", ""},
        {"to", 0, "VERSION", "", ""},
        {"steps", 0, "N", "", ""},
        {"forget", 0, "", "", ""},
        {"exit-code", 0, "", "", ""},
        {"allow-out-of-order", 0, "", "", ""},
        {"single-transaction", 0, "", "", ""},
        {"resume", 0, "", "", ""},
        {"drop-invalid", 0, "", "", ""},
        {"wait", 0, "DURATION", "", ""},
        {"lock-wait", 0, "DURATION", "", ""},
        {"lock-timeout", 0, "DURATION", "", ""},
        {"statement-timeout", 0, "DURATION", "", ""},
        {"select", 0, "RULE", "", ""},
        {"ignore", 0, "RULE", "", ""},
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
  check_bounds(arguments, options.mode);
  options.value = arguments.value(to_string(options.mode)).value_or("");
  options.root = arguments.value("root");
  options.database = arguments.value("database");
  options.rehearse_on = arguments.value("rehearse-on");
  options.env_file = arguments.value("env");
  options.directory = arguments.value("dir");
  options.python = arguments.value("python").value_or(options.python);
  options.table = arguments.value("table").value_or(k_default_table);
  options.load.base = arguments.values("base");
  options.load.skip_unnumbered = arguments.has("skip-unnumbered");
  options.run.plan.allow_out_of_order = arguments.has("allow-out-of-order");
  options.run.single_transaction = arguments.has("single-transaction");
  options.run.resume = arguments.has("resume");
  options.run.drop_invalid = arguments.has("drop-invalid");
  options.run.forget = arguments.has("forget");
  if (options.mode == Mode::roll_back) {
    options.range.to = arguments.value("to");
  } else {
    options.run.plan.to = arguments.value("to");
  }
  if (const auto steps = arguments.value("steps")) {
    options.range.steps = cli::parse_number("steps", *steps);
    if (options.range.steps == 0) {
      wrong_usage("--steps: at least 1");
    }
  }
  options.wait = cli::duration_value(arguments, "wait").value_or(options.wait);
  options.lock_wait = cli::duration_value(arguments, "lock-wait").value_or(options.lock_wait);
  options.lock_timeout = cli::duration_value(arguments, "lock-timeout");
  options.statement_timeout = cli::duration_value(arguments, "statement-timeout");
  options.exit_code = arguments.has("exit-code");
  options.format = format_of(arguments, options.mode);
  options.lint =
      parse_selection(arguments.values("select"), arguments.values("ignore"), {}, lint_rules());
  if (arguments.has("pretty") || arguments.has("compact")) {
    options.pretty = arguments.has("pretty");
  }
  options.quiet = arguments.has("quiet");
  options.verbose = arguments.has("verbose");
  return options;
}

} // namespace aether::run_migrations
