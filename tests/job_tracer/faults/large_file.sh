#!/usr/bin/env bash
# A file of 1 GiB whose only block stands at its end is read in little memory; a line that is
# longer than any reading of it is passed over with a warning.
set -euo pipefail
# shellcheck source=common.bash
source "$(dirname "${BASH_SOURCE[0]}")/common.bash"

free_kib=$(df -Pk "$work" | awk 'NR == 2 { print $4 }')
((free_kib > 2 * 1024 * 1024)) || skip "less than 2 GiB free in $work"
! grep -qE '__(a|t)san_init' "$job_tracer" || skip "a sanitizer needs its own memory"

# peak_kib COMMAND...: its output in `out` and `err`, its status in `status`; prints the peak.
peak_kib() {
  /usr/bin/python3 - "$@" <<'PYTHON'
import resource
import subprocess
import sys

with open("out", "wb") as out, open("err", "wb") as err:
    status = subprocess.run(sys.argv[1:], stdout=out, stderr=err).returncode
open("status", "w").write(f"{status}\n")
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
PYTHON
}

mkdir tree
yes 'x = 1  # a line of text that says nothing of any block' 2>/dev/null | head -c $((1 << 30)) >tree/large.py || true
block last large_job
{ echo; cat last; } >>tree/large.py
lines=$(($(wc -l <tree/large.py) - 3))

peak=$(peak_kib "$job_tracer" --root tree search large_job --json)
((peak < 200 * 1024)) || fail "search: peak of $peak KiB"
[[ $(<status) == 0 ]] || fail "search: status $(<status)"
says out "\"line\":$lines,"
silent err

peak=$(peak_kib "$job_tracer" --root tree check)
((peak < 200 * 1024)) || fail "check: peak of $peak KiB"
[[ $(<status) == 0 ]] || fail "check: status $(<status)"

rm tree/large.py
block first first_job
{ cat first; head -c $((100 << 20)) /dev/zero | tr '\0' x; echo; cat last; head -c $((70 << 20)) /dev/zero | tr '\0' y; } >tree/line.py
block tree/small.py small_job
# A block whose second line is longer than any block may be, and a good one behind it.
{ sed -n 1p last; printf '# Incoming: '; head -c $((9 << 20)) /dev/zero | tr '\0' z; echo ' --- {int}'; sed -n '3,4p' last; cat first; } >tree/wide.py
peak=$(peak_kib "$job_tracer" --root tree files)
((peak < 200 * 1024)) || fail "one long line: peak of $peak KiB"
[[ $(<status) == 0 && $(paste -sd ' ' out) == 'line.py small.py wide.py' ]] ||
  fail "one long line: status $(<status), $(<out)"
says err "line.py: line 5: longer than 64 MiB, passed over"
"$job_tracer" --root tree search first_job large_job --json >out 2>err || fail "search: status $?"
says out '"line":1,'
says out '"line":6,'
"$job_tracer" --root tree check --json >out 2>err || status=$?
[[ ${status-0} == 1 ]] || fail "check: status ${status-0} with a block of 9 MiB"
says out 'does not come within 8 MiB of the tag: a block may not be longer'
never_says out 'is missing after the tag'

finish
