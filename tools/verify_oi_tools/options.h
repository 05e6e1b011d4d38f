// The command line of verify_oi_tools.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/command_line.h"
#include "report/selection.h"
#include "verify_oi_tools/mcp/execution.h"

namespace aether::verify_oi_tools {

enum class Mode : std::uint8_t { verify, list, generate, list_rules, explain_rule };
enum class Format : std::uint8_t { text, json, ndjson, sarif, junit, github };

struct Options {
  Mode mode = Mode::verify;
  std::string rule; // that is asked about

  std::optional<std::string> root;
  std::optional<std::string> env_file;
  std::optional<std::string> catalog; // in place of config/backend_tools_registry.yaml
  std::optional<std::string> openapi; // a file; - = stdin
  std::optional<std::string> base_url;
  std::optional<std::string> health;    // a report of health_check; - = stdin
  std::vector<std::string> callers;     // globs
  std::vector<std::string> mcp;         // commands
  std::vector<std::string> mcp_urls;    // addresses
  std::vector<std::string> mcp_configs; // files; - = stdin
  std::optional<std::string> database;  // that names more of them
  mcp::Protocol mcp_protocol = mcp::Protocol::legacy;
  std::optional<std::string> probe;         // a command that tells what is attached
  std::optional<std::string> python_source; // in place of the root
  std::string python = "python3";
  bool offline = false;                      // no address is asked
  std::chrono::milliseconds timeout{10'000}; // of all; 60 s where tools are called
  std::chrono::milliseconds call_timeout{5'000};

  std::vector<std::string> tools;         // names or globs; empty: all
  bool examples = false;                  // of the catalog: what a tool is called with
  std::optional<std::string> config_file; // in place of config/verify_tools.yaml
  ExecutionPlan::Which execute = ExecutionPlan::Which::none;
  std::map<std::string, boost::json::object, std::less<>> arguments; // of tools, by name

  std::optional<std::string> lock;
  std::optional<std::string> update_lock;

  Selection selection;
  std::optional<std::string> baseline;
  std::optional<std::string> write_baseline;

  Format format = Format::text;
  std::optional<bool> pretty;
  bool quiet = false;
  bool verbose = false;
};

[[nodiscard]] const cli::Syntax& syntax();
// Throws Error (usage).
[[nodiscard]] Options read_options(const cli::Arguments& arguments);
[[nodiscard]] std::string_view help_text();

} // namespace aether::verify_oi_tools
