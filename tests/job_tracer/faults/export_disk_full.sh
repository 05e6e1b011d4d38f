#!/usr/bin/env bash
# On a disk without room the old export stays whole and no part of the new one is left.
set -euo pipefail
# shellcheck source=common.bash
source "$(dirname "${BASH_SOURCE[0]}")/common.bash"

mkdir disk
separate=(unshare --mount)
((EUID == 0)) || separate=(unshare --user --map-root-user --mount)
"${separate[@]}" mount -t tmpfs -o size=64k none disk 2>/dev/null || skip "a small tmpfs cannot be mounted"

"${separate[@]}" bash -euo pipefail -s "$job_tracer" "$backend" <<'SHELL' || fail "on a full disk"
mount -t tmpfs -o size=64k none disk
echo old >disk/index.json
for arguments in "export disk/index.json" "export - --output disk/index.json" \
  "check --select missing-block --write-baseline disk/deeper/none.json"; do
  status=0
  # shellcheck disable=SC2086
  "$1" --root "$2" $arguments 2>err || status=$?
  if [[ $status != 69 ]]; then echo "$arguments: status $status"; exit 1; fi
  grep -q 'cannot write' err
  if [[ $(<disk/index.json) != old ]]; then echo "the old file is gone"; exit 1; fi
  if [[ $(ls -A disk) != index.json ]]; then echo "left: $(ls -A disk)"; exit 1; fi
done
# Redirected, the shell has emptied the file; the tool must say that its answer is cut short.
status=0
"$1" --root "$2" export - >disk/index.json 2>err || status=$?
[[ $status == 69 ]]
grep -q 'No space left on device' err
SHELL

finish
