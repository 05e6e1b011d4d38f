// What a command line of run_migrations asks for.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/command_line.h"
#include "db/migrations/load_migrations.h"
#include "report/selection.h"
#include "run_migrations/runner.h"

namespace aether::run_migrations {

using namespace migrations;

enum class Mode : std::uint8_t {
  apply,
  dry_run,
  rehearse,
  roll_back,
  redo,
  status,
  verify,
  repair,
  baseline,
  create,
  dump_schema,
  lint,
  list_rules,
};

[[nodiscard]] std::string_view to_string(Mode mode);

enum class Format : std::uint8_t { text, json, ndjson, sarif, github };

struct Options {
  Mode mode = Mode::apply;
  std::string value; // of --baseline, --new, --dump-schema

  std::optional<std::string> root;
  std::optional<std::string> database;
  std::optional<std::string> rehearse_on;
  std::optional<std::string> env_file;
  std::optional<std::string> directory;
  std::string python = "python3"; // reads the settings, where they say which database there is
  std::string table;
  LoadOptions load;
  RunOptions run;
  RollbackRange range;

  std::chrono::milliseconds wait{0};
  std::chrono::milliseconds lock_wait{30'000};
  std::optional<std::chrono::milliseconds> lock_timeout;
  std::optional<std::chrono::milliseconds> statement_timeout;

  Selection lint; // of --lint's rules
  bool exit_code = false;
  Format format = Format::text;
  std::optional<bool> pretty;
  bool quiet = false;
  bool verbose = false;
};

[[nodiscard]] const cli::Syntax& syntax();

// Throws Error (usage) for options that contradict each other.
[[nodiscard]] Options read_options(const cli::Arguments& arguments);

// The text of --help.
[[nodiscard]] std::string_view help_text();

} // namespace aether::run_migrations
