// What a command line of job_tracer asks for.
#pragma once

#include <cstddef>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "backend/blocks/scan_rules.h"
#include "cli/command_line.h"
#include "job_tracer/blocks.h"
#include "job_tracer/queries.h"

namespace aether::job_tracer {

inline constexpr std::string_view k_tool = "job_tracer";

enum class Format { text, json, ndjson, sarif, github, dot, mermaid, html };

struct Options {
  std::string command;
  std::vector<std::string> operands;

  std::optional<std::string> root;
  std::optional<std::string> index;               // an export to read in place of scanning
  std::optional<std::string> files_from;          // a list of files to scan
  std::optional<std::vector<std::string>> listed; // that list, once it was read
  bool nul_separated = false;                     // lists that are read
  bool print0 = false;                            // NUL after names that are printed
  std::optional<std::string> layers_file;
  ScanOptions scan;
  std::size_t threads = 1;

  Format format = Format::text;
  std::optional<bool> pretty; // unset: as the output is a terminal
  bool quiet = false;
  bool verbose = false;

  ListOrder sort = ListOrder::name;
  std::optional<std::string> layer;
  bool all = false;
  FileFilter filter;
  bool upstream = false;
  std::size_t depth = std::numeric_limits<std::size_t>::max();

  bool fix = false;
  bool strict = false;
  std::vector<std::string> select;
  std::vector<std::string> ignore;
  std::vector<std::string> severity;
  std::optional<std::string> baseline;
  std::optional<std::string> write_baseline;
  bool list_rules = false;
};

[[nodiscard]] const cli::Syntax& syntax();

// Throws Error (usage) for options that contradict each other.
[[nodiscard]] Options read_options(const cli::Arguments& arguments);

// The text of --help.
[[nodiscard]] std::string_view help_text();

} // namespace aether::job_tracer
