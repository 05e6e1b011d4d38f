#!/usr/bin/env bash
# What may not be read is a warning, in the text and in the JSON, and never an end.
set -euo pipefail
# shellcheck source=common.bash
source "$(dirname "${BASH_SOURCE[0]}")/common.bash"

prepare_nobody
block tree/open.py alpha
block tree/closed.py beta
block tree/shut/inner.py gamma
block tree/listed_only/inner.py delta
chmod 000 tree/closed.py
chmod 000 tree/shut
chmod 444 tree/listed_only

ask() { as_nobody "$nobody_bin/job_tracer" --root "$work/tree" "$@"; }

for threads in 1 2 8; do
  expect 0 ask files --threads "$threads"
  [[ $(<out) == open.py ]] || fail "files: $(<out)"
  says err "warning: closed.py: not read: Permission denied"
  says err "warning: shut: not read: Permission denied"
  grep -q "warning: listed_only.*: not read: Permission denied" err || fail "nothing said of listed_only"
  [[ $(grep -c warning err) == 3 ]] || fail "not three warnings: $(<err)"
done

expect 0 ask list --json
/usr/bin/python3 - out <<'PYTHON' || fail "the warnings are not in the JSON"
import json
import sys

warnings = json.load(open(sys.argv[1]))["warnings"]
assert len(warnings) == 3, warnings
assert any("closed.py" in line for line in warnings), warnings
PYTHON
expect 0 ask list --quiet
silent err

# The export keeps the warnings, and who asks it hears them.
expect 0 ask export -
cp out index.json
expect 0 "$job_tracer" --index index.json files
says err "closed.py: not read: Permission denied"

printf 'closed.py\nopen.py\nshut/inner.py\n' >list
chmod 644 list
expect 0 ask --files-from "$work/list" files
[[ $(<out) == open.py ]] || fail "--files-from: $(<out)"
says err "closed.py: not read: Permission denied"
says err "shut/inner.py: not read"

# A tree, list, layers file, index or registry that may not be read is missing input.
expect 66 as_nobody "$nobody_bin/job_tracer" --root "$work/tree/shut" list
says err "Permission denied"
chmod 000 list
expect 66 ask --files-from "$work/list" list
expect 66 ask --layers "$work/list" list
expect 66 as_nobody "$nobody_bin/job_tracer" --index "$work/list" list
says err "Permission denied"
mkdir tree/.architecture
echo 'version: "1"' >tree/.architecture/job_types.yaml
chmod 000 tree/.architecture/job_types.yaml
status=0
ask check >out 2>err || status=$?
[[ $status == 66 || $status == 65 ]] || fail "check: status $status with a registry that may not be read"
says err "job_types.yaml"
expect 0 ask list

# Nothing can be written where the user may not write.
chmod 555 tree
expect 69 ask export "$work/tree/index.json"
says err "Permission denied"
[[ ! -e tree/index.json ]] || fail "export left something"

finish
