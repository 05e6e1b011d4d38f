# shellcheck shell=bash
# shellcheck disable=SC2034 # its variables are for those who source it
# What the fault tests share; they source it with the directory of the binaries as $1.
#
# Gives what tests/support/faults.bash does, $job_tracer, $backend (the example tree, never to be
# changed), and the functions below.
tool=job_tracer
backend=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../../share/examples/aether-backend" && pwd)
# shellcheck source=../../support/faults.bash
source "$(dirname "${BASH_SOURCE[0]}")/../../support/faults.bash"
job_tracer=$bin/job_tracer

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

# questions: every command on the example backend or a tree like it, text and JSON, one a line (for read or shlex).
questions() {
  local question
  for question in 'list' 'list --sort frequency' 'search streaming validation job_1' \
    'trace streaming' 'trace job_1' 'find str' 'files' 'show ws/hub.py' 'stats' 'check' \
    'check --select *' 'impact main.py' 'impact ws/hub.py --upstream'; do
    printf '%s\n%s --json\n' "$question" "$question"
  done
  printf '%s\n' 'graph' 'graph --format mermaid' 'graph --json' 'graph --format html' 'graph streaming' 'export -' \
    'export - --pretty' 'check --format sarif' 'check --format github' 'list --ndjson' \
    'search --ndjson job_1' 'check --ndjson' 'check --write-baseline -'
}
