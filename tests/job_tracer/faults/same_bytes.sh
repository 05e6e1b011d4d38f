#!/usr/bin/env bash
# Every answer is the same bytes for any number of threads, again and again, and from an export.
set -euo pipefail
# shellcheck source=common.bash
source "$(dirname "${BASH_SOURCE[0]}")/common.bash"

generated_tree generated 150
block generated/ws/hub.py streaming
block generated/main.py streaming none 'ws/, utils/*.py'
printf 'x = 1\n' >generated/utils/plain.py
mkdir -p generated/.architecture
printf 'jobs:\n  streaming:\n    level: system\n  job_1:\n    level: system\n  never_used:\n    level: system\n' \
  >generated/.architecture/job_types.yaml
questions >asked

/usr/bin/python3 - "$job_tracer" "$backend" generated <<'PYTHON' || fail "answers differ"
import os
import shlex
import subprocess
import sys

tool, *trees = sys.argv[1:]
ROUNDS = 1 if "AETHER_SHORT_FAULTS" in os.environ else 5
different = []


def answer(*arguments):
    done = subprocess.run([tool, *arguments], stdin=subprocess.DEVNULL, capture_output=True)
    return done.returncode, done.stdout, done.stderr


def compare(wanted, got, what):
    for part, name in enumerate(("status", "output", "messages")):
        if wanted[part] != got[part]:
            different.append(f"{what}: other {name}")


for tree in trees:
    assert answer("--root", tree, "export", "index.json") == (0, b"", b"")
    for question in open("asked").read().splitlines():
        words = shlex.split(question)
        wanted = answer("--root", tree, "--threads", "1", *words)
        if wanted[0] not in (0, 1):
            different.append(f"{tree}: status {wanted[0]} of {question}")
        for threads in ("1", "2", "8"):
            for _ in range(ROUNDS):
                got = answer("--root", tree, "--threads", threads, *words)
                compare(wanted, got, f"{tree}: {question} --threads {threads}")
        compare(wanted, answer("--index", "index.json", *words), f"{tree}: --index of {question}")

print(*dict.fromkeys(different), sep="\n")
sys.exit(1 if different else 0)
PYTHON

finish
