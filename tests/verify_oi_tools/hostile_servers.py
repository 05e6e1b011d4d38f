#!/usr/bin/python3
"""MCP servers that do what they should not: each is told with a finding, in bounded time and memory,
no other is touched, and no process is left.

Usage: hostile_servers.py PATH_OF_verify_oi_tools
"""

import concurrent.futures
import json
import os
import pathlib
import resource
import signal
import subprocess
import sys
import tempfile
import threading
import time
import unittest

PROGRAM = None
SUPPORT = pathlib.Path(__file__).resolve().parents[1] / "support"
STDIO = [sys.executable, "-B", str(SUPPORT / "hostile_mcp.py")]
HTTP = [sys.executable, "-B", str(SUPPORT / "hostile_mcp_http.py")]
SLOW = 4 if os.environ.get("AETHER_SHORT_FAULTS") else 1  # sanitizers
LIMIT = 12 if SLOW > 1 else 8  # a busy machine is no fault
LARGE = LIMIT * 5  # for 64 MiB to come, which a busy machine does not read within the other
FLOODS = ("flood", "asks-for-ever", "endless-notifications")  # which keep two cores busy as long as they are let
SERVER = "availability/server"
PROTOCOL = "availability/protocol"
FAILED = "execution/failed"

# What the server does, and what is found of it: rules, and a part of their messages.
OVER_STDIO = {
    "fine": [],
    "silent": [(SERVER, "does not answer initialize in time")],
    "exits": [(SERVER, "it ended with status 1; its log ends with `there is no key`")],
    "rubbish-first": [(PROTOCOL, "`Starting server...`"), (PROTOCOL, "`listening`"),
                      (PROTOCOL, "a message that is not of JSON-RPC 2.0")],
    "only-rubbish": [(PROTOCOL, "what is no JSON"), (SERVER, "what is no JSON")],
    "ignores-close": [(PROTOCOL, "but when it is terminated")],
    "ignores-term": [(PROTOCOL, "so that it was killed")],
    "children": [(PROTOCOL, "it leaves 2 processes behind, which were killed")],
    "closes-output": [(SERVER, "it closed its output")],
    "silent-initialize": [(SERVER, "does not answer initialize in time")],
    "refuses": [(SERVER, "refuses to be initialized: `not today` (-32000)")],
    "old": [(SERVER, "it wants the revision `1.0`")],
    "modern": [(SERVER, "it speaks the revision 2026-07-28 only")],
    "unsupported": [(SERVER, "it speaks the revision 2026-07-28 only")],
    "wrong-version": [(PROTOCOL, "not of JSON-RPC 2.0"), (SERVER, "does not answer initialize in time")],
    "silent-list": [(SERVER, "does not answer tools/list in time")],
    "exit-in-list": [(SERVER, "it ended with status 3")],
    "long-line": [(SERVER, "it wrote a line of more than 64 MiB")],
    "id-reuse": [(PROTOCOL, "it answers a request `\"never\"` that was never made"),
                 (PROTOCOL, "it answers the request 1 twice"), (PROTOCOL, "it answers the request 2 twice")],
    "early-answer": [(PROTOCOL, "`\"2\"` that was never made"), (PROTOCOL, "`9` that was never made")],
    "same-cursor": [(PROTOCOL, "it gives the cursor `again` again and again")],
    "endless-cursor": [(PROTOCOL, "its list of tools has no end")],
    "empty-cursor": [("exposure/duplicate", "lists echo twice")],
    "deep-schema": [],
    "deepest-schema": [(PROTOCOL, "nested deeper than 500 levels"), (SERVER, "does not answer tools/list in time")],
    "network-ref": [("schema/remote-reference", "which is not fetched")],
    "no-tools-list": [(SERVER, "has no list `tools`")],
    "tools-no-list": [(SERVER, "has no list `tools`")],
    "odd-entries": [(PROTOCOL, "3 entries of its tools/list have no name"), ("exposure/duplicate", "lists echo twice"),
                    ("schema/invalid", "a b: it has no inputSchema"), ("schema/invalid", "wrong: its inputSchema"),
                    ("schema/invalid", "array: its inputSchema"), ("signature/name", "a b: a name is of"),
                    ("signature/name", "xxx: a name is of")],
    "list-changed": [],
    "flood": [(SERVER, "")],  # out of time, or too much, whichever comes first
    "half-a-message": [(SERVER, "it ended with status 0 in the midst of a message")],
    "batch": [],
    "both": [(SERVER, "it answers tools/list with an error: `or not` (5)")],
    "nan": [(PROTOCOL, "what is no JSON"), (SERVER, "does not answer tools/list in time")],
    "surrogate": [(PROTOCOL, "what is no JSON"), (SERVER, "does not answer tools/list in time")],
    "not-utf8": [(PROTOCOL, "invalid UTF-8"), (SERVER, "does not answer tools/list in time")],
    "float-id": [(PROTOCOL, "that was never made"), (SERVER, "does not answer tools/list in time")],
    "null-id": [(PROTOCOL, "it says of no request in particular: `Parse error`"),
                (SERVER, "does not answer tools/list in time")],
    "no-newline": [(SERVER, "does not answer tools/list in time")],
    "carriage-returns": [],
    "drip": [(SERVER, "does not answer tools/list in time")],
    "large-text": [],
    "asks-for-ever": [(SERVER, "")],  # as flood
    "stderr-flood": [],
    "progress-for-ever": [(FAILED, "does not answer tools/call in time"), (PROTOCOL, "but when it is terminated")],
    "many-children": [(PROTOCOL, "it leaves 20 processes behind, which were killed")],
    "closes-input": [(SERVER, "does not answer initialize in time")],
    "answers-unasked": [(PROTOCOL, "it answers the request 1 twice")],
    "mark-of-order": [],
    "list-for-object": [(SERVER, "its answer to initialize is no object")],
    "bytes": [(PROTOCOL, "invalid UTF-8"), (PROTOCOL, "control character")],
    "exit-in-call": [(FAILED, "its server was lost when it was called: it ended with status 0")],
    "silent-call": [(FAILED, "does not answer tools/call in time")],
    "wrong-result": [(FAILED, "/sum: expected a number, found a string")],
    "no-content": [(FAILED, "no list `content`")],
    "error-result": [(FAILED, "it answers with `it broke`")],
    "undeclared": [],
}

OVER_HTTP = {
    "fine": [],
    "silent": [(SERVER, "does not answer initialize in time")],
    "401": [(SERVER, "it answers 401: it wants a login")],
    "500": [(SERVER, "it answers 500")],
    "404": [(SERVER, "it answers 404")],
    "large-error": [(SERVER, "")],
    "endless-headers": [(SERVER, "")],
    "drip": [(SERVER, "does not answer initialize in time")],
    "no-http": [(SERVER, "")],
    "reset": [(SERVER, "")],
    "gzip": [(SERVER, "")],
    "modern": [(SERVER, "it speaks the revision 2026-07-28 only")],
    "endless-chunks": [(SERVER, "it sent an answer of more than 64 MiB")],
    "endless-notifications": [(SERVER, "")],
    "events-as-json": [(SERVER, "what is no JSON")],
    "json-as-events": [(SERVER, "")],
    "batch": [],
    "rubbish-events": [(PROTOCOL, "what is no JSON"), (PROTOCOL, "not of JSON-RPC 2.0")],
    "no-content": [(SERVER, "")],
    "redirect": [(SERVER, "it redirects to http://127.0.0.1:9/elsewhere?token=***")],
    "html": [(SERVER, "it answers with text/html in place of JSON or events")],
    "rubbish": [(SERVER, "what is no JSON")],
    "no-session": [],
    "odd-session": [(PROTOCOL, "visible ASCII")],
    "refuses-notification": [(PROTOCOL, "it does not accept a notification: it answers 400")],
    "slow-notification": [(PROTOCOL, "it does not accept a notification in time")],
    "session-lost": [(PROTOCOL, "it lost the session, which was begun anew")],
    "session-lost-for-ever": [(PROTOCOL, "it lost the session"), (SERVER, "does not know the session any more")],
    "accepts-only": [(SERVER, "it accepts a request (202), and does not answer it")],
    "error-status": [(SERVER, "it answers tools/list with an error: `bad` (-32600)")],
    "half-event": [(SERVER, "ended in the midst of an event")],
    "no-event": [(SERVER, "ended before the answer")],
    "resume": [],
    "resume-never": [(SERVER, "ended 20 times before the answer")],
    "endless": [(SERVER, "does not answer tools/list in time")],
    "endless-line": [(SERVER, "it sent an event of more than 64 MiB")],
    "stalls": [(SERVER, "does not answer tools/list in time")],
    "other-answer": [(PROTOCOL, "that was never made"), (SERVER, "what is no answer to the request")],
    "asks": [],
    "endless-get": [],
    "get-500": [(PROTOCOL, "it answers 500 to a GET")],
    "slow-delete": [],
    "no-delete": [],
    "cut-in-call": [(FAILED, "ended in the midst of an event")],
}


def processes_of(mark):
    """Those whose environment has the mark."""
    found = []
    for entry in pathlib.Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                if mark.encode() in (entry / "environ").read_bytes() and int(entry.name) != os.getpid():
                    found.append((entry / "cmdline").read_bytes().replace(b"\0", b" ").decode())
            except OSError:
                pass
    return found


def few(servers):
    """All of them; under sanitizers without those who send 64 MiB, which take most of the time there."""
    return {mode: one for mode, one in servers.items() if SLOW == 1 or limit_of(mode, one) <= LIMIT}


def at_once(ask, modes):
    """Futures by mode, of which a few run at a time: most of them wait."""
    with concurrent.futures.ThreadPoolExecutor(6) as pool:
        return {mode: pool.submit(ask, mode) for mode in modes}


def limit_of(mode, expected):
    """Seconds."""
    if any("64 MiB" in part for _, part in expected):
        return LARGE
    return 3 if mode in FLOODS else LIMIT


class Test(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.root = pathlib.Path(temporary.name)
        self.mark = f"AETHER_TEST_MARK={os.getpid()}-{time.monotonic_ns()}"

    def verify(self, *arguments, limit=LIMIT, **environment):
        """Status, report and how long it took; that nothing is left."""
        mark = f"{self.mark}-{threading.get_ident()}-{time.monotonic_ns()}"  # several may run at once
        name, value = mark.split("=")
        begun = time.monotonic()
        done = subprocess.run([PROGRAM, "--json", "--execute", "--timeout", f"{limit}s", *arguments], cwd=self.root,
                              stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, timeout=120,
                              env={**os.environ, name: value, **environment})
        took = time.monotonic() - begun
        self.assertEqual(done.stderr, "")
        self.assertEqual(processes_of(mark), [])
        return done.returncode, json.loads(done.stdout), took

    def expect(self, report, expected):
        found = [(one["rule"], one["message"]) for one in report["findings"]]
        self.assertEqual(sorted(rule for rule, _ in found), sorted(rule for rule, _ in expected), found)
        for rule, part in expected:
            self.assertTrue(any(rule == one and part in message for one, message in found), (rule, part, found))

    def command(self, mode):
        return " ".join([*STDIO, mode])


class OverStdio(Test):
    def test_each_is_told(self):
        servers = few(OVER_STDIO)
        answers = at_once(lambda mode: self.verify("--mcp", self.command(mode), limit=limit_of(mode, servers[mode])), servers)
        for mode, expected in servers.items():
            with self.subTest(mode):
                status, report, took = answers[mode].result()
                self.expect(report, expected)
                errors = any(rule.startswith(("execution", "schema/invalid", "exposure")) for rule, _ in expected)
                self.assertEqual(status, 1 if errors else 2 if expected else 0)
                self.assertLess(took, limit_of(mode, expected) + 8 * SLOW)

    def test_what_a_server_asks_is_answered(self):
        _, report, _ = self.verify("--mcp", self.command("asks"))
        self.expect(report, [])
        self.assertEqual(report["tools"][0]["name"], "was_told_True_-32601_-32601_-32601")

    @unittest.skipIf(SLOW > 1, "volume")
    def test_a_hundred_thousand_tools(self):
        status, report, took = self.verify("--mcp", self.command("many-tools"), "--tool", "tool_7", limit=30 * SLOW)
        self.assertEqual((status, len(report["tools"])), (0, 1))
        self.assertLess(took, 30 * SLOW)

    @classmethod
    def tearDownClass(cls):
        if SLOW == 1:  # of each program that ran, whatever it was told
            assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < 400 << 10  # KiB

    def test_one_touches_no_other(self):
        modes = ["fine", "silent", "exits", "children", "ignores-term", "half-a-message", "bytes"]
        modes += ["flood", "long-line"] if SLOW == 1 else []
        servers = {mode: {"command": STDIO[0], "args": [*STDIO[1:], mode]} for mode in modes}
        servers["second"] = servers["fine"]
        config = self.root / "servers.json"
        config.write_text(json.dumps({"mcpServers": servers}))
        status, report, took = self.verify("--mcp-config", str(config))
        self.assertEqual(status, 2)
        self.assertLess(took, LIMIT + 8 * SLOW)
        listed = {tool["integration"] for tool in report["tools"]}
        self.assertEqual(listed, {"fine", "second", "children", "ignores-term", "bytes"})
        told = {one["message"].split(":")[0].removeprefix("the MCP server ") for one in report["findings"]
                if one["rule"].startswith("availability")}
        self.assertEqual(told, set(modes) - {"fine"})

    def test_interrupted(self):
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGKILL):
            with self.subTest(number):
                name, value = self.mark.split("=")
                running = subprocess.Popen([PROGRAM, "--mcp", self.command("children"), "--mcp", self.command("silent"),
                                            "--timeout", "60s"], cwd=self.root, stdout=subprocess.DEVNULL,
                                           stderr=subprocess.DEVNULL, env={**os.environ, name: value})
                while len(processes_of(self.mark)) < 4:
                    time.sleep(0.02)
                time.sleep(0.3)
                running.send_signal(number)
                running.wait()
                end = time.monotonic() + 10 * SLOW
                while processes_of(self.mark) and time.monotonic() < end:
                    time.sleep(0.05)
                self.assertEqual(processes_of(self.mark), [])

    def test_nothing_is_called_unasked(self):
        """The default run, by what a server records; what is not declared read-only never."""
        record = self.root / "record"
        for arguments, expected in (([], []), (["--execute"], ["echo"])):
            record.write_text("")
            subprocess.run([PROGRAM, "--mcp", self.command("fine"), "--mcp", self.command("undeclared"), *arguments],
                           cwd=self.root, capture_output=True, check=False, env={**os.environ, "RECORD": str(record)})
            asked = [json.loads(line) for line in record.read_text().splitlines()]
            self.assertEqual([one["params"]["name"] for one in asked if one["method"] == "tools/call"], expected)
            self.assertEqual(sum(one["method"] == "tools/list" for one in asked), 2)

    def test_all_are_called_when_that_is_said_twice(self):
        refused = subprocess.run([PROGRAM, "--mcp", self.command("undeclared"), "--execute-all"], cwd=self.root,
                                 capture_output=True, text=True, check=False)
        self.assertEqual(refused.returncode, 64)
        self.assertIn("say --yes", refused.stderr)
        done = subprocess.run([PROGRAM, "--mcp", self.command("undeclared"), "--execute-all", "--yes", "--json"],
                              cwd=self.root, capture_output=True, text=True, check=True)
        self.assertEqual(json.loads(done.stdout)["tools"][0]["checks"]["execution"]["outcome"], "passed")

    def test_a_program_that_is_not_there(self):
        status, report, _ = self.verify("--mcp", "no-such-program-of-mine --port 5")
        self.assertEqual(status, 2)
        self.expect(report, [(SERVER, "cannot run no-such-program-of-mine: No such file or directory")])

    def test_protocols(self):
        for protocol, mode, expected in (
                ("auto", "modern", [(SERVER, "it speaks the revision 2026-07-28")]), ("auto", "fine", []),
                ("modern", "fine", [(SERVER, "does not speak the revision 2026-07-28")]),
                ("modern", "modern", [(SERVER, "not spoken here yet")])):
            with self.subTest(protocol=protocol, mode=mode):
                _, report, _ = self.verify("--mcp", self.command(mode), "--mcp-protocol", protocol)
                self.expect(report, expected)


class OverHttp(Test):
    def verify_over_http(self, mode):
        with subprocess.Popen([*HTTP, mode], stdout=subprocess.PIPE, text=True) as server:
            try:
                port = server.stdout.readline().strip()
                return self.verify("--mcp-url", f"http://127.0.0.1:{port}/mcp", limit=limit_of(mode, OVER_HTTP[mode]))
            finally:
                server.kill()

    def test_each_is_told(self):
        servers = few(OVER_HTTP)
        answers = at_once(self.verify_over_http, servers)
        for mode, expected in servers.items():
            with self.subTest(mode):
                status, report, took = answers[mode].result()
                self.expect(report, expected)
                self.assertEqual(status, 1 if any(rule == FAILED for rule, _ in expected) else 2 if expected else 0)
                self.assertLess(took, limit_of(mode, expected) + 8 * SLOW)

    def test_nobody_listens(self):
        status, report, _ = self.verify("--mcp-url", "http://127.0.0.1:9/mcp")
        self.assertEqual(status, 2)
        self.expect(report, [(SERVER, "127.0.0.1:9 refuses the connection")])


class Configurations(Test):
    def configure(self, text):
        file = self.root / "mcp.json"
        file.write_text(text)
        return str(file)

    def test_what_cannot_be_read(self):
        for text, part in (("", "is empty"), ("{", "mcp.json:1:2"), ("[]", "no mapping `mcpServers`"),
                           ('{"mcpServers": []}', "no mapping `mcpServers`")):
            with self.subTest(text):
                done = subprocess.run([PROGRAM, "--mcp-config", self.configure(text)], cwd=self.root,
                                      capture_output=True, text=True, check=False)
                self.assertEqual(done.returncode, 65)
                self.assertIn(part, done.stderr)
        done = subprocess.run([PROGRAM, "--mcp-config", "missing.json"], cwd=self.root, capture_output=True, text=True,
                              check=False)
        self.assertEqual((done.returncode, "missing.json" in done.stderr), (66, True))

    def test_entries(self):
        fine = {"command": STDIO[0], "args": [*STDIO[1:], "fine"]}
        config = self.configure(json.dumps({"mcpServers": {
            "off": {**fine, "disabled": True}, "on": fine, "neither": {}, "both": {**fine, "url": "http://a.test/"},
            "sse": {"type": "sse", "url": "http://a.test/sse"}, "variable": {"command": "${NO_SUCH_VARIABLE_OF_MINE}"},
            "otherwise": {"command": "${NO_SUCH_VARIABLE_OF_MINE:-" + STDIO[0] + "}", "args": fine["args"]},
            "number": 5}}, indent=1))
        status, report, _ = self.verify("--mcp-config", config)
        self.assertEqual(status, 2)
        self.assertEqual({tool["integration"] for tool in report["tools"] if tool["seen_in"]}, {"on", "otherwise"})
        self.expect({"findings": [one for one in report["findings"] if one["rule"] != "exposure/shadowed"]},
                    [(SERVER, "neither: it has neither `command` nor `url`"),
                     (SERVER, "both: it has both `command` and `url`"), (SERVER, "sse: its transport is HTTP with SSE"),
                     (SERVER, "variable: the variable NO_SUCH_VARIABLE_OF_MINE is not set"),
                     (SERVER, "number: its entry is no mapping")])
        lines = pathlib.Path(config).read_text().splitlines()
        for one in report["findings"]:
            if one["rule"] == SERVER:
                name = one["message"].split()[3].rstrip(":")
                self.assertIn(f'"{name}"', lines[one["line"] - 1])


if __name__ == "__main__":
    PROGRAM = os.path.abspath(sys.argv.pop(1))
    unittest.main(verbosity=0)
