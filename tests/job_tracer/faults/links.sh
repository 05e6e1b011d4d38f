#!/usr/bin/env bash
# Symbolic links are not followed: loops end, nothing is read twice or from outside the tree.
# Pipes and sockets with the name of a source do not hold the scan up.
set -euo pipefail
# shellcheck source=common.bash
source "$(dirname "${BASH_SOURCE[0]}")/common.bash"

block outside/secret.py outside_job
block tree/real/a.py alpha
ln -s loop_b tree/loop_a
ln -s loop_a tree/loop_b
ln -s self.py tree/self.py
ln -s .. tree/real/parent
ln -s . tree/real/here
ln -s real tree/again
ln -s real/a.py tree/link.py
ln -s "$work/outside" tree/out
ln -s "$work/outside/secret.py" tree/out.py
ln -s /nowhere/at/all.py tree/broken.py
ln -s /proc/self tree/proc
mkfifo tree/pipe.py
/usr/bin/python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind("tree/socket.py")'

limited() { timeout 20 "$job_tracer" --root tree "$@"; }

for threads in 1 8; do
  expect 0 limited files --threads "$threads"
  [[ $(<out) == real/a.py ]] || fail "files: $(<out)"
  silent err
done

printf '%s\n' link.py out.py self.py broken.py pipe.py loop_a real/here/a.py real/a.py socket.py out/secret.py >list
expect 0 limited --files-from list files
grep -qx real/a.py out || fail "--files-from lost a file: $(<out)"
! grep -q secret out || fail "--files-from read what lies outside the tree: $(<out)"
! grep -q here out || fail "--files-from read a file twice, through a link: $(<out)"

expect 0 limited stats --no-default-excludes
expect 0 limited check --no-default-excludes
expect 0 timeout 20 "$job_tracer" --root tree/again files
[[ $(<out) == a.py ]] || fail "a root that is a link: $(<out)"

# A link to a file that needs fixing is not replaced by a file.
printf '# @.architecture\n# Incoming: none --- {none}\n# Processing: p() --- {2 jobs: b, a}\n# Outgoing: none --- {none}\n' \
  >outside/fix.py
cp outside/fix.py kept
ln -s "$work/outside/fix.py" tree/fix.py
expect 0 limited check --fix
[[ -L tree/fix.py ]] || fail "--fix replaced a link"
same kept outside/fix.py "--fix wrote outside the tree"
status=0
limited check --fix fix.py >out 2>err || status=$?
same kept outside/fix.py "--fix FILE wrote outside the tree"

finish
