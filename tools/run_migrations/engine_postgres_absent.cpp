#include "core/error.h"
#include "run_migrations/engine.h"

namespace aether::run_migrations {

std::unique_ptr<Engine> open_postgres(const DatabaseUrl& url, const EngineOptions& /*options*/) {
  throw Error(ExitCode::unavailable,
              url.shown + ": this build knows SQLite only (it was made with AETHER_POSTGRES=OFF)");
}

} // namespace aether::run_migrations
