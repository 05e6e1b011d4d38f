#!/usr/bin/python3
"""health_check among servers that lie, files that are not what they should be, disks that are full
and commands that do not end: whatever they do, it tells what is wrong, on time, in every format,
and leaves nothing behind.

Usage: hostile.py PATH_OF_health_check
"""

import asyncio
import json
import os
import pathlib
import re
import shutil
import signal
import sqlite3
import ssl
import subprocess
import sys
import tempfile
import time
import unittest
import warnings

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
sys.dont_write_bytecode = True
from programs import program  # noqa: E402
from servers import Servers  # noqa: E402

PROGRAM = None
MARGIN = 8.0 if os.environ.get("AETHER_SHORT_FAULTS") else 4.0
FORMATS = ("text", "json", "health+json", "nagios", "prometheus")
CALM = ("--threshold", "database_latency=-", "--threshold", "service_latency=-")
SANITIZERS = {name: value for name, value in os.environ.items() if name.endswith("SAN_OPTIONS")}
ESCAPES = "\x1b]0;title\x07\x1b[31m\u202e\x9b"


class Test(unittest.TestCase):
    servers = None

    @classmethod
    def setUpClass(cls):
        cls.servers = Servers().__enter__()
        cls.addClassCleanup(cls.servers.__exit__)

    def setUp(self):
        directory = tempfile.TemporaryDirectory(prefix="aether-hostile-", ignore_cleanup_errors=True)
        self.addCleanup(directory.cleanup)
        self.root = pathlib.Path(directory.name)
        os.chmod(self.root, 0o755)
        for name in ("config", ".architecture"):
            (self.root / name).mkdir()

    def run_it(self, *arguments, stdin=b"", environment=None, wrap=(), patient=True):
        begun = time.monotonic()
        patience = [word for word, limit in (("--timeout", "90s"), ("--check-timeout", "30s"))
                    if patient and word not in arguments for word in (word, limit)]
        done = subprocess.run([*wrap, PROGRAM, "--root", str(self.root), *CALM, *patience, *arguments], input=stdin,
                              capture_output=True, check=False, timeout=300,
                              env={"PATH": "/usr/bin:/bin", "HOME": "/", **SANITIZERS, **(environment or {})})
        done.took = time.monotonic() - begun
        done.out = done.stdout.decode()  # in every format, whatever was said: UTF-8
        done.err = done.stderr.decode()
        self.assertNotRegex(done.out + done.err, "[\x00-\x08\x0b-\x1f\x7f-\x9f]")
        return done

    def look(self, *arguments, status, **more):
        done = self.run_it(*arguments, "--json", **more)
        self.assertEqual(done.returncode, status, done.out + done.err)
        return {f"{one['component']}.{one['name']}": one for one in json.loads(done.out)["checks"]}, done

    def all_formats(self, *arguments, **more):
        """The answer in each, read as its reader would."""
        for name in FORMATS:
            done = self.run_it(*arguments, "--format", name, **more)
            self.assertIn(done.returncode, (0, 1, 2, 3, 69), done.out + done.err)
            if name.endswith("json"):
                json.loads(done.out)
            elif name == "nagios":
                first, *further = done.out.splitlines()
                self.assertLessEqual(first.count("|"), 1)
                self.assertFalse([line for line in further if "|" in line])
            elif name == "prometheus":
                samples = [line.split(" ")[0] for line in done.out.splitlines() if not line.startswith("#")]
                self.assertEqual(len(samples), len(set(samples)), "a series is told twice")
                promtool = program("promtool")
                if promtool:
                    read = subprocess.run([promtool, "check", "metrics"], input=done.stdout, capture_output=True,
                                          check=False)
                    self.assertEqual(read.returncode, 0, read.stderr)
            yield name, done

    @staticmethod
    def services(named):
        return json.dumps({"schema": "aether/validate_config/services/1", "tool": "validate_config", "version": "1",
                           "inert": [], "services": [
                               {"enabled": True, "source": "a test", "kind": "http", "name": name, "url": url,
                                "check_url": url, **more} for name, (url, more) in named.items()]}).encode()

    def expect(self, checks, name, state, cause):
        self.assertEqual((checks[name]["status"], checks[name].get("cause")), (state, cause), checks[name])
        return checks[name]


class Answers(Test):
    def test_http_servers(self):
        async def endless_headers(server, reader, writer):
            await server.read_request(reader)
            writer.write(b"HTTP/1.1 200 OK\r\n")
            while True:
                writer.write(b"X-More: " + b"y" * 8000 + b"\r\n")
                await writer.drain()

        async def drip(server, reader, writer):
            await server.read_request(reader)
            writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
            while True:
                writer.write(b"1\r\nx\r\n")
                await writer.drain()
                await asyncio.sleep(0.3)
        raw, key = self.servers.raw, {"expected_key": "data"}
        lying = json.dumps({"data": [{"id": ESCAPES}, {"id": "m|n\n'o'"}, {"id": 7}, 8]}).encode()
        named = {
            "endless": (self.servers.endless().url(), {}),
            "endless_keyed": (self.servers.endless().url(), key),
            "headers": (self.servers.start(endless_headers).url(), {}),
            "drip": (self.servers.start(drip).url(), {}),
            "to_file": (raw(b"HTTP/1.1 302 x\r\nLocation: file:///etc/passwd\r\n\r\n").url(), {}),
            "to_itself": (raw(b"HTTP/1.1 302 x\r\nLocation: /\r\nContent-Length: 0\r\n\r\n").url(), {}),
            "to_escapes": (raw(b"HTTP/1.1 302 x\r\nLocation: http://a/\x1b[31m\xff|\r\n\r\n").url(), {}),
            "http09": (raw(b"<html>this is an old server\n").url(), {}),
            "bomb": (raw(b"HTTP/1.1 200 x\r\nContent-Encoding: gzip\r\n\r\n\x1f\x8b" + b"\0" * 90000).url(), {}),
            "bad_status": (raw(b"HTTP/1.1 200 \xff\xfe\x1b[31m\r\nContent-Length: 2\r\n\r\n\xff\xfe").url(), {}),
            "bad_text": (raw(b"HTTP/1.1 200 x\r\nContent-Length: 2\r\n\r\n\xff\xfe").url(), key),
            "no_number": (raw(b"HTTP/1.1 abc x\r\n\r\n").url(), {}),
            "half": (raw(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nx").url(), {}),
            "models": (raw(b"HTTP/1.1 200 x\r\n\r\n" + lying).url(), key),
            "nested": (raw(b'HTTP/1.1 200 x\r\n\r\n' + b'[' * 1_000_000).url(), key),
            "well": (self.servers.http().url(), {})}
        arguments = ("-c", "services", "--services", "-")
        checks, done = self.look(*arguments, "--check-timeout", "5s", stdin=self.services(named), status=2)
        self.assertLess(done.took, 5 + MARGIN)
        for name, state, cause in (
                ("endless", "healthy", None), ("endless_keyed", "degraded", "unexpected_answer"),
                ("drip", "degraded", "timed_out"), ("to_file", "healthy", None), ("to_itself", "healthy", None),
                ("to_escapes", "healthy", None), ("http09", "degraded", "protocol_error"), ("bomb", "healthy", None),
                ("bad_status", "healthy", None), ("bad_text", "degraded", "unexpected_answer"),
                ("half", "degraded", "protocol_error"), ("models", "healthy", None),
                ("nested", "degraded", "unexpected_answer"), ("well", "healthy", None)):
            self.expect(checks, f"services.{name}", state, cause)
        self.assertIn(checks["services.headers"]["cause"], ("timed_out", "protocol_error"))
        self.assertEqual(checks["services.no_number"]["status"], "degraded")
        for _name, done in self.all_formats(*arguments, "--check-timeout", "500ms", "--verbose",
                                            stdin=self.services(named)):
            self.assertLess(done.took, 2 + MARGIN)

    def test_times_that_the_registry_gives(self):
        """runtime.health_checks holds for services of integrations, unless config/health.yaml or an option says
        otherwise; what is no time is not taken."""
        url = self.servers.silent().url("")
        (self.root / "main.py").write_text("REGISTRY = open('config/integrations_registry.yaml')\n")

        def asked(timeout, retries, *arguments, health=""):
            (self.root / "config/integrations_registry.yaml").write_text(json.dumps({
                "metadata": {"version": "1"}, "runtime": {"health_checks": {"timeout": timeout, "retries": retries}},
                "integrations": {"perplexica": {"layer3_metadata": {"service_url": url, "requires_service": True}}}}))
            (self.root / "config/health.yaml").write_text(health)
            done = self.run_it("-c", "services", "--json", *arguments, patient=False)
            self.assertEqual(done.returncode, 2, done.out + done.err)
            (check,) = json.loads(done.out)["checks"]
            return check["attempts"], re.search(r"in ([\d.]+ ?m?s)", check["message"])[1].replace(" ", "")
        self.assertEqual(asked("60ms", 2), (3, "60ms"))
        self.assertEqual(asked(0.08, 0), (1, "80ms"))
        self.assertEqual(asked("60ms", 1, "--check-timeout", "100ms"), (2, "100ms"))
        self.assertEqual(asked("60ms", 2, "--retries", "0"), (1, "60ms"))
        self.assertEqual(asked("60ms", 2, health="check_timeout: 120ms\nretries: 0\n"), (1, "120ms"))
        self.assertEqual(asked("60ms", 2, health="services: {perplexica: {timeout: 140ms, retries: 1}}\n"), (2, "140ms"))
        self.assertEqual(asked("-1s", -1, health="components: {services: {timeout: 40ms}}\n"), (1, "40ms"))
        self.assertEqual(asked("soon", "often", health="components: {services: {timeout: 40ms}}\n"), (1, "40ms"))

    def test_certificates(self):
        certificates = self.servers.certificates
        old = certificates.leaf()
        old.set_ciphers("ALL:@SECLEVEL=0")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # that is the point of it
            old.minimum_version = old.maximum_version = ssl.TLSVersion.TLSv1
        named = {name: (self.servers.http(tls=tls).url(), {}) for name, tls in (
            ("over", certificates.leaf(days=-1)), ("itself", certificates.self_signed()),
            ("later", certificates.leaf(begins=2)), ("other", certificates.leaf(names="DNS:other.test")),
            ("old", old))}

        async def plain(_server, _reader, writer):
            writer.write(b"220 here is a mail server\r\n")
            await writer.drain()
        named["plain"] = (self.servers.start(plain).url(scheme="https"), {})
        checks, _ = self.look("-c", "services", "--services", "-", stdin=self.services(named), status=2,
                              environment={"SSL_CERT_FILE": str(certificates.authority)})
        for name, cause in (("over", "certificate_expired"), ("itself", "certificate_self_signed"),
                            ("later", "certificate_not_yet_valid"), ("other", "certificate_wrong_name"),
                            ("old", "tls_error"), ("plain", "tls_error")):
            self.expect(checks, f"services.{name}", "degraded", cause)

    def test_redis_impostors(self):
        def answering(*answers):
            async def handle(_server, reader, writer):
                for answer in answers:
                    await reader.read(4096)
                    writer.write(answer)
                    await writer.drain()
                await reader.read()
            return f"redis://127.0.0.1:{self.servers.start(handle).port}/0"

        def bulk(text):
            return b"$%d\r\n%s\r\n" % (len(text), text)
        info = bulk(b"redis_version:\xff\x1b[31m|\r\nused_memory:nan\r\nmaxmemory:inf\r\nevicted_keys:1e999\r\n"
                    b"role:slave\xfe\r\nconnected_clients:-1e308\r\nmaster_link_status:\x1b[0m\r\n")
        named = {name: (answering(*answers), {"kind": "redis"}) for name, answers in {
            "rubbish": [b"\x80" + bytes(range(256))],
            "nested": [b"*1\r\n" * 1_000_000], "wide": [b"*1048577\r\n"], "long": [b"$99999999999999999999\r\n"],
            "huge": [b"$1000000000\r\n" + b"x" * 100_000], "negative": [b"*-7\r\n"],
            "loading": [b"-LOADING Redis is loading the dataset in memory\r\n"],
            "no_login": [b"-NOAUTH Authentication required.\r\n"], "moved": [b"-MOVED 3999 127.0.0.1:6381\r\n"],
            "escapes": [b"-ERR \x1b[31m\xff|\n\r\n"], "info": [b"+PONG\r\n", info],
            "no_info": [b"+PONG\r\n", b":7\r\n"], "http": [b"HTTP/1.1 400 Bad Request\r\n\r\n"]}.items()}
        arguments = ("-c", "redis", "--services", "-")
        checks, _ = self.look(*arguments, stdin=self.services(named), status=2)
        for name, cause in (("rubbish", "protocol_error"), ("nested", "protocol_error"), ("wide", "protocol_error"),
                            ("long", "protocol_error"), ("negative", "unexpected_answer"), ("huge", "protocol_error"),
                            ("loading", "loading"), ("no_login", "authentication"), ("moved", "error"),
                            ("escapes", "error"), ("http", "protocol_error")):
            self.expect(checks, f"redis.{name}", "degraded", cause)
        for _ in self.all_formats(*arguments, "--verbose", stdin=self.services(named)):
            pass

    def test_postgresql_impostors(self):
        def packet(kind, body):
            return kind + (len(body) + 4).to_bytes(4, "big") + body
        error = packet(b"E", b"SFATAL\0C57P03\0Mthe \x1b[31m\xff|\nmessage\0\0")
        for answer, cause in ((b"HTTP/1.1 400 Bad Request\r\n\r\n" + b"x" * 100_000, "failed"),
                              (b"N" + error, "in_recovery"), (error, "in_recovery"),
                              (b"N" + packet(b"R", (7).to_bytes(4, "big")) * 2, "failed"), (b"", "failed")):
            async def handle(_server, reader, writer, answer=answer):
                await reader.read(4096)
                writer.write(answer)
                await writer.drain()
                await asyncio.sleep(0.2)
            server = self.servers.start(handle)
            arguments = ("-c", "database", "--check-timeout", "10s", "--database",
                         f"postgresql://u:hunter2sesame@127.0.0.1:{server.port}/d?sslmode=disable")
            checks, done = self.look(*arguments, status=1)
            self.assertEqual(checks["database.connection"]["status"], "unhealthy")
            self.assertIn(checks["database.connection"]["cause"], (cause, "failed", "timed_out"))
            self.assertLess(done.took, 10 + MARGIN)
            self.assertNotIn("hunter2", done.out)
        for _ in self.all_formats(*arguments):
            pass


class Files(Test):
    def database(self, name="a.db", journal="delete"):
        file = self.root / name
        made = sqlite3.connect(file)
        made.execute(f"PRAGMA journal_mode = {journal}")
        made.execute("CREATE TABLE t (x)")
        made.commit()
        return file, made

    def test_what_is_no_database(self):
        os.mkfifo(self.root / "fifo")
        (self.root / "directory").mkdir()
        (self.root / "loop").symlink_to("loop")
        secret, made = self.database("secret.db")
        made.close()
        secret.chmod(0)
        for name, cause in (("fifo", "unreadable"), ("directory", "unreadable"), ("loop", "unreadable"),
                            ("secret.db/under", "unreadable"), ("/dev/zero", "unreadable"),
                            ("/proc/self/mem", "io_error"), ("x" * 5000, "unreadable")):
            checks, _ = self.look("-c", "database", "--database", f"sqlite:{self.root / name}", status=1)
            self.assertIn(checks["database.connection"]["cause"], (cause, "not_a_database", "missing"), checks)
        if os.getuid() == 0 and program("setpriv"):
            checks, _ = self.look("-c", "database", "--database", f"sqlite:{secret}", status=1,
                                  wrap=["setpriv", "--reuid=65534", "--clear-groups"])
            self.expect(checks, "database.connection", "unhealthy", "unreadable")

    def test_a_log_that_this_user_may_not_see(self):
        if os.getuid() != 0 or not program("setpriv"):
            self.skipTest("needs to be root, and setpriv")
        file, made = self.database(journal="wal")
        made.execute("PRAGMA wal_autocheckpoint = 0")
        made.execute("CREATE TABLE late (x)")
        made.commit()
        shared = self.root / "a.db-shm"
        copy = self.root / "copy"
        copy.mkdir()
        for one in (file, self.root / "a.db-wal"):
            (copy / one.name).write_bytes(one.read_bytes())
        self.assertTrue(shared.exists())
        made.close()
        before = sorted((one.name, one.read_bytes()) for one in copy.iterdir())
        checks, _ = self.look("-c", "database.connection", "--database", f"sqlite:{copy}/a.db", status=2,
                              wrap=["setpriv", "--reuid=65534", "--clear-groups"])
        self.expect(checks, "database.connection", "degraded", "wal_not_read")
        self.assertEqual(sorted((one.name, one.read_bytes()) for one in copy.iterdir()), before)

    def test_health_files_that_are_wrong(self):
        file = self.root / "config/health.yaml"
        for text in ("a: b\n", "checks: []\n", "- 1\n", "checks: {http: {a: {}}}\n", "timeout: -1\n", "timeout: soon\n",
                     "retries: 1e9\n", "checks: {http: {'a b': {url: 'http://a/'}}}\n", "\xff\n", "a: *b\n", "{\n",
                     "checks: {http: {a: {url: 'ftp://a/'}}}\n", "checks: {tcp: {a: {address: a}}}\n",
                     "checks: {command: {a: {run: ls}}}\n", "checks: {command: {a: {run: []}}}\n",
                     "checks: {file: {a: {path: a, max_age: 0}}}\n", "thresholds: {disk_used_percent: {warn: 101}}\n",
                     "services: {a: {critical: perhaps}}\n", "checks: {http: {a: {url: 'http://${NOT_SET}/'}}}\n",
                     "checks: {http: {a: {url: 'http://a/'}}, tcp: {a: {address: 'a:1'}}}\n",
                     "checks: {http: {a: {url: 'http://a/', headers: {A: 1}}}}\n", "damping: {down_after: 0}\n",
                     "damping: {up_after: 99999999999}\n",
                     "thresholds: {disk_used_percent: {warn: 90, crit: 80}}\n",
                     "thresholds: {tls_expiry_days: {warn: 7, crit: 14}}\n",
                     "x: &a [*a]\n", "\x1b[31m: 1\n", "checks: {http: {a: {url: 'http://a/', expect_status: 99}}}\n"):
            file.write_text(text, encoding="latin-1")
            done = self.run_it("-c", "system")
            self.assertEqual(done.returncode, 65, f"{text!r}: {done.out}{done.err}")
            self.assertIn("config/health.yaml", done.err)
            self.assertEqual(self.run_it("-c", "system", "--format", "nagios").returncode, 3)
        for text in ("", "# nothing\n", "null\n", "{}\n"):
            file.write_text(text)
            self.look("-c", "system.file_descriptors", status=0)

    def test_names_that_are_nobodys_and_circles(self):
        (self.root / "config/health.yaml").write_text(
            "checks:\n  file:\n    a: {path: config, depends_on: [b]}\n    b: {path: config, depends_on: [a]}\n"
            "    itself: {path: gone, depends_on: [itself]}\n")
        checks, _ = self.look("-c", "checks", status=2)
        self.expect(checks, "checks.itself", "degraded", "missing")
        checks = json.loads(self.run_it("--json").out)["checks"]
        told = next(one for one in checks if one["name"] == "health")
        self.assertEqual((told["status"], told["cause"]), ("degraded", "circular"))
        (self.root / "config/health.yaml").write_text(
            "services: {perplexia: {critical: true}}\nchecks: {file: {a: {path: config, depends_on: [databse]}}}\n")
        told = next(one for one in json.loads(self.run_it("--json").out)["checks"] if one["name"] == "health")
        self.assertEqual((told["status"], told["cause"]), ("degraded", "unknown_name"))

    def test_more_checks_than_descriptors(self):
        count = 300 if os.environ.get("AETHER_SHORT_FAULTS") else 600
        closed = self.servers.closed()
        checks = {f"f{n}": {"path": "config", "depends_on": [f"f{(n * 7) % count}"]} for n in range(count)}
        (self.root / "config/health.yaml").write_text(json.dumps({"checks": {"file": checks}}))
        named = {f"a_service_with_a_long_name_{n}": (f"http://{closed}/{n}", {}) for n in range(count)}
        arguments = ("-c", "checks", "-c", "services", "--services", "-")
        few = ["sh", "-c", 'ulimit -n 256 && exec "$@"', "sh"]
        done = self.run_it(*arguments, "--format", "nagios", stdin=self.services(named), wrap=few)
        labels = [one[:19] for one in re.findall("'([^']+)'=", done.out)]
        self.assertEqual(len(labels), len(set(labels)))
        checks, _ = self.look(*arguments, stdin=self.services(named), wrap=few, status=2)
        self.assertEqual({one["status"] for one in checks.values() if one["component"] == "checks"}, {"healthy"})
        self.assertEqual({one.get("cause") for one in checks.values() if one["component"] == "services"}, {"refused"})


    def test_what_is_no_file_is_not_waited_for(self):
        """Named pipes that nobody writes to, and devices that never end, where files are expected."""
        limit = 30
        for name, component, status in (
                ("config/settings.py", "configuration", 1), ("main.py", "configuration", 0),
                ("config/integrations_registry.yaml", "configuration", 1), (".env", "configuration", 1),
                ("config/models_config.toml", "configuration", 1), ("config/health.yaml", "system", 65),
                ("requirements.txt", "dependencies", 69), ("config/environments/production.yaml", "configuration", 1)):
            file = self.root / name
            file.parent.mkdir(exist_ok=True)
            os.mkfifo(file)
            with self.subTest(name):
                done = self.run_it("-c", component, "--timeout", f"{limit}s", "--verbose")
                self.assertLess(done.took, limit / 2)
                self.assertEqual(done.returncode, status, done.out + done.err)
                if status:
                    self.assertIn(name, done.out + done.err)
                    self.assertIn("pipe", done.out + done.err)
            file.unlink()
        pipe = self.root / "pipe"
        os.mkfifo(pipe)
        for option in ("--env", "--config", "--services", "--report", "--state"):
            component = {"--services": "services", "--report": "reports"}.get(option, "system")
            done = self.run_it("-c", component, option, str(pipe), "--timeout", f"{limit}s")
            self.assertLess(done.took, limit / 2, option)
            self.assertEqual(done.returncode, 65, f"{option}: {done.out}{done.err}")
            self.assertIn("named pipe", done.err)


class Untouched(Test):
    def seen(self):
        return {str(one): (one.stat().st_mtime_ns, one.stat().st_mode,
                           one.read_bytes() if one.is_file() else sorted(os.listdir(one)))
                for one in [self.root, *self.root.rglob("*")]}

    def test_a_backend_is_as_it_was(self):
        example = pathlib.Path(__file__).resolve().parents[2] / "share/examples/aether-backend"
        shutil.copytree(example, self.root, dirs_exist_ok=True)
        uploads = self.root / "var/uploads"
        uploads.mkdir(parents=True)
        made = sqlite3.connect(self.root / "var/aether.db")
        made.execute("CREATE TABLE t (x)")
        made.commit()
        made.close()
        before = self.seen()
        for extra in ([], ["--deep"], ["--quick"], ["--list"], ["--verbose", "--retries", "1"]):
            done = self.run_it(*extra)
            self.assertIn(done.returncode, (0, 1, 2, 69), done.err)
            self.assertEqual(self.seen(), before, extra)
        self.run_it("--write-test", "-c", "storage", "-c", "database")
        self.assertEqual(sorted(os.listdir(uploads)), [])


class Outputs(Test):
    def test_full_disks(self):
        quiet = ("-c", "system.file_descriptors", "--threshold", "file_descriptors_used_percent=-")
        (self.root / "config/health.yaml").write_text("checks: {file: {gone: {path: gone, critical: true}}}\n")
        for option in ("--state", "--textfile"):
            place = "/nowhere/at/all" if option == "--state" else "/dev/full"
            checks, done = self.look(*quiet, option, place, status=69)
            self.assertEqual(checks["system.file_descriptors"]["status"], "healthy")
            self.assertIn(place, done.err)
            _, done = self.look("-c", "checks", option, place, status=1)
            self.assertIn(place, done.err)
            done = self.run_it(*quiet, option, place, "--format", "nagios")
            self.assertEqual(done.returncode, 3)
            self.assertIn(place, done.out)
        done = self.run_it(*quiet, "--output", "/dev/full")
        self.assertEqual(done.returncode, 69)
        file = self.root / "whole.json"
        self.run_it(*quiet, "--json", "--output", str(file))
        before = file.read_bytes()
        limited = ["sh", "-c", 'ulimit -f 0 && trap "" XFSZ && exec "$@"', "sh"]
        done = self.run_it(*quiet, "--json", "--output", str(file), wrap=limited)
        self.assertEqual((done.returncode, file.read_bytes()), (69, before))
        with open("/dev/full", "wb") as full:
            ended = subprocess.run([PROGRAM, "--root", str(self.root), *quiet], stdout=full, stderr=subprocess.PIPE,
                                   check=False, env={**os.environ})
        self.assertEqual(ended.returncode, 69, ended.stderr)

    def test_states_that_cannot_be(self):
        state = self.root / "state"
        quiet = ("-c", "checks", "--state", str(state))
        (self.root / "config/health.yaml").write_text("checks: {file: {here: {path: config}}}\n")

        def document(since, times=1):
            return json.dumps({"schema": "aether/health_check/state/1", "tool": "health_check", "version": "1",
                               "checks": {"checks.here": {"state": "healthy", "since": since, "seen": "healthy",
                                                          "times": times, "seen_since": since, "message": ""}}})
        now = time.time()
        for since in (now + 10**6, 10**18, -10**18, 2**63 - 1, 0):
            state.write_text(document(int(since), times=int(since)))
            checks, _ = self.look(*quiet, status=0)
            told = time.strptime(checks["checks.here"]["since"], "%Y-%m-%dT%H:%M:%SZ")
            self.assertLessEqual(told.tm_year, time.gmtime().tm_year)
        for text in (b"", b"{", b"\xff", b"[]", b"[" * 100_000, document(0).replace("state/1", "state/2").encode()):
            state.write_bytes(text)
            done = self.run_it(*quiet)
            self.assertEqual(done.returncode, 65, done.err)
            self.assertEqual(state.read_bytes(), text)
        state.unlink()
        state.mkdir()
        self.assertIn(self.run_it(*quiet).returncode, (65, 66, 69))

    def test_two_runs_with_one_state(self):
        """Each round counts: none overwrites what the other has seen."""
        (self.root / "config/health.yaml").write_text("checks: {file: {gone: {path: gone}, here: {path: config}}}\n")
        state, rounds = self.root / "state", 8
        base = [PROGRAM, "--root", str(self.root), "-c", "checks", "--state", str(state), "--down-after", "99"]
        (self.root / "gone").touch()
        self.assertEqual(subprocess.run(base, stdout=subprocess.DEVNULL, check=False).returncode, 0)
        (self.root / "gone").unlink()
        running = [subprocess.Popen(base, stdout=subprocess.DEVNULL) for _ in range(rounds)]
        self.assertEqual([one.wait() for one in running], [0] * rounds)
        self.assertEqual(json.loads(state.read_text())["checks"]["checks.gone"]["times"], rounds)

    def test_passwords_that_others_repeat(self):
        """Servers and commands that say what they were told: it is in no output, file or list."""
        plain, written = "hunter2/se same", "hunter2%2Fse%20same"
        token = "tok-4c1b7f"

        async def http(server, reader, writer):
            await server.read_request(reader)
            leads = f"http://u:{written}@a/?token={token}&password={written}"
            writer.write(f"HTTP/1.1 302 {plain}\r\nLocation: {leads}\r\nContent-Length: 0\r\n\r\n".encode())
            await writer.drain()

        async def redis(_server, reader, writer):
            await reader.read(4096)
            writer.write(f"-WRONGPASS {plain} is not the password\r\n".encode())
            await writer.drain()
            await reader.read()

        async def postgres(_server, reader, writer):
            await reader.read(4096)
            writer.write(b"R" + (8).to_bytes(4, "big") + (3).to_bytes(4, "big"))  # a password in clear text
            await writer.drain()
            await reader.read(4096)
            body = f"SFATAL\0C28P01\0Mno {plain} here: postgresql://u:{written}@h/d\0\0".encode()
            writer.write(b"E" + (len(body) + 4).to_bytes(4, "big") + body)
            await writer.drain()
            await asyncio.sleep(0.2)
        ports = {one.__name__: self.servers.start(one).port for one in (http, redis, postgres)}
        closed = self.servers.closed()
        (self.root / "config/health.yaml").write_text(
            "checks:\n"
            f"  http: {{a: {{url: 'http://u:{written}@127.0.0.1:{ports['http']}/',"
            " headers: {Authorization: 'Bearer ${API_TOKEN}'}, expect_text: '${API_TOKEN}'}}\n"
            f"  tcp: {{b: {{address: '{closed}', send: '${{API_TOKEN}}'}}}}\n"
            f"  command: {{c: {{run: [echo, 'postgresql://u:{written}@h/d', '${{API_TOKEN}}']}}}}\n")
        named = {"web": (f"http://u:{written}@127.0.0.1:{ports['http']}/?token={token}", {}),
                 "gone": (f"http://u:{written}@{closed}/", {}), "bad": (f"http://u:{written}@ :port/", {}),
                 "cache": (f"redis://u:{written}@127.0.0.1:{ports['redis']}/0", {"kind": "redis"}),
                 "cache2": (f"redis://:{written}@{closed}/0", {"kind": "redis"})}
        arguments = ["--services", "-", "--database",
                     f"postgresql://u:{written}@127.0.0.1:{ports['postgres']}/d?sslmode=disable",
                     "-c", "services", "-c", "redis", "-c", "database", "-c", "checks"]
        texts = []
        more = {"stdin": self.services(named), "environment": {"API_TOKEN": token}}
        files = [self.root / name for name in ("state", "prom", "out")]
        written_to = ["--state", str(files[0]), "--textfile", str(files[1]), "--output", str(files[2])]
        for extra in ([], ["--list"], ["--list", "--json"], ["--verbose", *written_to]):
            done = self.run_it(*arguments, *extra, **more)
            self.assertIn(done.returncode, (0, 1), done.err)
            texts.append(done.out + done.err)
        texts += [one.read_text() for one in files]
        texts += [done.out + done.err for _, done in self.all_formats(*arguments, "--verbose", **more)]
        for text in texts:
            for secret in (plain, written, "hunter2", "se%20same", token):
                self.assertNotIn(secret, text)
        report = json.loads(self.run_it(*arguments, "--json", **more).out)["checks"]
        causes = {one["name"]: one.get("cause") for one in report}
        self.assertEqual((causes["connection"], causes["cache"], causes["cache2"]),
                         ("authentication", "authentication", "refused"))

    def test_tokens_in_the_place_of_users(self):
        token = "ghp_4c1b7f99aa"

        async def http(server, reader, writer):
            await server.read_request(reader)
            writer.write(f"HTTP/1.1 302 {token}\r\nLocation: http://{token}@a/\r\nContent-Length: 0\r\n\r\n".encode())
            await writer.drain()
        port, closed = self.servers.start(http).port, self.servers.closed()
        named = {"up": (f"http://{token}@127.0.0.1:{port}/", {}), "gone": (f"http://{token}:@{closed}/", {}),
                 "github": (f"https://{token}:x-oauth-basic@{closed}/", {}),
                 "noproxy": (f"http://{token}@no such host/", {})}
        (self.root / "config/health.yaml").write_text(
            f"checks: {{http: {{a: {{url: 'http://{token}@{closed}/'}}}}, "
            f"command: {{c: {{run: [echo, 'no access for {token}']}}}}}}\n")
        arguments = ("--services", "-", "-c", "services", "-c", "checks", "--verbose")
        for _, done in self.all_formats(*arguments, stdin=self.services(named)):
            self.assertNotIn(token, done.out + done.err)
        done = self.run_it(*arguments, "--list", stdin=self.services(named))
        self.assertNotIn(token, done.out + done.err)
        self.assertIn(f"http://***@127.0.0.1:{port}/", done.out)

    def test_one_series_for_one_check(self):
        reports = []
        for n in range(2):
            reports.append(self.root / f"r{n}.json")
            reports[-1].write_text(json.dumps({
                "schema": "aether/validate_config/report/1", "tool": "validate_config", "version": "1.0.0", "root": "/", "files": [],
                "summary": {"files": 0, "errors": 1, "warnings": 0, "notes": 0, "in_baseline": 0},
                "findings": [{"rule": "a/b", "severity": "error", "message": ESCAPES + "|\n", "file": "", "line": 0,
                              "column": 0}]}))
        arguments = [word for one in reports for word in ("--report", str(one))]
        checks, _ = self.look("-c", "reports", *arguments, status=1)
        self.assertEqual(len(checks), 2)
        for _ in self.all_formats("-c", "reports", *arguments):
            pass
        twice = self.services({"a": ("http://a/", {})}).replace(
            b'"services": [', b'"services": [{"name": "a", "url": "http://b/"}, ')
        done = self.run_it("-c", "services", "--services", "-", stdin=twice)
        self.assertEqual(done.returncode, 65, done.err)

    def test_what_is_asked_for_and_is_not_there(self):
        for component in ("redis", "storage", "integrations", "reports", "checks", "database", "mcp"):
            self.assertEqual(self.run_it("-c", component).returncode, 69, component)
        (self.root / "config/health.yaml").write_text("components: {system: {enabled: false}}\n")
        checks, _ = self.look("-c", "system", status=0)
        self.assertIn("disabled", checks["system.all"]["skipped"])

    def test_an_address_that_cannot_be_read_keeps_nothing_else_from_being_looked_at(self):
        for url in ("mysql://u:hunter2sesame@h/d", "'sqlite:///a.db'", "sqlite:///:memory:"):
            done = self.run_it("--json", environment={"DATABASE_URL": url})
            checks = {f"{one['component']}.{one['name']}": one for one in json.loads(done.out)["checks"]}
            self.assertTrue(checks["database.connection"]["unknown"])
            self.assertIn("DATABASE_URL of the environment", checks["database.connection"]["message"])
            self.assertEqual(checks["system.memory"]["component"], "system")
            self.assertEqual(done.returncode, 69)
            self.assertNotIn("hunter2", done.out)
            self.assertEqual(self.run_it("-c", "database", environment={"DATABASE_URL": url}).returncode, 69)
        self.assertEqual(self.run_it("-c", "database", "--database", "mysql://h/d").returncode, 64)

    def test_an_address_in_a_constant_of_the_settings(self):
        (self.root / "config/settings.py").write_text(
            "import os\nDATABASE_URL = os.getenv('DATABASE_URL', 'sqlite:///gone.db')\n")
        checks, _ = self.look("-c", "database", status=1)
        self.assertTrue(checks["database.connection"]["default"])
        self.expect(checks, "database.connection", "unhealthy", "missing")

    def test_a_failure_is_told_where_only_what_it_blocks_was_asked_for(self):
        checks, _ = self.look("-c", "mcp", "--database", "sqlite:/nowhere/a.db", status=1)
        self.assertEqual(checks["mcp.servers"]["blocked_by"], "database.connection")
        self.expect(checks, "database.connection", "unhealthy", "missing")


class Commands(Test):
    def children(self, mark):
        return subprocess.run(["pgrep", "-f", mark], capture_output=True, text=True, check=False).stdout.split()

    def gone(self, mark):
        deadline = time.monotonic() + 10
        while self.children(mark):
            self.assertLess(time.monotonic(), deadline, self.children(mark))
            time.sleep(0.05)

    def checks(self, **commands):
        (self.root / "config/health.yaml").write_text(json.dumps({"checks": {"command": {
            name: {"run": run, **more} for name, (run, more) in commands.items()}}}))

    def test_commands_that_do_not_behave(self):
        mark = f"31{os.getpid()}"
        self.checks(
            flood=(["head", "-c", "1000000000", "/dev/zero"], {}),
            deaf=(["sh", "-c", f"trap '' TERM INT HUP; sleep {mark}; sleep {mark}"], {}),
            family=(["sh", "-c", f"sleep {mark} & setsid sleep {mark} & sleep {mark}"], {}),
            leaves=(["sh", "-c", f"setsid sleep {mark} >/dev/null 2>&1 & exit 0"], {}),
            says=(["printf", "\\033[31mred\\377|\\nmore"], {}),
            gone=(["/nowhere/program"], {}), own=(["sh", "-c", "kill -9 $$"], {}),
            secret=(["echo", "postgresql://u:hunter2sesame@h/d"], {}), reads=(["cat"], {}))
        checks, done = self.look("-c", "checks", "--check-timeout", "5s", status=1)
        self.assertLess(done.took, 5 + MARGIN)
        for name, state, cause in (("deaf", "degraded", "timed_out"), ("family", "degraded", "timed_out"),
                                   ("leaves", "healthy", None), ("says", "healthy", None),
                                   ("own", "unhealthy", "status"), ("reads", "healthy", None)):
            self.expect(checks, f"checks.{name}", state, cause)
        self.assertNotEqual(checks["checks.flood"]["status"], "healthy")
        self.assertNotEqual(checks["checks.gone"]["status"], "healthy")
        self.assertNotIn("hunter2", done.out)
        self.gone(f"sleep {mark}")

    def test_who_ends_it_leaves_nobody_behind(self):
        mark = f"32{os.getpid()}"
        self.checks(long=(["sh", "-c", f"sleep {mark}; true"], {"timeout": "60s"}))
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGKILL):
            running = subprocess.Popen([PROGRAM, "--root", str(self.root), "-c", "checks", "--timeout", "60s"],
                                       stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            deadline = time.monotonic() + 30
            while not self.children(f"sleep {mark}"):
                self.assertLess(time.monotonic(), deadline)
                time.sleep(0.02)
            running.send_signal(number)
            running.communicate(timeout=20)
            self.assertEqual(running.returncode, -number)
            self.gone(f"sleep {mark}")

    def test_watching_what_changes(self):
        """Checks come and go with the configuration; where it cannot be read, what was is looked at."""
        file = self.root / "config/health.yaml"

        def configure(text):
            made = self.root / "new"
            made.write_text(text)
            made.rename(file)
        configure("checks: {file: {a: {path: config}}}\n")
        running = subprocess.Popen([PROGRAM, "--root", str(self.root), "-c", "checks", "--watch", "100ms", "--json"],
                                   stdout=subprocess.PIPE, text=True)
        self.addCleanup(running.communicate)
        self.addCleanup(running.kill)

        def until(names):
            deadline = time.monotonic() + 30
            while time.monotonic() < deadline:
                report = json.loads(running.stdout.readline())
                if {one["name"]: one["status"] for one in report["checks"]} == names:
                    return
            self.fail(f"never told: {names}")
        until({"a": "healthy"})
        configure("checks: {file: {a: {path: gone}, b: {path: config}}}\n")
        until({"a": "degraded", "b": "healthy"})
        configure("checks: {file: [\n")
        until({"targets": "degraded", "a": "degraded", "b": "healthy"})
        configure("checks: {file: {b: {path: config}}}\n")
        until({"b": "healthy"})


class Backend(Test):
    def answer(self, routes):
        async def handle(server, reader, writer):
            while line := await server.read_request(reader):
                status, body = routes.get(line.split(" ")[1], (404, "{}"))
                body = body if isinstance(body, str) else json.dumps(body)
                writer.write(f"HTTP/1.1 {status} x\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode())
                await writer.drain()
        return self.servers.start(handle)

    def asked(self, routes, *arguments, status, others=None):
        url = self.answer(routes).url("")
        named = {"backend": (url, {"kind": "backend", "check_url": url + "/health"}), **(others or {})}
        return self.look("-c", "backend", "-c", "database", "-c", "services", "--services", "-", *arguments,
                         "--database", f"sqlite:{self.root}/gone.db", stdin=self.services(named), status=status)[0]

    def test_it_says_one_thing_and_another_is_found(self):
        well, bad = {"status": "healthy"}, {"status": "critical", "components": {"database": {"status": "critical"}}}
        checks = self.asked({"/health": (200, well)}, status=1)
        self.expect(checks, "backend.health", "degraded", "disagrees")
        self.assertIn("database.connection", checks["backend.health"]["message"])
        self.assertIn("skipped", checks["backend.report"])
        checks = self.asked({"/health": (200, well), "/v1/health": (503, bad)}, status=1)
        self.expect(checks, "backend.health", "healthy", None)
        self.expect(checks, "backend.report", "unhealthy", "says_critical")
        checks = self.asked({"/health": (200, well), "/v1/health": (200, {**well, "components": {"database": "ok"}})},
                            status=1)
        self.expect(checks, "backend.report", "degraded", "disagrees")
        up = self.servers.http().url()
        sqlite3.connect(self.root / "gone.db").execute("CREATE TABLE t (x)")
        checks = self.asked({"/health": (200, {"status": "ok", "checks": {"docling": {"status": "down"}}})}, status=2,
                            others={"docling": (up, {})})
        self.expect(checks, "backend.health", "degraded", "disagrees")
        checks = self.asked({"/health": (200, well), "/ready": (503, "not yet")}, status=1)
        self.expect(checks, "backend.readiness", "unhealthy", "http_status")

    def test_a_route_that_is_missing(self):
        url = self.answer({"/": (200, {})}).url("")
        checks, _ = self.look("-c", "services", "--services", "-", status=2, stdin=self.services(
            {"perplexica": (url, {"check_url": url + "/api/health"})}))
        check = self.expect(checks, "services.perplexica", "degraded", "route_missing")
        self.assertNotIn("blocks", check)

    def test_models_that_are_loaded(self):
        def native(*states):
            return {"data": [{"id": f"m{n}", "state": state} for n, state in enumerate(states)]}
        listed = {"data": [{"id": "m0"}, {"id": "m1"}]}
        for loaded, state, cause in ((native("loaded", "not-loaded"), "healthy", None),
                                     (native("not-loaded", "not-loaded"), "degraded", "no_model"),
                                     ({"error": "Unexpected endpoint or method"}, "healthy", None)):
            url = self.answer({"/v1/models": (200, listed), "/api/v0/models": (200, loaded)}).url("/v1")
            checks, _ = self.look("-c", "services", "--services", "-", status=0 if state == "healthy" else 2,
                                  stdin=self.services({"lm_studio": (url, {
                                      "kind": "openai", "check_url": url + "/models", "expected_key": "data"})}))
            self.expect(checks, "services.lm_studio", "healthy", None)
            self.expect(checks, "services.lm_studio.loaded", state, cause)
            self.assertEqual("skipped" in checks["services.lm_studio.loaded"], "error" in loaded)


if __name__ == "__main__":
    PROGRAM = os.path.abspath(sys.argv.pop(1))
    unittest.main(verbosity=0)
