#!/usr/bin/env bash
# SIGKILL at moments spread over runs of 30 migrations on SQLite, in both journal modes, up and
# down: what is in the history and what was done agree, and the next run finishes.
set -euo pipefail
# shellcheck source=common.bash
source "$(dirname "${BASH_SOURCE[0]}")/common.bash"

for mode in delete wal; do
  /usr/bin/python3 - "$run_migrations" "$mode" <<'PYTHON' || fail "$mode"
import sys

import fault_runs

tool, mode = sys.argv[1:]
tree = fault_runs.Tree(f"migrations-{mode}", rows=300)
tree.write()
fault_runs.kill_runs(tool, fault_runs.Sqlite(f"{mode}.db", mode), tree)
PYTHON
done

finish
