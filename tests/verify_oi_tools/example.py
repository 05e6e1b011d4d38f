#!/usr/bin/python3
"""The example backend, with a server that answers its routes and one for each of its services.

Usage: example.py PATH_OF_verify_oi_tools
"""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

PROGRAM = None
TESTS = pathlib.Path(__file__).resolve().parents[1]
EXAMPLE = TESTS.parent / "share/examples/aether-backend"
BACKEND = TESTS / "support/example_backend.py"


class Test(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.place = pathlib.Path(temporary.name)
        self.root = self.place / "backend"
        shutil.copytree(EXAMPLE, self.root)
        self.record = self.place / "record"
        self.port = self.start(self.record)
        for number, service in ((5002, self.port), (3000, self.start()), (5001, self.start())):
            self.move(number, service)

    def start(self, *record):
        server = subprocess.Popen([sys.executable, "-B", BACKEND, self.root / "openapi.json", *record],
                                  stdout=subprocess.PIPE, text=True)
        self.addCleanup(server.wait)
        self.addCleanup(server.kill)
        self.addCleanup(server.stdout.close)
        return int(server.stdout.readline())

    def move(self, port, to):
        """Fixed ports would meet what else runs on this machine."""
        for file in self.root.rglob("*"):
            if file.suffix in (".yaml", ".toml", ".py"):
                text = file.read_text(encoding="utf-8")
                file.write_text(text.replace(f"localhost:{port}", f"127.0.0.1:{to}"), encoding="utf-8")

    def verify(self, *arguments, status=0):
        done = subprocess.run([PROGRAM, *arguments], cwd=self.root, stdin=subprocess.DEVNULL, capture_output=True,
                              text=True, check=False)
        self.assertEqual((done.returncode, done.stderr), (status, ""), done.stdout)
        return done.stdout

    def report(self, *arguments, status=0):
        made = json.loads(self.verify("--json", *arguments, status=status))
        return made, {tool["name"]: tool for tool in made["tools"]}

    def requests(self):
        return self.record.read_text(encoding="utf-8").splitlines()


class SeedCommands(Test):
    """The fenced commands of the scripts that this replaces."""

    def test_all_tools(self):
        self.assertEqual(self.verify(), "6 tools: 6 verified; no findings\n")

    def test_one_tool(self):
        self.assertEqual(self.verify("--tool", "mcp_list_servers"), "1 tool: 1 verified; no findings\n")

    def test_verbose(self):
        said = self.verify("--verbose")
        self.assertIn("verified   computer.mcp_list_servers\n           seen in catalog, backend, python, callers\n", said)
        self.assertIn("perplexica       1         1       0\n", said)


class Asking(Test):
    def test_the_default_run_calls_no_tool(self):
        self.verify()
        self.assertEqual(sorted(self.requests()),
                         ["GET /openapi.json ", "OPTIONS /v1/conversations ", "OPTIONS /v1/docling/convert ",
                          "OPTIONS /v1/mcp/list_servers ", "OPTIONS /v1/perplexica/search "])

    def test_only_what_is_allowed_is_called(self):
        _, tools = self.report("--execute")
        self.assertEqual(sorted(one for one in self.requests() if one.startswith("GET /v1")),
                         ["GET /v1/conversations?limit=3 ", "GET /v1/mcp/list_servers "])
        self.assertEqual({name: tool["checks"]["execution"]["outcome"] for name, tool in tools.items()},
                         {"conversations": "passed", "conversations_messages": "skipped", "delete_conversations": "skipped",
                          "docling_convert": "skipped", "mcp_list_servers": "passed", "perplexica_search": "skipped"})
        self.assertEqual(tools["delete_conversations"]["checks"]["execution"]["why"], "config/verify_tools.yaml refuses it")

    def test_all_are_called_but_what_is_refused(self):
        self.report("--execute-all", "--yes", "--args", 'conversations_messages={"conversation_id": "a b/c"}', status=1)
        asked = self.requests()
        self.assertIn("GET /v1/conversations/a%20b%2Fc/messages ", asked)
        self.assertIn("GET /v1/perplexica/search?query=test ", asked)
        self.assertFalse([one for one in asked if one.startswith("DELETE")])

    def test_examples(self):
        catalog = self.root / "config/backend_tools_registry.yaml"
        text = catalog.read_text(encoding="utf-8")
        catalog.write_text(text.replace('["computer.perplexica_search(query=...)"]',
                                        '''["computer.perplexica_search('sea level', focus_mode='webSearch')"]'''))
        (self.root / "config/verify_tools.yaml").write_text("allow: [perplexica_search]\n")
        self.report("--execute", "--examples", "--ignore", "derivation/*")
        self.assertIn("GET /v1/perplexica/search?query=sea%20level&focus_mode=webSearch ", self.requests())

    def test_answers_that_are_not_what_the_document_says(self):
        for change, part in ((".broken", "it answers 500"), (".wrong", "expected an array, found an object")):
            with self.subTest(change):
                file = self.record.with_name(self.record.name + change)
                file.touch()
                made, _ = self.report("--execute", "--tool", "mcp_list_servers", status=1)
                self.assertEqual([one["rule"] for one in made["findings"]], ["execution/failed"])
                self.assertIn(part, made["findings"][0]["message"])
                file.unlink()

    def test_made_up_arguments_that_are_refused_are_no_failure(self):
        (self.root / "config/verify_tools.yaml").write_text("allow: [conversations_messages]\n")
        made, tools = self.report("--execute")
        self.assertEqual([one["rule"] for one in made["findings"]], ["execution/refused"])
        self.assertEqual(tools["conversations_messages"]["checks"]["execution"]["outcome"], "skipped")


class Document(Test):
    def test_the_catalog_is_what_the_document_gives(self):
        made = subprocess.run([PROGRAM, "--root", EXAMPLE, "--openapi", EXAMPLE / "openapi.json", "--generate"],
                              capture_output=True, check=True).stdout
        self.assertEqual(made, (EXAMPLE / "config/backend_tools_registry.yaml").read_bytes())

    def test_one_endpoint_less_names_every_caller(self):
        (self.root / "skills").mkdir()
        (self.root / "skills/look_up.py").write_text(
            "def look_up(computer, text):\n    return computer.perplexica_search(query=text)\n")
        (self.root / "profiles/writer.md").write_text("Use `computer.perplexica_search(query=...)`.\n")
        file = self.root / "openapi.json"
        document = json.loads(file.read_text(encoding="utf-8"))
        del document["paths"]["/v1/perplexica/search"]
        file.write_text(json.dumps(document))
        made, tools = self.report(status=1)
        missing = [one for one in made["findings"] if one["rule"] == "exposure/missing"]
        self.assertEqual(len(missing), 1)
        for place in ("profiles/researcher.yaml:6", "skills/look_up.py:2", "profiles/writer.md:1"):
            self.assertIn(place, missing[0]["cause"])
        self.assertEqual(tools["perplexica_search"]["status"], "failed")
        self.assertEqual({one["rule"] for one in made["findings"]}, {"exposure/missing"})


if __name__ == "__main__":
    PROGRAM = os.path.abspath(sys.argv.pop(1))
    unittest.main(verbosity=0)
