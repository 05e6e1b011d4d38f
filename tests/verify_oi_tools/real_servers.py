#!/usr/bin/python3
"""Real MCP servers, and the protocol's own conformance suite, from the npm registry in exact versions
(scripts/packages/test.npm.txt).

Usage: real_servers.py PATH_OF_verify_oi_tools PATH_OF_mcp_conformance_client
"""

import json
import os
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import unittest

PROGRAM = None
CLIENT = None
NPM = pathlib.Path(__file__).resolve().parents[2] / "build/npm/node_modules"
PACKAGES = NPM / "@modelcontextprotocol"
NODE = NPM / ".bin/node"
TIMEOUT = "60s"
READ_ONLY = {"echo", "get-sum", "get-annotated-message", "get-structured-content", "get-tiny-image",
             "get-resource-links", "get-resource-reference", "get-env", "trigger-long-running-operation"}


def node():
    return str(NODE) if NODE.exists() else shutil.which("node")


class Test(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.root = pathlib.Path(temporary.name).resolve()

    def verify(self, *arguments, status):
        done = subprocess.run([PROGRAM, "--json", "--timeout", TIMEOUT, "--call-timeout", "30s", *arguments],
                              cwd=self.root, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
        self.assertEqual((done.returncode, done.stderr), (status, ""), done.stdout)
        report = json.loads(done.stdout)
        return report, {tool["name"]: tool["checks"] for tool in report["tools"]}

    def server(self, package, *arguments):
        return " ".join([node(), str(PACKAGES / package / "dist/index.js"), *arguments])

    def expect_everything(self, report, tools):
        self.assertEqual(len(tools), 13)
        self.assertEqual(report["findings"], [])
        self.assertTrue(READ_ONLY <= set(tools))
        called = {name for name, checks in tools.items() if checks["execution"]["outcome"] == "passed"}
        self.assertEqual(called, READ_ONLY - {"get-env"})
        self.assertIn("may tell secrets", tools["get-env"]["execution"]["why"])
        for name in set(tools) - READ_ONLY:
            self.assertEqual(tools[name]["execution"],
                             {"outcome": "skipped", "why": "it does not declare itself read-only"})


class Everything(Test):
    def test_over_stdio(self):
        report, tools = self.verify("--mcp", self.server("server-everything"), status=0)
        self.assertEqual(len(tools), 13)
        self.assertEqual({checks["execution"]["outcome"] for checks in tools.values()}, {"skipped"})
        report, tools = self.verify("--mcp", self.server("server-everything"), "--execute", status=0)
        self.expect_everything(report, tools)

    def test_over_http(self):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        server = subprocess.Popen([*self.server("server-everything").split(), "streamableHttp"],
                                  env={**os.environ, "PORT": str(port)}, stdout=subprocess.DEVNULL,
                                  stderr=subprocess.DEVNULL)
        self.addCleanup(server.wait)
        self.addCleanup(server.kill)
        end = time.monotonic() + 60
        while time.monotonic() < end:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        report, tools = self.verify("--mcp-url", f"http://127.0.0.1:{port}/mcp", "--execute", status=0)
        self.expect_everything(report, tools)

    def test_one_tool(self):
        report, tools = self.verify("--mcp", self.server("server-everything"), "--execute", "--tool", "get-sum",
                                    "--args", 'get-sum={"a": 2, "b": "x"}', status=1)
        self.assertEqual(list(tools), ["get-sum"])
        self.assertEqual([one["rule"] for one in report["findings"]], ["execution/failed"])
        done = subprocess.run([PROGRAM, "--mcp", self.server("server-everything"), "--tool", "get-summ"],
                              cwd=self.root, capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 1)
        self.assertIn("get-sum", done.stderr)

    def test_a_lock(self):
        command = ["--mcp", self.server("server-everything")]
        lock = str(self.root / "lock.json")
        self.verify(*command, "--update-lock", lock, status=0)
        self.verify(*command, "--lock", lock, status=0)
        text = pathlib.Path(lock).read_text()
        approved = json.loads(text)
        changed = approved["tools"]["server-everything/echo"]
        changed["description"] = changed["description"][::-1]
        pathlib.Path(lock).write_text(json.dumps(approved))
        report, _ = self.verify(*command, "--lock", lock, status=1)
        self.assertEqual([one["rule"] for one in report["findings"]], ["safety/changed"])


class FileSystem(Test):
    def test_over_stdio(self):
        (self.root / "note.txt").write_text("one line\n")
        path = json.dumps({"path": str(self.root / "note.txt")})
        directory = json.dumps({"path": str(self.root)})
        arguments = []
        for tool in ("read_file", "read_text_file", "read_media_file", "get_file_info"):
            arguments += ["--args", f"{tool}={path}"]
        for tool in ("list_directory", "list_directory_with_sizes", "directory_tree"):
            arguments += ["--args", f"{tool}={directory}"]
        arguments += ["--args", "search_files=" + json.dumps({"path": str(self.root), "pattern": "*.txt"}),
                      "--args", "read_multiple_files=" + json.dumps({"paths": [str(self.root / "note.txt")]})]
        report, tools = self.verify("--mcp", self.server("server-filesystem", str(self.root)), "--execute", *arguments,
                                    status=0)
        self.assertEqual((len(tools), report["findings"]), (14, []))
        called = {name for name, checks in tools.items() if checks["execution"]["outcome"] == "passed"}
        self.assertEqual(called, {"read_file", "read_text_file", "read_media_file", "read_multiple_files",
                                  "list_directory", "list_directory_with_sizes", "directory_tree", "search_files",
                                  "get_file_info", "list_allowed_directories"})
        self.assertEqual(sorted(one.name for one in self.root.iterdir()), ["note.txt"])

    def test_arguments_that_are_made_up_prove_nothing(self):
        report, tools = self.verify("--mcp", self.server("server-filesystem", str(self.root)), "--execute", status=0)
        self.assertEqual({one["rule"] for one in report["findings"]}, {"execution/refused"})
        self.assertEqual(tools["read_text_file"]["execution"]["outcome"], "skipped")


class Conformance(Test):
    """The suite starts a server, runs our client against it, and judges what the client sent."""

    def run_scenario(self, name):
        suite = PACKAGES / "conformance/dist/index.js"
        if not suite.exists() or not NODE.exists():
            self.skipTest("the suite, or node 22, is not below build/npm")
        done = subprocess.run([node(), str(suite), "client", "--command", CLIENT, "--scenario", name,
                               "--spec-version", "2025-11-25"], cwd=self.root, stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, check=False, timeout=120)
        said = done.stdout + done.stderr
        counts = re.search(r"Passed: (\d+)/(\d+), (\d+) failed", said)
        self.assertIsNotNone(counts, said)
        passed, total, failed = map(int, counts.groups())
        self.assertEqual((done.returncode, failed, passed == total, passed > 0), (0, 0, True, True), said)

    def test_initialize(self):
        self.run_scenario("initialize")

    def test_tools_call(self):
        self.run_scenario("tools_call")

    def test_sse_retry(self):
        self.run_scenario("sse-retry")

    def test_elicitation_defaults(self):
        self.run_scenario("elicitation-sep1034-client-defaults")

    def test_preservation_of_schemas(self):
        self.run_scenario("json-schema-2020-12-preservation")


if __name__ == "__main__":
    PROGRAM = os.path.abspath(sys.argv.pop(1))
    CLIENT = os.path.abspath(sys.argv.pop(1))
    if node() is None or not (PACKAGES / "server-everything").exists():
        print("skipped: npm's packages are not below build/npm (scripts/bootstrap test)")
        sys.exit(77)
    unittest.main(verbosity=0)
