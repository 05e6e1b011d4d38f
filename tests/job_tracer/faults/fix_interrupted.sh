#!/usr/bin/env bash
# --fix that is killed, or may not write, leaves each file old or new, never in between.
set -euo pipefail
# shellcheck source=common.bash
source "$(dirname "${BASH_SOURCE[0]}")/common.bash"

wrong() {
  printf '# @.architecture\n# Incoming: none --- {none}\n# Processing: p() --- {3 jobs: b, a}\n# Outgoing: none --- {none}\n'
}

mkdir tree
wrong >small.old
sed 's/3 jobs: b, a/2 jobs: a, b/' small.old >small.new
{ wrong; yes 'x = 1' 2>/dev/null | head -c 40000000; } >large.old || true
sed '3s/3 jobs: b, a/2 jobs: a, b/' large.old >large.new

/usr/bin/python3 - "$job_tracer" <<'PYTHON' || fail "a killed --fix left something else than old or new"
import filecmp
import os
import shutil
import signal
import subprocess
import sys
import time

def fresh_tree():
    for name in os.listdir("tree"):
        os.unlink(f"tree/{name}")
    shutil.copy("large.old", "tree/large.py")
    shutil.copy("small.old", "tree/small.py")


def start():
    return subprocess.Popen([sys.argv[1], "--root", "tree", "check", "--fix"], restore_signals=True,
                            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


# The signals are spread over the length of a run that nobody disturbs.
fresh_tree()
begun = time.monotonic()
start().wait()
length = time.monotonic() - begun

killed = 0
for number in (signal.SIGKILL, signal.SIGTERM, signal.SIGINT):
    for part in (0.05, 0.2, 0.35, 0.5, 0.65, 0.8, 0.95):
        fresh_tree()
        process = start()
        try:
            process.wait(length * part)
        except subprocess.TimeoutExpired:
            process.send_signal(number)
        killed += process.wait() == -number
        for name in ("large", "small"):
            states = [filecmp.cmp(f"tree/{name}.py", f"{name}.{state}", shallow=False) for state in ("old", "new")]
            assert any(states), (name, number)
assert killed > 0, "no run was still busy when it was killed"
PYTHON

# A second run finishes the work, and does not read what the killed one left.
cp large.old tree/large.py
cp small.old tree/small.py
expect 0 "$job_tracer" --root tree check --fix
same tree/large.py large.new "--fix did not correct the large file"
same tree/small.py small.new "--fix did not correct the small file"

prepare_nobody
rm -rf tree && mkdir -p tree/locked tree/free
wrong | tee tree/locked/a.py >tree/free/b.py
chmod 777 tree/free
chmod 666 tree/locked/a.py tree/free/b.py
chmod 555 tree/locked
((EUID != 0)) || chown 65534 tree/locked tree/free tree/locked/a.py tree/free/b.py
expect 1 as_nobody "$nobody_bin/job_tracer" --root "$work/tree" check --fix
says err "locked/a.py"
says err "Permission denied"
same tree/locked/a.py small.old "--fix changed a file in a directory without write permission"
same tree/free/b.py small.new "--fix stopped at a file that it may not write"
# A directory that may be written gives no right to a file that may not.
wrong >tree/free/c.py
chmod 444 tree/free/c.py
expect 1 as_nobody "$nobody_bin/job_tracer" --root "$work/tree" check --fix free/c.py
says err "free/c.py: Permission denied"
same tree/free/c.py small.old "--fix replaced a file that may not be written"
[[ -z $(find tree -type f ! -name '*.py') ]] || fail "--fix left $(find tree -type f ! -name '*.py')"

# What was asked for was not done: never 0, even where only warnings remain.
sed '2s/Incoming/INCOMING/' small.new >small.warning
cat small.warning >tree/locked/a.py
status=0
as_nobody "$nobody_bin/job_tracer" --root "$work/tree" check --fix >out 2>err || status=$?
[[ $status != 0 ]] || fail "--fix could not write and ended with 0"
same tree/locked/a.py small.warning "--fix changed a file in a directory without write permission"

finish
