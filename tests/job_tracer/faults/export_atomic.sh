#!/usr/bin/env bash
# An export is whole or not at all: an error keeps the old file and leaves nothing beside it.
set -euo pipefail
# shellcheck source=common.bash
source "$(dirname "${BASH_SOURCE[0]}")/common.bash"

mkdir here
echo old >here/index.json
cp here/index.json old

# A limit on the size of files stands for the disk that is full.
for arguments in "export $work/here/index.json" "export - --output $work/here/index.json" \
  "graph --json --output $work/here/index.json"; do
  # shellcheck disable=SC2086
  expect 69 bash -c 'trap "" XFSZ; ulimit -f 8; exec "$@"' - "$job_tracer" --root "$backend" $arguments
  says err "cannot write"
  says err "File too large"
  same here/index.json old "$arguments: the old file is gone"
  [[ $(ls -A here) == index.json ]] || fail "$arguments: left $(ls -A here)"
done

# An error before the answer keeps it too.
expect 66 "$job_tracer" --root missing export here/index.json
expect 66 "$job_tracer" --root missing list --output here/index.json
expect 65 "$job_tracer" --index /dev/null export here/index.json
expect 64 "$job_tracer" --root "$backend" list --layer none --output here/index.json
same here/index.json old "an error replaced the file"

prepare_nobody
chmod 644 here/index.json
((EUID != 0)) || chown 65534 here/index.json
chmod 555 here
cp -r "$backend" tree
chmod -R a+rX tree
expect 69 as_nobody "$nobody_bin/job_tracer" --root "$work/tree" export "$work/here/index.json"
says err "here/index.json: Permission denied"
same here/index.json old "a directory without write permission: the old file is changed"

finish
