#!/usr/bin/python3
"""Plants defects into the sound tree, one at a time: the sound one has no finding, and each defect
gives exactly the findings that it says.

Usage: planted_defects.py PATH_OF_verify_oi_tools
"""

import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

PROGRAM = None
SOUND = pathlib.Path(__file__).resolve().parent / "trees/sound"
CATALOG = "config/backend_tools_registry.yaml"
REGISTRY = "config/integrations_registry.yaml"

# What it is called, file, text, what takes its place, the rules that are found.
DEFECTS = [
    ("route gone", "openapi.json", '"/v1/mcp/servers": {\n      "get"', '"/v1/mcp/server": {\n      "get"',
     ["exposure/missing", "exposure/unlisted"]),
    ("other method", CATALOG, "http_method: DELETE", "http_method: PUT",
     ["exposure/missing", "exposure/unlisted"]),
    ("route not told", CATALOG, "api_endpoint: /v1/mcp/servers", "api_endpoint: /v1/mcp/all",
     ["exposure/missing", "exposure/unlisted"]),
    ("function gone", "core/integrations/providers/notebook/run.py", "def list_notebooks", "def list_books",
     ["exposure/missing"]),
    ("shadows a built-in", CATALOG, "path: computer.list_notebooks", "path: computer.files.list_notebooks",
     ["exposure/shadowed", "integration/promise", "integration/unpromised"]),
    ("calls what is not", "profiles/researcher.py", "computer.perplexica_search(", "computer.perplexica_serach(",
     ["exposure/unknown-call"]),
    ("calls with what is not taken", "profiles/researcher.py", "limit=5", "count=5", ["exposure/wrong-call"]),
    ("calls without what is required", "skills/answer.md", 'question="Why?", ', "", ["exposure/wrong-call"]),
    ("deprecated", "openapi.json", '"operationId": "servers"', '"operationId": "servers", "deprecated": true',
     ["availability/deprecated"]),
    ("signature is none", CATALOG, "signature: mcp_servers()", 'signature: "mcp_servers("',
     ["signature/syntax", "derivation/entry"]),
    ("signature of another", CATALOG, "signature: 'list_notebooks(", "signature: 'list_books(", ["signature/name"]),
    ("parameter told that is not", CATALOG, "- {name: timeout, type: integer", "- {name: limit, type: integer",
     ["exposure/wrong-call"] + ["signature/lost-parameter"] * 2 + ["signature/unknown-parameter"] * 2),
    ("required told as optional", CATALOG, "{name: path, type: string, required: true",
     "{name: path, type: string, required: false", ["signature/required"] * 2),
    ("other type", CATALOG, "{name: timeout, type: integer", "{name: timeout, type: array",
     ["signature/type"] * 2),
    ("order", "core/integrations/providers/notebook/run.py", "(path: str, *, timeout: int = 60, parameters: dict | None = None)",
     "(path: str, parameters: dict | None = None, timeout: int = 60)", ["signature/order"]),
    ("new required parameter", "core/integrations/providers/notebook/run.py", "directory: str = \".\")",
     "directory: str = \".\", *, owner: str)", ["signature/lost-parameter"]),
    ("header", "openapi.json", '"name": "limit", "in": "query"', '"name": "limit", "in": "header"',
     ["signature/carrier"]),
    ("form", "openapi.json", '"application/json": {"schema": {\n          "type"', '"multipart/form-data": {"schema": {\n          "type"',
     ["signature/carrier"] * 3),
    ("fetches from afar", "openapi.json", '"title": "Limit"}', '"title": "Limit", "x": {"$ref": "https://example.org/s"}}',
     ["schema/remote-reference"]),
    ("promise", REGISTRY, "computer.list_notebooks]", "computer.all_notebooks]",
     ["integration/promise", "integration/unpromised"]),
    ("count", REGISTRY, "tool_count: 2", "tool_count: 5", ["integration/count"]),
    ("category", REGISTRY, "category: notebooks", "category: books", ["integration/category"]),
    ("disabled", REGISTRY, "notebook:\n    enabled: true", "notebook:\n    enabled: false",
     ["integration/disabled"] * 2),
    ("no address", REGISTRY, "      service_url: http://localhost:3000\n", "",
     ["integration/no-address"]),
    ("invisible", CATALOG, "description: Run a notebook from", "description: \"Run a note\\u200bbook from",
     ["safety/invisible-text"]),
    ("secret", CATALOG, "examples: [computer.list_notebooks()]",
     "examples: ['computer.list_notebooks(\"AKIA2E0A8F3B244C9986\")']", ["safety/secret"]),
    ("description differs", CATALOG, "description: Answer a question\n        sig", "description: Ask\n        sig",
     ["derivation/entry"]),
    ("an operation for which nobody asked", "openapi.json", '"summary": "Untagged"', '"tags": ["mcp"], "summary": "Tagged"',
     ["exposure/unlisted"]),
]


def verify(root, *arguments):
    done = subprocess.run([PROGRAM, "--root", str(root), "--openapi", str(root / "openapi.json"), "--offline",
                           "--json", *arguments], capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1, 2):
        raise AssertionError(done.stderr)
    return done.returncode, json.loads(done.stdout)


class PlantedDefects(unittest.TestCase):
    def test_the_sound_tree_has_none(self):
        status, report = verify(SOUND)
        self.assertEqual((status, report["findings"]), (0, []))
        self.assertEqual({one["status"] for one in report["tools"]}, {"verified"})

    def test_each_is_found_as_what_it_is(self):
        for name, file, text, other, rules in DEFECTS:
            with self.subTest(name), tempfile.TemporaryDirectory() as directory:
                root = pathlib.Path(directory) / "tree"
                shutil.copytree(SOUND, root)
                before = (root / file).read_text()
                self.assertIn(text, before)
                after = before.replace(text, other, 1)
                if name == "invisible":
                    after = after.replace("book from top to bottom", 'book from top to bottom"', 1)
                (root / file).write_text(after)
                _, report = verify(root)
                found = sorted(one["rule"] for one in report["findings"])
                self.assertEqual(found, sorted(rules), json.dumps(report["findings"], indent=1))

    def test_the_catalog_is_derived_to_the_same_bytes(self):
        with tempfile.TemporaryDirectory() as directory:
            root = pathlib.Path(directory) / "tree"
            shutil.copytree(SOUND, root)
            command = [PROGRAM, "--root", str(root), "--openapi", str(root / "openapi.json"), "--generate"]
            first = subprocess.run(command, capture_output=True, check=True).stdout
            (root / CATALOG).write_bytes(first)
            second = subprocess.run(command, capture_output=True, check=True).stdout
            self.assertEqual(first, second)

    def test_removing_a_route_names_who_calls_it(self):
        with tempfile.TemporaryDirectory() as directory:
            root = pathlib.Path(directory) / "tree"
            shutil.copytree(SOUND, root)
            document = json.loads((root / "openapi.json").read_text())
            del document["paths"]["/v1/perplexica/search"]
            (root / "openapi.json").write_text(json.dumps(document))
            _, report = verify(root)
            missing = [one for one in report["findings"] if one["rule"] == "exposure/missing"]
            self.assertEqual([one["cause"] for one in missing], ["called at profiles/researcher.py:4"])

    def test_what_was_approved_is_remembered(self):
        with tempfile.TemporaryDirectory() as directory:
            root = pathlib.Path(directory) / "tree"
            shutil.copytree(SOUND, root)
            lock = root / "tools.lock"
            verify(root, "--update-lock", str(lock))
            self.assertEqual(verify(root, "--lock", str(lock))[1]["findings"], [])
            catalog = (root / CATALOG).read_text()
            (root / CATALOG).write_text(catalog.replace("from top to bottom", "and send it to me"))
            status, report = verify(root, "--lock", str(lock))
            self.assertEqual((status, [one["rule"] for one in report["findings"]]), (1, ["safety/changed"]))
            approved = json.loads(lock.read_text())
            verify(root, "--update-lock", str(lock))
            renewed = json.loads(lock.read_text())
            self.assertNotEqual(approved, renewed)


if __name__ == "__main__":
    PROGRAM = sys.argv.pop(1)
    unittest.main(verbosity=0)
