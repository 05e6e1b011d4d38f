#!/usr/bin/env bash
# Ctrl-C ends a scan or an export at once with 130 and leaves no temporary file.
set -euo pipefail
# shellcheck source=common.bash
source "$(dirname "${BASH_SOURCE[0]}")/common.bash"

generated_tree tree 6000
mkdir here
echo old >here/index.json

/usr/bin/python3 - "$job_tracer" <<'PYTHON' || fail "an interrupted run"
import os
import signal
import subprocess
import sys
import time

tool = sys.argv[1]


def start(*arguments):
    return subprocess.Popen([tool, "--root", "tree", *arguments], stdin=subprocess.DEVNULL,
                            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))


def interrupt(process, number):
    process.send_signal(number)
    sent = time.monotonic()
    message = process.communicate(timeout=20)[1]
    assert time.monotonic() - sent < 10, "it went on for ten seconds"
    assert message == b"", message
    return process.returncode


def writes_to(directory, pid):
    """The new file has no name yet: it shows among the descriptors of the process only."""
    links = f"/proc/{pid}/fd"
    try:
        targets = [os.readlink(f"{links}/{fd}") for fd in os.listdir(links)]
    except FileNotFoundError:
        return False
    return any(target.startswith(os.path.realpath(directory) + "/") for target in targets)


def is_end(code, number):
    return code in (-number, 128 + number)


# During the scan and what follows it.
interrupted = 0
for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
    for delay in (0.01, 0.03, 0.06, 0.1):
        process = start("export", "here/index.json")
        time.sleep(delay)
        code = interrupt(process, number)
        assert code == 0 or is_end(code, number), code
        interrupted += code != 0
        assert os.listdir("here") == ["index.json"], os.listdir("here")
        if code != 0:
            assert open("here/index.json").read(4) == "old\n", "the old file is gone"
        else:
            open("here/index.json", "w").write("old\n")
assert interrupted > 0, "no run was still busy when it was interrupted"

# While the new file is written.
caught = 0
for turn in range(6):
    open("here/index.json", "w").write("old\n")
    process = start("export", "here/index.json")
    while not writes_to("here", process.pid) and process.poll() is None:
        pass
    code = interrupt(process, signal.SIGINT)
    assert code == 0 or is_end(code, signal.SIGINT), code
    caught += code != 0
    assert os.listdir("here") == ["index.json"], f"left after SIGINT: {os.listdir('here')}"
assert caught > 0, "no run was interrupted while it wrote"

# While it waits for a list that does not come.
os.mkfifo("list")
process = start("--files-from", "list", "list")
time.sleep(0.05)
assert is_end(interrupt(process, signal.SIGINT), signal.SIGINT), process.returncode
PYTHON

finish
