// Everything that was learned before anything is judged: all sources of tools, side by side.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "net/probe.h"
#include "verify_oi_tools/mcp/visit.h"
#include "verify_oi_tools/sources/callers.h"
#include "verify_oi_tools/sources/documents.h"
#include "verify_oi_tools/sources/mcp_database.h"
#include "verify_oi_tools/sources/openapi.h"
#include "verify_oi_tools/sources/python.h"
#include "verify_oi_tools/tool.h"

namespace aether::verify_oi_tools {

// Whether the service of an integration answers.
struct Asked {
  std::string integration;
  std::string url;
  bool answers = false;
  std::string why_not; // "connection refused"
  std::string blocked; // the check of a health report that says that it is down
};

// A tool's route, asked by OPTIONS.
struct AskedRoute {
  std::string endpoint; // as the catalog has it
  int status = 0;       // 0: no answer
};

// A tool of the catalog that was called by its route.
struct CalledRoute {
  std::string path; // of the tool
  CallReport call;
};

struct World {
  std::string root;
  Catalog catalog;
  Registry registry;

  std::optional<OpenApi> openapi;
  std::string openapi_name; // its address or file
  std::string backend_url;  // empty: it was not asked
  std::string backend_why_not;
  std::vector<AskedRoute> routes;
  std::vector<CalledRoute> called_routes;

  PythonFunctions python;
  bool looked_at_python = false;
  std::vector<Call> calls;
  bool looked_for_callers = false;
  std::vector<std::string> unfit_callers; // globs that no file fits
  // What is attached to the running interpreter's computer object, where a program told.
  std::optional<std::vector<Tool>> attached;
  std::vector<Tool> built_in; // of Open Interpreter's own
  std::vector<std::string> probe_problems;

  // What MCP servers said, and their tools: the server's name is the integration.
  std::vector<McpVisit> visits;
  std::vector<Tool> served;
  std::vector<std::string> client_capabilities; // that were declared to them

  std::optional<McpDatabase> database;

  std::vector<Asked> services;
  std::vector<Source> sources; // all, with what could not be asked

  [[nodiscard]] const Asked* service(std::string_view integration) const;
  // The operation behind a tool of the catalog.
  [[nodiscard]] const Operation* operation_of(const Tool& tool) const;
  // The functions of its integration that may be behind a tool of the catalog.
  [[nodiscard]] std::vector<const PythonFunction*> functions_of(const Tool& tool) const;
  // The function behind a route.
  [[nodiscard]] const PythonHandler* handler_of(const Operation& operation) const;
  [[nodiscard]] const Tool* attached_of(const Tool& tool) const;
  // The tool of an MCP server that a tool of the catalog is: one that is no route, of a server that
  // is called as its integration, or has a tool of that name.
  [[nodiscard]] const Tool* served_of(const Tool& tool) const;
  // The server that a tool of the catalog is to be of.
  [[nodiscard]] const McpVisit* server_of(const Tool& tool) const;
  // The catalog's, then those of MCP servers.
  [[nodiscard]] std::vector<const Tool*> all_tools() const;
  [[nodiscard]] const Tool* by_path(std::string_view path) const; // of the catalog
};

} // namespace aether::verify_oi_tools
