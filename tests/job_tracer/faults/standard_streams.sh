#!/usr/bin/env bash
# The answer does not depend on the locale, the environment, a terminal or an open stdin.
set -euo pipefail
# shellcheck source=common.bash
source "$(dirname "${BASH_SOURCE[0]}")/common.bash"

cp -r "$backend" tree
printf '# @.architecture\n# Incoming: caf\303\251.py, Prüfung — außen --- {Größe}\n# Processing: p() --- {1 job: reading}\n# Outgoing: none --- {none}\n' \
  >tree/utils/größe.py

while read -r question; do
  # shellcheck disable=SC2086
  {
    set -f
    LC_ALL=C.UTF-8 "$job_tracer" --root tree $question >want 2>want.err && status=0 || status=$?
    for way in "env -i" "env LC_ALL=C LANG=C" "env LC_ALL=POSIX TERM=dumb" "env LC_ALL=xx_XX.broken" \
      "env COLUMNS=20 LINES=5" "setsid -w"; do
      got=0
      $way "$job_tracer" --root tree $question >out 2>err </dev/null || got=$?
      [[ $got == "$status" ]] || fail "$way $question: status $got, not $status"
      same want out "$way $question: other bytes"
      same want.err err "$way $question: other messages"
    done
    got=0
    "$job_tracer" --root tree $question >out 2>err <&- || got=$?
    [[ $got == "$status" ]] || fail "$question: status $got with a closed standard input"
    same want out "$question: other bytes with a closed standard input"
    set +f
  }
done < <(questions)

# What waits for standard input and finds it closed ends with a message.
closed_stdin() { "$job_tracer" "$@" <&-; }
expect 65 closed_stdin --index - list
says err "standard input"
expect 0 closed_stdin --root tree impact -
silent out

# The current directory is gone.
mkdir gone && cd gone && rmdir ../gone
expect 66 "$job_tracer" list
says "$work/err" "current directory"
expect 0 "$job_tracer" --root "$backend" list
cd "$work"

# A HOME, PATH and TMPDIR that lead nowhere.
expect 0 env HOME=/nowhere PATH=/nowhere TMPDIR=/nowhere "$job_tracer" --root tree export index.json
same index.json <("$job_tracer" --root tree export -) "export: other bytes without HOME, PATH, TMPDIR"

finish
