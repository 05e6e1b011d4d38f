#!/usr/bin/env bash
# 20 processes at once on 30 pending migrations of a SQLite file, in both journal modes and with
# files that run without a transaction among them: each migration runs once, every process is well.
set -euo pipefail
# shellcheck source=common.bash
source "$(dirname "${BASH_SOURCE[0]}")/common.bash"

/usr/bin/python3 - "$run_migrations" <<'PYTHON' || fail "20 processes at once"
import sys

import fault_runs

tool = sys.argv[1]
tree = fault_runs.Tree("migrations", rows=200)
tree.write()
apart = fault_runs.Tree("apart", rows=50, without_transaction={5, 6, 17, 30})
apart.write()
race = fault_runs.Race(tool, processes=20)
for mode, files, rounds in (("delete", tree, 20), ("wal", tree, 20), ("delete", apart, 4), ("wal", apart, 4)):
    rounds = min(rounds, fault_runs.ROUNDS)
    for turn in range(rounds):
        database = fault_runs.Sqlite(f"race-{mode}-{files.directory}-{turn}.db", mode)
        race.run(database, files, f"{mode}, {files.directory}, round {turn}")
    print(f"{mode}, {files.directory}: {rounds} rounds, {race.report()}")
sys.exit(race.failures > 0)
PYTHON

finish
