#!/usr/bin/python3
"""Holds validate_config's `--explain` against settings that were really computed.

settings_trees.py VALIDATE_CONFIG [--only TREE]...
settings_trees.py --reality [--only TREE]...
settings_trees.py --installed [--only TREE]...

Every tree of trees.py is written to a temporary directory and run, once for each of its
environments: its settings are computed by Python, with stand-ins for the packages it imports, and
then `VALIDATE_CONFIG --root TREE --explain '*' --format json` is asked in the same environment. A
known value must be the real one; a name must exist; what a tree's `must_know` names must be known;
a chain must hold what the run expects of it. `unknown` and unlisted settings are counted.

--reality only runs the trees and prints what their settings are; `!` marks those that must be
known. --installed runs each twice, with the stand-ins and with the packages installed for this
Python, and fails where they differ: the test of the stand-ins themselves; a tree whose packages
are not installed is skipped, and said to be. VERBOSE=1 also prints each unknown and each unlisted
setting. With AETHER_SHORT_FAULTS, as under sanitizers, every fourth tree is taken.
"""

import argparse
import collections
import concurrent.futures
import importlib.util
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import threading

HERE = pathlib.Path(__file__).resolve().parent
sys.dont_write_bytecode = True
sys.path.insert(0, str(HERE))

from compare import broken_promises, compare_known, covers, names_of, wanted  # noqa: E402
from trees import TREES  # noqa: E402

DEADLINE = 120


class Failure(Exception):
    """A tree that does not run, or a tool that prints no settings."""


def write_files(place, files):
    """Puts a tree's files below a directory; scripts may be executed."""
    for name, content in files.items():
        path = place / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
        if name.endswith(".sh"):
            path.chmod(0o755)


def environment_of(run, home):
    """Exactly what both sides see."""
    return {"PATH": "/usr/bin:/bin", "HOME": str(home), "LC_ALL": "C.UTF-8", **run.environment}


def run_child(command, place, environment):
    return subprocess.run(command, cwd=place, env=environment, capture_output=True, text=True, timeout=DEADLINE)


class Evaluator:
    """An `evaluate.py --serve`; a thread has its own, since each does one thing at a time."""

    local = threading.local()

    def __init__(self):
        self.child = subprocess.Popen([sys.executable, "-I", "-S", str(HERE / "evaluate.py"), "--serve"], text=True,
                                      stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={"LC_ALL": "C.UTF-8"})

    def run(self, arguments, place, environment):
        """As run_child: it ends after DEADLINE seconds by itself, with the status of its signal."""
        print(json.dumps({"arguments": arguments, "directory": str(place), "environment": environment}),
              file=self.child.stdin, flush=True)
        answer = json.loads(self.child.stdout.readline())
        return subprocess.CompletedProcess(arguments, answer["status"], answer["stdout"], answer["stderr"])

    @classmethod
    def of_this_thread(cls):
        if not hasattr(cls.local, "one"):
            cls.local.one = cls()
        return cls.local.one


def reality(tree, place, environment, installed=False):
    """The leaves and the other values of a tree, as evaluate.py prints them."""
    arguments = ["--version", str(tree.version), str(place), tree.entry]
    if installed:
        child = run_child([sys.executable, "-I", str(HERE / "evaluate.py"), *arguments], place, environment)
    else:
        child = Evaluator.of_this_thread().run(["--stand-ins", str(HERE / "stand_ins"), *arguments], place, environment)
    if child.returncode:
        raise Failure("\n".join([f"the tree does not run ({child.returncode}):",
                                 *child.stderr.strip().splitlines()[-8:]]))
    return json.loads(child.stdout)


def explained(tool, place, environment):
    """The settings that the tool prints, by name."""
    child = run_child([tool, "--root", str(place), "--explain", "*", "--format", "json"], place, environment)
    try:
        return {setting["name"]: setting for setting in json.loads(child.stdout)["settings"]}
    except (ValueError, KeyError, TypeError) as error:
        raise Failure(f"no settings printed (exit {child.returncode}, {error!r}): {child.stderr.strip()[-500:]}")


def check_expectations(tree, run, leaves):
    """A tree that expects something of a setting which it does not have is wrong itself."""
    for pattern in tree.must_know + run.must_know + run.need_not_know + tuple(run.chain):
        if not names_of((pattern,), leaves):
            raise Failure(f"the tree has no setting {pattern}")


def check_run(tool, tree, run, place, environment):
    """One run of the tool held against reality: what was found, counted and in lines."""
    real = reality(tree, place, environment)
    leaves = real["leaves"]
    check_expectations(tree, run, leaves)
    settings = explained(tool, place, environment)
    right, wrong = compare_known(settings, real)
    missed = [name for name in leaves if not covers(settings, name)]
    unknown = [name for name in leaves if name not in missed and not covers(right | wrong.keys(), name)]
    promises = broken_promises(tree, run, settings, right | wrong.keys(), leaves)
    lines = [f"DISAGREE {name}: {line}" for name, line in wrong.items()] + [f"FAIL {line}" for line in promises]
    if os.environ.get("VERBOSE"):
        lines += [f"unknown {name}: {settings.get(name, {}).get('reason', '')}" for name in unknown]
        lines += [f"not listed {name}" for name in missed]
    return collections.Counter(
        settings=len(leaves), known=sum(covers(right, name) for name in leaves), unknown=len(unknown),
        missed=len(missed), disagree=len(wrong), failures=len(wrong) + len(promises)), lines


def show_reality(tool, tree, run, place, environment):
    leaves = reality(tree, place, environment)["leaves"]
    check_expectations(tree, run, leaves)
    must = wanted(tree, run, leaves)
    return collections.Counter(settings=len(leaves)), [
        f"{'!' if name in must else ' '} {name} = {json.dumps(leaf['value'])} {leaf.get('kind', '')}".rstrip()
        for name, leaf in leaves.items()]


def lacks(tree):
    """The packages of a tree that this Python does not have."""
    names = {"pydantic", *(["pydantic_settings"] if tree.version == 2 else []), *tree.packages}
    used = "\n".join(tree.files.values())
    return sorted(name for name in names if re.search(rf"\b{name}\b", used) and not importlib.util.find_spec(name))


def compare_installed(tool, tree, run, place, environment):
    """The stand-ins held against the packages they stand for."""
    missing = lacks(tree)
    if missing:
        return collections.Counter(skipped=1), [f"skipped, not installed: {', '.join(missing)}"]
    ours, theirs = (reality(tree, place, environment, installed)["leaves"] for installed in (False, True))
    lines = [f"{name}: the stand-in has {ours.get(name)}, the package {theirs.get(name)}"
             for name in sorted(ours.keys() | theirs.keys()) if ours.get(name) != theirs.get(name)]
    return collections.Counter(settings=len(theirs), failures=len(lines)), lines


def one_run(job, tool, tree, run):
    """A run in a directory of its own; what fails in it is one more line."""
    with tempfile.TemporaryDirectory(prefix="settings-tree-") as directory:
        base = pathlib.Path(directory).resolve()
        place, home = base / "backend", base / "home"
        home.mkdir()
        write_files(place, tree.files)
        try:
            count, lines = job(tool, tree, run, place, environment_of(run, home))
        except (Failure, subprocess.TimeoutExpired) as error:
            count, lines = collections.Counter(failures=1), [f"FAIL {error}"]
    return count + collections.Counter(runs=1), [f"{tree.name}/{run.name}: {line}" for line in lines]


def chosen(only):
    """The trees to run; a name that is used twice, or that no tree has, is an error."""
    names = collections.Counter(tree.name for tree in TREES)
    wrong = [name for name, uses in names.items() if uses > 1] + [name for name in only if name not in names]
    if wrong:
        sys.exit(f"settings_trees.py: no tree, or more than one: {', '.join(wrong)}")
    chosen = [tree for tree in TREES if not only or tree.name in only]
    return chosen[::4] if "AETHER_SHORT_FAULTS" in os.environ else chosen


def summary(count, compares):
    if not compares:
        return f"{count['runs']} runs, {count['settings']} settings, {count['failures']} failures"
    return (f"{count['runs']} runs, {count['settings']} settings: {count['known']} known and right, "
            f"{count['unknown']} unknown, {count['missed']} not listed, {count['disagree']} disagree")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tool", nargs="?", metavar="VALIDATE_CONFIG")
    parser.add_argument("--reality", action="store_true")
    parser.add_argument("--installed", action="store_true")
    parser.add_argument("--only", action="append", default=[], metavar="TREE")
    options = parser.parse_args()
    if not (options.tool or options.reality or options.installed):
        parser.error("the tool to test is missing")
    job = compare_installed if options.installed else show_reality if options.reality else check_run
    tool = os.path.abspath(options.tool) if options.tool else None
    runs = [(job, tool, tree, run) for tree in chosen(options.only) for run in tree.runs]
    total = collections.Counter()
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for count, lines in pool.map(lambda arguments: one_run(*arguments), runs):
            total += count
            print(*lines, sep="\n", end="\n" if lines else "", flush=True)
    print(summary(total, job is check_run))
    return 1 if total["failures"] else 0


if __name__ == "__main__":
    sys.exit(main())
