#!/usr/bin/python3
"""health_check against real servers and files on this machine, in every state they can be in.

Usage: real_servers.py [--alone | --together] PATH_OF_health_check [URL_OF_A_PRIVATE_POSTGRESQL]
"""

import hashlib
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
sys.dont_write_bytecode = True
import jsonschema  # noqa: E402

from alone import alone, main, take_part  # noqa: E402
from postgres_cluster import free_port  # noqa: E402
from programs import program  # noqa: E402
from servers import Servers  # noqa: E402

PROGRAM = None
POSTGRES = None
SECRET = "hunter2sesame"
# How much longer than its limit a run may take: the program is slower under sanitizers.
MARGIN = 6.0 if os.environ.get("AETHER_SHORT_FAULTS") else 2.0


def run(*arguments, environment=None, stdin="", root=None, clean=False):
    variables = {} if clean else {"PATH": "/usr/bin:/bin", "HOME": "/",
                                  **{k: v for k, v in os.environ.items() if k.endswith("SAN_OPTIONS")}}
    begun = time.monotonic()
    done = subprocess.run([PROGRAM, "--root", str(root), *arguments], input=stdin, text=True,
                          capture_output=True, check=False, timeout=120,
                          env={**variables, **(environment or {})})
    done.took = time.monotonic() - begun
    return done


def wait_for(port):
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("a server does not start")


class Test(unittest.TestCase):
    def setUp(self):
        self.directory = tempfile.TemporaryDirectory(prefix="aether-health-")
        self.addCleanup(self.directory.cleanup)
        self.root = pathlib.Path(self.directory.name)
        os.chmod(self.root, 0o755)
        (self.root / "config").mkdir()
        (self.root / ".architecture").mkdir()

    def run_check(self, *arguments, status=None, **more):
        # how busy this machine is decides nothing
        if "--check-timeout" not in arguments and not (self.root / "config/health.yaml").exists():
            arguments = ("--timeout", "90s", "--check-timeout", "30s", *arguments)
        done = run("--threshold", "database_latency=-", "--threshold", "service_latency=-", *arguments,
                   "--json", root=self.root, **more)
        self.assertIn(done.returncode, (0, 1, 2, 69), done.stderr)
        report = json.loads(done.stdout)
        if status is not None:
            self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        self.assertNotIn(SECRET, done.stdout + done.stderr)
        self.assertFalse(done.stderr, done.stderr)
        return report, done.took

    def check(self, report, component, name):
        found = [one for one in report["checks"]
                 if one["component"] == component and one["name"] == name]
        self.assertEqual(len(found), 1, report)
        return found[0]

    def expect(self, report, component, name, state, cause=None):
        check = self.check(report, component, name)
        self.assertEqual(check["status"], state, check)
        self.assertEqual(check.get("cause"), cause, check)
        return check


class Sqlite(Test):
    def database(self, journal="delete", rows=2000):
        file = self.root / "a.db"
        with sqlite3.connect(file) as made:
            made.execute(f"PRAGMA journal_mode = {journal}")
            made.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, x TEXT)")
            made.execute("CREATE INDEX i ON t (x)")
            made.executemany("INSERT INTO t (x) VALUES (?)", [(f"row {n}" * 5,) for n in range(rows)])
            made.commit()
        made.close()
        return file

    def look(self, file, *arguments, **more):
        return self.run_check("-c", "database", "--database", f"sqlite:{file}", *arguments, **more)[0]

    def test_healthy_and_unchanged(self):
        file = self.database()
        before, names = file.read_bytes(), sorted(os.listdir(self.root))
        report = self.look(file, status=0)
        details = self.expect(report, "database", "connection", "healthy")["details"]
        self.assertEqual((details["tables"], details["journal_mode"]), (1, "delete"))
        self.expect(report, "database", "integrity", "healthy")
        self.look(file, "--deep", "--write-test", status=0)
        self.assertEqual(file.read_bytes(), before)
        self.assertEqual(sorted(os.listdir(self.root)), names)

    def test_missing_is_not_made(self):
        report = self.look(self.root / "none.db", status=1)
        self.expect(report, "database", "connection", "unhealthy", "missing")
        self.assertFalse((self.root / "none.db").exists())
        self.assertEqual(self.check(report, "database", "integrity")["blocked_by"],
                         "database.connection")

    def test_zero_bytes(self):
        (self.root / "zero.db").touch()
        self.expect(self.look(self.root / "zero.db", status=1), "database", "connection",
                    "unhealthy", "empty")

    def test_no_database_and_a_directory(self):
        (self.root / "text.db").write_text("this is no database at all" * 100)
        self.expect(self.look(self.root / "text.db", status=1), "database", "connection",
                    "unhealthy", "not_a_database")
        self.expect(self.look(self.root / "config", status=1), "database", "connection",
                    "unhealthy", "unreadable")

    def test_corrupt_page(self):
        file = self.database()
        with open(file, "r+b") as damaged:
            damaged.seek(4096 * 5)
            damaged.write(b"\xff" * 4096)
        before = file.read_bytes()
        check = self.expect(self.look(file, status=1), "database", "integrity", "unhealthy", "corrupt")
        self.assertRegex(check["message"], r"^corrupt: [^*\\]*[Pp]age 6")
        self.assertIn("backup", check["next_step"])
        self.assertEqual(file.read_bytes(), before)

    def test_wal_left_behind(self):
        """By a writer that was killed: what is in the log counts, and stays there."""
        file = self.database(journal="wal")
        script = ("import os, sqlite3, sys; c = sqlite3.connect(sys.argv[1]);"
                  "c.execute('PRAGMA wal_autocheckpoint = 0'); c.execute('CREATE TABLE late (x)');"
                  "c.commit(); os.kill(os.getpid(), 9)")
        subprocess.run([sys.executable, "-c", script, str(file)], check=False)
        self.assertGreater((self.root / "a.db-wal").stat().st_size, 0)
        before = file.read_bytes()
        report = self.look(file, status=0)
        details = self.check(report, "database", "connection")["details"]
        self.assertEqual((details["tables"], details["journal_mode"]), (2, "wal"))
        self.assertGreater(details["wal_bytes"], 0)
        self.assertEqual(file.read_bytes(), before)
        report = self.look(file, "--threshold", "database_wal_bytes=1", status=2)
        self.expect(report, "database", "connection", "degraded", "wal_high")

    def test_locked_by_another_process(self):
        file = self.database()
        other = sqlite3.connect(file, isolation_level=None)
        self.addCleanup(other.close)
        other.execute("BEGIN EXCLUSIVE")
        report = self.look(file, "--check-timeout", "2s", status=2)
        self.expect(report, "database", "connection", "degraded", "locked")
        other.execute("ROLLBACK")
        other.execute("BEGIN IMMEDIATE")
        self.look(file, status=0)
        report = self.look(file, "--write-test", "--check-timeout", "2s", status=2)
        self.expect(report, "database", "connection", "degraded", "locked")

    def test_mcp_servers(self):
        file = self.database()
        report, _ = self.run_check("-c", "mcp", "--database", f"sqlite:{file}", status=0)
        self.assertIn("skipped", self.check(report, "mcp", "servers"))
        with sqlite3.connect(file) as made:
            made.execute("CREATE TABLE mcp_servers (name TEXT)")
            made.execute("INSERT INTO mcp_servers VALUES ('notes')")
        made.close()
        report, _ = self.run_check("-c", "mcp", "--database", f"sqlite:{file}", status=0)
        self.assertEqual(self.check(report, "mcp", "servers")["details"]["servers"], 1)

    def test_pending_migrations(self):
        migrations = self.root / "database/migrations"
        migrations.mkdir(parents=True)
        (migrations / "0001_a.sql").write_text("CREATE TABLE a (x);")
        (migrations / "0002_b.sql").write_text("CREATE TABLE b (x);")
        file = self.database()
        check = self.expect(self.look(file, status=2), "database", "migrations", "degraded",
                            "pending_migrations")
        self.assertEqual(check["details"]["pending"], ["0001", "0002"])


    def test_migrations_by_any_name(self):
        """As run_migrations reads them: versions stated in files, base files, drift, failures, gone files."""
        migrations = self.root / "database/migrations"
        migrations.mkdir(parents=True)
        texts = {"schema.sql": "CREATE TABLE a (x);\n", "later.sql": "-- migrate:version 7\nCREATE TABLE c (x);\n",
                 "0001_a.sql": "CREATE TABLE b (x);\n"}
        for name, text in texts.items():
            (migrations / name).write_text(text)
        file, sums = self.database(), {name: hashlib.sha256(text.encode()).hexdigest() for name, text in texts.items()}

        def history(*rows):
            with sqlite3.connect(file) as made:
                made.execute("DROP TABLE IF EXISTS schema_migrations")
                made.execute("CREATE TABLE schema_migrations (id INTEGER PRIMARY KEY, version TEXT, name TEXT, "
                             "checksum TEXT, executed_at TEXT, success BOOLEAN, applied_by TEXT)")
                made.executemany(
                    "INSERT INTO schema_migrations (version, name, checksum, executed_at, success, applied_by)"
                    " VALUES (?, ?, ?, 'then', ?, 'run_migrations 1')", rows)
            made.close()
            report, _ = self.run_check("-c", "database.migrations", "--database", f"sqlite:{file}")
            return self.check(report, "database", "migrations")
        base, first = ("schema", "schema", sums["schema.sql"], 1), ("0001", "a", sums["0001_a.sql"], 1)
        last = ("7", "later", sums["later.sql"], 1)
        for rows, cause in (((base, first, last), None), ((base, first), "pending_migrations"),
                            ((first, last), "unnumbered_migrations"), ((base, last), "pending_migrations"),
                            ((base, first, (*last[:3], 0)), "failed_migration"),
                            ((base, (*first[:2], "0" * 64, 1), last), "drifted_migration"),
                            ((base, first, last, ("9", "gone", "", 1)), "missing_migration")):
            check = history(*rows)
            self.assertEqual((check["status"], check.get("cause")), ("degraded" if cause else "healthy", cause), check)
        (self.root / "config/health.yaml").write_text("migrations: {skip_unnumbered: true}\n")
        self.assertEqual(history(first, last)["status"], "healthy")
        (migrations / "1_again.sql").write_text("SELECT 1;\n")
        self.assertEqual(history(base, first, last)["cause"], "unreadable")
        with sqlite3.connect(file) as made:
            made.execute("DROP TABLE schema_migrations")
            made.execute("CREATE TABLE schema_migrations (version TEXT)")
        made.close()
        report, _ = self.run_check("-c", "database.migrations", "--database", f"sqlite:{file}", status=0)
        self.assertIn("dbmate", self.check(report, "database", "migrations")["skipped"])

    def test_a_file_that_takes_too_long_to_check_is_not_called_corrupt(self):
        file, limit = self.database(rows=400_000), 10
        while True:  # signing in takes a hundredth of the time that the check takes: a limit is in between
            report = self.look(file, "--deep", "--check-timeout", f"{limit}ms")
            check = self.check(report, "database", "integrity")
            if self.check(report, "database", "connection")["status"] == "healthy" or limit > 10_000:
                break
            limit *= 2
        self.assertEqual((check["status"], check["cause"]), ("degraded", "timed_out"), check)
        self.assertIn("timeout", check["next_step"])


class Postgres(Test):
    def sql(self, text):
        done = subprocess.run(["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", POSTGRES, "-c", text],
                              capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)

    def look(self, url, *arguments, **more):
        return self.run_check("-c", "database", "--database", url, *arguments, **more)

    def other(self, user="tester", password=None, database="postgres"):
        login = user if password is None else f"{user}:{password}"
        return re.sub(r"//.*@(.*)/.*", rf"//{login}@\1/{database}", POSTGRES)

    def test_healthy(self):
        report, _ = self.look(POSTGRES, status=0)
        details = self.expect(report, "database", "connection", "healthy")["details"]
        self.assertEqual(details["engine"], "postgresql")
        self.assertGreaterEqual(details["connections"], 1)
        self.look(POSTGRES, "--write-test", status=0)

    def test_refused(self):
        with Servers() as servers:
            report, _ = self.look(f"postgresql://u:{SECRET}@{servers.closed()}/d", status=1)
        self.expect(report, "database", "connection", "unhealthy", "refused")

    def test_name_not_found(self):
        report, _ = self.look(f"postgresql://u:{SECRET}@no-such-host.invalid/d", status=1)
        self.expect(report, "database", "connection", "unhealthy", "name_not_found")

    def test_authentication(self):
        report, _ = self.look(self.other("nobody_there", SECRET), status=1)
        self.expect(report, "database", "connection", "unhealthy", "authentication")

    def test_no_such_database(self):
        report, _ = self.look(self.other(database="nowhere"), status=1)
        self.expect(report, "database", "connection", "unhealthy", "no_such_database")

    def test_too_many_connections(self):
        self.sql("CREATE ROLE crowded LOGIN CONNECTION LIMIT 0")
        report, _ = self.look(self.other("crowded"), status=1)
        self.expect(report, "database", "connection", "unhealthy", "too_many_connections")

    def test_old_transaction(self):
        with subprocess.Popen(["psql", "-X", "-q", POSTGRES], stdin=subprocess.PIPE,
                              stdout=subprocess.PIPE, text=True) as other:
            other.stdin.write("BEGIN; SELECT 1;\n")
            other.stdin.flush()
            other.stdout.readline()
            time.sleep(1.2)
            report, _ = self.look(POSTGRES, "--threshold", "oldest_transaction=1s", status=2)
            other.stdin.close()
        self.expect(report, "database", "connection", "degraded", "oldest_transaction_high")

    @alone
    def test_silent_server(self):
        with Servers() as servers:
            port = servers.silent().port
            report, took = self.look(f"postgresql://u:{SECRET}@127.0.0.1:{port}/d",
                                     "--check-timeout", "1s", status=1)
        self.expect(report, "database", "connection", "unhealthy", "timed_out")
        self.assertLess(took, 1 + MARGIN)


class Redis(Test):
    @classmethod
    def setUpClass(cls):
        cls.program = shutil.which("redis-server") or shutil.which("redis-check-rdb")

    def start(self, *options):
        """A server, and its port. Debian's redis-check-rdb is the server by its other name."""
        port = free_port()
        directory = tempfile.mkdtemp(dir=self.root)
        server = subprocess.Popen(
            ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "",
             "--dir", directory, *options], executable=self.program, stdout=subprocess.DEVNULL)
        self.addCleanup(server.wait)
        self.addCleanup(server.kill)
        wait_for(port)
        return server, port

    def cli(self, port, *words, password=None):
        login = ["-a", password, "--no-auth-warning"] if password else []
        return subprocess.run(["redis-cli", "-p", str(port), *login, *words], capture_output=True,
                              text=True, check=True).stdout.strip()

    def services(self, url):
        return json.dumps({"schema": "aether/validate_config/services/1", "tool": "validate_config",
                           "version": "1.0.0", "services": [
                               {"name": "cache", "kind": "redis", "url": url, "check_url": url,
                                "enabled": True, "source": "a test"}], "inert": []})

    def look(self, url, *arguments, **more):
        report, took = self.run_check("-c", "redis", "--services", "-", *arguments,
                                      stdin=self.services(url), **more)
        return self.check(report, "redis", "cache"), took

    def expect_check(self, url, state, cause, *arguments, **more):
        check, took = self.look(url, *arguments, **more)
        self.assertEqual((check["status"], check.get("cause")), (state, cause), check)
        return check, took

    def test_healthy_and_no_key_is_touched(self):
        _, port = self.start()
        self.cli(port, "set", "a", "1")
        check, _ = self.expect_check(f"redis://127.0.0.1:{port}/0", "healthy", None, status=0)
        self.assertEqual(check["details"]["role"], "master")
        self.assertEqual(self.cli(port, "keys", "*"), "a")

    def test_passwords(self):
        _, port = self.start("--requirepass", SECRET)
        self.expect_check(f"redis://:{SECRET}@127.0.0.1:{port}/0", "healthy", None)
        self.expect_check(f"redis://127.0.0.1:{port}/0", "degraded", "authentication")
        self.expect_check(f"redis://:wrong@127.0.0.1:{port}/0", "degraded", "authentication")
        self.expect_check(f"redis://{SECRET}@127.0.0.1:{port}/0", "degraded", "authentication")
        self.expect_check(f"redis://:{SECRET}@127.0.0.1:{port}/99", "degraded", "no_such_database")

    def test_refused_and_other_protocols(self):
        with Servers() as servers:
            self.expect_check(f"redis://:{SECRET}@{servers.closed()}/0", "degraded", "refused")

            async def greet(_server, reader, writer):
                writer.write(b"220 here is a mail server\r\n")
                await writer.drain()
                await reader.read()
            mail = servers.start(greet)
            self.expect_check(f"redis://:{SECRET}@127.0.0.1:{mail.port}/0", "degraded", "protocol_error")

    def test_max_memory(self):
        _, port = self.start("--maxmemory", "4mb", "--maxmemory-policy", "noeviction")
        for number in range(40):
            done = subprocess.run(["redis-cli", "-p", str(port), "set", f"k{number}", "x" * 100_000],
                                  capture_output=True, text=True, check=True)
            if "OOM" in done.stdout:
                break
        check, _ = self.look(f"redis://127.0.0.1:{port}/0")
        self.assertEqual((check["status"], check["cause"]), ("unhealthy", "memory_used_high"), check)

    def test_replica_whose_link_is_cut(self):
        primary, port = self.start()
        _, replica = self.start("--replicaof", f"127.0.0.1 {port}")
        for _ in range(200):
            if "master_link_status:up" in self.cli(replica, "info", "replication"):
                break
            time.sleep(0.05)
        check, _ = self.expect_check(f"redis://127.0.0.1:{replica}/0", "healthy", None)
        self.assertEqual(check["details"]["role"], "slave")
        primary.kill()
        primary.wait()
        for _ in range(200):
            if "master_link_status:down" in self.cli(replica, "info", "replication"):
                break
            time.sleep(0.05)
        self.expect_check(f"redis://127.0.0.1:{replica}/0", "degraded", "replication", status=2)

    def test_loading(self):
        server, port = self.start()
        self.cli(port, "eval", "for i=1,20000 do redis.call('set', 'k'..i, 'v') end", "0")
        self.cli(port, "save")
        directory = self.cli(port, "config", "get", "dir").split("\n")[1]
        server.kill()
        server.wait()
        slow = subprocess.Popen(
            ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", directory,
             "--key-load-delay", "500", "--loading-process-events-interval-bytes", "1024"],
            executable=self.program, stdout=subprocess.DEVNULL)
        self.addCleanup(slow.wait)
        self.addCleanup(slow.kill)
        wait_for(port)
        self.expect_check(f"redis://127.0.0.1:{port}/0", "degraded", "loading", status=2)

    @alone
    def test_stopped_server_keeps_nobody(self):
        server, port = self.start()
        server.send_signal(signal.SIGSTOP)
        self.addCleanup(server.send_signal, signal.SIGCONT)
        _, took = self.expect_check(f"redis://127.0.0.1:{port}/0", "degraded", "timed_out",
                                    "--check-timeout", "1s", status=2)
        self.assertLess(took, 1 + MARGIN)

    def test_tls(self):
        with Servers() as servers:
            certificates = servers.certificates
            certificates.leaf()
            base = certificates.directory
            with socket.socket() as free:
                free.bind(("127.0.0.1", 0))
                tls_port = free.getsockname()[1]
            self.start("--tls-port", str(tls_port), "--tls-cert-file", f"{base}/leaf1.pem",
                       "--tls-key-file", f"{base}/leaf1.key", "--tls-ca-cert-file",
                       str(certificates.authority), "--tls-auth-clients", "no", "--requirepass", SECRET)
            url = f"rediss://:{SECRET}@127.0.0.1:{tls_port}/0"
            self.expect_check(url, "healthy", None,
                              environment={"SSL_CERT_FILE": str(certificates.authority)})
            self.expect_check(url, "degraded", "certificate_unknown_issuer")


class Services(Test):
    @classmethod
    def setUpClass(cls):
        cls.servers = Servers().__enter__()

    @classmethod
    def tearDownClass(cls):
        cls.servers.__exit__()

    def document(self, services):
        return json.dumps({"schema": "aether/validate_config/services/1", "tool": "validate_config",
                           "version": "1.0.0", "inert": [], "services": [
                               {"enabled": True, "source": "a test", "kind": "http", "name": name,
                                "url": url, "check_url": url, **more}
                               for name, (url, more) in services.items()]})

    def look(self, services, *arguments, **more):
        services = {name: one if isinstance(one, tuple) else (one, {}) for name, one in services.items()}
        return self.run_check("-c", "services", "--services", "-", *arguments,
                              stdin=self.document(services), **more)

    def test_states(self):
        up = self.servers.http(body=b'{"data": [{"id": "m"}]}')
        report, _ = self.look({
            "up": up.url(), "keyed": (up.url(), {"expected_key": "data"}),
            "other": (up.url(), {"expected_key": "models"}),
            "text": (self.servers.http(body=b"<html>").url(), {"expected_key": "data"}),
            "broken": self.servers.http(status=503).url(), "gone": f"http://u:{SECRET}@{self.servers.closed()}/",
            "off": (up.url(), {"enabled": False, "disabled_by": "somebody"})}, status=2)
        self.expect(report, "services", "up", "healthy")
        self.assertIn("1 model", self.expect(report, "services", "keyed", "healthy")["message"])
        self.expect(report, "services", "other", "degraded", "unexpected_answer")
        self.expect(report, "services", "text", "degraded", "unexpected_answer")
        self.expect(report, "services", "broken", "degraded", "http_status")
        self.expect(report, "services", "gone", "degraded", "refused")
        self.assertIn("skipped", self.check(report, "services", "off"))
        self.assertEqual(report["summary"], {"total": 7, "healthy": 2, "degraded": 4, "unhealthy": 0,
                                             "unknown": 0, "blocked": 0, "skipped": 1})

    def test_what_the_backend_says_of_itself(self):
        for said, status, cause in (("healthy", 0, None), ("degraded", 2, "says_degraded"),
                                    ("critical", 1, "says_critical")):
            url = self.servers.http(body=json.dumps({"status": said}).encode()).url("/health")
            report, _ = self.run_check("-c", "backend", "--services", "-", status=status,
                                       stdin=self.document({"backend": (url, {"kind": "backend"})}))
            self.assertEqual(self.check(report, "backend", "health").get("cause"), cause)

    def test_certificates(self):
        certificates = self.servers.certificates
        trusted = {"SSL_CERT_FILE": str(certificates.authority)}
        good = self.servers.http(tls=certificates.leaf(days=90.5))
        soon = self.servers.http(tls=certificates.leaf(days=20.5))
        sooner = self.servers.http(tls=certificates.leaf(days=5.5))
        over = self.servers.http(tls=certificates.leaf(days=-1))
        report, _ = self.look({"good": good.url(), "soon": soon.url(), "sooner": sooner.url(),
                               "over": over.url()}, environment=trusted, status=1)
        self.assertEqual(self.expect(report, "services", "good", "healthy")["details"]["certificate_days"], 90)
        self.expect(report, "services", "soon", "degraded", "certificate_days_low")
        self.expect(report, "services", "sooner", "unhealthy", "certificate_days_low")
        self.expect(report, "services", "over", "degraded", "certificate_expired")

    def test_nginx_with_tls(self):
        nginx = program("nginx")
        if nginx is None:
            self.skipTest("nginx is missing")
        certificates = self.servers.certificates
        certificates.leaf(days=20.5)
        leaf, place, port = f"{certificates.directory}/leaf{certificates.made}", self.root / "nginx", free_port()
        place.mkdir()
        (place / "nginx.conf").write_text(
            f"daemon off; master_process off; pid {place}/pid; error_log stderr crit; events {{}}\n"
            "http { access_log off; " + "".join(f"{name}_temp_path {place}/{name}; " for name in (
                "client_body", "proxy", "fastcgi", "uwsgi", "scgi")) +
            f"server {{ listen 127.0.0.1:{port} ssl; ssl_certificate {leaf}.pem; ssl_certificate_key {leaf}.key;\n"
            "location = /up { return 200 '{\"status\": \"healthy\"}'; } location / { return 503; } } }\n")
        server = subprocess.Popen([nginx, "-p", str(place), "-e", "stderr", "-c", str(place / "nginx.conf")])
        self.addCleanup(server.wait)
        self.addCleanup(server.kill)
        wait_for(port)
        trusted = {"SSL_CERT_FILE": str(certificates.authority)}
        report, _ = self.look({"up": f"https://localhost:{port}/up", "down": f"https://localhost:{port}/down"},
                              environment=trusted, status=2)
        check = self.expect(report, "services", "up", "degraded", "certificate_days_low")
        self.assertEqual((check["details"]["status"], check["details"]["certificate_days"]), (200, 20))
        self.expect(report, "services", "down", "degraded", "http_status")
        report, _ = self.look({"up": f"https://localhost:{port}/up"}, status=2)
        self.expect(report, "services", "up", "degraded", "certificate_unknown_issuer")

    @alone
    def test_nothing_outlives_its_deadline(self):
        async def drip(_server, reader, writer):
            await reader.readuntil(b"\r\n\r\n")
            import asyncio
            for byte in b"HTTP/1.1 200 OK\r\n" * 100:
                writer.write(bytes([byte]))
                await writer.drain()
                await asyncio.sleep(1)
        report, took = self.look({
            "silent": self.servers.silent().url(), "dripping": self.servers.start(drip).url(),
            "full": f"http://{self.servers.full()}/", "up": self.servers.http().url()},
            "--check-timeout", "1s", status=2)
        self.assertLess(took, 1 + MARGIN)
        for name in ("silent", "dripping", "full"):
            self.expect(report, "services", name, "degraded", "timed_out")
        self.expect(report, "services", "up", "healthy")

    def test_retries_are_counted(self):
        tries = []

        async def second_time(server, reader, writer):
            await server.read_request(reader)
            tries.append(1)
            status = b"200 OK" if len(tries) > 1 else b"500 No"
            writer.write(b"HTTP/1.1 " + status + b"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            await writer.drain()
        url = self.servers.start(second_time).url()
        report, _ = self.look({"moody": url}, "--retries", "2", status=0)
        self.assertEqual(self.expect(report, "services", "moody", "healthy")["attempts"], 2)

    @alone
    def test_what_the_file_says(self):
        up = self.servers.http(body=b'{"status": "fine", "n": 3}')
        (self.root / "config/health.yaml").write_text(f"""
services:
  gone: {{critical: true, next_step: "call somebody"}}
checks:
  http:
    exact: {{url: "{up.url()}", expect_json: {{/status: fine, /n: 3}}}}
    wrong: {{url: "{up.url()}", expect_json: {{/n: 4}}, critical: true}}
    status: {{url: "${{UP}}", expect_status: [2xx, 404]}}
  tcp:
    port: {{address: "127.0.0.1:{up.port}"}}
  command:
    yes: {{run: ["true"]}}
    no: {{run: [sh, -c, "echo so it is; exit 2"]}}
    nagios: {{run: [sh, -c, "exit 2"], exit_codes: nagios}}
    slow: {{run: [sleep, "60"], timeout: 1s}}
  file:
    there: {{path: config/health.yaml, min_bytes: 10}}
    gone: {{path: nothing, critical: true}}
""")
        report, took = self.run_check("-c", "services", "-c", "checks", "--services", "-",
                                      stdin=self.document({"gone": (f"http://{self.servers.closed()}/", {})}),
                                      environment={"UP": up.url()}, status=1)
        self.assertLess(took, 1 + MARGIN)
        gone = self.expect(report, "services", "gone", "unhealthy", "refused")
        self.assertEqual(gone["next_step"], "call somebody")
        for name in ("exact", "status", "port", "yes", "there"):
            self.expect(report, "checks", name, "healthy")
        self.expect(report, "checks", "wrong", "unhealthy", "unexpected_answer")
        self.assertEqual(self.expect(report, "checks", "no", "degraded", "status")["message"], "so it is")
        self.expect(report, "checks", "nagios", "unhealthy", "status")
        self.expect(report, "checks", "slow", "degraded", "timed_out")

    def test_a_file_that_does_not_fit(self):
        (self.root / "config/health.yaml").write_text("thresholds:\n  disk_used_percnt: {warn: 5}\n")
        done = run("-c", "system", root=self.root)
        self.assertEqual(done.returncode, 65)
        self.assertIn("config/health.yaml:2:3: ", done.stderr)

    def test_two_thousand_endpoints(self):
        server = self.servers.http()
        report, _ = self.look({f"s{n}": server.url() for n in range(2000)}, "--timeout", "60s",
                              "--check-timeout", "50s", status=0)
        self.assertEqual(report["summary"]["healthy"], 2000)


class Outputs(Test):
    def test_textfile_is_whole_at_every_moment(self):
        file = self.root / "aether.prom"
        running = subprocess.Popen([PROGRAM, "--root", str(self.root), "-c", "system", "--watch", "50ms",
                                    "--textfile", str(file)], stdout=subprocess.DEVNULL)
        self.addCleanup(running.wait)
        self.addCleanup(running.kill)
        deadline = time.monotonic() + 20
        while not file.exists() and time.monotonic() < deadline:
            time.sleep(0.01)
        seen, until = set(), time.monotonic() + 2
        while time.monotonic() < until:
            text = file.read_text()
            self.assertIn('aether_system_used_ratio{component="system",check="memory"}', text)
            self.assertIn("# TYPE aether_health_overall_status gauge", text)
            self.assertTrue(text.endswith("\n"))
            seen.add(file.stat().st_ino)
        self.assertGreater(len(seen), 3)
        self.assertEqual(file.stat().st_mode & 0o777, 0o644)

    def broken_backend(self):
        """What is asked for to see every state: checks of the file, a database, the system."""
        (self.root / "config/health.yaml").write_text(
            "checks:\n  file:\n    lost: {path: 'a \"path\" \\', critical: true}\n"
            "    behind: {path: config/health.yaml, depends_on: [lost]}\n")
        return ["-c", "checks", "-c", "system", "-c", "database", "--database", POSTGRES]

    def test_prometheus_text(self):
        """A strict reader of the format, and Prometheus' own."""
        text = run(*self.broken_backend(), "--format", "prometheus", root=self.root).stdout
        family, typed = None, set()
        name = r"[a-zA-Z_:][a-zA-Z0-9_:]*"
        label = r'[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\[\\n"])*"'
        for line in text.splitlines():
            if line.startswith("# HELP "):
                family = line.split()[2]
                self.assertNotIn(family, typed)
            elif line.startswith("# TYPE "):
                self.assertEqual(line.split()[2:], [family, "gauge"])
                typed.add(family)
            else:
                match = re.fullmatch(rf"({name})(?:\{{{label}(?:,{label})*\}})? ([-+0-9.e]+)", line)
                self.assertIsNotNone(match, line)
                self.assertEqual(match[1], family)
                float(match[2])
        self.assertIn("aether_health_status", typed)
        promtool = program("promtool")
        if promtool is None:
            self.skipTest("promtool (Debian: prometheus) is missing; the format was read by the test alone")
        done = subprocess.run([promtool, "check", "metrics"], input=text, text=True,
                              capture_output=True, check=False)
        self.assertEqual((done.returncode, done.stdout + done.stderr), (0, ""))

    def test_health_json(self):
        """Against a schema written from the draft."""
        schema = json.loads(pathlib.Path(__file__).with_name("health_json.schema.json").read_text())
        validator = jsonschema.Draft202012Validator(schema)
        broken = json.loads(run(*self.broken_backend(), "--format", "health+json", root=self.root).stdout)
        healthy = json.loads(run("-c", "database", "--database", POSTGRES, "--threshold", "database_latency=-",
                                 "--format", "health+json", root=self.root).stdout)
        for document, status in ((broken, "fail"), (healthy, "pass")):
            self.assertEqual([error.message for error in validator.iter_errors(document)], [])
            self.assertEqual(document["status"], status)

    def test_nagios_line(self):
        """As the plugin guidelines have it: text|perfdata, then long text, no further |."""
        text = run(*self.broken_backend(), "--format", "nagios", root=self.root).stdout
        first, *further = text.splitlines()
        words, perfdata = first.split("|")
        self.assertRegex(words, r"^HEALTH CRITICAL - \S.*")
        number, bound = r"-?\d+(?:\.\d+)?", r"@?(?:~|-?\d+(?:\.\d+)?)?:?(?:-?\d+(?:\.\d+)?)?"
        one = rf"('[^'=|]+'|[^\s'=|]+)={number}(?:s|%|B|c)?(?:;{bound}){{0,2}}(?:;(?:{number})?){{0,2}}"
        self.assertRegex(perfdata, rf"^{one}(?: {one})*\s*$")
        labels = [match[1].strip("'")[:19] for match in re.finditer(one, perfdata)]
        self.assertGreater(len(labels), 5)
        self.assertEqual(len(labels), len(set(labels)), labels)
        self.assertFalse([line for line in further if "|" in line])

    def test_output_is_whole_at_every_moment(self):
        file, seen = self.root / "health.json", set()
        for _ in range(3):
            writers = [subprocess.Popen([PROGRAM, "--root", str(self.root), "-c", "system.file_descriptors",
                                         "--json", "--output", str(file)]) for _ in range(4)]
            while any(one.poll() is None for one in writers):
                if file.exists():
                    seen.add(json.loads(file.read_text())["timestamp"])
            self.assertEqual({one.returncode for one in writers}, {0})
        self.assertTrue(seen)

    def test_nagios_statuses(self):
        def status(*arguments):
            done = run("--format", "nagios", *arguments, root=self.root)
            self.assertRegex(done.stdout.split("\n")[0].split("|")[0], r"^HEALTH (OK|WARNING|CRITICAL|UNKNOWN) - \S")
            return done.returncode
        quiet = ["-c", "system.file_descriptors", "--threshold"]
        name = "file_descriptors_used_percent"
        self.assertEqual(status(*quiet, f"{name}=-"), 0)
        self.assertEqual(status(*quiet, f"{name}=0"), 1)
        self.assertEqual(status(*quiet, f"{name}=0", "--fail-on", "critical"), 0)
        self.assertEqual(status(*quiet, f"{name}=0,0"), 2)
        self.assertEqual(status("-c", "database"), 3)

    def test_exit_statuses(self):
        def status(*arguments, **more):
            return run(*arguments, root=self.root, **more).returncode
        quiet = ["-c", "system.file_descriptors", "--threshold"]
        name = "file_descriptors_used_percent"
        self.assertEqual(status(*quiet, f"{name}=-"), 0)
        self.assertEqual(status(*quiet, f"{name}=0,0"), 1)
        self.assertEqual(status(*quiet, f"{name}=0"), 2)
        self.assertEqual(status(*quiet, f"{name}=0", "--fail-on", "critical"), 0)
        self.assertEqual(status("-c", "nothing"), 64)
        self.assertEqual(status("--services", "-", stdin="{"), 65)
        self.assertEqual(status("--config", "/nowhere"), 66)
        self.assertEqual(status("-c", "database"), 69)
        self.assertEqual(status("-c", "database", clean=True), 69)
        self.assertEqual(status("-c", "system", "--output", "/dev/full"), 69)

    def test_a_named_target_without_an_environment(self):
        done = run("-c", "database", "--database", "sqlite:/nowhere/a.db", "--json", root=self.root, clean=True)
        self.assertEqual(done.returncode, 1)
        self.assertFalse(json.loads(done.stdout)["checks"][0]["default"])

    def test_soak_with_a_memory(self):
        """Rounds while a file comes and goes: no change is missed, and damping is as asked."""
        flag, state = self.root / "flag", self.root / "state"
        (self.root / "config/health.yaml").write_text("checks: {file: {flag: {path: flag, critical: true}}}\n")
        told, there = [], [n % 11 < 6 for n in range(66)]
        for is_there in there:
            flag.touch() if is_there else flag.unlink(missing_ok=True)
            report, _ = self.run_check("-c", "checks", "--state", str(state), "--down-after", "2", "--up-after", "3")
            told.append(self.check(report, "checks", "flag")["status"] == "healthy")
            json.loads(state.read_text())
        expected, is_up = [], True
        for n, is_there in enumerate(there):
            if is_up and n >= 1 and not there[n] and not there[n - 1]:
                is_up = False
            elif not is_up and n >= 2 and all(there[n - 2:n + 1]):
                is_up = True
            expected.append(is_up)
        self.assertEqual(told, expected)

    def test_wait(self):
        flag = self.root / "flag"
        (self.root / "config/health.yaml").write_text("checks: {file: {flag: {path: flag}}}\n")
        done = run("-c", "checks", "--wait", "1s", root=self.root)
        self.assertEqual(done.returncode, 2)
        with subprocess.Popen(["sh", "-c", f"sleep 1; touch '{flag}'"]):
            done = run("-c", "checks", "--wait", "30s", root=self.root)
        self.assertEqual(done.returncode, 0)
        self.assertLess(done.took, 20)

    def test_a_limit_of_a_control_group(self):
        tree = self.root / "recorded"
        for name, text in {
                "proc/meminfo": "MemTotal: 16000000 kB\nMemAvailable: 15000000 kB\n",
                "proc/loadavg": "0.1 0.1 0.1 1/2 3\n", "proc/stat": "cpu0 1\n",
                "proc/sys/fs/file-nr": "10 0 1000\n",
                "proc/self/mountinfo": "30 22 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n",
                "proc/self/cgroup": "0::/app\n",
                "sys/fs/cgroup/app/memory.max": "1000000\n",
                "sys/fs/cgroup/app/memory.current": "990000\n"}.items():
            (tree / name).parent.mkdir(parents=True, exist_ok=True)
            (tree / name).write_text(text)
        report, _ = self.run_check("-c", "system.memory", "--system-root", str(tree), status=1)
        check = self.expect(report, "system", "memory", "unhealthy", "used_high")
        self.assertEqual(check["details"]["limit_source"], "memory.max of /app")

    def test_a_tools_report(self):
        report = {"schema": "aether/validate_config/report/1", "tool": "validate_config", "version": "9.0.0", "root": "/",
                  "files": [], "summary": {"files": 0, "errors": 0, "warnings": 1, "notes": 0, "in_baseline": 0},
                  "findings": [{"rule": "a/b", "severity": "warning", "message": "so", "file": "", "line": 0, "column": 0}]}
        # A member that this version does not know may be a newer one's.
        for also in ({}, {"new": 1}):
            got, _ = self.run_check("-c", "reports", "--report", "-", stdin=json.dumps({**report, **also}), status=2)
            self.expect(got, "reports", "validate_config", "degraded", "reported")
        # Half a report is not a good one: the kind is its schema's, and it is held against that.
        wrong = [{}, {**report, "tool": "x"}, {**report, "findings": [{}]}, {**report, "findings": [3]},
                 {**report, "summary": 3}, {**report, "findings": [{**report["findings"][0], "severity": "bad"}]},
                 {key: value for key, value in report.items() if key != "tool"}]
        for one in wrong:
            done = run("-c", "reports", "--report", "-", root=self.root, stdin=json.dumps(one))
            self.assertEqual((done.returncode, done.stdout), (65, ""), one)
            self.assertIn("aether/validate_config/report/1", done.stderr)
            self.assertIn("validate_config --json", done.stderr)


if __name__ == "__main__":
    PART = take_part()
    PROGRAM = sys.argv.pop(1)
    POSTGRES = sys.argv.pop() if len(sys.argv) > 1 else None
    main(PART, verbosity=0)
