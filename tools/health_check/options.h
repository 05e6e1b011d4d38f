// The command line of health_check.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/command_line.h"

namespace aether::health_check {

enum class Format : std::uint8_t { text, json, ndjson, health_json, nagios, prometheus };

struct Options {
  std::optional<std::string> root;
  std::optional<std::string> env_file;
  std::optional<std::string> config_file; // in place of config/health.yaml
  std::optional<std::string> database;    // a URL
  std::optional<std::string> services; // a document of validate_config --list-services; - = stdin
  std::vector<std::string> reports;    // documents of other tools; - = stdin
  std::vector<std::string> components; // components, checks, or COMPONENT.CHECK; empty: all
  std::vector<std::string> thresholds; // NAME=WARN,CRIT
  std::string python = "python3";
  std::string system_root = "/";
  bool quick = false;
  bool deep = false;
  bool write_test = false;
  bool list = false;
  bool only_critical = false; // --fail-on critical

  std::optional<std::chrono::milliseconds> timeout;       // of all checks
  std::optional<std::chrono::milliseconds> check_timeout; // of each
  std::optional<unsigned> retries;
  std::optional<std::chrono::milliseconds> wait;
  std::optional<std::chrono::milliseconds> watch;
  std::optional<std::string> state_file;
  std::optional<unsigned> down_after;
  std::optional<unsigned> up_after;

  Format format = Format::text;
  std::optional<std::string> textfile;
  std::optional<bool> pretty;
  bool quiet = false;
  bool verbose = false;
};

inline constexpr std::chrono::milliseconds k_timeout{10'000};
inline constexpr std::chrono::milliseconds k_check_timeout{3'000};

// In the order in which they are shown.
[[nodiscard]] const std::vector<std::string_view>& component_names();

[[nodiscard]] const cli::Syntax& syntax();
// Throws Error (usage).
[[nodiscard]] Options read_options(const cli::Arguments& arguments);
[[nodiscard]] std::string_view help_text();

} // namespace aether::health_check
