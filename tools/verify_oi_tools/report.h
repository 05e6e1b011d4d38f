// What a run found: of each tool where it was seen and what held, of each source whether it could
// be asked, and what is wrong.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/exit_code.h"
#include "core/finding.h"
#include "verify_oi_tools/tool.h"

namespace aether::verify_oi_tools {

// The groups of checks.
enum class Group : std::uint8_t {
  exposure,
  availability,
  signature,
  schema,
  execution,
  integration,
  safety,
  derivation,
};
inline constexpr std::size_t k_groups = 8;

[[nodiscard]] std::string_view to_string(Group group);

enum class Outcome : std::uint8_t { skipped, passed, warned, failed };

[[nodiscard]] std::string_view to_string(Outcome outcome);

struct GroupOutcome {
  Outcome outcome = Outcome::skipped;
  std::string why; // it was skipped
};

// verified: everything that could be looked at holds, and something could. What was not exercised
// never counts as verified.
enum class Status : std::uint8_t { verified, degraded, failed, blocked, unverified };

[[nodiscard]] std::string_view to_string(Status status);

struct ToolReport {
  std::string name;
  std::string path;
  std::string integration;
  std::string file;
  std::string pointer;
  Position at;
  std::vector<Origin> seen_in;
  std::array<GroupOutcome, k_groups> outcomes;
  std::string blocked_by; // what is down, where that keeps it from being verified
  std::optional<std::chrono::microseconds> took; // its call

  [[nodiscard]] Status status() const;
  // Where it was better until now.
  void raise(Group group, Outcome outcome);
};

// Whether a finding is of a tool, rather than of what it shares with others.
[[nodiscard]] bool is_about(const Finding& finding, const ToolReport& tool);

// What one source or another has, for --list.
struct ListedTool {
  std::string name;
  std::string path;
  std::string integration;
  std::vector<Origin> seen_in;
};

// What an MCP server said of itself. Servers list other tools for other capabilities of a client,
// so that those which were declared are told.
struct ServerReport {
  std::string name;
  std::string version;
  std::string revision;                         // of the protocol; empty: it was not initialized
  std::vector<std::string> capabilities;        // of the server
  std::vector<std::string> client_capabilities; // that were declared to it
  std::chrono::microseconds took{};             // from its start to its end
};

struct SourceReport {
  Origin origin = Origin::catalog;
  std::string name;
  bool reached = false;
  bool needed = true; // the verdict is worse without it
  std::string why_not;
  std::size_t tools = 0;
  std::optional<ServerReport> server;
};

struct IntegrationReport {
  std::string name;
  bool enabled = true;
  std::size_t tools = 0;
  std::size_t verified = 0;
  std::size_t failed = 0;
};

struct Report {
  std::string root;
  std::vector<ToolReport> tools; // of the catalog, in its order, then of MCP servers
  std::vector<ListedTool> union_of_all;
  std::vector<SourceReport> sources;
  std::vector<IntegrationReport> integrations;
  std::vector<Finding> findings;
  std::size_t known = 0; // in the baseline

  [[nodiscard]] std::size_t count(Status status) const;
  // 0 verified, 1 an error was found, 2 warnings, or something could not be asked.
  [[nodiscard]] ExitCode exit_code() const;
};

} // namespace aether::verify_oi_tools
