#!/usr/bin/python3
"""Runs the official test suite of JSON Schema through `validate_config --schema-only`.

    official_suite.py VALIDATE_CONFIG SUITE_DIRECTORY

Every required case of draft 2020-12 and draft 7 has to give status 0 where its instance is valid
and 1 where it is not. Without the suite the status is 77, a skip, or 1 where
AETHER_REQUIRE_JSON_SUITE is 1.
"""

import json
import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

DRAFTS = {"draft2020-12": 1299, "draft7": 927}


def cases(directory):
    """(description, schema, instance, valid) of each case of a draft."""
    for file in sorted(directory.glob("*.json")):
        for group in json.loads(file.read_text()):
            for test in group["tests"]:
                what = f"{file.name}: {group['description']}: {test['description']}"
                yield what, group["schema"], test["data"], test["valid"]


def run_case(tool, draft_name, remotes, work, number, case):
    """What is wrong, or nothing."""
    what, schema, instance, valid = case
    schema_file = work / f"{number}.schema.json"
    instance_file = work / f"{number}.json"
    schema_file.write_text(json.dumps(schema))
    instance_file.write_text(json.dumps(instance))
    done = subprocess.run(
        [tool, "--schema-only", "--quiet", "--draft", draft_name, "--schema-map", f"http://localhost:1234/={remotes}",
         schema_file, instance_file], capture_output=True, text=True, timeout=60)
    if done.returncode == (0 if valid else 1):
        return None
    return f"{what}: status {done.returncode}: {done.stdout}{done.stderr}".strip()


def main():
    tool, suite = sys.argv[1], Path(os.environ.get("AETHER_JSON_SCHEMA_SUITE", sys.argv[2]))
    if not suite.is_dir():
        print(f"the JSON Schema test suite is not at {suite} (AETHER_JSON_SCHEMA_SUITE names another place)")
        return 1 if os.environ.get("AETHER_REQUIRE_JSON_SUITE") == "1" else 77
    failed = False
    for draft, wanted in DRAFTS.items():
        with tempfile.TemporaryDirectory() as directory, ThreadPoolExecutor(4) as pool:
            work = Path(directory)
            all_cases = list(cases(suite / "tests" / draft))
            wrong = [one for one in pool.map(
                lambda pair: run_case(tool, draft.removeprefix("draft"), suite / "remotes", work, *pair), enumerate(all_cases)) if one]
        print(f"{draft}: {len(all_cases) - len(wrong)} of {len(all_cases)} required cases")
        for one in wrong:
            print("  " + one)
        failed = failed or bool(wrong) or len(all_cases) < wanted
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
