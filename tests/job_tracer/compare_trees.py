#!/usr/bin/python3
"""Holds job_tracer against the test trees whose blocks and defects were planted by hand.

    compare_trees.py JOB_TRACER TREES

TREES holds two trees and what they must give:

    variations/ and variations.expected.json   every way to write a block: its fields, jobs and
                                                the findings of its own file
    planted/ and planted.expected.json          a backend with one defect a finding, and traps
                                                that must stay silent

Every JSON answer about these trees, and about one of oddities that is made here, is held against its
schema too.

Exit status: 0 when all is found and nothing else, 1 otherwise.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(SOURCE / "tests/support"))
from run_case import documents, schema_violations  # noqa: E402 # pylint: disable=wrong-import-position

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


def block(incoming="a.py --- {int}", processing="run() --- {1 job: a}", outgoing="none --- {int}"):
    return (f"# @.architecture\n# Incoming: {incoming}\n# Processing: {processing}\n"
            f"# Outgoing: {outgoing}\n").encode("utf-8", "surrogateescape")


def make_oddities(root):
    (root / ".architecture").mkdir()
    (root / ".architecture/job_types.yaml").write_text("kinds:\n  a: {level: 1}\n  unused: {}\n")
    texts = {
        b"template.py": block("<sources> --- {<types>}", "<f> --- {N jobs: <job_types>}",
                              "<d> --- {<types>}"),
        b"number.py": block(processing="f --- {99999999999999999999 jobs: b, a, a}"),
        b"left.py": block("--- {x}", "--- {0 jobs}", "--- {}"),
        b"prose.py": block("prose", "prose", "prose"),
        b"wrapped.py": block("a.py,\n#   template.py --- {x}", "f --- {2 jobs:\n#   b, a}"),
        b"bytes.py": block("\udcff.py --- {\udcfe}"),
        b"caf\xe9.py": block("caf\udce9.py --- {x}", "f --- {1 job: a-b}"),
        b"back\\xff.py": block("gone.py, */x.py, ../up.py, other/ --- {x}"),
        b"new\nline.py": b"# @.architecture\n",
        b"untagged.py": block()[len("# @.architecture\n"):],
        b"empty.py": b"\n",
        b"none.py": b"x = 1\n",
        b"several.py": block() + b"x\n" + block("none --- {}", "f --- {1 job: B}"),
        b"binary.py": b"\0",
    }
    for name, text in texts.items():
        with open(bytes(root) + b"/" + name, "wb") as file:
            file.write(text)


QUESTIONS = (
    "list", "list --sort frequency", "search a --all", "search no_such_job", "trace a",
    "trace no_such_job", "find a", "find zzz", "files", "files --with a", "stats", "check",
    "check --select *", "graph --json", "graph a --json", "graph no_such_job --json", "export -")


def hold_against_schemas(tool, title, root, *options):
    """Every kind of answer about a tree, and about its export."""
    def ask(*words):
        done = subprocess.run([tool, *words], capture_output=True, check=False)
        if done.returncode not in (0, 1):
            sys.exit(f"{words}: status {done.returncode}: {done.stderr.decode()}")
        return done.stdout

    tree = ("--root", root, *options)
    paths = [file["path"] for file in json.loads(ask(*tree, "export", "-"))["files"]]
    with tempfile.TemporaryDirectory() as directory:
        index = Path(directory) / "index.json"
        ask(*tree, "export", index)
        other = SOURCE / "share/examples/aether-frontend"
        (Path(directory) / "other.json").write_bytes(ask("--root", other, "export", "-"))
        answers = [ask("merge", index, Path(directory) / "other.json"),
                   ask(*tree, "diff", "--json", index),
                   ask("diff", "--json", Path(directory) / "other.json", index),
                   ask("--index", index, "export", "-")]
    answers += [ask(*tree, *question.split(), "--json") for question in QUESTIONS]
    for path in paths[:8 if os.environ.get("AETHER_SHORT_FAULTS") else 40]:
        answers += [ask(*tree, "show", "--json", "--", path), ask(*tree, "impact", "--json", "--", path)]
    answers += [ask(*tree, "impact", "--json", "--upstream", "--", *paths),
                ask(*tree, "check", "--write-baseline", "-")]
    if not all(documents(answer) for answer in answers):
        sys.exit(f"{title}: an answer is no JSON document")
    violations = sorted({line for answer in answers for line in schema_violations(answer, SOURCE)})
    print(f"{title}: {len(answers)} answers, {len(violations)} places that are not as the schema says")
    for line in violations:
        print(f"  {line}")
    return not violations


def compare_schemas(tool, trees):
    with tempfile.TemporaryDirectory() as directory:
        make_oddities(Path(directory))
        return all([
            hold_against_schemas(tool, "oddities", directory),
            hold_against_schemas(tool, "planted", trees / "planted"),
            hold_against_schemas(tool, "variations", trees / "variations", "--ext", "md,yaml")])


def main():
    tool, trees = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    results = [compare_variations(tool, trees), compare_planted(tool, trees),
               compare_schemas(tool, trees)]
    sys.exit(0 if all(results) else 1)


main()
