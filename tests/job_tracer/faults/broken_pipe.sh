#!/usr/bin/env bash
# A reader that leaves early ends the tool quietly, whether SIGPIPE is inherited as default or
# as ignored.
set -euo pipefail
# shellcheck source=common.bash
source "$(dirname "${BASH_SOURCE[0]}")/common.bash"

generated_tree tree 500

for command in "list" "files" "export -" "export - --pretty" "graph" "graph --format html" "check" "search job_1" \
  "list --ndjson" "check --format sarif"; do
  for inherited in default ignored; do
    # shellcheck disable=SC2086
    { (
      if [[ $inherited == ignored ]]; then trap '' PIPE; fi
      status=0
      "$job_tracer" --root tree $command 2>err || status=$?
      echo "$status" >status
    ) || true; } | head -1 >first
    [[ -s first ]] || fail "$command: head saw nothing ($inherited)"
    silent err
    case $(<status) in
      0 | 1 | 141) ;;
      *) fail "$command: status $(<status) with SIGPIPE $inherited" ;;
    esac
  done
done

# A reader that is gone before anything is written.
for command in list "export -" --help; do
  # shellcheck disable=SC2086
  { sleep 0.1; status=0; "$job_tracer" --root tree $command 2>err || status=$?; echo "$status" >status; } |
    true || true
  silent err
  [[ $(<status) == 141 ]] || fail "$command: status $(<status), not 141, when nobody reads"
done

finish
