#!/usr/bin/python3
"""share/probes/oi_probe.py beside an `interpreter` that does what real packages do when they are
imported: the answer stays pure, nothing is left behind, and it ends.

Usage: oi_probe.py PATH_OF_verify_oi_tools
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

PROGRAM = None
SOURCE = pathlib.Path(__file__).resolve().parents[2]
PROBE = SOURCE / "share/probes/oi_probe.py"

STAND_IN = '''
import atexit, os, sys, threading, time
print("Welcome!")
os.write(1, b"from C\\n")
os.system("echo from a shell")
threading.Thread(target=lambda: time.sleep(600)).start()
atexit.register(lambda: print("bye"))
for place in ("~/.profile", "here.txt"):
    with open(os.path.expanduser(place), "w") as file:
        file.write("x")

class Files:
    def search(self, query: str, *, limit: int = 5) -> list:
        "Search files."

class Browser:
    @property
    def broken(self):
        raise SystemExit(3)

class Computer:
    def __init__(self):
        self.files, self.browser, self.me = Files(), Browser(), self

class OpenInterpreter:
    def __init__(self):
        self.computer = Computer()
'''

LOADER = '''
import functools, sys
print("loading")

def attach(interpreter):
    def web_search(query: str, limit: int = 10, *args, mode: "str | None" = None, **rest) -> dict:
        "Search the web."
    interpreter.computer.web_search = web_search
    interpreter.computer.first = functools.partial(web_search, "x")
    interpreter.computer.length = len

def fails(interpreter):
    raise ValueError("no\\nservice")

def leaves(interpreter):
    sys.exit("bye")

def closes(interpreter):
    sys.stdout = None
    sys.stderr.close()
'''


class OiProbe(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.place = pathlib.Path(temporary.name)
        self.root = self.place / "backend"
        self.root.mkdir()
        (self.root / "loader.py").write_text(LOADER)
        self.install(STAND_IN)

    def install(self, text):
        package = self.place / "packages/interpreter"
        package.mkdir(parents=True, exist_ok=True)
        (package / "__init__.py").write_text(text)

    def files(self):
        return sorted(str(one) for one in self.place.rglob("*"))

    def probe(self, *arguments, packages="packages", **more):
        home = self.place / "home"
        home.mkdir(exist_ok=True)
        before = self.files()
        done = subprocess.run([sys.executable, PROBE, "--root", self.root, *arguments], cwd=self.root, timeout=60,
                              env={"PATH": os.environ["PATH"], "HOME": str(home), "PYTHONPATH": str(self.place / packages)},
                              stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False,
                              **{"stdout": subprocess.PIPE, **more})
        self.assertEqual(self.files(), before)
        return done

    def test_what_is_attached_is_told_and_nothing_else(self):
        done = self.probe(*sum((["--attach", f"loader:{name}"] for name in ("attach", "fails", "leaves", "closes", "none")), []),
                          "--attach", "nowhere:x")
        self.assertEqual(done.returncode, 0, done.stderr)
        told = json.loads(done.stdout)
        tools = {one["path"]: one for one in told["tools"]}
        self.assertEqual(sorted(tools), ["computer.files.search", "computer.first", "computer.length", "computer.web_search"])
        self.assertEqual(tools["computer.web_search"]["signature"],
                         "web_search(query: str, limit: int = 10, *args, mode: 'str | None' = None, **rest) -> dict")
        self.assertEqual((tools["computer.web_search"]["file"], tools["computer.web_search"]["doc"]),
                         ("loader.py", "Search the web."))
        self.assertEqual([path for path, one in tools.items() if one["built_in"]], ["computer.files.search"])
        self.assertEqual(len(told["problems"]), 5)
        self.assertIn("loader:leaves failed: SystemExit: bye", told["problems"])
        self.assertIn("from a shell", done.stderr)

    def test_without_open_interpreter(self):
        done = self.probe("--attach", "loader:attach", packages="none")
        told = json.loads(done.stdout)
        self.assertEqual((done.returncode, told["interpreter"], told["tools"]), (0, None, []))
        self.assertIn("Open Interpreter is not installed for", told["why_not"])

    def test_imports_that_fail_or_end(self):
        for text, part in (("import sys; sys.exit(7)", "SystemExit: 7"), ("raise KeyboardInterrupt", "KeyboardInterrupt"),
                           ("import missing_of_mine", "ModuleNotFoundError"), ("x = 1", "AttributeError"), ("(", "SyntaxError")):
            with self.subTest(text):
                self.install(text)
                done = self.probe()
                self.assertEqual(done.returncode, 0)
                self.assertIn(part, json.loads(done.stdout)["why_not"])

    def test_an_answer_that_cannot_be_written_keeps_nobody_waiting(self):
        with open("/dev/full", "w", encoding="utf-8") as full:
            self.assertEqual(self.probe(stdout=full).returncode, 1)

    def test_what_is_attached_is_compared(self):
        (self.root / "config").mkdir()
        (self.root / "config/backend_tools_registry.yaml").write_text(
            "categories:\n  web:\n    tools:\n      - name: web_search\n        path: computer.web_search\n"
            "        parameters:\n          - {name: query, type: string, required: true}\n"
            "          - {name: limit, type: array, required: false}\n")
        done = subprocess.run([PROGRAM, "--root", self.root, "--offline", "--json", "--probe",
                               f"{sys.executable} {PROBE} --root {self.root} --attach loader:attach"], cwd=self.root,
                              env={**os.environ, "PYTHONPATH": str(self.place / "packages")}, capture_output=True, text=True,
                              check=False)
        found = [(one["rule"], one.get("line")) for one in json.loads(done.stdout)["findings"]]
        self.assertIn(("signature/type", 8), found)
        self.assertEqual([one["rule"] for one in json.loads(done.stdout)["findings"] if "computer.length" in one["message"]],
                         ["exposure/unlisted"])
        self.assertNotIn("computer.files", done.stdout)


if __name__ == "__main__":
    PROGRAM = os.path.abspath(sys.argv.pop(1))
    unittest.main(verbosity=0)
