#include "run_migrations/pooler.h"

#include <chrono>
#include <deque>

#include "core/error.h"
#include "db/database_error.h"

namespace aether::run_migrations {

namespace {

constexpr std::chrono::milliseconds k_patience(1000);

std::string server_process(PostgresConnection& connection) {
  return connection.execute("SELECT pg_backend_pid()").text(0, 0);
}

// Whether another session can get the server process of one that is still open. A proxy gives out
// the servers that are idle before it starts new ones; each that is found is held, so that the next
// session gets another.
bool is_given_to_others(const std::string& process, const std::string& conninfo) {
  constexpr std::size_t k_most_sessions = 16;
  std::deque<PostgresConnection> held;
  while (held.size() < k_most_sessions) {
    try {
      held.emplace_back(conninfo, k_patience);
    } catch (const DatabaseError&) {
      return false; // no more sessions are let in
    }
    try {
      if (!held.back().execute_within("BEGIN", k_patience)) {
        return false; // no server is free: a pool of sessions that is full
      }
      const auto found = held.back().execute_within("SELECT pg_backend_pid()", k_patience);
      if (found && found->text(0, 0) == process) {
        return true;
      }
    } catch (const DatabaseError&) {
      return true; // one that pools statements refuses transactions
    }
  }
  return false;
}

} // namespace

void refuse_transaction_pooling(PostgresConnection& connection, const std::string& conninfo,
                                const std::string& shown) {
  // A server tells its process when one signs in; a proxy tells a number of its own.
  const std::string own = server_process(connection);
  if (own == connection.process_told()) {
    return;
  }
  if (server_process(connection) != own || is_given_to_others(own, conninfo)) {
    throw Error(ExitCode::unavailable,
                shown +
                    " is a proxy that pools transactions (pgbouncer), under which nothing keeps "
                    "two runs apart: name the server itself, or a pool of sessions");
  }
}

} // namespace aether::run_migrations
