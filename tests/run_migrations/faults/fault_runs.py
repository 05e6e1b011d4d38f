"""Runs of run_migrations that are killed, or that race, and what must be true of the database after.

A migration N makes a table eN with rows and adds a line (N, +1) to the table `ledger`, which is
there before; its way down drops the table and adds (N, -1). Nothing keeps a line from being there
twice, so that what ran twice shows.
"""

import collections
import fcntl
import os
import shutil
import signal
import sqlite3
import statistics
import struct
import subprocess
import time

PATIENCE = 60
INSIDE = 20  # kills within a transaction that there must be

# Fewer runs, and nothing asked of how they are spread: for builds with sanitizers, where a run is
# slow and a kill shows no more than in others.
SHORT = "AETHER_SHORT_FAULTS" in os.environ
ROUNDS = 2 if SHORT else 20  # of a race


class Tree:
    """A directory of 30 migrations; some have several statements, some run without a transaction."""

    def __init__(self, directory, rows, without_transaction=(), concurrently=(), count=30):
        self.directory = directory
        self.rows = rows
        self.without_transaction = set(without_transaction)
        self.concurrently = set(concurrently)
        self.count = count
        self.names = [f"{n:03}" for n in range(1, count + 1)]

    def rows_of(self, n):
        return self.rows * 2 if n % 3 == 0 else self.rows

    def write(self):
        os.makedirs(self.directory)
        for n in range(1, self.count + 1):
            with open(f"{self.directory}/{n:03}_step.sql", "w") as file:
                file.write(self.text(n))

    def text(self, n):
        if n in self.concurrently:
            # In a file of its own it is known to run without a transaction.
            return (f"-- migrate:up\nCREATE INDEX CONCURRENTLY i{n} ON e{n - 1} (text);\n"
                    f"-- migrate:down\nDROP INDEX CONCURRENTLY i{n};\n")
        option = " transaction:false" if n in self.without_transaction else ""
        insert = (f"INSERT INTO e{n} WITH RECURSIVE c(n) AS (SELECT {{}} UNION ALL SELECT n + 1 FROM c "
                  f"WHERE n < {{}}) SELECT n, 'row ' || n || ' of a table that {n} made' FROM c;\n")
        up = f"CREATE TABLE e{n} (n INTEGER, text TEXT);\n" + insert.format(1, self.rows)
        if n % 3 == 0:
            up += insert.format(self.rows + 1, 2 * self.rows)
        if n % 5 == 0:
            up += f"CREATE INDEX i{n} ON e{n} (text);\n"
        up += f"INSERT INTO ledger VALUES ({n}, 1);\n"
        down = f"INSERT INTO ledger VALUES ({n}, -1);\n"
        if n % 4 == 0:
            down += f"UPDATE e{n} SET n = -n;\nDELETE FROM e{n} WHERE n < {-self.rows // 2};\n"
        down += f"DROP TABLE e{n};\n"
        return f"-- migrate:up{option}\n{up}-- migrate:down{option}\n{down}"


class State:
    """What a database has: history rows, tables with their row counts, indexes, the ledger."""

    def __init__(self, versions, tables, indexes, ledger):
        self.versions = versions
        self.tables = tables
        self.indexes = indexes
        self.ledger = ledger

    def wrong(self, tree, undone):
        """What is wrong with it, for any number of migrations applied, `undone` or not yet applied."""
        done = len(self.versions)
        if self.versions != [(f"{n:03}", True) for n in range(1, done + 1)]:
            return f"the history is {self.versions}"
        present = [n for n in range(1, done + 1) if n not in tree.concurrently]
        if self.tables != {f"e{n}": tree.rows_of(n) for n in present}:
            return f"{done} in the history, but the tables are {self.tables}"
        indexes = {f"i{n}" for n in range(1, done + 1)
                   if n in tree.concurrently or n % 5 == 0}
        if self.indexes != indexes:
            return f"{done} in the history, but the indexes are {sorted(self.indexes)}"
        wanted = collections.Counter()
        for n in range(1, tree.count + 1):
            if n in tree.concurrently:
                continue
            wanted[n, 1] = 1 if undone or n <= done else 0
            wanted[n, -1] = 1 if undone and n > done else 0
        if collections.Counter(self.ledger) != +wanted:
            return f"{done} in the history, but the ledger has {sorted(self.ledger)}"
        return ""


class Sqlite:
    """A SQLite file that is looked at in a copy, so that the next run finds what was left."""

    lock_bytes = {"delete": ("", 0x40000001), "wal": ("-shm", 120)}  # RESERVED; the writer's

    def __init__(self, file, mode):
        self.file = os.path.abspath(file)
        self.mode = mode
        self.url = "sqlite:" + self.file
        self.name = f"SQLite, {mode}"
        self.empty()

    def empty(self):
        for end in ("", "-journal", "-wal", "-shm"):
            if os.path.exists(self.file + end):
                os.remove(self.file + end)
        database = sqlite3.connect(self.file)
        database.execute(f"PRAGMA journal_mode = {self.mode}")
        database.execute("CREATE TABLE ledger (version INTEGER, change INTEGER)")
        database.commit()
        database.close()

    def forget(self):
        database = sqlite3.connect(self.file)
        database.execute("DELETE FROM ledger")
        database.execute("DROP TABLE IF EXISTS schema_migrations")
        database.commit()
        database.close()

    def state(self):
        copy = os.path.join(os.path.dirname(self.file), "copy.db")
        for end in ("", "-journal", "-wal"):
            if os.path.exists(self.file + end):
                shutil.copyfile(self.file + end, copy + end)
            elif os.path.exists(copy + end):
                os.remove(copy + end)
        database = sqlite3.connect(copy)
        try:
            assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            objects = database.execute("SELECT type, name FROM sqlite_schema WHERE name NOT LIKE "
                                       "'sqlite%'").fetchall()
            versions = []
            if ("table", "schema_migrations") in objects:
                versions = [(version, bool(success)) for version, success in database.execute(
                    "SELECT version, success FROM schema_migrations ORDER BY id")]
            tables = {name: database.execute(f"SELECT count(*) FROM {name}").fetchone()[0]
                      for kind, name in objects if kind == "table" and name[0] == "e"}
            indexes = {name for kind, name in objects if kind == "index"}
            return State(versions, tables, indexes, database.execute("SELECT * FROM ledger").fetchall())
        finally:
            database.close()
            if os.path.exists(copy + "-shm"):
                os.remove(copy + "-shm")

    def inside(self, stopped):
        """How it is known that the run was within a transaction, if it was."""
        if stopped and self.writer() == stopped:
            return "held the writer's lock"
        return "hot journal" if self.hot_journal() else None

    def inside_after(self):
        return None

    def writer(self):
        """The process that holds the lock of the one writer, as the system knows it."""
        end, byte = self.lock_bytes[self.mode]
        try:
            fd = os.open(self.file + end, os.O_RDWR)
        except FileNotFoundError:
            return 0
        try:
            asked = struct.pack("hhqqi4x", fcntl.F_WRLCK, os.SEEK_SET, byte, 1, 0)
            told = struct.unpack("hhqqi4x", fcntl.fcntl(fd, fcntl.F_GETLK, asked))
            return 0 if told[0] == fcntl.F_UNLCK else told[4]
        finally:
            os.close(fd)

    def hot_journal(self):
        try:
            with open(self.file + "-journal", "rb") as file:
                return file.read(1) not in (b"", b"\0")
        except FileNotFoundError:
            return False


class Postgres:
    """A database of a server, through one psql that stays."""

    name = "PostgreSQL"

    def __init__(self, url, log=None):
        self.url = url
        self.log = open(log) if log else None  # what the server says of clients that are gone
        self.psql = subprocess.Popen(
            ["psql", "--no-psqlrc", "--quiet", "--no-align", "--tuples-only", "--field-separator=\t", url],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, bufsize=1)
        self.query("SET client_min_messages = error")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.psql.stdin.close()
        self.psql.wait()

    def query(self, sql):
        self.psql.stdin.write(sql + ";\n\\echo @end\n")
        rows = []
        while (line := self.psql.stdout.readline()) != "@end\n":
            if not line or line.startswith("ERROR:"):
                raise RuntimeError(f"{sql}: {line}")
            rows.append(tuple(line.rstrip("\n").split("\t")))
        return rows

    def empty(self):
        self.query("DROP SCHEMA public CASCADE; CREATE SCHEMA public; "
                   "CREATE TABLE ledger (version INTEGER, change INTEGER)")

    def forget(self):
        self.query("TRUNCATE ledger; DROP TABLE IF EXISTS schema_migrations, schema_migrations_progress")

    def inside(self, _stopped):
        return None

    def inside_after(self):
        """Once its session is gone: what the server has said about it."""
        if "unexpected EOF on client connection with an open transaction" in self.log.read():
            return "the server's log: open transaction"
        return None

    def settle(self):
        """Waits until no session of the tool is left."""
        deadline = time.monotonic() + PATIENCE
        while self.query("SELECT 1 FROM pg_stat_activity WHERE application_name = 'run_migrations'"):
            assert time.monotonic() < deadline, "a session does not end"
            time.sleep(0.002)

    def state(self):
        self.settle()
        objects = self.query(
            "SELECT c.relkind, c.relname, coalesce(i.indisvalid, true) FROM pg_class c LEFT JOIN pg_index "
            "i ON i.indexrelid = c.oid WHERE c.relnamespace = 'public'::regnamespace AND "
            "c.relkind IN ('r', 'i')")
        versions = []
        if any(name == "schema_migrations" for _, name, _ in objects):
            versions = [(version, success == "t") for version, success in
                        self.query("SELECT version, success FROM schema_migrations ORDER BY id")]
        names = [name for kind, name, _ in objects if kind == "r" and name[0] == "e"]
        tables = {}
        if names:
            counts = " UNION ALL ".join(f"SELECT '{name}', count(*) FROM {name}" for name in names)
            tables = {name: int(count) for name, count in self.query(counts)}
        indexes = {name if valid == "t" else name + " (invalid)" for kind, name, valid in objects
                   if kind == "i" and not name.startswith("schema_migrations")}
        ledger = [(int(version), int(change)) for version, change in
                  self.query("SELECT version, change FROM ledger")]
        return State(versions, tables, indexes, ledger)


class Race:
    """Processes that begin at one moment."""

    def __init__(self, tool, processes):
        self.tool = tool
        self.processes = processes
        self.failures = 0
        self.seconds = []
        self.messages = collections.Counter()
        self.contenders = []

    def run(self, database, tree, what):
        gate, opener = os.pipe()
        command = ["sh", "-c", 'read -r _; exec "$@"', "-", self.tool, "--dir", tree.directory,
                   "--database", database.url]
        runs = [subprocess.Popen(command, stdin=gate, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                 text=True) for _ in range(self.processes)]
        os.close(gate)
        time.sleep(0.05)  # all of them stand at the gate
        begin = time.monotonic()
        os.close(opener)
        applied = collections.Counter()
        contenders = 0
        for run in runs:
            try:
                out, err = run.communicate(timeout=PATIENCE)
            except subprocess.TimeoutExpired:
                run.kill()
                out, err = run.communicate()
                err += "\n(it did not end)"
            contenders += "applied " in out or "runs without a transaction" in err
            applied.update(line.split()[1] for line in out.splitlines() if line.startswith("applied "))
            if run.returncode != 0:
                self.fail(what, f"status {run.returncode}: {(out + err).strip()}")
        self.seconds.append(time.monotonic() - begin)
        self.contenders.append(contenders)
        if applied != collections.Counter(tree.names):
            self.fail(what, f"said to be applied: {dict(applied)}")
        wrong = database.state().wrong(tree, undone=False)
        if wrong or len(database.state().versions) != tree.count:
            self.fail(what, wrong or f"only {len(database.state().versions)} are applied")

    def fail(self, what, message):
        self.failures += 1
        known = [line for line in message.splitlines() if not line.startswith("run_migrations: warning:")]
        self.messages[what, "\n    ".join(known)] += 1

    def report(self):
        text = f"median {statistics.median(self.seconds):.2f} s, longest {max(self.seconds):.2f} s"
        text += f", {sum(self.contenders) / len(self.contenders):.1f} of them seen to find work"
        for (what, message), count in self.messages.most_common(12):
            text += f"\n{what}: {count} times: {message}"
        self.seconds = []
        self.contenders = []
        self.messages.clear()
        return text


class Kills:
    """Runs of one kind (apply or rollback) that are killed at moments spread over their length."""

    apply = ("apply", [])
    rollback = ("rollback", ["--rollback", "--to", "0"])

    def __init__(self, tool, database, tree, kind):
        self.database = database
        self.tree = tree
        self.name, options = kind
        self.undone = self.name == "rollback"
        self.command = [tool, "--dir", tree.directory, "--database", database.url, *options]
        self.committed = collections.Counter()  # how many migrations had committed: kills
        self.evidence = collections.Counter()
        self.inside = 0
        self.late = 0  # runs that had ended before their moment came
        self.length = None

    def finish(self):
        """A run that nobody disturbs; its length."""
        begin = time.monotonic()
        done = subprocess.run(self.command, capture_output=True, text=True, timeout=PATIENCE)
        length = time.monotonic() - begin
        assert done.returncode == 0, f"{self.name}: status {done.returncode}: {done.stdout}{done.stderr}"
        state = self.database.state()
        wrong = state.wrong(self.tree, self.undone)
        assert not wrong, f"{self.name}, after the run that finished: {wrong}"
        assert len(state.versions) == (0 if self.undone else self.tree.count), \
            f"{self.name}: {len(state.versions)} in the history after the run that finished"
        return length

    def kill(self, moment, stop, after=0):
        """Kills a run at the moment (seconds) after so many migrations were said to be done; with
        `stop` it is stopped first to be looked at."""
        run = subprocess.Popen([*self.command, "--ndjson"], stdout=subprocess.PIPE,
                               stderr=subprocess.DEVNULL)
        begin = time.monotonic()
        for _ in range(after):
            run.stdout.readline()
        time.sleep(moment)
        evidence = None
        if stop and run.poll() is None:
            os.kill(run.pid, signal.SIGSTOP)  # send_signal would take the status of one that ends just now
            _, status = os.waitpid(run.pid, os.WUNTRACED)
            if os.WIFSTOPPED(status):
                evidence = self.database.inside(run.pid)
            else:
                run.returncode = os.waitstatus_to_exitcode(status)
        if run.returncode is None:
            moment = time.monotonic() - begin
            run.kill()
            run.wait()
        run.stdout.close()
        if run.returncode != -signal.SIGKILL:
            assert run.returncode == 0, f"{self.name}: status {run.returncode} of a run that was let be"
            self.late += 1
            if not after:
                self.length *= 0.98  # the first ones took longer
            return
        evidence = evidence or self.database.inside(None)
        state = self.database.state()
        evidence = evidence or self.database.inside_after()
        wrong = state.wrong(self.tree, self.undone)
        assert not wrong, f"{self.name}, killed after {moment * 1000:.2f} ms: {wrong}"
        done = len(state.versions)
        self.committed[self.tree.count - done if self.undone else done] += 1
        if evidence:
            self.inside += 1
            self.evidence[evidence] += 1

    def kills(self):
        return self.committed.total()

    def lacks(self):
        return not SHORT and (self.inside < INSIDE or bool(self.empty()))

    def empty(self):
        return [bucket for bucket in range(self.tree.count + 1) if self.committed[bucket] == 0]

    def kill_for(self, bucket, turn):
        """Kills a run that has just told of this many migrations, or of one less."""
        told = max(0, bucket - turn // len(self.empty()) % 2)
        self.kill(self.length / self.tree.count * (turn * 0.618034 % 1), stop=turn % 2 == 0, after=told)

    def report(self, seconds):
        print(f"{self.database.name}, {self.name}: {self.kills()} kills over {self.length * 1000:.0f} ms, "
              f"{self.inside} of them inside a transaction ({dict(self.evidence)}), {self.late} runs "
              f"ended before; {seconds:.0f} s")
        print("  committed: kills  " + " ".join(f"{bucket}:{self.committed[bucket]}"
                                                for bucket in range(self.tree.count + 1)))


def kill_runs(tool, database, tree, wanted=20 if SHORT else 200, bound=900):
    """Applies and rolls back by turns, and kills each run once, until `wanted` kills of both were
    spread over their length, every count of committed migrations was met and enough of the kills
    fell inside a transaction."""
    apply, rollback = kinds = [Kills(tool, database, tree, kind) for kind in (Kills.apply, Kills.rollback)]
    begin = time.monotonic()
    lengths = []
    for _ in range(3):
        database.forget()
        lengths.append([kind.finish() for kind in kinds])
    for kind, each in zip(kinds, zip(*lengths)):
        kind.length = statistics.median(each)
    turn = 0
    while turn < bound and any(kind.kills() < wanted or kind.lacks() for kind in kinds):
        turn += 1
        database.forget()
        for kind in kinds:
            empty = kind.empty()
            if kind.kills() < wanted or (kind.lacks() and not empty):
                kind.kill(kind.length * (turn * 0.618034 % 1), stop=turn % 2 == 0)
            elif kind.lacks():
                kind.kill_for(empty[turn % len(empty)], turn)
            kind.finish()
    for kind in kinds:
        kind.report(time.monotonic() - begin)
        assert kind.kills() >= wanted, f"{kind.name}: only {kind.kills()} kills"
        if not SHORT:
            assert not kind.empty(), f"{kind.name}: never killed with {kind.empty()} committed"
            assert kind.inside >= INSIDE, f"{kind.name}: only {kind.inside} kills fell inside a transaction"
