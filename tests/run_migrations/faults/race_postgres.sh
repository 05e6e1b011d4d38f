#!/usr/bin/env bash
# 20 processes at once on 30 pending migrations of PostgreSQL, indexes that are built CONCURRENTLY
# among them: each migration runs once, every process is well, and nothing waits for ever.
set -euo pipefail
# shellcheck source=common.bash
source "$(dirname "${BASH_SOURCE[0]}")/common.bash"

with_postgres
/usr/bin/python3 - "$run_migrations" "$postgres_url" <<'PYTHON' || fail "20 processes at once"
import sys

import fault_runs

tool, url = sys.argv[1:]
plain = fault_runs.Tree("plain", rows=500)
plain.write()
concurrent = fault_runs.Tree("concurrent", rows=500, concurrently={2, 5, 12, 20, 30})
concurrent.write()
race = fault_runs.Race(tool, processes=20)
with fault_runs.Postgres(url) as database:
    for files, rounds in ((plain, 5), (concurrent, 20)):
        rounds = min(rounds, fault_runs.ROUNDS)
        for turn in range(rounds):
            database.empty()
            race.run(database, files, f"{files.directory}, round {turn}")
        print(f"{files.directory}: {rounds} rounds, {race.report()}")
sys.exit(race.failures > 0)
PYTHON

finish
