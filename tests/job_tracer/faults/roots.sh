#!/usr/bin/env bash
# Roots that are missing, empty, a file, a link, or named with odd endings.
set -euo pipefail
# shellcheck source=common.bash
source "$(dirname "${BASH_SOURCE[0]}")/common.bash"

while read -r question; do
  set -f
  for root in missing missing/deeper file; do
    : >file
    # shellcheck disable=SC2086
    expect 66 "$job_tracer" --root "$root" $question
    silent out
    says err "--root: cannot open directory $root"
    # shellcheck disable=SC2086
    expect 66 env AETHER_BACKEND_ROOT="$root" "$job_tracer" $question
    says err "AETHER_BACKEND_ROOT: cannot open directory $root"
  done
  set +f
done < <(printf '%s\n' list 'search x' 'trace x' 'find x' 'export -' files 'show x' stats check graph 'impact x')

mkdir empty
for command in list files stats check graph "list --json" "export -"; do
  # shellcheck disable=SC2086
  expect 0 "$job_tracer" --root empty $command
  says err "warning: no @.architecture block found below $work/empty"
  # shellcheck disable=SC2086
  expect 0 "$job_tracer" --root empty $command --quiet
  silent err
done
expect 1 "$job_tracer" --root empty trace streaming
expect 66 "$job_tracer" --root empty show main.py

cp -r "$backend" tree
ln -s tree link
"$job_tracer" --root tree list >want
for root in tree/ ./tree tree/. tree//ws/.. link link/ "$work/tree"; do
  expect 0 "$job_tracer" --root "$root" list
  same want out "--root $root: other bytes"
done
"$job_tracer" --root tree export - >want
expect 0 "$job_tracer" --root link export -
same want out "export: the link shows"

# The root of the file system is a directory too; nothing is asked of it here but to be opened.
expect 0 timeout 20 "$job_tracer" --root / --exclude '*' files

long=$(printf 'x%.0s' {1..5000})
expect 66 "$job_tracer" --root "$long" list
says err "File name too long"

finish
