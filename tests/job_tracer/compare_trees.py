#!/usr/bin/python3
"""Holds job_tracer against the test trees whose blocks and defects were planted by hand.

    compare_trees.py JOB_TRACER TREES

TREES holds two trees and what they must give:

    variations/ and variations.expected.json   every way to write a block: its fields, jobs and
                                                the findings of its own file
    planted/ and planted.expected.json          a backend with one defect a finding, and traps
                                                that must stay silent

Exit status: 0 when all is found and nothing else, 1 otherwise.
"""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

FILE_RULES = ("malformed-block", "untagged-block", "non-canonical", "job-count", "duplicate-job",
              "unsorted-jobs")
RULES = FILE_RULES + ("unregistered-job", "unused-job", "missing-block", "dangling-reference",
                      "one-sided-edge")


def run(tool, root, *arguments):
    done = subprocess.run([tool, "--root", root, *arguments], capture_output=True, check=False)
    if done.returncode not in (0, 1):
        sys.exit(f"{arguments}: status {done.returncode}: {done.stderr.decode()}")
    return json.loads(done.stdout)


def found_by_check(tool, root, rules, *arguments):
    selected = [word for rule in rules for word in ("--select", rule)]
    document = run(tool, root, "check", "--json", *arguments, *selected)
    return Counter((finding["rule"], finding["file"], finding["line"])
                   for finding in document["findings"])


def report(title, wanted, found):
    missing, extra = wanted - found, found - wanted
    hit = sum((wanted & found).values())
    print(f"{title}: {hit} of {sum(wanted.values())} findings, {sum(extra.values())} that are none")
    for kind, findings in (("missing", missing), ("unwanted", extra)):
        for rule, file, line in sorted(findings.elements()):
            print(f"  {kind}: {file}:{line} [{rule}]")
    return not missing and not extra


def compare_blocks(expected, document):
    files = {file["path"]: file for file in document["files"]}
    wrong = 0
    total = 0
    for path, wanted in expected["files"].items():
        blocks = [{key: block[key] for key in ("line", "incoming", "processing", "outgoing", "jobs",
                                               "job_count")}
                  for block in files.get(path, {"blocks": []})["blocks"]]
        total += len(wanted["blocks"])
        if blocks != wanted["blocks"]:
            wrong += 1
            print(f"  {path}: blocks differ\n    wanted {wanted['blocks']}\n    found  {blocks}")
    unknown = {path for path, file in files.items() if file["blocks"]} - set(expected["files"])
    for path in sorted(unknown):
        print(f"  {path}: has blocks, and nobody planted any")
    print(f"variations: {total} blocks in {len(expected['files'])} files, {wrong} files differ")
    return wrong == 0 and not unknown


def compare_variations(tool, trees):
    expected = json.loads((trees / "variations.expected.json").read_text())
    root = trees / "variations"
    extensions = [word for extension in expected["extensions"] for word in ("--ext", extension)]
    same = compare_blocks(expected, run(tool, root, "export", "-", *extensions))
    wanted = Counter((rule["rule"], path, rule["line"])
                     for path, file in expected["files"].items() for rule in file["rules"])
    return report("variations", wanted, found_by_check(tool, root, FILE_RULES, *extensions)) and same


def compare_planted(tool, trees):
    expected = json.loads((trees / "planted.expected.json").read_text())
    wanted = Counter((finding["rule"], finding["file"], finding["line"])
                     for finding in expected["findings"])
    return report("planted", wanted, found_by_check(tool, trees / "planted", RULES))


def main():
    tool, trees = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    results = [compare_variations(tool, trees), compare_planted(tool, trees)]
    sys.exit(0 if all(results) else 1)


main()
