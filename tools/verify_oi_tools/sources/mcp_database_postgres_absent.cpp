// In place of mcp_database_postgres.cpp in a build without PostgreSQL.
#include "core/error.h"
#include "verify_oi_tools/sources/mcp_database.h"

namespace aether::verify_oi_tools {

McpTables read_postgres_tables(const DatabaseUrl& /*url*/, std::chrono::milliseconds /*timeout*/) {
  throw Error(ExitCode::unavailable, "this build of verify_oi_tools is without PostgreSQL");
}

} // namespace aether::verify_oi_tools
