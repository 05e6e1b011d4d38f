// The command line of validate_config, as the rest of the tool sees it.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "backend/probe.h"
#include "cli/command_line.h"
#include "data/json_schema/dialect.h"
#include "report/selection.h"

namespace aether::validate_config {

inline constexpr std::string_view k_tool = "validate_config";

enum class Mode : std::uint8_t {
  validate,
  schema_only,
  explain,
  list_services,
  list_rules,
  explain_rule
};

enum class Format : std::uint8_t { text, json, ndjson, sarif, github };

struct SchemaChoice { // --schema GLOB=FILE
  std::string glob;
  std::string file;
};

struct SchemaDirectory { // --schema-map URI-PREFIX=DIR
  std::string prefix;
  std::string directory;
};

struct Options {
  Mode mode = Mode::validate;
  Format format = Format::text;
  json_schema::Draft draft = json_schema::Draft::draft2020_12; // of schemas that name none
  bool assert_formats = false;
  bool check_network = false;
  bool import_settings = false; // run the backend's own code to compare
  bool strict = false;
  bool quiet = false;
  bool verbose = false;
  std::optional<bool> pretty;
  std::string value; // of --rule or --explain
  std::optional<std::string> root;
  std::vector<std::string> operands; // and those of --file
  std::vector<SchemaChoice> schemas;
  std::vector<SchemaDirectory> schema_map;
  std::string stdin_name;
  std::optional<std::string> env_file;
  std::optional<std::string> env_names;              // a file with names that will be set
  std::string environment;                           // only this one counts; empty: all
  std::optional<std::string> architecture;           // an export of job_tracer, not the sources
  std::chrono::milliseconds service_timeout{3'000};  // for each service
  std::chrono::milliseconds network_timeout{10'000}; // for all together
  ProbeOptions probe;                                // the python3 that reads the sources
  std::size_t max_size = std::size_t{16} << 20U;     // bytes of one file
  Selection selection;
  std::optional<std::string> baseline;
  std::optional<std::string> write_baseline;
};

[[nodiscard]] const cli::Syntax& syntax();
[[nodiscard]] std::string_view help_text();
[[nodiscard]] Options read_options(const cli::Arguments& arguments);

} // namespace aether::validate_config
