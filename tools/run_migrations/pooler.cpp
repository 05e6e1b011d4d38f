#include "run_migrations/pooler.h"

#include <chrono>
#include <optional>

#include "core/error.h"
#include "db/database_error.h"

namespace aether::run_migrations {

namespace {

std::string server_process(PostgresConnection& connection) {
  return connection.execute("SELECT pg_backend_pid()").text(0, 0);
}

// A second session; nothing when the proxy has no place for one, as when it pools sessions.
std::optional<std::string> process_of_another(const std::string& conninfo) {
  constexpr std::chrono::milliseconds k_patience(2000);
  try {
    PostgresConnection other(conninfo, k_patience);
    other.execute("SET statement_timeout = 2000");
    return server_process(other);
  } catch (const DatabaseError&) {
    return std::nullopt;
  }
}

} // namespace

void refuse_transaction_pooling(PostgresConnection& connection, const std::string& conninfo,
                                const std::string& shown) {
  // A server tells its process when one signs in; a proxy tells a number of its own.
  constexpr int k_attempts = 3;
  for (int attempt = 0; attempt < k_attempts; ++attempt) {
    const std::string own = server_process(connection);
    if (own == connection.process_told()) {
      return;
    }
    if (process_of_another(conninfo) == own) {
      throw Error(ExitCode::unavailable,
                  shown + " is a proxy that pools transactions (pgbouncer), under which nothing keeps "
                          "two runs apart: name the server itself, or a pool of sessions");
    }
  }
}

} // namespace aether::run_migrations
