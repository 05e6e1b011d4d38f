#!/usr/bin/env bash
# Output that cannot be written is told and ends with 69, never with 0.
set -euo pipefail
# shellcheck source=common.bash
source "$(dirname "${BASH_SOURCE[0]}")/common.bash"

[[ -c /dev/full ]] || skip "/dev/full is missing"

for command in "list" "list --json" "list --ndjson" "search streaming" "trace streaming" "find str" \
  "export -" "export - --pretty" "files" "show ws/hub.py" "stats" "check" "check --json" \
  "check --format sarif" "graph" "graph --format mermaid" "graph --format html" "impact main.py" "--help" "--version" \
  "--print-schema export" "check --write-baseline -"; do
  for target in full closed; do
    status=0
    # shellcheck disable=SC2086
    if [[ $target == full ]]; then
      (cd "$backend" && "$job_tracer" $command) >/dev/full 2>err || status=$?
    else
      (cd "$backend" && "$job_tracer" $command) >&- 2>err || status=$?
    fi
    [[ $status == 69 ]] || fail "$command: status $status with $target standard output"
    [[ $(wc -l <err) == 1 ]] || fail "$command: not one line on standard error ($target)"
    says err "job_tracer: cannot write to standard output"
  done
done

cd "$backend"
for arguments in "export /dev/full" "list --output /dev/full" "check --write-baseline /dev/full"; do
  # shellcheck disable=SC2086
  expect 69 "$job_tracer" $arguments
  says "$work/err" "cannot write /dev/full: No space left on device"
  silent "$work/out"
done

# merge and diff write what they read.
"$job_tracer" export "$work/index.json"
status=0
"$job_tracer" merge "$work/index.json" >/dev/full 2>"$work/err" || status=$?
[[ $status == 69 ]] || fail "merge: status $status on a full device"

# Standard error that cannot be written does not change the answer.
status=0
"$job_tracer" search nothing_such 2>/dev/full >/dev/null || status=$?
[[ $status == 1 ]] || fail "search: status $status with a full standard error"
"$job_tracer" list >"$work/want"
"$job_tracer" list 2>&- >"$work/got" || fail "list: a closed standard error"
same "$work/want" "$work/got" "list: other bytes with a closed standard error"

finish
