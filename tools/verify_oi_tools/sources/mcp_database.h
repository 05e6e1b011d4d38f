// The MCP servers that a backend keeps in its database, and the tools that it recorded of them.
//
// Tables mcp_servers and mcp_tools, of SQLite or PostgreSQL. Their columns are taken by name, as
// far as they are there: of a server name, command, args, env, url, headers (the latter JSON),
// enabled; of a tool server_id or server_name, name, description, input_schema (JSON). Nothing is
// written.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "db/database_url.h"
#include "verify_oi_tools/sources/mcp_servers.h"

namespace aether::verify_oi_tools {

struct RecordedTool {
  std::string server;
  std::string name;
  std::optional<boost::json::value> input_schema;
};

struct McpDatabase {
  std::string shown;              // its address, without password
  std::string why_not;            // it could not be read
  std::vector<McpServer> servers; // that are enabled
  std::vector<RecordedTool> tools;
};

// Throws Error (usage) for what is no address of a database.
[[nodiscard]] McpDatabase read_mcp_database(std::string_view url,
                                            std::chrono::milliseconds timeout);

// Rows as objects; nothing where there is no such table.
using Rows = std::optional<std::vector<boost::json::object>>;

struct McpTables {
  Rows servers;
  Rows tools;
};

// Of PostgreSQL. Throws DatabaseError, Error (unavailable).
[[nodiscard]] McpTables read_postgres_tables(const DatabaseUrl& url,
                                             std::chrono::milliseconds timeout);

} // namespace aether::verify_oi_tools
