#!/usr/bin/python3
"""Counts what validate_config makes of the YAML test suite, where a copy is pointed to.

    AETHER_YAML_TEST_SUITE=DIRECTORY yaml_suite.py VALIDATE_CONFIG

DIRECTORY holds the suite in its `data` layout: a directory a case, with in.yaml, and with a file
`error` where the document is invalid. Prints how many invalid documents are refused and how many
valid ones are read (streams of several documents are refused by design), and the
names of the others. Fails only where the tool neither accepts nor refuses. Without the variable the
status is 77, a skip.
"""

import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path


def judge(tool, schema, case):
    done = subprocess.run([tool, "--schema-only", schema, case / "in.yaml"], capture_output=True, text=True,
                          errors="replace", timeout=60)
    return case, done.returncode, done.stdout + done.stderr


def main():
    suite = os.environ.get("AETHER_YAML_TEST_SUITE")
    if not suite:
        print("the YAML test suite is not here: AETHER_YAML_TEST_SUITE names a copy of its data")
        return 77
    cases = sorted(path.parent for path in Path(suite).rglob("in.yaml"))
    counts, odd, failed = {"invalid": [0, 0], "valid": [0, 0]}, [], 0
    with tempfile.TemporaryDirectory() as work:
        schema = Path(work) / "any.json"
        schema.write_text("{}")
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            for case, status, text in pool.map(lambda one: judge(sys.argv[1], schema, one), cases):
                name = str(case.relative_to(suite))
                if status not in (0, 1):
                    print(f"failed: {name}: status {status}: {text.strip()}")
                    failed += 1
                    continue
                kind = "invalid" if (case / "error").exists() else "valid"
                counts[kind][1] += 1
                right = (status == 1) == (kind == "invalid")
                counts[kind][0] += right
                if not right:
                    odd.append(f"{name} ({kind})")
    print("of {} invalid documents {} are refused, of {} valid ones {} are read".format(
        counts["invalid"][1], counts["invalid"][0], counts["valid"][1], counts["valid"][0]))
    print("otherwise:", ", ".join(odd) or "none")
    return 1 if failed or not cases else 0


if __name__ == "__main__":
    sys.exit(main())
