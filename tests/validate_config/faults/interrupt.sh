#!/usr/bin/env bash
# Ctrl-C ends a run at once, with its child, and leaves nothing behind.
set -euo pipefail
# shellcheck source=common.bash
source "$(dirname "${BASH_SOURCE[0]}")/common.bash"

# A python3 that never ends: what the probe waits for.
printf '#!/bin/sh\necho $$ >%s/python.pid\nexec sleep 300\n' "$work" >slow-python
chmod +x slow-python
/usr/bin/python3 - "$validate_config" "$backend" "$work" <<'PYTHON' || fail "an interrupted run"
import os
import signal
import subprocess
import sys
import time

tool, backend, work = sys.argv[1:]
for number in (signal.SIGINT, signal.SIGTERM):
    if os.path.exists(f"{work}/python.pid"):
        os.unlink(f"{work}/python.pid")
    process = subprocess.Popen([tool, "--root", backend, "--python", f"{work}/slow-python", "--output", f"{work}/report"],
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                               preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
    deadline = time.monotonic() + 20
    while not os.path.exists(f"{work}/python.pid") or not open(f"{work}/python.pid").read().strip():
        assert time.monotonic() < deadline, "the child never started"
        time.sleep(0.01)
    child = int(open(f"{work}/python.pid").read())
    process.send_signal(number)
    sent = time.monotonic()
    status = process.wait(timeout=20)
    assert status in (-number, 128 + number), status
    assert time.monotonic() - sent < 10, "it took too long"
    for _ in range(500):
        try:
            os.kill(child, 0)
        except ProcessLookupError:
            break
        time.sleep(0.01)
    else:
        raise AssertionError("the child lives on")
PYTHON
[[ ! -e $work/report ]] || fail "a report of a run that was interrupted"

# A python3 that does not answer in time is told, and all else is looked at.
expect 0 "$validate_config" --root "$backend" --python "$work/slow-python" --timeout 300ms
says out "was not looked at"
finish
