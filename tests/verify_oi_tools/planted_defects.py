#!/usr/bin/python3
"""Plants the defects of defects.py into the sound tree, one at a time: the sound one has no finding,
and each defect gives one, of its rule, in its file, at its line.

Usage: planted_defects.py PATH_OF_verify_oi_tools
"""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

from defects import DEFECTS, MCP, PROBE

PROGRAM = None
TESTS = pathlib.Path(__file__).resolve().parents[1]
SOUND = TESTS / "verify_oi_tools/trees/sound"
ENVIRONMENT = {**os.environ, "AETHER_TEST_SUPPORT": str(TESTS / "support")}


def run(root, *arguments):
    return subprocess.run([PROGRAM, "--root", str(root), "--openapi", "openapi.json", "--offline", "--timeout", "30s",
                           *arguments], cwd=root, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
                          env=ENVIRONMENT)


def verify(root, *arguments):
    done = run(root, "--json", *arguments)
    if done.returncode not in (0, 1, 2):
        raise AssertionError(done.stderr)
    return done.returncode, json.loads(done.stdout)


def plant(root, edits):
    for file, text, other in edits:
        path = root / file
        before = path.read_text(encoding="utf-8")
        if text is None:
            after = before + other
        else:
            assert text in before, (file, text)
            after = before.replace(text, other, 1)
        path.write_text(after, encoding="utf-8")


def line_of(root, file, text):
    content = (root / file).read_text(encoding="utf-8")
    assert text in content, (file, text)
    return content[:content.index(text)].count("\n") + 1


class Test(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.root = pathlib.Path(temporary.name) / "tree"
        shutil.copytree(SOUND, self.root)

    def plant(self, *edits):
        plant(self.root, edits)


class PlantedDefects(Test):
    def test_the_sound_tree_has_none(self):
        for options in ([], MCP, PROBE, [*MCP, *PROBE]):
            status, report = verify(self.root, *options)
            self.assertEqual((status, report["findings"]), (0 if MCP[0] in options else 2, []))
        self.assertEqual({one["status"] for one in report["tools"]}, {"verified"})

    def test_each_is_found_once_where_it_is(self):
        self.assertGreaterEqual(len(DEFECTS), 50)
        verify(self.root, "--update-lock", "tools.lock")
        for name, rule, file, text, edits, options in DEFECTS:
            with self.subTest(name), tempfile.TemporaryDirectory() as directory:
                root = pathlib.Path(directory) / "tree"
                shutil.copytree(self.root, root)
                plant(root, edits)
                status, report = verify(root, *options)
                found = [(one["rule"], one.get("file", ""), one.get("line", 0)) for one in report["findings"]]
                self.assertEqual(found, [(rule, file, line_of(root, file, text) if text else 0)],
                                 json.dumps(report["findings"], indent=1))
                self.assertNotEqual(status, 0)


if __name__ == "__main__":
    PROGRAM = os.path.abspath(sys.argv.pop(1))
    unittest.main(verbosity=0)
