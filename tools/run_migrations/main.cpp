// @.architecture
// Incoming: terminal (arguments), migrations (SQL files), databases --- {SQL, migration history}
// Processing: run_main() --- {3 jobs: migration_planning, schema_migration, schema_rollback}
// Outgoing: databases, terminal, pipes and files --- {SQL statements, text, JSON}
#include "cli/program.h"
#include "run_migrations/program.h"

int main(int argc, char** argv) {
  return aether::cli::run_main(argc, argv, aether::run_migrations::program());
}
