#include "run_migrations/options.h"

namespace aether::run_migrations {

std::string_view help_text() {
  return R"(Usage: run_migrations [OPTION...]
Apply, roll back and account for SQL migrations on SQLite and PostgreSQL.

What to do (without any: apply what is pending):
  --dry-run            print the plan and the SQL, touch nothing
  --rehearse           run what is pending, and leave the database as it is
  --rehearse-on URL    the same on another database
  --rollback           undo the newest migration; --steps N, --to VERSION
  --redo               undo the newest migration and apply it again
  --status             every migration with its state
  --verify             only look for problems: drift, missing files, order
  --repair             accept the files as they are now
  --baseline VERSION   record all up to VERSION as applied, running nothing
  --new NAME           make an empty migration
  --dump-schema FILE|-  write the schema of the database
  --lint               dangerous statements in pending files
  --list-rules         what --lint looks for, a line each
  --select RULE, --ignore RULE[:GLOB]  --lint: only, or without these
Where:
  --database URL       sqlite:PATH, postgresql://... (else DATABASE_URL, else as
                       the settings have it, else sqlite:data/aether.db)
  --env FILE           read DATABASE_URL from this file first
  --dir DIR            the migrations (else database/migrations and the like)
  --root DIR           the backend (else AETHER_BACKEND_ROOT or the one around)
  --python PROGRAM     reads the settings where they are asked (default python3)
  --table NAME         the history (default schema_migrations)
Which and how:
  --to VERSION         up to this version; --rollback: down to it
  --steps N            --rollback: this many
  --forget             --rollback: remove only the rows, run nothing
  --exit-code          --status: exit 2 when something is pending
  --base NAME          this unnumbered file before the numbered (repeatable)
  --skip-unnumbered    leave out files whose names have no leading digits
  --allow-out-of-order  apply what is pending below the newest applied one
  --single-transaction  all pending migrations or none
  --resume             go on with a migration that was interrupted
  --drop-invalid       drop indexes that a failed build left invalid
  --wait DURATION      for the database to accept connections
  --lock-wait DURATION  for another run to end (default 30s)
  --lock-timeout DURATION, --statement-timeout DURATION  of PostgreSQL's session
Output:
  --format FORMAT      text, json, sarif or github
  --json, --ndjson     the same as --format json; one record a line
  --pretty, --compact  JSON over many lines (default on a terminal), or one
  -o, --output FILE    write the answer to FILE, whole or not at all
  --color WHEN         auto, always or never
  -q, --quiet          only problems
  -v, --verbose        say what was left out
  --print-schema KIND  the JSON Schema of the answer: report
  -h, --help           show this help
  -V, --version        show the version
Examples:
  run_migrations --rehearse && run_migrations
  run_migrations --rollback --steps 2
Exit status: 0 well; 1 a migration failed or a problem was found; 2 pending
  (--exit-code); 64 usage; 65 bad input; 66 no input; 69 unavailable; 70 a fault
  of the program; 75 another run holds the lock
See also: run_migrations(1)
)";
}

} // namespace aether::run_migrations
