"""What tests of several tools at once share: copies of the examples, a shell with next to no environment
in which the tools are first on PATH, servers that play the example's services, schemas of documents.

    class Pipes(suite.Case):
        def test_one(self):
            self.shell("job_tracer list", cwd=self.backend())

    if __name__ == "__main__":
        suite.main()      # PROGRAM.py [CLASS...] DIRECTORY_OF_THE_TOOLS SOURCE_ROOT
"""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from servers import Servers

TOOLS = ("health_check", "job_tracer", "run_migrations", "validate_config", "verify_oi_tools")
SUPPORT = pathlib.Path(__file__).resolve().parent
PROGRAMS = SOURCE = None
_schemas = None


def main():
    """Ends with 77, a skip, when all went well that was tried, but not all was."""
    global PROGRAMS, SOURCE
    SOURCE = pathlib.Path(sys.argv.pop()).resolve()
    PROGRAMS = pathlib.Path(sys.argv.pop()).resolve()
    result = unittest.main(verbosity=0, exit=False, warnings="ignore").result
    for test, reason in result.skipped:
        print(f"skipped: {test}: {reason}")
    sys.exit(1 if not result.wasSuccessful() else 77 if result.skipped else 0)


def sanitizers():
    """Of the environment only what a sanitized or measured build needs."""
    return {name: value for name, value in os.environ.items()
            if name.endswith("SAN_OPTIONS") or name.startswith(("GCOV_", "LLVM_"))}


def schemas():
    """The schemas of the suite's documents by their $id, as the tools print them."""
    global _schemas
    if _schemas is None:
        found = {}
        for file in sorted((SOURCE / "share/schemas/output").glob("*.schema.json")):
            name = file.name.removesuffix(".schema.json")
            tool, kind = name.split("-", 1) if "-" in name else ("job_tracer", name)  # shared ones: any that has it
            text = subprocess.run([PROGRAMS / tool, "--print-schema", kind], capture_output=True, text=True,
                                  check=True, env=sanitizers()).stdout
            schema = json.loads(text)
            found[schema["$id"]] = schema
        _schemas = found
    return _schemas


class Case(unittest.TestCase):
    """A test in a directory of its own."""

    def setUp(self):
        directory = tempfile.TemporaryDirectory(prefix="aether-suite-")
        self.addCleanup(directory.cleanup)
        self.place = pathlib.Path(directory.name).resolve()
        self.said = []  # everything that any command of this test printed

    def backend(self, name="backend"):
        """Patient: what is looked at answers late on a machine that does much else."""
        root = pathlib.Path(shutil.copytree(SOURCE / "share/examples/aether-backend", self.place / name))
        with open(root / "config/health.yaml", "a", encoding="utf-8") as file:
            file.write("timeout: 100s\ncheck_timeout: 60s\n")
        return root

    def frontend(self, name="frontend"):
        return pathlib.Path(shutil.copytree(SOURCE / "share/examples/aether-frontend", self.place / name))

    def environment(self, **variables):
        return {"PATH": f"{PROGRAMS}:/usr/local/bin:/usr/bin:/bin", "HOME": str(self.place), "LC_ALL": "C.UTF-8",
                "TMPDIR": str(self.place), "GIT_CONFIG_NOSYSTEM": "1", "GIT_AUTHOR_NAME": "suite",
                "GIT_AUTHOR_EMAIL": "suite@example.com", "GIT_COMMITTER_NAME": "suite",
                "GIT_COMMITTER_EMAIL": "suite@example.com", **sanitizers(), **variables}

    def run_shell(self, command, cwd=None, stdin="", shell=("/bin/bash", "-o", "pipefail"), **variables):
        """What a person at a shell gets to see; every output is kept."""
        done = subprocess.run([*shell, "-c", command], cwd=cwd or self.place, input=stdin, capture_output=True,
                              text=True, check=False, timeout=120, env=self.environment(**variables))
        self.said += [done.stdout, done.stderr]
        return done

    def shell(self, command, status=0, **options):
        """The same where the exit status is known; its standard output."""
        done = self.run_shell(command, **options)
        self.assertEqual(done.returncode, status, f"{command}\n{done.stdout}{done.stderr}")
        return done.stdout

    def document(self, command, status=0, **options):
        """The one JSON document that a command writes; it has to be as its schema says."""
        made = json.loads(self.shell(command, status, **options))
        self.assert_valid(made)
        return made

    def assert_valid(self, document):
        import jsonschema  # here, since few tests need it and it takes a while to load

        name = document["schema"]
        self.assertIn(name, schemas(), "no schema is printed for this document")
        schema = schemas()[name]
        resolver = jsonschema.RefResolver(schema["$id"], schema, store=schemas())
        wrong = [f"/{'/'.join(map(str, error.absolute_path))}: {error.message[:300]}"
                 for error in jsonschema.Draft202012Validator(schema, resolver=resolver).iter_errors(document)]
        self.assertEqual(wrong, [], name)

    def start(self, command, **options):
        """A server that prints its port, ended when the test ends."""
        server = subprocess.Popen([str(word) for word in command], stdout=subprocess.PIPE, text=True, **options)
        self.addCleanup(server.wait)
        self.addCleanup(server.kill)
        self.addCleanup(server.stdout.close)
        return int(server.stdout.readline())

    def start_services(self, root):
        """Plays the backend at `root` and its services, and tells its configuration where they are, since
        fixed ports would meet what else runs on this machine. Ports by the ones that they stand for."""
        services = self.enterContext(Servers())
        models = b'{"status": "ok", "data": [{"id": "qwen2.5-14b-instruct"}]}'
        ports = {5002: self.start([sys.executable, "-B", SUPPORT / "example_backend.py", root / "openapi.json"]),
                 **{port: services.http(body=models).port for port in (3000, 5001, 1234)}}
        for file in root.rglob("*"):
            if file.suffix in (".yaml", ".toml", ".py"):
                text = file.read_text(encoding="utf-8")
                for old, new in ports.items():
                    text = text.replace(f"localhost:{old}", f"127.0.0.1:{new}").replace("=5002,", f"={ports[5002]},")
                text = text.replace("port: 5002}", f"port: {ports[5002]}}}")
                file.write_text(text, encoding="utf-8")
        return ports

    def git_repository(self, root):
        self.shell("git init -q -b main && git add -A && git commit -q -m begin", cwd=root)
