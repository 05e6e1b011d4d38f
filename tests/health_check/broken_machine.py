#!/usr/bin/python3
"""health_check where PostgreSQL clusters, file systems, control groups and name servers of this
machine are broken for real.

Usage: broken_machine.py [--alone | --together] PATH_OF_health_check

A test says that it is skipped where this machine does not let it break something.
"""

import ctypes
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
sys.dont_write_bytecode = True
from alone import alone, main, take_part  # noqa: E402
from postgres_cluster import PROGRAMS, Cluster  # noqa: E402

PROGRAM = None
# Three quarters are held, so that no machine that is well is fuller; the rest is room for the program
# itself, which a sanitizer makes large.
LIMIT, HELD = 1536 << 20, 1152 << 20
MARGIN = 6.0 if os.environ.get("AETHER_SHORT_FAULTS") else 2.0
# How busy this machine is decides nothing.
CALM = ("--threshold", "database_latency=-", "--threshold", "service_latency=-")
SILENT_NAME_SERVER = ("import socket, time; s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); "
                      's.bind((\\"127.0.0.1\\", 53)); time.sleep(600)')


class Test(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory(prefix="aether-health-", ignore_cleanup_errors=True)
        self.addCleanup(directory.cleanup)
        self.root = pathlib.Path(directory.name)
        os.chmod(self.root, 0o755)
        for name in ("config", ".architecture"):
            (self.root / name).mkdir()

    def look(self, *arguments, status, wrap=()):
        begun = time.monotonic()
        patience = () if "--check-timeout" in arguments else ("--timeout", "90s", "--check-timeout", "30s")
        done = subprocess.run([*wrap, PROGRAM, "--root", str(self.root), *CALM, *patience, *arguments, "--json"],
                              capture_output=True, text=True, check=False, timeout=120)
        took = time.monotonic() - begun
        self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        return json.loads(done.stdout), took

    def expect(self, report, name, state, cause=None):
        found = [one for one in report["checks"] if f"{one['component']}.{one['name']}" == name]
        self.assertEqual(len(found), 1, report)
        self.assertEqual((found[0]["status"], found[0].get("cause")), (state, cause), found[0])
        return found[0]


@unittest.skipIf(PROGRAMS is None or shutil.which("psql") is None, "PostgreSQL's server is not installed")
class Postgres(Test):
    def cluster(self, name="primary"):
        cluster = Cluster(self.root, name)
        self.addCleanup(cluster.stop)
        return cluster

    def connection(self, cluster, state, cause, *arguments, wrap=()):
        status = {"healthy": 0, "unhealthy": 1, "degraded": 2}[state]
        report, _ = self.look("-c", "database.connection", "--database", cluster.url, *arguments,
                              status=status, wrap=wrap)
        return self.expect(report, "database.connection", state, cause)

    def test_standby_and_its_lag(self):
        primary = self.cluster().initdb().start()
        standby = self.cluster("standby").copy_of(primary, "--write-recovery-conf").start()
        check = self.connection(standby, "healthy", None)
        self.assertTrue(check["details"]["standby"])
        self.assertIn("(standby)", check["message"])
        standby.sql("SELECT pg_wal_replay_pause()")
        primary.sql("CREATE TABLE late (x int)")
        deadline = time.monotonic() + 20
        while standby.sql("SELECT pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn()") == "t":
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.05)
        time.sleep(1.1)
        self.connection(standby, "degraded", "replication_lag_high", "--threshold", "replication_lag=1s")
        standby.sql("SELECT pg_wal_replay_resume()")
        primary.stop()
        deadline = time.monotonic() + 20
        while standby.sql("SELECT count(*) FROM pg_stat_wal_receiver") != "0":
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.05)
        self.connection(standby, "degraded", "replication_cut", "--threshold", "replication_lag=-")

    def test_in_recovery(self):
        primary = self.cluster().initdb().start()
        copy = self.cluster("copy").copy_of(primary)
        (copy.data / "recovery.signal").touch()
        copy.configure(restore_command="sleep 600")
        copy.start(wait=False)
        deadline = time.monotonic() + 30
        while True: # until it listens, and says that it is starting
            report, _ = self.look("-c", "database.connection", "--database", copy.url, status=1)
            if report["checks"][0]["cause"] != "refused" or time.monotonic() > deadline:
                break
            time.sleep(0.1)
        check = self.expect(report, "database.connection", "unhealthy", "in_recovery")
        self.assertEqual(check["details"]["code"], "57P03")

    def test_corrupt_page(self):
        cluster = self.cluster().initdb().start()
        file = cluster.data / cluster.sql("SELECT pg_relation_filepath('pg_class')")
        cluster.stop("fast")
        with open(file, "r+b") as damaged:
            damaged.write(b"\xa5" * file.stat().st_size)
        for name in cluster.data.glob("base/*/pg_internal.init"):
            name.unlink()
        cluster.start()
        self.connection(cluster, "unhealthy", "corrupt")

    def test_disk_full(self):
        small = self.root / "small"
        small.mkdir()
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=160m,mode=755", "none", str(small)], check=False,
                          capture_output=True).returncode != 0:
            self.skipTest("no file system can be mounted here")
        self.addCleanup(subprocess.run, ["umount", "--lazy", str(small)], check=False)
        cluster = Cluster(small, "primary").initdb().start()
        self.addCleanup(cluster.stop)
        self.connection(cluster, "healthy", None, "--write-test")
        filler = os.open(small / "all", os.O_WRONLY | os.O_CREAT)
        try:
            while True:
                os.write(filler, b"x" * 4096)
        except OSError:
            os.close(filler)
        self.connection(cluster, "unhealthy", "disk_full", "--write-test")


class FileSystems(Test):
    @alone
    def test_a_mount_that_never_replies(self):
        """FUSE, with nobody who reads the requests: whoever asks the file system waits for ever."""
        mounted = self.root / "dead"
        mounted.mkdir()
        try:
            device = os.open("/dev/fuse", os.O_RDWR)
        except OSError as error:
            self.skipTest(f"no FUSE here: {error}")
        self.addCleanup(os.close, device)
        options = f"fd={device},rootmode=40000,user_id={os.getuid()},group_id={os.getgid()}"
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.mount(b"dead", str(mounted).encode(), b"fuse", 0, options.encode()) != 0:
            self.skipTest(f"nothing can be mounted here: {os.strerror(ctypes.get_errno())}")
        self.addCleanup(libc.umount2, str(mounted).encode(), 2) # MNT_DETACH
        (self.root / "config/health.yaml").write_text("checks: {file: {backup: {path: dead/backup}}}\n")
        (self.root / "config/settings.py").write_text(
            "from pydantic import BaseModel\n\n"
            "class StorageSettings(BaseModel):\n    directory: str = \"dead/uploads\"\n\n"
            "class Settings(BaseModel):\n    storage: StorageSettings = StorageSettings()\n\n"
            "def get_settings():\n    return Settings()\n")
        report, took = self.look("-c", "checks", "-c", "storage", "-c", "database", "-c", "system.file_descriptors",
                                 "--database", f"sqlite:{mounted}/a.db", "--check-timeout", "1s",
                                 "--timeout", "3s", status=1)
        self.assertLess(took, 3 + MARGIN)
        self.expect(report, "checks.backup", "degraded", "timed_out")
        self.expect(report, "database.connection", "unhealthy", "timed_out")
        self.expect(report, "system.file_descriptors", "healthy")
        for extra, status in ((), 69), (("--format", "nagios"), 3):
            begun = time.monotonic()
            done = subprocess.run([PROGRAM, "--root", str(mounted), "--timeout", "1s", *extra], capture_output=True,
                                  text=True, check=False, timeout=60)
            self.assertEqual(done.returncode, status, done.stdout + done.stderr)
            self.assertIn("they hang", done.stdout + done.stderr)
            self.assertLess(time.monotonic() - begun, 1 + MARGIN)


class ControlGroups(Test):
    @alone
    def test_a_limit_of_memory(self):
        """A real one, of version 1 or 2, where this machine allows a group to be made."""
        places = [(pathlib.Path("/sys/fs/cgroup/memory"), "memory.limit_in_bytes", "memory.usage_in_bytes"),
                  (pathlib.Path("/sys/fs/cgroup"), "memory.max", "memory.current")]
        for hierarchy, file, usage in places:
            group = hierarchy / f"aether-health-{os.getpid()}"
            try:
                group.mkdir()
            except OSError:
                continue
            self.addCleanup(group.rmdir)
            if not (group / file).exists() or not (group / usage).exists():
                continue
            try:
                (group / file).write_text(str(LIMIT))
            except OSError:
                continue
            limited = ["sh", "-c", f'echo $$ >{group}/cgroup.procs && exec "$@"', "sh"]
            if subprocess.run([*limited, "true"], capture_output=True, check=False).returncode != 0:
                continue
            holder = subprocess.Popen(
                [*limited, sys.executable, "-c",
                 f"import sys; x = b'x' * {HELD}; print(flush=True); sys.stdin.read()"],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE)
            self.addCleanup(holder.communicate)
            holder.stdout.readline()
            if int((group / usage).read_text()) < HELD:
                self.skipTest("the control groups of this machine do not count memory")
            for critical, status, state, cause in ((70, 1, "unhealthy", "used_high"), (99, 0, "healthy", None)):
                report, _ = self.look("-c", "system.memory", "--threshold", f"memory_used_percent=-,{critical}",
                                      "--threshold", "memory_pressure_percent=-", status=status, wrap=limited)
                check = self.expect(report, "system.memory", state, cause)
                self.assertEqual(check["details"]["limit_bytes"], LIMIT)
                self.assertIn(group.name, check["details"]["limit_source"])
            return
        self.skipTest("no control group can be made here")


class NameServers(Test):
    @alone
    def test_a_name_server_that_does_not_answer(self):
        for name in ("unshare", "mount", "ip"):
            if shutil.which(name) is None:
                self.skipTest(f"{name} is missing")
        resolv = self.root / "resolv.conf"
        resolv.write_text("nameserver 127.0.0.1\noptions timeout:30 attempts:2\n")
        (self.root / "config/health.yaml").write_text(
            "checks:\n  http:\n    web: {url: 'http://web.test/'}\n  file:\n    here: {path: config/health.yaml}\n")
        separate = ["unshare", "--user", "--map-root-user", "--net", "--mount"]
        if subprocess.run([*separate, "mount", "--bind", str(resolv), "/etc/resolv.conf"], capture_output=True,
                          check=False).returncode != 0:
            self.skipTest("no namespaces here")
        script = (f"ip link set lo up && mount --bind {resolv} /etc/resolv.conf || exit\n"
                  f'{sys.executable} -c "{SILENT_NAME_SERVER}" &\n'
                  "until grep -q 0100007F:0035 /proc/net/udp; do sleep 0.05; done\n"
                  '"$@"; status=$?; kill $!; exit $status\n')
        report, took = self.look("-c", "checks", "-c", "database", "--database", "postgresql://u@db.test/d",
                                 "--check-timeout", "700ms", "--timeout", "2s", status=1,
                                 wrap=[*separate, "sh", "-c", script, "sh"])
        self.assertLess(took, 2 + MARGIN)
        self.expect(report, "checks.web", "degraded", "timed_out")
        self.expect(report, "database.connection", "unhealthy", "timed_out")
        self.expect(report, "checks.here", "healthy")


if __name__ == "__main__":
    PART = take_part()
    PROGRAM = os.path.abspath(sys.argv.pop(1))
    main(PART, verbosity=0)
