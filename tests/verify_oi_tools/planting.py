"""Plants defects, given as data (see defects.py), into copies of a sound tree, several at a time, and sees to it that
exactly these are found. Where those of one copy stand in each other's way, each half is planted by itself.
"""

import collections
import concurrent.futures
import json
import os
import pathlib
import re
import shutil
import tempfile

TOGETHER = 8


def plant(root, edits):
    for file, text, other in edits:
        path = root / file
        before = path.read_text(encoding="utf-8") if path.exists() else ""
        if text is None:
            after = before + other
        else:
            assert text in before, (file, text)
            after = before.replace(text, other, 1)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(after, encoding="utf-8")


def line_of(root, file, text):
    content = (root / file).read_text(encoding="utf-8")
    assert text in content, (file, text)
    return content[:content.index(text)].count("\n") + 1


class Planting:
    """`verify(root, *options)` gives status and report."""

    def __init__(self, sound, verify):
        self.sound, self.verify = sound, verify
        self.runs = 0

    def check(self, test, defects):
        """Tells of each that is not found as it should be by itself."""
        waiting = batches(defects)
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            while waiting:
                halves = []
                for batch, wrong in zip(waiting, pool.map(self.try_out, waiting)):
                    if wrong and len(batch) > 1:
                        halves += [batch[::2], batch[1::2]]
                    elif wrong:
                        with test.subTest(batch[0][0]):
                            test.fail(wrong)
                waiting = halves

    def try_out(self, batch):
        """What is wrong, if anything."""
        self.runs += 1
        with tempfile.TemporaryDirectory() as directory:
            root = pathlib.Path(directory) / "tree"
            shutil.copytree(self.sound, root)
            try:
                for *_, edits, _ in batch:
                    plant(root, edits)
                expected = sorted((rule, file, line_of(root, file, text) if text else 0)
                                  for _, rule, file, text, *_ in batch)
            except AssertionError as error:
                return f"it cannot be planted: {error}"
            status, report = self.verify(root, *batch[0][-1])
        found = report["findings"]
        places = sorted((one["rule"], one.get("file", ""), one.get("line", 0)) for one in found)
        if places == expected and status != 0:
            return ""
        return f"expected {expected}, status {status}: {json.dumps(found, indent=1)}"


def batches(defects):
    """Of the same options, and of different tools."""
    made = collections.defaultdict(list)
    for defect in defects:
        things = things_of(defect)
        options = made[tuple(defect[-1])]
        for batch, others in options:
            if len(batch) < TOGETHER and not things & others:
                batch.append(defect)
                others |= things
                break
        else:
            options.append(([defect], set(things)))
    return [batch for options in made.values() for batch, _ in options]


def things_of(defect):
    """Texts that it changes, and tools that these name."""
    edits = defect[-2]
    return {text for _, text, _ in edits} | {word for _, *texts in edits for text in texts
                                             for word in re.findall(r"[a-z]+_[a-z_]+", text or "")}
