#!/usr/bin/python3
"""Runs run_migrations beside its peers and prints their times; called by scripts/bench.

    measure_migrations.py --runner BIN --place DIR [--dbmate BIN] [--postgres URL] [--runs N]

Each peer applies the same 1,000 small migrations to a new database, one transaction each with a
row of history: the sqlite3 shell and psql from one script, dbmate and run_migrations from files.
Then the status of 1,000 applied ones, and a run with nothing to do. The runs are interleaved. A
peer that is not installed is skipped, and said to be.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

from record import record

COUNT = 1000
HISTORY = """CREATE TABLE IF NOT EXISTS history (id {serial}, version TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL, checksum TEXT NOT NULL, executed_at TIMESTAMP NOT NULL DEFAULT
  CURRENT_TIMESTAMP, execution_time_ms INTEGER, success BOOLEAN NOT NULL DEFAULT TRUE);
"""
SERIALS = {"sqlite": "INTEGER PRIMARY KEY AUTOINCREMENT", "postgresql": "BIGSERIAL PRIMARY KEY"}


def write_migrations(place):
    directory = place / "migrations"
    directory.mkdir(parents=True, exist_ok=True)
    for number in range(1, COUNT + 1):
        (directory / f"{number:04d}_table.sql").write_text(
            f"-- migrate:up\nCREATE TABLE t{number} (id INTEGER PRIMARY KEY, name TEXT);\n\n"
            f"-- migrate:down\nDROP TABLE t{number};\n", encoding="utf-8")
    return directory


def write_script(place, engine):
    script = place / f"{engine}.sql"
    begin = "BEGIN IMMEDIATE" if engine == "sqlite" else "BEGIN"
    steps = [HISTORY.format(serial=SERIALS[engine])]
    for number in range(1, COUNT + 1):
        steps.append(f"{begin};\nCREATE TABLE t{number} (id INTEGER PRIMARY KEY, name TEXT);\n"
                     "INSERT INTO history (version, name, checksum, execution_time_ms) VALUES "
                     f"('{number:04d}', 'table', '{'0' * 64}', 0);\nCOMMIT;\n")
    script.write_text("".join(steps), encoding="utf-8")
    return script


def timed(argv, stdin=None):
    begin = time.perf_counter()
    with open(stdin or os.devnull, "rb") as source:
        done = subprocess.run(argv, stdin=source, stdout=subprocess.DEVNULL,
                              stderr=subprocess.PIPE, check=False)
    if done.returncode != 0:
        sys.exit(f"measure_migrations: {' '.join(argv)}: exit status {done.returncode}\n"
                 f"{done.stderr.decode(errors='replace')}")
    return (time.perf_counter() - begin) * 1e3


class Table:
    """Medians by peer, with the ratios that have a bar."""

    def __init__(self, title):
        self.title, self.times = title, {}

    def add(self, peer, milliseconds):
        self.times.setdefault(peer, []).append(milliseconds)

    def print(self, bars):
        print(f"  {self.title}")
        medians = {peer: statistics.median(times) for peer, times in self.times.items()}
        for peer, median in medians.items():
            print(f"    {peer:<16} {median:9.1f} ms   (least {min(self.times[peer]):.1f})")
        for peer, bar in bars.items():
            if peer in medians:
                ratio = medians["run_migrations"] / medians[peer]
                verdict = "met" if ratio <= bar else "MISSED"
                print(f"    run_migrations / {peer:<12} {ratio:6.2f}  bar {bar:g}  {verdict}")
        for peer, median in medians.items():
            if peer != "run_migrations":
                record("run_migrations", self.title, peer, medians["run_migrations"] / median, bars.get(peer))


def measure_sqlite(options, place, name, bars):
    place.mkdir(parents=True, exist_ok=True)
    directory, script = write_migrations(place), write_script(place, "sqlite")
    shell, ours, theirs = (place / f"{peer}.db" for peer in ("shell", "ours", "dbmate"))
    runner = [options.runner, "--quiet", "--dir", str(directory), "--database", f"sqlite:{ours}"]
    dbmate = [options.dbmate, "--no-dump-schema", "-d", str(directory), "-u", f"sqlite:{theirs}"]
    apply, status, idle = (Table(f"{what} ({name})") for what in (
        f"{COUNT} migrations applied", "status", "nothing to do"))
    for _ in range(options.runs):
        for file in place.glob("*.db*"):
            file.unlink()
        if shutil.which("sqlite3"):
            apply.add("sqlite3 shell", timed(["sqlite3", "-bail", str(shell)], script))
        if options.dbmate:
            apply.add("dbmate", timed([*dbmate, "up"]))
        apply.add("run_migrations", timed(runner))
    for _ in range(3 * options.runs):
        if options.dbmate:
            status.add("dbmate", timed([*dbmate, "status"]))
            idle.add("dbmate", timed([*dbmate, "up"]))
        status.add("run_migrations", timed([*runner, "--status"]))
        idle.add("run_migrations", timed(runner))
    apply.print(bars)
    status.print({"dbmate": 0.4})
    idle.print({"dbmate": 0.4})


def measure_postgres(options, place):
    place.mkdir(parents=True, exist_ok=True)
    directory, script = write_migrations(place), write_script(place, "postgresql")
    server, _, _ = options.postgres.rpartition("/")
    table = Table(f"{COUNT} migrations applied (PostgreSQL)")

    def fresh(name):
        for statement in (f"DROP DATABASE IF EXISTS {name}", f"CREATE DATABASE {name}"):
            timed(["psql", "-X", "-q", "-c", statement, options.postgres])
        return f"{server}/{name}"

    for _ in range(options.runs):
        table.add("psql", timed(["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", fresh("shell")],
                                script))
        if options.dbmate:
            table.add("dbmate", timed([options.dbmate, "--no-dump-schema", "-d", str(directory),
                                       "-u", fresh("theirs") + "?sslmode=disable", "up"]))
        table.add("run_migrations", timed([options.runner, "--quiet", "--dir", str(directory),
                                           "--database", fresh("ours")]))
    table.print({"psql": 1.0})


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--runner", required=True)
    parser.add_argument("--place", required=True, type=Path)
    parser.add_argument("--dbmate")
    parser.add_argument("--postgres")
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    if not options.dbmate:
        print("  dbmate is not installed and skipped")
    measure_sqlite(options, options.place / "disk", "on disk", {"sqlite3 shell": 1.0})
    memory = Path("/dev/shm/aether-bench-migrations")
    measure_sqlite(options, memory, "on tmpfs", {"sqlite3 shell": 1.0, "dbmate": 0.6})
    shutil.rmtree(memory)
    if options.postgres:
        measure_postgres(options, options.place / "postgres")
    else:
        print("  PostgreSQL's server is not installed and skipped")


if __name__ == "__main__":
    main()
