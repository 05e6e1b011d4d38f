#!/usr/bin/env bash
# Output that cannot be written is told and ends with 69, never with 0; a closed pipe is no fault.
set -euo pipefail
# shellcheck source=common.bash
source "$(dirname "${BASH_SOURCE[0]}")/common.bash"

[[ -c /dev/full ]] || skip "/dev/full is missing"
for arguments in "" "--json" "--format sarif" "--explain database.url" "--list-services" \
  "--list-rules" "--rule settings/inert" "--print-schema report" "--help" "--version" \
  "--write-baseline -"; do
  for target in full closed; do
    status=0
    # shellcheck disable=SC2086
    if [[ $target == full ]]; then
      "$validate_config" --root "$backend" $arguments >/dev/full 2>err || status=$?
    else
      "$validate_config" --root "$backend" $arguments >&- 2>err || status=$?
    fi
    [[ $status == 69 ]] || fail "'$arguments': status $status with $target standard output"
    says err "validate_config: cannot write to standard output"
  done
done
expect 69 "$validate_config" --root "$backend" --write-baseline /dev/full
expect 69 "$validate_config" --root "$backend" --output /nowhere/report

cp -r "$backend" many
for i in $(seq 1 3000); do printf 'import missing_%s\n' "$i"; done >>many/main.py
status=0
"$validate_config" --root many 2>err | head -1 >out || status=$?
[[ $status == 141 || $status == 1 || $status == 0 ]] || fail "a closed pipe: status $status"
silent err
finish
