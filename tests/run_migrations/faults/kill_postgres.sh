#!/usr/bin/env bash
# SIGKILL at moments spread over runs of 30 migrations on PostgreSQL, up and down: what is in the
# history and what was done agree, and the next run finishes.
set -euo pipefail
# shellcheck source=common.bash
source "$(dirname "${BASH_SOURCE[0]}")/common.bash"

with_postgres
query "ALTER SYSTEM SET log_min_messages = log"
query "SELECT pg_reload_conf()" >/dev/null
/usr/bin/python3 - "$run_migrations" "$postgres_url" "$postgres_data/server.log" <<'PYTHON' || fail "PostgreSQL"
import sys

import fault_runs

tool, url, log = sys.argv[1:]
tree = fault_runs.Tree("migrations", rows=100)
tree.write()
with fault_runs.Postgres(url, log) as database:
    database.empty()
    fault_runs.kill_runs(tool, database, tree)
PYTHON

finish
