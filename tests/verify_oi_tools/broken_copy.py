#!/usr/bin/python3
"""A catalog of 66 tools, derived of a document and sound, and a copy with a defect in each: all are
found at once, each by one finding, at its rule, file and line, and nothing besides.

Usage: broken_copy.py PATH_OF_verify_oi_tools
"""

import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

PROGRAM = None
CATALOG = "config/backend_tools_registry.yaml"
COUNT = 66
NAMES = [f"{thing}_{what}" for thing in ("river", "harbour", "meadow", "lantern", "violin", "glacier")
         for what in ("weights", "colours", "owners", "prices", "orders", "paths", "maps", "notes", "plans", "tides",
                      "songs")]
KEY = "ghp_16C7e42F292c6912E7710c838347Ae178B4a"

# What is changed in a tool's entry, the rule, and the text at the line of the finding; NAME is the
# tool's. Of the document: a function of the operation.
ENTRY = [
    ("api_endpoint: /v1/NAME", "api_endpoint: /v1/NAME/gone/for/good/now", "exposure/missing", "api_endpoint"),
    ("http_method: GET", "http_method: POST", "exposure/missing", "http_method"),
    ("path: computer.NAME", "path: computer.mail.NAME", "exposure/shadowed", "path"),
    ("computer.NAME(query=...)", "computer.NAME(qeury=...)", "exposure/wrong-call", "examples"),
    ("signature: \"NAME(", "signature: \"NAME((", "signature/syntax", "signature"),
    ("signature: \"NAME(", "signature: \"other_NAME(", "signature/name", "signature"),
    ("limit\n            type: integer", "limit\n            type: object", "signature/type", "- name: limit"),
    ("limit: integer = None", "limit: array = None", "signature/type", "signature"),
    ("query\n            type: string\n            required: true", "query\n            type: string\n            required: false",
     "signature/required", "- name: query"),
    ("query: string,", "query: string = None,", "signature/required", "signature"),
    ("- name: limit", "- name: most", "signature/unknown-parameter", "- name: most"),
    ("limit: integer = None", "limit: integer = 7", "signature/default", "signature"),
    ("complexity: simple", "complexity: advanced", "derivation/entry", "complexity"),
    ("description: Of NAME", "description: All about NAME", "derivation/entry", "description: All"),
    ("tags: [things]", "tags: [things, more]", "derivation/entry", "tags"),
    ("description: Of NAME", f"description: Of NAME by {KEY}", "safety/secret", "description: Of"),
    ("description: Of NAME", 'description: "Of NAME\\u2062"', "safety/invisible-text", "description: "),
    ("(query: string, limit", "(limit: integer = None, query: string, limit", "signature/syntax", "signature"),
    ("integration: things", "integration: thing", "derivation/entry", "integration: thing"),
]
DOCUMENT = [
    (lambda op: op.update(deprecated=True), "availability/deprecated", "api_endpoint"),
    (lambda op: op["parameters"][1].update({"in": "header"}), "signature/carrier", "- name: limit"),
    (lambda op: op["parameters"][1]["schema"].update(type="array"), "signature/type", "- name: limit"),
    (lambda op: op["parameters"][1].update(required=True), "signature/required", "- name: limit"),
    (lambda op: op["parameters"].append({"name": "owner", "in": "query", "schema": {"type": "string"}}),
     "signature/lost-parameter", "parameters:"),
    (lambda op: op["parameters"].pop(), "signature/unknown-parameter", "- name: limit"),
    (lambda op: op["parameters"][0]["schema"].update({"not": {"$ref": "#/components/schemas/Nobody"}}), "schema/invalid",
     "- name"),
    (lambda op: op["parameters"][0]["schema"].update({"not": {"$ref": "https://example.org/x"}}),
     "schema/remote-reference", "- name"),
    (lambda op: op["parameters"][0]["schema"].update(minLength=-1), "schema/invalid", "- name"),
    (lambda op: op.update(summary="Of all"), "derivation/entry", "description: "),
]


def document():
    return {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": {
        f"/v1/{name}": {"get": {"tags": ["things"], "summary": f"Of {name}", "responses": {"200": {"description": "OK"}},
                                "parameters": [{"name": "query", "in": "query", "required": True, "schema": {"type": "string"}},
                                               {"name": "limit", "in": "query", "schema": {"type": "integer", "default": 5}}]}}
        for name in NAMES}}


class BrokenCopy(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.root = pathlib.Path(temporary.name)
        (self.root / "config").mkdir()
        (self.root / "config/integrations_registry.yaml").write_text(
            "metadata: {version: '1'}\nintegrations:\n  things:\n    enabled: true\n    layer3_metadata: "
            f"{{category: things, tool_count: {COUNT}}}\n")
        self.document = document()
        self.write()
        (self.root / CATALOG).write_text(self.run_tool("--generate"), encoding="utf-8")

    def write(self):
        (self.root / "openapi.json").write_text(json.dumps(self.document))

    def run_tool(self, *arguments):
        return subprocess.run([PROGRAM, "--root", self.root, "--openapi", "openapi.json", "--offline", *arguments],
                              cwd=self.root, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False).stdout

    def findings(self):
        return json.loads(self.run_tool("--json"))["findings"]

    def entry(self, catalog, name):
        """Where a tool's entry begins and ends."""
        begin = catalog.index(f"      - name: {name}\n")
        return begin, begin + re.search(r"\n      - name: |\n\n|$", catalog[begin + 1:]).start() + 1

    def test_all_at_once(self):
        self.assertEqual(self.findings(), [])
        catalog = (self.root / CATALOG).read_text(encoding="utf-8")
        expected = []
        for number, name in enumerate(NAMES[1:]):  # the first describes the category
            kind = number % (len(ENTRY) + len(DOCUMENT))
            if kind < len(ENTRY):
                old, new, rule, anchor = ENTRY[kind]
                begin, end = self.entry(catalog, name)
                text = catalog[begin:end]
                self.assertIn(old.replace("NAME", name), text)
                catalog = catalog[:begin] + text.replace(old.replace("NAME", name), new.replace("NAME", name), 1) + catalog[end:]
            else:
                change, rule, anchor = DOCUMENT[kind - len(ENTRY)]
                change(self.document["paths"][f"/v1/{name}"]["get"])
            expected.append((name, rule, anchor))
        self.assertGreaterEqual(len(expected), 50)
        (self.root / CATALOG).write_text(catalog, encoding="utf-8")
        self.write()
        places = []
        for name, rule, anchor in expected:
            begin, end = self.entry(catalog, name)
            at = catalog.index(anchor, begin, end) if anchor != "parameters:" else catalog.index("        parameters:", begin)
            places.append((catalog[:at].count("\n") + 1, rule, CATALOG))
        found = [(one["line"], one["rule"], one["file"]) for one in self.findings()]
        self.assertEqual(sorted(found), sorted(places))


if __name__ == "__main__":
    PROGRAM = os.path.abspath(sys.argv.pop(1))
    unittest.main(verbosity=0)
