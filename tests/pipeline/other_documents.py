#!/usr/bin/python3
"""A tool that reads JSON of the suite gets none, a piece of it, or something else: it exits 65, and says
which document it expected and who makes it, on one line.

Usage: other_documents.py DIRECTORY_OF_THE_TOOLS SOURCE_ROOT
"""

import concurrent.futures
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))

import suite

EXPORT = ("aether/job_tracer/export/1", "job_tracer export")
BASELINE = ("aether/baseline/1", "--write-baseline")
# Who reads: the command, with @ for the document's file; the document; who makes it.
READERS = {
    "index": ("job_tracer --index @ stats", *EXPORT),
    "index-list": ("job_tracer --index @ list", *EXPORT),
    "merge": ("job_tracer merge @", *EXPORT),
    "diff": ("job_tracer diff @", *EXPORT),
    "diff-second": ("job_tracer diff export.json @", *EXPORT),
    "architecture": ("validate_config --architecture @", *EXPORT),
    "services": ("health_check --services @ --component services", "aether/validate_config/services/1",
                 "validate_config --list-services --json"),
    "report": ("health_check --report @ --component reports", "aether/run_migrations/report/1",
               "run_migrations --status --json"),
    "health": ("verify_oi_tools --health @ --openapi openapi.json --offline", "aether/health_check/report/1",
               "health_check --json"),
    "lock": ("verify_oi_tools --lock @ --openapi openapi.json --offline", "aether/verify_oi_tools/lock/1",
             "verify_oi_tools --update-lock"),
    "state": ("health_check --state @ --component storage", "aether/health_check/state/1", "health_check --state"),
    "tracer-baseline": ("job_tracer check --baseline @", BASELINE[0], "job_tracer check --write-baseline"),
    "config-baseline": ("validate_config --baseline @", BASELINE[0], "validate_config --write-baseline"),
    "tools-baseline": ("verify_oi_tools --baseline @ --openapi openapi.json --offline", BASELINE[0],
                       "verify_oi_tools --write-baseline"),
    "probe": ("verify_oi_tools --probe 'cat @' --openapi openapi.json --offline", "aether/oi_probe/1", "oi_probe.py"),
}
# How each document is made.
MAKERS = {
    "export": "job_tracer export export.json",
    "list": "job_tracer list --json > list.json",
    "services": "validate_config --list-services --json > services.json",
    "report": "run_migrations --status --json > report.json",
    "config-report": "validate_config --json > config-report.json",
    "health": "health_check --json --component storage > health.json",
    "health-list": "health_check --list --json > health-list.json",
    "tools": "verify_oi_tools --openapi openapi.json --offline --json > tools.json",
    "lock": "verify_oi_tools --openapi openapi.json --offline --update-lock lock.json",
    "state": "health_check --state state.json --component storage",
    "tracer-baseline": "job_tracer check --write-baseline tracer-baseline.json",
    "config-baseline": "validate_config --write-baseline config-baseline.json",
    "tools-baseline": "verify_oi_tools --openapi openapi.json --offline --write-baseline tools-baseline.json",
}
OWN = {"index": "export", "index-list": "export", "merge": "export", "diff": "export", "diff-second": "export",
       "architecture": "export", "services": "services", "report": "report", "health": "health", "lock": "lock",
       "state": "state", "tracer-baseline": "tracer-baseline", "config-baseline": "config-baseline",
       "tools-baseline": "tools-baseline"}
BY_FILE = ("lock", "state", "tracer-baseline", "config-baseline", "tools-baseline", "probe")
SAME_READER = ("index-list", "merge", "diff-second")  # as `index`


class OtherDocuments(suite.Case):
    def setUp(self):
        super().setUp()
        self.root = self.backend()
        for command in MAKERS.values():
            done = self.run_shell(command, cwd=self.root)
            self.assertIn(done.returncode, (0, 1, 2), command + done.stderr)

    def made(self, name):
        return (self.root / f"{name}.json").read_bytes()

    def try_one(self, trial):
        number, reader, what, content = trial
        command = READERS[reader][0]
        (self.root / f"input{number}").write_bytes(content)
        takes_stdin = number % 2 == 0 and reader not in BY_FILE
        line = f"cat input{number} | {command.replace('@', '-')}" if takes_stdin \
            else command.replace("@", f"input{number}")
        return reader, what, line, self.run_shell(line, cwd=self.root)

    def refused(self, trials):
        """Each of (reader, what, content): several at once, since most of the time is python3's."""
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            for reader, what, line, done in pool.map(self.try_one, [(i, *one) for i, one in enumerate(trials)]):
                with self.subTest(reader=reader, what=what):
                    self.is_refusal(reader, what, line, done)

    def is_refusal(self, reader, what, line, done):
        command, schema, maker = READERS[reader]
        if reader == "probe":  # a source among others: it could not be asked, and that is said
            self.assertEqual(done.returncode, 2, done.stdout + done.stderr)
            self.assertIn(schema, done.stdout + done.stderr)
            return
        self.assertEqual(done.returncode, 65, f"{line}\n{done.stdout}{done.stderr}")
        self.assertEqual(done.stdout, "")
        self.assertEqual(done.stderr.count("\n"), 1, done.stderr)
        self.assertTrue(done.stderr.startswith(f"{command.split()[0]}: "), done.stderr)
        self.assertIn(schema, done.stderr)
        if what != "schema alone":  # is such a document, but damaged
            self.assertIn(maker, done.stderr)

    def wrong_contents(self, reader):
        schema = READERS[reader][1]
        yield "empty", b""
        yield "blank", b" \n\n"
        yield "text", b"job_tracer: there is no directory nowhere\n"
        yield "page", b"<!DOCTYPE html><title>502 Bad Gateway</title>\n"
        yield "bytes", b"\x7fELF\x02\x01\x01\x00\xff\xfe"
        yield "deep", b"[" * 100_000
        yield "nothing", b"null"
        yield "list", b"[]"
        yield "object", b"{}"
        yield "schema alone", json.dumps({"schema": schema}).encode()
        yield "newer", json.dumps({"schema": schema[:-1] + "2"}).encode()
        yield "schema is no text", b'{"schema": 1}'
        if reader in OWN:
            own = self.made(OWN[reader])
            for length in (1, len(own) // 3, len(own.rstrip()) - 1):
                yield f"its first {length} bytes", own[:length]
            yield "twice", own + own

    def test_pieces(self):
        self.refused([(reader, what, content) for reader in READERS for what, content in self.wrong_contents(reader)
                      if reader not in SAME_READER or what in ("empty", "object", "twice")])

    def test_other_documents(self):
        documents = {name: self.made(name) for name in ("export", "services", "report", "health", "tools-baseline")}
        schema = {name: json.loads(content)["schema"] for name, content in documents.items()}
        self.refused([(reader, name, content) for reader in READERS for name, content in documents.items()
                      if reader not in SAME_READER and schema[name] != READERS[reader][1]])

    def test_right_ones(self):
        """Else the rest of this would prove nothing."""
        for reader, name in OWN.items():
            with self.subTest(reader):
                done = self.run_shell(READERS[reader][0].replace("@", f"{name}.json"), cwd=self.root)
                self.assertIn(done.returncode, (0, 1, 2), done.stdout + done.stderr)

    def test_baseline_of_another_tool(self):
        for command in ("validate_config --baseline tracer-baseline.json",
                        "job_tracer check --baseline config-baseline.json"):
            done = self.run_shell(command, cwd=self.root)
            self.assertEqual(done.returncode, 65)
            self.assertIn("expected a baseline of", done.stderr)

    def test_written_documents_have_schemas(self):
        for name in MAKERS:
            with self.subTest(name):
                self.assert_valid(json.loads(self.made(name)))


if __name__ == "__main__":
    suite.main()
