#!/usr/bin/env bash
# Exports to one file at once, and a tree that changes while it is read.
set -euo pipefail
# shellcheck source=common.bash
source "$(dirname "${BASH_SOURCE[0]}")/common.bash"

generated_tree tree 400
"$job_tracer" --root tree export want
mkdir here
cp want here/index.json

# A reader never sees a part of the file while two writers replace it.
for ((round = 0; round < 10; ++round)); do
  "$job_tracer" --root tree export here/index.json &
  first=$!
  "$job_tracer" --root tree export here/index.json &
  second=$!
  while kill -0 "$first" 2>/dev/null; do
    same here/index.json want "round $round: a part of the file was seen"
  done
  wait "$first" || fail "round $round: the first export failed"
  wait "$second" || fail "round $round: the second export failed"
  same here/index.json want "round $round: other bytes"
done
[[ $(ls -A here) == index.json ]] || fail "left: $(ls -A here)"

# Files and directories come, go, grow and shrink under the scan.
/usr/bin/python3 - tree/churn >churn.out 2>&1 <<'PYTHON' &
import os
import shutil
import sys

root = sys.argv[1]
text = '# @.architecture\n# Incoming: a --- {b}\n# Processing: c --- {1 job: churning}\n# Outgoing: d --- {e}\n'
turn = 0
while not os.path.exists("enough"):
    turn += 1
    os.makedirs(f"{root}/deep/er", exist_ok=True)
    for i in range(20):
        with open(f"{root}/deep/er/file{i}.py", "w") as file:
            file.write(text * (turn % 5) + "x = 1\n" * (turn * 997 % 60000))
    with open(f"{root}/grow.py", "a") as file:
        file.write(text * 50)
    os.truncate(f"{root}/grow.py", turn * 31 % 70000)
    shutil.rmtree(f"{root}/deep")
PYTHON
writer=$!
for ((round = 0; round < 12; ++round)); do
  for command in "list" "check" "stats --json" "export -"; do
    status=0
    # shellcheck disable=SC2086
    "$job_tracer" --root tree $command >out 2>err || status=$?
    ((status <= 1)) || fail "$command: status $status on a tree that changes: $(<err)"
  done
  "$job_tracer" --index out stats >/dev/null 2>err || fail "an export of a tree that changes is damaged: $(<err)"
done
touch enough
wait "$writer" || fail "the writer: $(<churn.out)"

finish
