#!/usr/bin/python3
"""Secrets planted wherever a backend and its servers hold some: no format of no mode prints them.

Usage: no_secrets.py PATH_OF_verify_oi_tools
"""

import base64
import concurrent.futures
import http.server
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import threading
import unittest
import urllib.parse

PROGRAM = None
EXAMPLE = pathlib.Path(__file__).resolve().parents[2] / "share/examples/aether-backend"
FORMATS = ("text", "json", "sarif", "junit", "github")

LOGIN = "hunter2-of-the-url"
PARAMETER = "Zparam/with=signs"
VARIABLE = "Zvalue-of-a-variable"
NAMELESS = "kD93jfLs02kQ"  # under a name that says nothing
HEADER = "Zheader-of-a-server1"
ARGUMENT = "Zargument of a \"command\""
JOINED = "Zjoined-argument"
SHORT = "q7Z"
INHERITED = "inherited-variable"
BASIC = "login-in-base64"
SECRETS = (LOGIN, PARAMETER, VARIABLE, NAMELESS, HEADER, ARGUMENT, JOINED, SHORT, INHERITED, BASIC)

# Says all that it was given: as its log, as what is no JSON, cut in the midst, or in an answer.
TALKATIVE = """
import json, os, sys, urllib.parse
given = " ".join([*sys.argv[1:], *(os.environ.get(name, "") for name in ("API_TOKEN", "FOO", "DEPLOY_PASSWORD"))])
mode = sys.argv[1]
if mode == "log":
    sys.stderr.write("connecting with " + given + "\\n")
    sys.exit(3)
if mode == "quoted":
    sys.stderr.write(urllib.parse.quote(given, safe="") + json.dumps(given) + "\\n")
    sys.exit(3)
if mode == "rubbish":
    print(given, flush=True)
if mode == "cut":
    for word in sys.argv[2:] + [os.environ["API_TOKEN"], os.environ["FOO"]]:
        for before in range(55, 82):
            print("." * before + word, flush=True)
for line in sys.stdin:
    request = json.loads(line)
    if "id" not in request:
        continue
    result = {"protocolVersion": "2025-06-18", "capabilities": {"tools": {}}, "serverInfo": {"name": given, "version": given}}
    if request["method"] == "tools/list":
        result = {"tools": [{"name": "tell", "description": "Says it" if mode == "answer" else given, "inputSchema": {"type": "object", "description": given},
                             "annotations": {"readOnlyHint": True}}]}
    if request["method"] == "tools/call":
        result = {"isError": True, "content": [{"type": "text", "text": given}]}
    print(json.dumps({"jsonrpc": "2.0", "id": request["id"], "result": result}), flush=True)
"""


class Refusing(http.server.BaseHTTPRequestHandler):
    """Wants another login, and says which one came."""

    def log_message(self, *arguments):
        pass

    def do_POST(self):
        said = (str(self.headers) + self.path).encode()
        self.send_response(401)
        self.send_header("WWW-Authenticate", "Bearer error_description=\"" + str(self.headers["Authorization"]) + "\"")
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)


class Test(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.place = pathlib.Path(temporary.name)
        self.root = self.place / "backend"
        shutil.copytree(EXAMPLE, self.root)
        self.empty = self.place / "empty"
        self.empty.mkdir()
        (self.place / "talkative.py").write_text(TALKATIVE, encoding="utf-8")
        registry = self.root / "config/integrations_registry.yaml"
        text = registry.read_text(encoding="utf-8")
        url = f"http://user:{LOGIN}@localhost:9/x?token={urllib.parse.quote(PARAMETER, safe='')}"
        self.assertIn("http://localhost:3000", text)
        registry.write_text(text.replace("http://localhost:3000", url), encoding="utf-8")

    def server(self, mode):
        return {"command": sys.executable,
                "args": ["-B", str(self.place / "talkative.py"), mode, "--api-key", ARGUMENT, f"--token={JOINED}",
                         "--pin", SHORT],
                "env": {"API_TOKEN": VARIABLE, "FOO": NAMELESS}}

    def run_tool(self, *arguments):
        return subprocess.run([PROGRAM, *arguments], cwd=self.root, stdin=subprocess.DEVNULL, capture_output=True,
                              text=True, check=False, env={**os.environ, "DEPLOY_PASSWORD": INHERITED})

    def hold_back(self, *arguments, says=()):
        """What was said, which has no secret, nor a part of one, in any form."""
        done = self.run_tool(*arguments)
        said = done.stdout + done.stderr
        self.assertNotIn("internal error", said)
        for secret in SECRETS:
            for form in (secret, json.dumps(secret)[1:-1], urllib.parse.quote(secret, safe=""), secret[:7],
                         secret.replace('"', "&quot;")):
                self.assertNotIn(form, said, arguments)
        for text in says:
            self.assertIn(text, said, arguments)
        return said

    def in_all_formats(self, *arguments, says):
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            runs = [pool.submit(self.hold_back, *each, *arguments, says=says)
                    for each in (*(("--format", name) for name in FORMATS), ("--ndjson",), ("--verbose",))]
            runs += [pool.submit(self.hold_back, "--list", *each, *arguments) for each in ((), ("--json",))]
            for run in runs:
                run.result()

    def test_addresses_of_the_registry(self):
        self.in_all_formats("--openapi", "openapi.json", says=["http://user:***@localhost:9/x?token=***"])

    def test_a_catalog_that_is_made(self):
        made = self.hold_back("--generate", "--openapi", "openapi.json", says=["http://user:***@localhost:9/x?token=***"])
        (self.place / "made.yaml").write_text(made, encoding="utf-8")
        report = json.loads(self.run_tool("--json", "--catalog", str(self.place / "made.yaml"), "--openapi",
                                          "openapi.json").stdout)
        self.assertEqual([one for one in report["findings"] if one["rule"].startswith("derivation/")], [])

    def test_servers_that_say_what_they_were_given(self):
        config = self.place / "servers.json"
        modes = ("log", "quoted", "rubbish", "cut", "answer")
        config.write_text(json.dumps({"mcpServers": {mode: self.server(mode) for mode in modes}}), encoding="utf-8")
        self.in_all_formats("--root", str(self.empty), "--mcp-config", str(config), "--execute", "--args", "tell={}",
                            says=["its log ends with `connecting with log --api-key ***", "server quoted: it ended",
                                  "server rubbish: it writes to its standard output what is no JSON",
                                  "server cut: it writes", "answer/tell: it answers with"])

    def test_a_login_that_is_refused(self):
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Refusing)
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        basic = base64.b64encode(f"user:{BASIC}".encode()).decode()
        config = self.place / "servers.json"
        address = f"http://127.0.0.1:{server.server_port}/mcp"
        for url, header in ((address, f"Bearer {HEADER}"), (f"{address}?api_key={PARAMETER}", f"Basic {basic}")):
            config.write_text(json.dumps({"mcpServers": {"one": {
                "url": url, "headers": {"Authorization": header}}}}), encoding="utf-8")
            self.in_all_formats("--root", str(self.empty), "--mcp-config", str(config), says=["it answers 401"])

    def test_commands_that_cannot_be_run(self):
        quoted = ARGUMENT.replace('"', '\\"')
        command = f"env TOKEN={JOINED} /nonexistent --password \"{quoted}\" --pin {SHORT} --header 'Authorization: " \
                  f"Bearer {HEADER}' postgres://user:{LOGIN}@localhost/x"
        self.in_all_formats("--root", str(self.empty), "--mcp", command, says=["/nonexistent"])
        self.hold_back("--root", str(self.empty), "--mcp", f"env TOKEN={JOINED} '", says=["a quotation mark is open"])
        self.hold_back("--root", str(self.empty), "--mcp-url", f"http://user:{LOGIN}@127.0.0.1:1/x", says=["***"])
        self.hold_back("--openapi", "openapi.json", "--probe", f"env TOKEN={JOINED} /nonexistent", says=["/nonexistent"])

    def test_what_is_written(self):
        baseline = self.place / "baseline.json"
        self.hold_back("--openapi", "openapi.json", "--write-baseline", str(baseline))
        self.assertNotIn(LOGIN, baseline.read_text(encoding="utf-8"))

    def test_what_is_no_secret_is_said(self):
        config = self.place / "servers.json"
        config.write_text(json.dumps({"mcpServers": {"one": {
            "command": "false", "args": ["--token-file", "/etc/token", "--verbose"],
            "env": {"LOG_LEVEL": "protocol", "USE_TOKEN": "true", "HOME_OF_IT": "/srv/server"}}}}), encoding="utf-8")
        said = self.run_tool("--root", str(self.empty), "--mcp-config", str(config)).stdout
        self.assertIn("asked was: false --token-file /etc/token --verbose", said)
        self.assertNotIn("***", said)


if __name__ == "__main__":
    PROGRAM = os.path.abspath(sys.argv.pop(1))
    unittest.main()
