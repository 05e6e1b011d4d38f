#!/usr/bin/env python3
"""Holds validate_config against whole backends: the example and a tree of legitimate oddities, about which it says
nothing; a tree of planted defects, each of which it tells once at its place and nothing besides; single mutations of the
example, each one finding or, where it is legitimate, none. Usage: whole_trees.py VALIDATE_CONFIG [sound|oddities|planted|mutations|
silent_changes|outputs]..."""

# @.architecture
# Incoming: tests/validate_config/mutations.json, tests/validate_config/trees --- {expected findings}
# Processing: sound(), oddities(), planted(), mutations(), silent_changes(), outputs() --- {2 jobs: fixture_making, test_execution}
# Outgoing: terminal and ctest --- {findings that are missing or too many}

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
EXAMPLE = HERE.parent.parent / "share/examples/aether-backend"
PLAIN = {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "LC_ALL": "C.UTF-8"}


class Trees:
    def __init__(self, program):
        self.program = program
        self.failures = 0
        self.scratch = Path(tempfile.mkdtemp(prefix="aether-trees-"))

    def copy(self, tree, setup=()):
        target = self.scratch / "tree"
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(tree, target, symlinks=True)
        if (target / ".env").exists():
            (target / ".env").chmod(0o600)
        for command in setup:
            subprocess.run(command, shell=True, cwd=target, check=True)
        return target

    def run(self, root, *arguments):
        return subprocess.run([self.program, "--root", str(root), *arguments], env=PLAIN, text=True, capture_output=True,
                              check=False)

    def findings(self, root, *arguments):
        done = self.run(root, "--json", *arguments)
        if done.returncode not in (0, 1):
            self.fail(f"{root}: exit {done.returncode}: {done.stderr}")
            return []
        return json.loads(done.stdout)["findings"]

    def fail(self, message):
        self.failures += 1
        print(message)

    def silent(self, name, root):
        for one in self.findings(root):
            self.fail(f"{name}: {shown(one)}")

    def sound(self):
        self.silent("sound", self.copy(EXAMPLE))

    def oddities(self):
        expected = json.loads((HERE / "trees/oddities.json").read_text())
        self.silent("oddities", self.copy(HERE / "trees/oddities", expected["setup"]))
        print(f"oddities: {len(expected['oddities'])}")

    def moved_lines(self, tree, known):
        """All that is found is known by a baseline when the lines of all files have moved."""
        baseline = self.scratch / "baseline.json"
        self.run(tree, "--write-baseline", str(baseline))
        for file in tree.rglob("*"):
            if file.is_file() and not file.is_symlink() and file.suffix in (".py", ".yaml", ".yml", ".toml", ".sh", ".example"):
                first, newline, rest = file.read_text(errors="surrogateescape").partition("\n")
                lines = [first, "# moved", "# moved", rest] if first.startswith("#!") else ["# moved", "# moved", first, rest]
                file.write_text("\n".join(lines) if newline else first, errors="surrogateescape")
        report = json.loads(self.run(tree, "--json", "--baseline", str(baseline)).stdout)
        if report["summary"]["in_baseline"] != known:
            self.fail(f"moved lines: {report['summary']['in_baseline']} of {known} are known")
        for one in report["findings"]:
            self.fail(f"moved lines: {shown(one)}")

    def planted(self):
        expected = json.loads((HERE / "trees/planted.json").read_text())
        tree = self.copy(HERE / "trees/planted", expected.get("setup", ()))
        found = self.findings(tree)
        self.moved_lines(tree, len(found))
        defects = list(expected["defects"])
        told = 0
        for one in found:
            match = next((defect for defect in defects if fits(one, defect)), None)
            if match is None:
                self.fail(f"planted: not expected: {shown(one)}")
            else:
                defects.remove(match)
                told += 1
        for defect in defects:
            self.fail(f"planted: not told: {defect['id']} ({defect['rule']}) {place(defect)}")
        print(f"planted: {told} of {len(expected['defects'])} defects told, {len(found) - told} findings besides")

    def mutations(self):
        """Several of different files at a time; where these stand in each other's way, each half by itself."""
        mutations = some(json.loads((HERE / "mutations.json").read_text())["mutations"])
        waiting, right, runs = batches(mutations), 0, 0
        while waiting:
            batch = waiting.pop()
            runs += 1
            root = self.copy(EXAMPLE)
            for mutation in batch:
                mutate(root, mutation)
            found = self.findings(root)
            if len(found) == len(batch) and all(sum(fits(one, mutation) for one in found) == 1 for mutation in batch):
                right += len(batch)
            elif len(batch) > 1:
                waiting += [batch[::2], batch[1::2]]
            else:
                self.fail(f"mutations: {batch[0]['id']}: expected {batch[0]['rule']} at {place(batch[0])}, found "
                          + ("nothing" if not found else "; ".join(shown(one) for one in found)))
        print(f"mutations: {right} of {len(mutations)}, {runs} runs")

    def silent_changes(self):
        """Legitimate oddities, several of different files at a time."""
        changes = some(json.loads((HERE / "mutations.json").read_text())["silent"])
        for batch in batches(changes):
            root = self.copy(EXAMPLE)
            for change in batch:
                mutate(root, change)
            self.silent("silent: " + ", ".join(change["id"] for change in batch), root)
        print(f"silent changes: {len(changes)}")

    def outputs(self):
        """The same findings in every format, and no secret in any."""
        expected = json.loads((HERE / "trees/planted.json").read_text())
        root = self.copy(HERE / "trees/planted", expected.get("setup", ()))
        texts = {}
        for name in ("text", "json", "sarif", "github"):
            for more in ((), ("--verbose",)):
                done = self.run(root, "--format", name, *more)
                texts[name] = texts.get(name, "") or done.stdout
                for secret in expected["secrets"]:
                    if secret in done.stdout + done.stderr:
                        self.fail(f"outputs: --format {name} shows {secret}")
        findings = json.loads(texts["json"])["findings"]
        places = sorted((one["rule"], one.get("file", ""), one.get("line", 0)) for one in findings)
        results = json.loads(texts["sarif"])["runs"][0]["results"]
        sarif = sorted((one["ruleId"], *sarif_place(one)) for one in results)
        if sarif != places:
            self.fail(f"outputs: SARIF has other findings: {set(sarif) ^ set(places)}")
        github = len(re.findall(r"^::(?:error|warning|notice) ", texts["github"], re.M))
        text = len(re.findall(r"\[[a-z]+/[a-z-]+\]$", texts["text"], re.M))
        if not len(findings) == github == text:
            self.fail(f"outputs: {len(findings)} findings in JSON, {github} in github, {text} in text")
        print(f"outputs: {len(findings)} findings, {len(expected['secrets'])} secrets")


def some(changes):
    """All of them; a sixth under sanitizers, which take ten times as long."""
    return changes[::6] if os.environ.get("AETHER_SHORT_FAULTS") else changes


def batches(mutations):
    """Up to six together, of different files, so that each stands in its line."""
    made = []
    for mutation in mutations:
        files = {one["file"] for one in (*mutation["steps"], mutation) if one.get("file")}
        for batch, others in made:
            if len(batch) < 6 and not files & others:
                batch.append(mutation)
                others |= files
                break
        else:
            made.append(([mutation], files))
    return [batch for batch, _ in made]


def sarif_place(result):
    physical = result["locations"][0]["physicalLocation"] if result.get("locations") else {}
    return physical.get("artifactLocation", {}).get("uri", ""), physical.get("region", {}).get("startLine", 0)


def mutate(root, mutation):
    for step in mutation["steps"]:
        path = root / step["file"]
        path.parent.mkdir(parents=True, exist_ok=True)
        if "replace" in step:
            old, new = step["replace"]
            text = path.read_text()
            if text.count(old) != 1:
                raise SystemExit(f"{mutation['id']}: `{old}` is not there once")
            path.write_text(text.replace(old, new))
        elif "append" in step:
            path.write_text(path.read_text() + step["append"])
        elif "create" in step:
            path.write_text(step["create"])
        elif "mode" in step:
            path.chmod(step["mode"])


def lines_of(expected):
    return expected.get("lines") or ([expected["line"]] if "line" in expected else None)


def fits(finding, expected):
    lines = lines_of(expected)
    return (finding["rule"] == expected["rule"] and finding.get("file", "") == expected["file"]
            and (lines is None or finding.get("line") in lines)
            and expected.get("severity", finding["severity"]) == finding["severity"])


def place(expected):
    return f"{expected['file']}:{'|'.join(map(str, lines_of(expected) or ['?']))}"


def shown(finding):
    return f"{finding.get('file')}:{finding.get('line')}: {finding['severity']}: {finding['message']} [{finding['rule']}]"


def main():
    trees = Trees(sys.argv[1])
    for part in sys.argv[2:] or ["sound", "oddities", "planted", "mutations", "silent_changes", "outputs"]:
        getattr(trees, part)()
    shutil.rmtree(trees.scratch, ignore_errors=True)
    return 1 if trees.failures else 0


if __name__ == "__main__":
    sys.exit(main())
