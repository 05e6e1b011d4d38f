# shellcheck shell=bash
# What the fault tests share; they source it with the directory of the binaries as $1.
#
# Gives: $bin, $job_tracer, $backend (the example tree, never to be changed), $work (a fresh
# directory, removed at the end), and the functions below. A test ends with `finish`.
bin=$(cd "$1" && pwd)
job_tracer=$bin/job_tracer
# shellcheck disable=SC2034  # for the tests
backend=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../../share/examples/aether-backend" && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/aether-fault-XXXXXX")
failures=0
unset AETHER_BACKEND_ROOT

clean_up() {
  cd /
  rm -rf "$work" 2>/dev/null && return
  chmod -R u+rwX "$work" # a test may have taken away its own right to enter
  rm -rf "$work"
}
trap clean_up EXIT
cd "$work" || exit

fail() {
  printf 'FAILED: %s\n' "$*"
  failures=$((failures + 1))
}

# skip REASON
skip() {
  printf 'skipped: %s\n' "$*"
  exit 77
}

finish() {
  if ((failures > 0)); then
    printf '%d failed\n' "$failures"
    exit 1
  fi
}

# expect STATUS COMMAND...: runs it with its output in the files `out` and `err` of $work.
expect() {
  local wanted=$1 status=0
  shift
  "$@" >"$work/out" 2>"$work/err" || status=$?
  if [[ $status != "$wanted" ]]; then
    fail "status $status, not $wanted, of: $*"
    sed -n 's/^/    /;1,5p' "$work/err"
  fi
}

# says FILE TEXT: the file holds the text.
says() {
  grep -qF -- "$2" "$1" || { fail "$(basename "$1") does not say: $2"; sed -n 's/^/    /;1,5p' "$1"; }
}

# silent FILE
silent() {
  [[ ! -s $1 ]] || { fail "$(basename "$1") is not empty"; sed -n 's/^/    /;1,5p' "$1"; }
}

# same FILE FILE WHAT
same() {
  cmp -s "$1" "$2" || fail "$3"
}

# block FILE JOB [INCOMING [OUTGOING]]: a file with a block, in a directory that is made.
block() {
  mkdir -p "$(dirname "$1")"
  printf '# @.architecture\n# Incoming: %s --- {int}\n# Processing: run() --- {1 job: %s}\n# Outgoing: %s --- {int}\n' \
    "${3:-none}" "$2" "${4:-none}" >"$1"
}

# generated_tree DIRECTORY FILES: documented files in some directories that refer to each other.
generated_tree() {
  /usr/bin/python3 - "$1" "$2" <<'PYTHON'
import os
import sys

root, count = sys.argv[1], int(sys.argv[2])
places = ["api/v1/endpoints", "core/runtime", "data", "ws", "utils", "other/deep/er"]
paths = [f"{places[i % len(places)]}/file{i}.py" for i in range(count)]
for place in places:
    os.makedirs(os.path.join(root, place), exist_ok=True)
for i, path in enumerate(paths):
    jobs = sorted({f"job_{i % 7}", f"job_{i % 31}"}, reverse=i % 13 == 0)
    stated = len(jobs) + (i % 17 == 0)
    outgoing = f"{paths[(i * 7 + 1) % count]}, {paths[(i + 1) % count]}, gone{i}.py"
    with open(os.path.join(root, path), "w", encoding="utf-8") as file:
        file.write(f'"""\n@.architecture\nIncoming: {paths[i - 1]}, User (keyboard) --- {{int}}\n'
                   f"Processing: run() --- {{{stated} jobs: {', '.join(jobs)}}}\n"
                   f'Outgoing: {outgoing} --- {{int}}\n"""\n')
        file.write("x = 1\n" * (i % 50))
PYTHON
}

# temporary_files DIRECTORY: what an atomic write would have left there beside FILE...
temporary_files() {
  find "$1" -name '*.??????' ! -name '*.json' ! -name '*.py' -type f
}

# For root, who may read everything: prepares `as_nobody`, which runs a command as another user
# with the binaries in $nobody_bin; for others it runs the command as it is.
prepare_nobody() {
  nobody_bin=$work/bin
  mkdir "$nobody_bin"
  cp "$job_tracer" "$nobody_bin/"
  chmod 755 "$work" "$nobody_bin" "$nobody_bin/job_tracer"
  drop=()
  if ((EUID == 0)); then
    command -v setpriv >/dev/null || skip "setpriv is missing"
    drop=(setpriv --reuid=65534 --regid=65534 --clear-groups)
    "${drop[@]}" true 2>/dev/null || skip "another user cannot be become"
  fi
  as_nobody "$nobody_bin/job_tracer" --version >/dev/null 2>&1 || skip "$work is closed to others"
}

as_nobody() {
  "${drop[@]}" "$@"
}

# questions: every command on the example backend or a tree like it, text and JSON, one a line (for read or shlex).
questions() {
  local question
  for question in 'list' 'list --sort frequency' 'search streaming validation job_1' \
    'trace streaming' 'trace job_1' 'find str' 'files' 'show ws/hub.py' 'stats' 'check' \
    'check --select *' 'impact main.py' 'impact ws/hub.py --upstream'; do
    printf '%s\n%s --json\n' "$question" "$question"
  done
  printf '%s\n' 'graph' 'graph --format mermaid' 'graph --json' 'graph streaming' 'export -' \
    'export - --pretty' 'check --format sarif' 'check --format github' 'list --ndjson' \
    'search --ndjson job_1' 'check --ndjson' 'check --write-baseline -'
}
