#!/usr/bin/env python3
"""Holds the SARIF of the tools against the SARIF 2.1.0 schema (a draft-04 schema). Usage: sarif.py BINARIES SCHEMA; the
schema is looked for in AETHER_SARIF_SCHEMA first. Exit status 77 where there is none."""

# @.architecture
# Incoming: tests/validate_config/CMakeLists.txt --- {paths of the tools and of the schema}
# Processing: documents(), main() --- {1 job: test_execution}
# Outgoing: terminal and ctest --- {what the schema refuses}

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import jsonschema

HERE = Path(__file__).resolve().parent
EXAMPLES = HERE.parent.parent / "share/examples"


def documents(binaries, scratch):
    """(name, text) of SARIF without findings, with many, and with names of files that need escapes."""
    broken = scratch / "broken"
    shutil.copytree(EXAMPLES / "aether-backend", broken)
    (broken / "config" / "odd näme %20 #.yaml").write_text("a: 1\na: 2\n")
    (broken / "main.py").write_text("import nosuchthing\nKEY = 'AKIA2E0A8F3B244C9986'\n# validate_config: ignore deps/none\n")
    (broken / ".env.example").write_text("nothing\nA=1\nA=2\n")
    for root in (EXAMPLES / "aether-backend", broken, HERE / "trees/oddities"):
        for command in (["validate_config"], ["job_tracer", "check"]):
            done = subprocess.run([binaries / command[0], "--root", root, *command[1:], "--format", "sarif"], text=True,
                                  capture_output=True, check=False)
            if done.returncode not in (0, 1):
                raise SystemExit(f"{command[0]} --root {root}: exit {done.returncode}: {done.stderr}")
            yield f"{' '.join(command)} of {root.name}", done.stdout


def main():
    binaries = Path(sys.argv[1])
    schema = Path(os.environ.get("AETHER_SARIF_SCHEMA") or sys.argv[2])
    if not schema.is_file():
        print(f"skipped: no SARIF schema at {schema}; AETHER_SARIF_SCHEMA names one")
        return 77
    validator = jsonschema.Draft4Validator(json.loads(schema.read_text()))
    scratch = Path(tempfile.mkdtemp(prefix="aether-sarif-"))
    failures = results = 0
    for name, text in documents(binaries, scratch):
        document = json.loads(text)
        results += len(document["runs"][0]["results"])
        for error in validator.iter_errors(document):
            failures += 1
            print(f"{name}: {'/'.join(map(str, error.absolute_path))}: {error.message}")
    shutil.rmtree(scratch)
    print(f"{results} results, {failures} places that the schema refuses")
    return 1 if failures or not results else 0


if __name__ == "__main__":
    sys.exit(main())
