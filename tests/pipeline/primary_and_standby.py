#!/usr/bin/python3
"""Migrations on a PostgreSQL primary with a standby, as share/doc/fleet.md has it: five hosts that start at
once, what a standby answers, and an address that names both.

Usage: primary_and_standby.py DIRECTORY_OF_THE_TOOLS SOURCE_ROOT
"""

import concurrent.futures
import os
import pathlib
import shutil
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))

import postgres_cluster
import suite

HOSTS = 5
MIGRATIONS = 12


class PrimaryAndStandby(suite.Case):
    def setUp(self):
        if postgres_cluster.PROGRAMS is None or shutil.which("psql") is None:
            self.skipTest("PostgreSQL's server is not installed")
        super().setUp()
        os.chmod(self.place, 0o755)
        self.primary = postgres_cluster.Cluster(self.place, "primary").initdb()
        self.primary.start()
        self.addCleanup(self.primary.stop)
        self.standby = postgres_cluster.Cluster(self.place, "standby").copy_of(self.primary, "--write-recovery-conf")
        self.standby.start()
        self.addCleanup(self.standby.stop)
        (self.place / "m").mkdir()
        for number in range(1, MIGRATIONS + 1):
            (self.place / f"m/{number:04}_t{number}.sql").write_text(f"CREATE TABLE t{number} (id bigint PRIMARY KEY);\n")

    def migrate(self, options="", database=None):
        return self.run_shell(f"run_migrations --dir m --database '{database or self.primary.url}' {options}")

    def wait_for_the_standby(self):
        until = time.monotonic() + 60
        while self.standby.sql("SELECT to_regclass('t12') IS NOT NULL") != "t":
            self.assertLess(time.monotonic(), until, "it does not follow")
            time.sleep(0.1)

    def test_hosts_that_start_at_once(self):
        with concurrent.futures.ThreadPoolExecutor(HOSTS) as pool:
            runs = list(pool.map(lambda _: self.migrate("--wait 30s --lock-wait 60s --lock-timeout 5s"), range(HOSTS)))
        self.assertEqual([run.returncode for run in runs], [0] * HOSTS, [run.stderr for run in runs])
        applied = sum(run.stdout.count("\napplied ") + run.stdout.startswith("applied ") for run in runs)
        self.assertEqual(applied, MIGRATIONS)
        self.assertEqual(self.primary.sql("SELECT count(*), count(DISTINCT version) FROM schema_migrations"),
                         f"{MIGRATIONS}|{MIGRATIONS}")

    def test_a_standby_answers_and_takes_nothing(self):
        self.assertEqual(self.migrate().returncode, 0)
        self.wait_for_the_standby()
        for question in ("--status --exit-code", "--verify", "--dry-run"):
            done = self.migrate(question, self.standby.url)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        (self.place / "m/0013_t13.sql").write_text("CREATE TABLE t13 (id bigint);\n")
        self.assertEqual(self.migrate("--status --exit-code", self.standby.url).returncode, 2)
        done = self.migrate("", self.standby.url)
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        self.assertIn("read-only", done.stdout)
        self.assertEqual(self.primary.sql("SELECT to_regclass('t13')"), "")

    def test_an_address_of_both(self):
        hosts = f"127.0.0.1:{self.standby.port},127.0.0.1:{self.primary.port}"
        done = self.migrate("", f"postgresql://tester@{hosts}/postgres?target_session_attrs=read-write")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.wait_for_the_standby()

    def test_the_standby_takes_over(self):
        self.assertEqual(self.migrate().returncode, 0)
        self.wait_for_the_standby()
        self.primary.stop()
        self.assertEqual(self.migrate().returncode, 69)
        self.standby.program("pg_ctl", "--pgdata", str(self.standby.data), "--wait", "promote")
        (self.place / "m/0013_t13.sql").write_text("CREATE TABLE t13 (id bigint);\n")
        done = self.migrate("--wait 30s", self.standby.url)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn("0013", done.stdout)


if __name__ == "__main__":
    suite.main()
