#!/usr/bin/python3
"""Plants the defects of defects.py into the sound tree, and those of example_defects.py into the bundled example: the
sound ones have no finding, and each defect gives one, of its rule, in its file, at its line.

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
import xml.etree.ElementTree

from defects import DEFECTS, EXECUTE, MCP, PROBE
from example_defects import EXAMPLE_DEFECTS, server
from example_defects import MCP as EXAMPLE_MCP
from planting import Planting, plant

PROGRAM = None
TESTS = pathlib.Path(__file__).resolve().parents[1]
EXAMPLE = TESTS.parent / "share/examples/aether-backend"
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


def some(defects):
    """All of them; a third under sanitizers, which take ten times as long."""
    return defects[::3] if os.environ.get("AETHER_SHORT_FAULTS") else defects


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
            self.assertEqual((status, report["findings"]), (0 if options else 2, []))
        self.assertEqual({one["status"] for one in report["tools"]}, {"verified"})

    def test_each_is_found_once_where_it_is(self):
        self.assertGreaterEqual(len(DEFECTS), 50)
        defects = some(DEFECTS)
        verify(self.root, "--update-lock", "tools.lock")
        planting = Planting(self.root, verify)
        planting.check(self, defects)


class Example(unittest.TestCase):
    """The bundled one, with defects of all groups of checks."""

    def test_each_is_found_once_where_it_is(self):
        self.assertGreaterEqual(len(EXAMPLE_DEFECTS), 70)
        self.assertEqual({rule.split("/")[0] for _, rule, *_ in EXAMPLE_DEFECTS},
                         {"exposure", "availability", "signature", "schema", "execution", "integration", "safety", "derivation"})
        Planting(EXAMPLE, verify).check(self, some(EXAMPLE_DEFECTS))

    def test_the_sound_one_has_none_with_a_server_either(self):
        with tempfile.TemporaryDirectory() as directory:
            root = pathlib.Path(directory) / "tree"
            shutil.copytree(EXAMPLE, root)
            plant(root, server())
            status, report = verify(root, *EXAMPLE_MCP)
            self.assertEqual((status, report["findings"]), (0, []))


class Other(Test):
    def test_the_catalog_is_derived_to_the_same_bytes(self):
        catalog = self.root / "config/backend_tools_registry.yaml"
        first = run(self.root, "--generate").stdout
        catalog.write_text(first, encoding="utf-8")
        self.assertEqual(run(self.root, "--generate").stdout, first)
        self.assertNotIn("derivation/entry", run(self.root, "--json").stdout)

    def test_what_was_approved_is_remembered(self):
        lock = self.root / "tools.lock"
        verify(self.root, "--update-lock", "tools.lock")
        approved = lock.read_text(encoding="utf-8")
        self.assertEqual(verify(self.root, "--lock", "tools.lock")[1]["findings"], [])
        self.plant(("config/backend_tools_registry.yaml", "2025-11-20T08:00:00Z", "2026-11-20T08:00:00Z"))
        self.assertEqual(verify(self.root, "--lock", "tools.lock")[1]["findings"], [])
        verify(self.root, "--update-lock", "tools.lock")
        self.assertEqual(lock.read_text(encoding="utf-8"), approved)
        self.plant(("config/backend_tools_registry.yaml", "from top to bottom", "and send it to me"))
        status, report = verify(self.root, "--lock", "tools.lock")
        self.assertEqual((status, [one["rule"] for one in report["findings"]]), (1, ["safety/changed"]))
        verify(self.root, "--update-lock", "tools.lock")
        self.assertNotEqual(lock.read_text(encoding="utf-8"), approved)
        self.assertEqual(verify(self.root, "--lock", "tools.lock")[1]["findings"], [])

    def test_a_tool_that_went_is_told_with_who_calls_it_and_when(self):
        verify(self.root, "--update-lock", "tools.lock")
        self.plant(("config/backend_tools_registry.yaml", "computer.run_notebook", "computer.start_notebook"),
                   ("config/backend_tools_registry.yaml", "name: run_notebook", "name: start_notebook"))
        done = run(self.root, "--tool", "run_notebook", "--lock", "tools.lock")
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        for part in ("no tool is named `run_notebook`", "profiles/researcher.py:6: calls computer.run_notebook",
                     "it was approved at 20"):
            self.assertIn(part, done.stderr)
        self.assertIn("`list_notebooks`", run(self.root, "--tool", "list_notebok").stderr)
        self.assertEqual(verify(self.root, "--tool", "*_notebooks")[1]["summary"]["total"], 1)

    def test_what_is_left_out_is_held_against_no_tool(self):
        self.plant(("openapi.json", '"operationId": "servers"', '"operationId": "servers", "deprecated": true'))
        status, report = verify(self.root, *MCP, "--ignore", "availability/*")
        self.assertEqual((status, report["findings"], report["summary"]["verified"]), (0, [], 12))
        status, report = verify(self.root, *MCP, "--severity", "availability/deprecated=error")
        self.assertEqual((status, report["summary"]["failed"]), (1, 1))

    def test_the_formats_have_the_same_findings(self):
        """An error, a warning, one of no tool of the catalog, and one whose text XML has to escape."""
        self.plant(("openapi.json", '"/v1/mcp/servers"', '"/v1/mcp/<&\\"server>"'),
                   ("openapi.json", '"operationId": "answer"', '"operationId": "answer", "deprecated": true'),
                   ("config/integrations_registry.yaml", "tool_count: 3", "tool_count: 5"))
        report = verify(self.root)[1]
        told = {(one["rule"], one["message"]) for one in report["findings"]}
        self.assertEqual(len(told), 3)
        sarif = json.loads(run(self.root, "--format", "sarif").stdout)
        self.assertEqual({(one["ruleId"], one["message"]["text"].split("\n")[0]) for one in sarif["runs"][0]["results"]}, told)
        text = run(self.root).stdout
        suite = xml.etree.ElementTree.fromstring(run(self.root, "--format", "junit").stdout)[0]
        said = "".join(suite.itertext())
        for rule, message in told:
            self.assertIn(f"{message} [{rule}]", text)
            self.assertIn(f"{message} [{rule}]", said)
        cases = suite.findall("testcase")
        self.assertEqual(len(cases), int(suite.get("tests")))
        self.assertEqual(len([one for one in cases if one.find("failure") is not None]), int(suite.get("failures")))
        self.assertEqual(len([one for one in cases if one.find("skipped") is not None]), int(suite.get("skipped")))
        for one in cases:
            self.assertEqual(sorted(one.keys()), ["classname", "name", "time"])
            self.assertIn([each.tag for each in one], ([], ["failure"], ["system-out"], ["failure", "system-out"],
                                                       ["skipped"], ["skipped", "system-out"]))

    def test_the_list_is_the_union(self):
        self.plant(("openapi.json", '"summary": "Untagged"', '"tags": ["mcp"], "summary": "Tagged"'),
                   ("config/integrations_registry.yaml", "- computer.read_note\n", "- computer.read_note\n        - computer.erase\n"),
                   ("skills/answer.md", "# Answer", "# Answer with computer.order_pizza()"),
                   ("attached.json", '"tools": [', '"tools": [{"path": "computer.wipe", "signature": "wipe()"},'))
        listed = run(self.root, *MCP, *PROBE, "--list").stdout.splitlines()
        for line in ("computer.run_notebook  catalog registry callers python probe", "computer.internal_metrics  backend",
                     "computer.erase  registry", "computer.order_pizza  callers", "computer.wipe  probe",
                     "notes/read_note  mcp"):
            self.assertTrue(any(sorted(one.split()) == sorted(line.split()) for one in listed), (line, listed))

    def test_a_glob_of_callers_that_fits_nothing_is_told(self):
        done = run(self.root, *MCP, "--callers", "profiles/*", "--callers", "prompt/*.md")
        self.assertEqual((done.returncode, done.stderr.count("\n")), (2, 1))
        self.assertIn("no file below", done.stderr)
        self.assertIn("fits `prompt/*.md`", done.stderr)
        self.assertIn("not asked: callers prompt/*.md: no file below the root fits it\n", done.stdout)
        for glob in (f"{self.root}/profiles/*.py", "./profiles/*.py"):
            self.plant(("profiles/researcher.py", "limit=", "count="))
            done = run(self.root, *MCP, "--callers", glob)
            self.assertEqual((done.returncode, done.stderr), (2, ""))
            self.assertIn("exposure/wrong-call", done.stdout)
            self.plant(("profiles/researcher.py", "count=", "limit="))

    def test_baselines(self):
        self.plant(("config/integrations_registry.yaml", "tool_count: 3", "tool_count: 5"))
        run(self.root, *MCP, "--write-baseline", "known.json")
        status, report = verify(self.root, *MCP, "--baseline", "known.json")
        self.assertEqual((status, report["findings"], report["summary"]["known"]), (0, [], 1))

    def test_a_catalog_of_nothing_is_not_well(self):
        catalog = self.root / "config/backend_tools_registry.yaml"
        for text, status in (("", 65), ("[1]\n", 65), ("tools: {}\n", 65), ("categories: {}\n", 2)):
            with self.subTest(text):
                catalog.write_text(text, encoding="utf-8")
                self.assertEqual(run(self.root, "--callers", "nowhere", "--ignore", "*/*").returncode, status)

    def test_no_secret_of_others_is_printed(self):
        """Of a default in the code, a server's chatter, its answer and its log."""
        key = "ghp_16C7e42F292c6912E7710c838347Ae178B4a"
        self.plant(("core/integrations/providers/notebook/run.py", 'directory: str = "."', f'directory: str = "{key}"'),
                   ("weather.json", "{\n", '{"says": "Ready, key %s!",\n' % key),
                   ("notes.json", '"content": [{"type": "text", "text": "{}"}], "structuredContent": {"text": "One line"}',
                    '"content": [{"type": "text", "text": "%s is no key"}], "isError": true' % key))
        for form in ("text", "json", "sarif", "junit"):
            done = run(self.root, "--format", form, *EXECUTE)
            self.assertEqual(done.returncode, 1)
            self.assertIn("***", done.stdout)
            self.assertNotIn(key, done.stdout + done.stderr)

    def test_no_secret_is_printed(self):
        key = "AKIA2E0A8F3B244C9986"
        self.plant(("config/backend_tools_registry.yaml", "examples: [computer.list_notebooks()]",
                    f"examples: ['computer.list_notebooks(\"{key}\")']"))
        for form in ("text", "json", "sarif", "junit"):
            done = run(self.root, "--format", form, "--verbose")
            self.assertEqual(done.returncode, 1)
            self.assertNotIn(key, done.stdout + done.stderr)


if __name__ == "__main__":
    PROGRAM = os.path.abspath(sys.argv.pop(1))
    unittest.main(verbosity=0)
