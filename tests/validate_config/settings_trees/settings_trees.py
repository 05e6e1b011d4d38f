#!/usr/bin/python3
"""Holds validate_config's `--explain` against settings that were really computed.

    settings_trees.py VALIDATE_CONFIG [--only NAME]...
    settings_trees.py --reality [--only NAME]...
    settings_trees.py --installed [--only NAME]...

Every tree of trees.py is written to a temporary directory and run, once for each of its
environments: its settings are computed by Python, with stand-ins for the packages it imports, and
then `VALIDATE_CONFIG --root TREE --explain '*' --format json` is asked in the same environment. A
known value must be the real one; a name must exist; what a tree's `must_know` names must be known;
a chain must hold what the run expects of it. `unknown` and unlisted settings are counted.

--reality only runs the trees and prints what their settings are. --installed runs each twice, with
the stand-ins and with the packages installed for this Python, and fails where they differ: the test
of the stand-ins themselves; a tree whose packages are not installed is skipped, and said to be.
VERBOSE=1 also prints each unknown and each unlisted setting.
"""

import argparse
import fnmatch
import importlib.util
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.dont_write_bytecode = True
sys.path.insert(0, str(HERE))

from trees import TREES  # noqa: E402

SECRET_NAME = re.compile(r"password|passwd|secret|token|api_?key|credential|private_?key|(^|[._])key$", re.I)
MASK = "***"
DEADLINE = 60


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


def reality(tree, place, environment, installed=False):
    """The leaves and the other values of a tree, as evaluate.py prints them."""
    flags = ["-I"] if installed else ["-I", "-S"]
    stand_ins = [] if installed else ["--stand-ins", str(HERE / "stand_ins")]
    child = run_child([sys.executable, *flags, str(HERE / "evaluate.py"), *stand_ins, "--version", str(tree.version),
                       str(place), tree.entry], place, environment)
    if child.returncode:
        raise Failure(f"the tree does not run:\n{chr(10).join(child.stderr.strip().splitlines()[-8:])}")
    return json.loads(child.stdout)


def explained(tool, place, environment):
    """The settings that the tool prints, by name."""
    child = run_child([tool, "--root", str(place), "--explain", "*", "--format", "json"], place, environment)
    try:
        document = json.loads(child.stdout)
        return {setting["name"]: setting for setting in document["settings"]}
    except (ValueError, KeyError, TypeError) as error:
        raise Failure(f"no settings printed (exit {child.returncode}, {error!r}): {child.stderr.strip()[-500:]}")


def same(known, real):
    """Whether two JSON values are equal; numbers by value, but a bool is no number."""
    if isinstance(known, bool) or isinstance(real, bool):
        return known is real
    if isinstance(known, (int, float)) and isinstance(real, (int, float)):
        return known == real
    if isinstance(known, list) and isinstance(real, list):
        return len(known) == len(real) and all(map(same, known, real))
    if isinstance(known, dict) and isinstance(real, dict):
        return known.keys() == real.keys() and all(same(known[key], real[key]) for key in known)
    if isinstance(known, str) and isinstance(real, str) and MASK in known and known != MASK:
        return re.fullmatch("[^@/]*".join(map(re.escape, known.split(MASK))), real) is not None
    return type(known) is type(real) and known == real


def agrees(name, known, leaf):
    """Whether a known value is the real one; of a masked secret only the mask can be seen."""
    if known == MASK and (leaf.get("kind") == "secret" or SECRET_NAME.search(name)):
        return True
    if leaf.get("kind") == "path" and isinstance(known, str):
        return str(pathlib.PurePath(known)) == leaf["value"]
    return same(known, leaf["value"])


def real_leaf(name, real):
    """What a listed name is in reality: a leaf, something computed, a key of a mapping, a section."""
    for found in (real["leaves"], real["others"]):
        if name in found:
            return found[name]
    parent, _, key = name.rpartition(".")
    above = real_leaf(parent, real) if parent else None
    if above and isinstance(above["value"], dict) and key in above["value"]:
        return {"value": above["value"][key]}
    return section(name, real["leaves"])


def section(name, leaves):
    """The leaves below a name as one mapping, or None where there are none."""
    tree = {}
    for full, leaf in leaves.items():
        if full.startswith(name + "."):
            *keys, last = full[len(name) + 1:].split(".")
            place = tree
            for key in keys:
                place = place.setdefault(key, {})
            place[last] = leaf["value"]
    return {"value": tree} if tree else None


def is_listed(name, settings):
    """Whether the tool names a leaf, or what it is a part of, or all parts of it."""
    return any(name == one or name.startswith(one + ".") or one.startswith(name + ".") for one in settings)


def names_of(patterns, leaves):
    return {name for pattern in patterns for name in leaves if fnmatch.fnmatchcase(name, pattern)}


def wanted(tree, run, leaves):
    """The settings that must be known in a run."""
    return names_of(tree.must_know + run.must_know, leaves) - names_of(run.need_not_know, leaves)


def link_fits(link, expected):
    """Whether a link of a chain is the expected (kind, name, state); a kind may be `one|other`."""
    kind, name, state = expected
    if link.get("kind") not in kind.split("|") or link.get("state") != state:
        return False
    actual = str(link.get("name", "")).casefold()
    return name is None or actual == name.casefold() or actual.endswith("." + name.casefold())


def missing_link(chain, expected):
    """The first expected link that is not there, or not in its place; None where all are."""
    at = 0
    for one in expected:
        start = 0 if one[2] == "inert" else at
        found = next((index for index in range(start, len(chain)) if link_fits(chain[index], one)), None)
        if found is None:
            return one
        at = at if one[2] == "inert" else found + 1
    return None


def shown(chain):
    return " > ".join(f"{link.get('kind')}:{link.get('name')}:{link.get('state')}" for link in chain)


class Count:
    """What was found over all runs."""

    def __init__(self):
        self.runs = self.settings = self.known = self.unknown = self.missed = self.disagree = self.failures = 0

    def __str__(self):
        return (f"{self.runs} runs, {self.settings} settings: {self.known} known and right, {self.unknown} unknown, "
                f"{self.missed} not listed, {self.disagree} disagree")


def compare_known(settings, real):
    """A line for each setting that is not what the tool says, and the names that are."""
    right, wrong = set(), []
    for name, setting in settings.items():
        leaf = real_leaf(name, real)
        if leaf is None:
            wrong.append(f"{name}: there is no such setting")
        elif setting.get("state") == "known" and "value" not in setting:
            wrong.append(f"{name}: known, without a value")
        elif setting.get("state") == "known" and not agrees(name, setting["value"], leaf):
            wrong.append(f"{name}: says {json.dumps(setting['value'])}, is {json.dumps(leaf['value'])}"
                         f" [{shown(setting.get('chain', []))}]")
        elif setting.get("state") == "known":
            right.add(name)
    return right, wrong


def is_known(name, right):
    """Whether a leaf is known: itself, what it is a part of, or its parts."""
    return any(name == one or name.startswith(one + ".") or one.startswith(name + ".") for one in right)


def broken_promises(tree, run, settings, right, real):
    """A line for each setting that had to be known, and for each chain that lacks a link."""
    lines = [f"{name}: must be known, is {settings.get(name, {}).get('reason', 'not listed')!r}"
             for name in sorted(wanted(tree, run, real["leaves"])) if not is_known(name, right)]
    for name, expected in run.chain.items():
        chain = settings.get(name, {}).get("chain", [])
        lost = missing_link(chain, expected)
        if lost:
            lines.append(f"{name}: no {':'.join(map(str, lost))} in its place of the chain [{shown(chain)}]")
    return lines


def check_run(tool, tree, run, place, environment, count):
    """One run held against reality; every line it prints begins with the tree and the run."""
    real = reality(tree, place, environment)
    check_expectations(tree, run, real)
    count.settings += len(real["leaves"])
    settings = explained(tool, place, environment)
    right, wrong = compare_known(settings, real)
    missed = [name for name in real["leaves"] if not is_listed(name, settings)]
    unknown = [name for name in real["leaves"] if name not in missed and not is_known(name, right)
               and not any(line.startswith(name + ":") for line in wrong)]
    count.known += sum(is_known(name, right) for name in real["leaves"])
    count.unknown, count.missed = count.unknown + len(unknown), count.missed + len(missed)
    count.disagree += len(wrong)
    promises = broken_promises(tree, run, settings, right, real)
    count.failures += len(wrong) + len(promises)
    for line in [f"DISAGREE {line}" for line in wrong] + [f"FAIL {line}" for line in promises]:
        print(f"{tree.name}/{run.name}: {line}")
    if os.environ.get("VERBOSE"):
        for name in unknown:
            print(f"{tree.name}/{run.name}: unknown {name}: {settings.get(name, {}).get('reason', '')}")
        for name in missed:
            print(f"{tree.name}/{run.name}: not listed {name}")


def check_expectations(tree, run, real):
    """A tree that expects something of a setting which it does not have is wrong itself."""
    for pattern in tree.must_know + run.must_know + run.need_not_know + tuple(run.chain):
        if not names_of((pattern,), real["leaves"]):
            raise Failure(f"the tree has no setting {pattern}")


def show_reality(tree, run, place, environment, count):
    real = reality(tree, place, environment)
    check_expectations(tree, run, real)
    count.settings += len(real["leaves"])
    must = wanted(tree, run, real["leaves"])
    for name, leaf in real["leaves"].items():
        mark = "!" if name in must else " "
        print(f"{tree.name}/{run.name}: {mark} {name} = {json.dumps(leaf['value'])} {leaf.get('kind', '')}".rstrip())


def lacks(tree):
    """The packages of a tree that this Python does not have."""
    names = {"pydantic", *(["pydantic_settings"] if tree.version == 2 else []), *tree.packages}
    used = "\n".join(tree.files.values())
    return sorted(name for name in names if re.search(rf"\b{name}\b", used) and not importlib.util.find_spec(name))


def compare_installed(tree, run, place, environment, count):
    """The stand-ins held against the packages they stand for."""
    missing = lacks(tree)
    if missing:
        print(f"{tree.name}/{run.name}: skipped, not installed: {', '.join(missing)}")
        return
    ours, theirs = reality(tree, place, environment), reality(tree, place, environment, installed=True)
    count.settings += len(theirs["leaves"])
    for name in sorted(ours["leaves"].keys() | theirs["leaves"].keys()):
        one, other = ours["leaves"].get(name), theirs["leaves"].get(name)
        if one != other:
            count.failures += 1
            print(f"{tree.name}/{run.name}: {name}: the stand-in has {one}, the package {other}")


def each_run(only):
    """Every tree in every environment, written to a directory of its own."""
    for tree in TREES:
        if only and tree.name not in only:
            continue
        for run in tree.runs:
            with tempfile.TemporaryDirectory(prefix="settings-tree-") as directory:
                base = pathlib.Path(directory).resolve()
                place, home = base / "backend", base / "home"
                home.mkdir()
                write_files(place, tree.files)
                yield tree, run, place, environment_of(run, home)


def main():
    parser = argparse.ArgumentParser(usage=__doc__.split("\n\n")[1])
    parser.add_argument("tool", nargs="?")
    parser.add_argument("--reality", action="store_true")
    parser.add_argument("--installed", action="store_true")
    parser.add_argument("--only", action="append", default=[])
    options = parser.parse_args()
    if not (options.tool or options.reality or options.installed):
        parser.error("the tool to test is missing")
    count = Count()
    tool = os.path.abspath(options.tool) if options.tool else None
    for tree, run, place, environment in each_run(options.only):
        count.runs += 1
        try:
            if options.installed:
                compare_installed(tree, run, place, environment, count)
            elif options.reality:
                show_reality(tree, run, place, environment, count)
            else:
                check_run(tool, tree, run, place, environment, count)
        except Failure as error:
            count.failures += 1
            print(f"{tree.name}/{run.name}: FAIL {error}")
    print(count if tool else f"{count.runs} runs, {count.settings} settings, {count.failures} failures")
    return 1 if count.failures or not count.runs else 0


if __name__ == "__main__":
    sys.exit(main())
