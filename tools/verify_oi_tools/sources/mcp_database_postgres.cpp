#include <fmt/format.h>

#include "data/json.h"
#include "db/postgres.h"
#include "verify_oi_tools/sources/mcp_database.h"

namespace aether::verify_oi_tools {

namespace {

Rows rows_of(PostgresConnection& connection, std::string_view table) {
  const std::string there = fmt::format("SELECT to_regclass('{}') IS NOT NULL", table);
  if (connection.execute(there).text(0, 0) != "t") {
    return std::nullopt;
  }
  const PostgresResult result =
      connection.execute(fmt::format("SELECT row_to_json(t)::text FROM {} t", table));
  std::vector<boost::json::object> rows;
  for (std::size_t i = 0; i < result.rows(); ++i) {
    rows.push_back(parse_json(result.text(i, 0), table).as_object());
  }
  return rows;
}

} // namespace

McpTables read_postgres_tables(const DatabaseUrl& url, std::chrono::milliseconds timeout) {
  PostgresConnection connection(url.conninfo, timeout);
  connection.execute(fmt::format("SET statement_timeout = {}", timeout.count()));
  connection.execute("SET default_transaction_read_only = on");
  return {rows_of(connection, "mcp_servers"), rows_of(connection, "mcp_tools")};
}

} // namespace aether::verify_oi_tools
