// Asks many MCP servers at once, each in a process of its own: whatever one of them does, the
// others are asked and nothing of it is left.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include <boost/json/value.hpp>

#include "os/forked_tasks.h"
#include "verify_oi_tools/mcp/client.h"
#include "verify_oi_tools/mcp/execution.h"
#include "verify_oi_tools/sources/mcp_servers.h"

namespace aether::verify_oi_tools {

struct McpVisit {
  McpServer server;
  mcp::ServerInfo info;
  bool is_listed = false;
  std::string why_not;                   // where it is not
  std::vector<boost::json::value> tools; // as they came
  std::vector<std::string> complaints;   // what the protocol does not allow
  std::vector<CallReport> calls;
  std::string lost_in;         // the tool in whose call the server was lost
  std::size_t left_behind = 0; // processes that it did not end
  std::chrono::microseconds took{0};
};

struct VisitOptions {
  mcp::Protocol protocol = mcp::Protocol::legacy;
  std::chrono::milliseconds timeout{10'000}; // of all that is asked of a server
  ExecutionPlan plan;
};

class McpVisits {
public:
  // Begins them. To be called while no other thread runs.
  McpVisits(std::vector<McpServer> servers, VisitOptions options);
  McpVisits(const McpVisits&) = delete;
  McpVisits& operator=(const McpVisits&) = delete;
  ~McpVisits();

  // One visit a server, in their order; returns some seconds after the timeout at the latest. To be
  // called once.
  [[nodiscard]] std::vector<McpVisit> wait();

private:
  std::vector<McpServer> servers_;
  VisitOptions options_;
  std::vector<McpVisit> visits_;
  std::vector<std::size_t> of_; // the visit that each task is
  std::unique_ptr<ForkedTasks> tasks_;
};

} // namespace aether::verify_oi_tools
