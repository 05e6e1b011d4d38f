"""Private clusters of PostgreSQL that a test may break: made below a directory, on a free port of
this machine, by an unprivileged user, since the server refuses root.

    with tempfile.TemporaryDirectory() as directory:
        cluster = Cluster(directory, "primary").initdb()
        cluster.start()                    # cluster.url
        cluster.stop()
"""

import glob
import os
import pathlib
import socket
import subprocess

PROGRAMS = max(glob.glob("/usr/lib/postgresql/*/bin"), default=None)


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Cluster:
    def __init__(self, directory, name):
        self.place = pathlib.Path(directory, name)
        self.place.mkdir(mode=0o700)
        if os.getuid() == 0:
            subprocess.run(["chown", "nobody:nogroup", str(self.place)], check=True)
        self.data = self.place / "data"
        self.port = free_port()
        self.url = f"postgresql://tester@127.0.0.1:{self.port}/postgres"

    def program(self, name, *arguments, check=True):
        drop = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", "--"]
        return subprocess.run([*(drop if os.getuid() == 0 else []), f"{PROGRAMS}/{name}", *arguments],
                              cwd=self.place, check=check, capture_output=True, text=True)

    def configure(self, **settings):
        with open(self.data / "postgresql.auto.conf", "a", encoding="utf-8") as file:
            for name, value in settings.items():
                file.write(f"{name} = '{value}'\n")

    def initdb(self):
        self.program("initdb", "--pgdata", str(self.data), "--username", "tester", "--auth", "trust",
                     "--no-sync", "--data-checksums", "--encoding", "UTF8", "--locale", "C.UTF-8")
        self.configure(fsync="off", wal_level="replica")
        return self

    def copy_of(self, primary, *options):
        """What pg_basebackup makes."""
        self.program("pg_basebackup", "--pgdata", str(self.data), "--dbname", primary.url,
                     "--checkpoint", "fast", "--no-sync", *options)
        return self

    def start(self, wait=True):
        self.configure(listen_addresses="127.0.0.1", port=self.port, unix_socket_directories="",
                       shared_buffers="8MB", max_wal_senders="4")
        self.program("pg_ctl", "--pgdata", str(self.data), "--wait" if wait else "--no-wait", "--silent",
                     "--log", str(self.place / "log"), "start")
        return self

    def stop(self, mode="immediate"):
        self.program("pg_ctl", "--pgdata", str(self.data), "--mode", mode, "--silent", "stop", check=False)

    def sql(self, text):
        done = subprocess.run(["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", self.url, "-c", text],
                              capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise AssertionError(done.stderr)
        return done.stdout.strip()
