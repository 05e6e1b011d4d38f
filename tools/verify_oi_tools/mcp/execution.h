// Calling tools of a server: which may be called, with what, and whether the answer is what it
// should be.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "verify_oi_tools/mcp/client.h"

namespace aether::verify_oi_tools {

struct ExecutionPlan {
  enum class Which : std::uint8_t { none, safe, all };

  Which which = Which::none;
  // Names or globs. A tool that is allowed is safe whatever it declares; what is refused is never
  // called.
  std::vector<std::string> allow;
  std::vector<std::string> refuse;
  std::vector<std::string> only;                                     // names or globs; empty: all
  std::map<std::string, boost::json::object, std::less<>> arguments; // by name
  std::chrono::milliseconds limit{5'000}; // for the answer to a call; progress begins it anew
};

// Why a tool is not called; empty where it is to be. `declared_safe`: it says that it is read-only
// and not destructive. What tells of secrets or the environment needs to be allowed nevertheless.
[[nodiscard]] std::string why_not_called(const ExecutionPlan& plan, std::string_view name,
                                         std::string_view description, bool declared_safe);

struct CallReport {
  enum class Outcome : std::uint8_t { passed, failed, refused, skipped };

  std::string tool;
  Outcome outcome = Outcome::skipped;
  std::string message;             // what is wrong, or why it was not called
  bool arguments_are_made = false; // from the schema, not by anybody who knows the tool
  std::chrono::microseconds took{0};
};

// What is wrong with the answer of tools/call; empty where nothing is.
[[nodiscard]] std::string problem_of_result(const boost::json::object& result,
                                            const boost::json::value* output_schema);

// A tool as tools/list has it. Throws mcp::Failure where the server is lost.
[[nodiscard]] CallReport call_tool(mcp::Client& client, const boost::json::object& tool,
                                   const ExecutionPlan& plan);

} // namespace aether::verify_oi_tools
