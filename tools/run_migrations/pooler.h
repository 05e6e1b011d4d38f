// Tells a proxy that pools transactions (pgbouncer): a session's lock means nothing under it.
#pragma once

#include <string>

#include "db/postgres.h"

namespace aether::run_migrations {

// Throws Error (unavailable) when another session of ours gets the server process of this one
// while this one is still open. A proxy that pools sessions is well.
void refuse_transaction_pooling(PostgresConnection& connection, const std::string& conninfo,
                                const std::string& shown);

} // namespace aether::run_migrations
