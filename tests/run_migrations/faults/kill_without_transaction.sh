#!/usr/bin/env bash
# Migrations without a transaction on PostgreSQL, killed before, during and after each statement and
# at moments spread over the run: never an invalid index that counts as applied, nor a statement
# that ran twice without the user being asked.
set -euo pipefail
# shellcheck source=common.bash
source "$(dirname "${BASH_SOURCE[0]}")/common.bash"

with_postgres
/usr/bin/python3 - "$run_migrations" "$postgres_url" <<'PYTHON' || fail "without a transaction"
import collections
import os
import re
import signal
import subprocess
import sys
import time

import fault_runs

tool, url = sys.argv[1:]
ROWS = 60_000
UP = ["INSERT INTO effects VALUES ('s0')",
      "CREATE INDEX CONCURRENTLY i1 ON data.t (a)",
      "INSERT INTO effects VALUES ('s2')",
      "CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS i3 ON data.t (b)",
      "INSERT INTO effects VALUES ('s4')"]
DOWN = ["INSERT INTO effects VALUES ('d0')",
        "DROP INDEX CONCURRENTLY data.i1",
        "INSERT INTO effects VALUES ('d2')",
        "DROP INDEX CONCURRENTLY data.i3"]
failures = []
counts = collections.Counter()


def connect():
    for _ in range(200):
        database = fault_runs.Postgres.__new__(fault_runs.Postgres)
        try:
            database.__init__(url)
            return database
        except (RuntimeError, BrokenPipeError):
            time.sleep(0.05)
    sys.exit("the server does not come back")


def prepare():
    """001 has run, and the tables of the tool halt where `control` says so."""
    database.query("DROP SCHEMA public CASCADE; CREATE SCHEMA public; CREATE TABLE control (point TEXT); "
                   "CREATE TABLE effects (what TEXT); "
                   "DROP INDEX IF EXISTS data.i1; DROP INDEX IF EXISTS data.i3")
    os.makedirs("migrations", exist_ok=True)
    for name in os.listdir("migrations"):
        os.remove(f"migrations/{name}")
    with open("migrations/001_first.sql", "w") as file:
        file.write("-- migrate:up transaction:false\nSELECT 1;\n")
    assert run()[0] == 0
    database.query("""CREATE FUNCTION halt() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE here TEXT;
      BEGIN
        IF TG_TABLE_NAME = 'effects' THEN
          here := 'during ' || right(NEW.what, 1);
        ELSIF TG_TABLE_NAME = 'schema_migrations' THEN
          here := 'end';
        ELSIF TG_OP = 'DELETE' THEN
          RETURN OLD;
        ELSE
          here := CASE WHEN NEW.settled THEN 'after ' ELSE 'before ' END || NEW.statement;
        END IF;
        IF EXISTS (SELECT FROM control WHERE point = here) THEN
          PERFORM pg_advisory_xact_lock(4711);
        END IF;
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER halt BEFORE INSERT ON effects FOR EACH ROW EXECUTE FUNCTION halt();
      CREATE TRIGGER halt BEFORE INSERT OR DELETE ON schema_migrations FOR EACH ROW EXECUTE FUNCTION halt();
      CREATE TRIGGER halt BEFORE INSERT OR UPDATE ON schema_migrations_progress FOR EACH ROW EXECUTE FUNCTION halt()
      """.replace("\n", " "))
    write(UP, DOWN)
    with open("migrations/003_after.sql", "w") as file:
        file.write("-- migrate:up\nINSERT INTO effects VALUES ('003');\n"
                   "-- migrate:down\nDELETE FROM effects WHERE what = '003';\n")


def write(up, down):
    with open("migrations/002_indexes.sql", "w") as file:
        file.write("-- migrate:up transaction:false\n" + "".join(line + ";\n" for line in up) +
                   "-- migrate:down transaction:false\n" + "".join(line + ";\n" for line in down))


def command(*options):
    return [tool, "--dir", "migrations", "--database", url, *options]


def run(*options):
    done = subprocess.run(command(*options), capture_output=True, text=True, timeout=60)
    return done.returncode, done.stdout + done.stderr


class State:
    def __init__(self, rolls_back):
        self.history = [(v, s) for v, s in database.query("SELECT version, success FROM schema_migrations ORDER BY id")]
        key = "down:002" if rolls_back else "002"
        self.progress = [(int(k), settled == "t") for k, settled in database.query(
            f"SELECT statement, settled FROM schema_migrations_progress WHERE version = '{key}' ORDER BY statement")]
        self.effects = collections.Counter(what for what, in database.query("SELECT what FROM effects"))
        self.indexes = {name: valid == "t" for name, valid in database.query(
            "SELECT relname, indisvalid FROM pg_index JOIN pg_class c ON c.oid = indexrelid WHERE c.relname IN ('i1', 'i3')")}

    def __eq__(self, other):
        return vars(self) == vars(other)

    def has(self, statement):
        """Whether a statement took effect: True, False, or "half" for an index that is there and not valid."""
        if found := re.search(r"'(\w+)'", statement):
            return self.effects[found[1]] > 0
        name = re.search(r"\bi\d", statement)[0]
        if name in self.indexes and not self.indexes[name]:
            return "half"
        return (name in self.indexes) != statement.startswith("DROP")


def check(well, what, more=""):
    if not well:
        failures.append(what)
        print(f"{what}\n    {more}".rstrip(), flush=True)
        if len(failures) == 40:
            sys.exit("too much is wrong")


def recover(what, rolls_back):
    """What must be true after a kill; then does as a user would who reads the messages."""
    statements = list(DOWN if rolls_back else UP)
    goal = ["--rollback", "--to", "001"] if rolls_back else []
    state = State(rolls_back)
    progress = state.progress
    recorded = any(row == ("002", "t") for row in state.history)
    if rolls_back:
        over, begun = not recorded, recorded and bool(progress)
    else:
        over, begun = recorded, not recorded and bool(progress)
    check([k for k, _ in progress] == list(range(len(progress))) and all(s for _, s in progress[:-1]),
          f"{what}: more than one statement is unknown", progress)
    check(all(count == 1 for count in state.effects.values()), f"{what}: ran twice", state.effects)
    if not over:
        for k, statement in enumerate(statements):
            settled = k < len(progress) and progress[k][1]
            check(not settled or state.has(statement) is True, f"{what}: settled without effect: {statement}")
            check(k < len(progress) or state.has(statement) is False, f"{what}: effect without intent: {statement}")
    else:
        check(not progress, f"{what}: it is over and has progress left", progress)
        check(all(state.has(s) is True for s in statements), f"{what}: over, and not all is there")
    if begun:
        counts["interrupted"] += 1
        at, settled = progress[-1]
        status, text = run("--status")
        check("interrupted" in text, f"{what}: --status does not say that it was interrupted", text)
        if rolls_back:  # nothing is built upon the half of it
            status, text = run()
            check(status == 1 and "002_indexes.sql" in text, f"{what}: status {status} of a run that applies", text)
        status, text = run(*goal)
        wanted = f"interrupted after statement {at + 1}" if settled else f"interrupted in statement {at + 1},"
        check(status == 1 and wanted in text and "--resume" in text and "002_indexes.sql" in text,
              f"{what}: status {status} without --resume", text)
        check(State(rolls_back) == state, f"{what}: without --resume something ran")
        first = at + 1 if settled else at
        if first > 0:
            # What has run may not change.
            changed = [statements[0].replace("INTO", "INTO  ")] + statements[1:]
            write(UP if rolls_back else changed, changed if rolls_back else DOWN)
            status, text = run(*goal, "--resume")
            check(status == 1 and State(rolls_back) == state, f"{what}: resumed after a change: {status}", text)
            write(UP, DOWN)
        unknown = statements[at] if not settled else None
        found = state.has(unknown) if unknown else False
        counts[f"statement unknown, effect {found}" if unknown else "between statements"] += 1
        if found == "half" and not rolls_back:
            status, text = run("--resume")
            check(status == 1 and "DROP INDEX CONCURRENTLY" in text and "invalid" in text,
                  f"{what}: status {status} of --resume over an invalid index", text)
            check(State(rolls_back).indexes == state.indexes, f"{what}: dropped without being asked")
            check(all(row != ("002", "t") for row in State(rolls_back).history), f"{what}: invalid and applied")
            goal = goal + ["--drop-invalid"]
        elif found is True:
            # The message says that it is not known; the user looks, and mends the statement.
            statements[at] = "SELECT 'it was there'"
            write(UP if rolls_back else statements, statements if rolls_back else DOWN)
            if rolls_back:  # the file has changed, which is for the user to say
                status, text = run("--repair")
                check(status == 0, f"{what}: status {status} of --repair", text)
        status, text = run(*goal, "--resume")
        check(status == 0, f"{what}: status {status} of --resume", text)
    else:
        counts["over" if over else "not begun"] += 1
        status, text = run(*goal)
        check(status == 0, f"{what}: status {status} of the next run", text)
    end = State(rolls_back)
    check(not end.progress, f"{what}: progress is left", end.progress)
    versions = ["001"] if rolls_back else ["001", "002", "003"]
    check(end.history == [(v, "t") for v in versions], f"{what}: the history ends as", end.history)
    done = ["d0", "d2"] if rolls_back else ["s0", "s2", "s4", "003"]
    check(all(end.effects[one] == 1 for one in done), f"{what}: not each once", end.effects)
    check(end.indexes == ({} if rolls_back else {"i1": True, "i3": True}), f"{what}: the indexes", end.indexes)
    if not rolls_back:
        status, text = run("--verify")
        check(status == 0, f"{what}: status {status} of --verify", text)


def wait_until(sql):
    deadline = time.monotonic() + 5
    while not database.query(sql):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.005)
    return True


SESSION = "SELECT pid FROM pg_stat_activity WHERE application_name = 'run_migrations'"


def halt_and_kill(point, how, rolls_back):
    """A run that halts at the point is killed there; then its session goes on, or ends, or the
    server's processes are all killed with it."""
    global database
    what = f"{'down' if rolls_back else 'up'}, {point}, {how}"
    prepare()
    goal = ["--rollback", "--to", "001"] if rolls_back else []
    if rolls_back:
        assert run()[0] == 0
    blocker = connect()
    if point.startswith("locked"):  # before the index is in the catalogue
        blocker.query("BEGIN; LOCK TABLE data.t IN SHARE UPDATE EXCLUSIVE MODE")
    elif point.startswith("waiting"):  # it is in the catalogue, and waits for who writes
        blocker.query("BEGIN; INSERT INTO data.t VALUES (-1, -1)")
    else:
        blocker.query("SELECT pg_advisory_lock(4711)")
        database.query(f"INSERT INTO control VALUES ('{point}')")
    later = point in ("locked 3", "waiting 3")
    if later:  # the index before it may pass: it halts at the intent, and is blocked from there on
        blocker.query("ROLLBACK")
        before = connect()
        before.query("SELECT pg_advisory_lock(4711)")
        database.query("INSERT INTO control VALUES ('before 3')")
    child = subprocess.Popen(command(*goal), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    waits = "wait_event = 'advisory'"
    at_index = f"wait_event = '{'relation' if point[0] == 'l' else 'virtualxid'}' AND query LIKE '%CONCURRENTLY%'"
    halted = wait_until(f"{SESSION} AND {at_index if point[0] in 'lw' and not later else waits}")
    if later:
        blocker.query("BEGIN")
        blocker.query("LOCK TABLE data.t IN SHARE UPDATE EXCLUSIVE MODE" if point[0] == "l" else
                      "INSERT INTO data.t VALUES (-1, -1)")
        before.__exit__()
        halted = wait_until(f"{SESSION} AND {at_index}")
    check(halted and child.poll() is None, f"{what}: it did not halt")
    child.send_signal(signal.SIGKILL)
    child.wait()
    if how == "its session goes on":
        # As long as the session is there, no other run may touch anything.
        status, text = run("--lock-wait", "100ms", *goal, "--resume")
        check(status == 75, f"{what}: status {status} beside a session that is still at work", text)
    elif how == "its session ends":
        database.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'run_migrations'")
    else:
        pid = int(database.query(SESSION)[0][0])
        os.kill(pid, signal.SIGKILL)
        time.sleep(0.1)
        database = connect()
    if how != "the server crashes":
        if how == "its session ends":
            database.settle()
        blocker.query("ROLLBACK" if point[0] in "lw" else "SELECT pg_advisory_unlock(4711)")
        blocker.__exit__()
    database.settle()
    database.query("DELETE FROM control")
    counts[f"kills {'down' if rolls_back else 'up'}"] += 1
    recover(what, rolls_back)


def spread(count):
    """Nothing halts: kills at moments over the length of a run."""
    global database
    prepare()
    begin = time.monotonic()
    assert run()[0] == 0
    length = time.monotonic() - begin
    where = collections.Counter()
    for i in range(count):
        prepare()
        child = subprocess.Popen(command(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(length * (i * 0.618034 % 1))
        if child.poll() is not None:
            where["ended before"] += 1
        child.kill()
        child.wait()
        if i % 2:
            database.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'run_migrations'")
        database.settle()
        progress = State(False).progress
        where[f"in {progress[-1][0] + 1}" if progress and not progress[-1][1] else
              f"after {progress[-1][0] + 1}" if progress else "no statement unsettled"] += 1
        recover(f"killed after {length * (i * 0.618034 % 1) * 1000:.1f} ms", False)
    print(f"{count} kills over {length * 1000:.0f} ms: {dict(sorted(where.items()))}")


database = connect()
database.query(f"CREATE SCHEMA data; CREATE TABLE data.t (a INTEGER, b INTEGER); "
               f"INSERT INTO data.t SELECT n % 1000, n FROM generate_series(1, {ROWS}) AS n; ANALYZE data.t")
begin = time.monotonic()
points = [f"{when} {k}" for k in range(5) for when in ("before", "during", "after")
          if not (when == "during" and k in (1, 3))] + ["end", "locked 1", "waiting 1", "locked 3", "waiting 3"]
for point in points:
    halt_and_kill(point, "its session goes on", False)
    halt_and_kill(point, "its session ends", False)
down = [f"{when} {k}" for k in range(4) for when in ("before", "after")] + [
    "during 0", "during 2", "end", "locked 1", "waiting 1"]
for point in down:
    halt_and_kill(point, "its session ends", True)
for point in ("before 1", "waiting 1", "after 1", "during 2", "waiting 3", "end"):
    halt_and_kill(point, "the server crashes", False)
print(f"{dict(counts)}; {time.monotonic() - begin:.0f} s")
begin = time.monotonic()
spread(5 if fault_runs.SHORT else 60)
print(f"{time.monotonic() - begin:.0f} s")
if failures:
    print(f"{len(failures)} checks failed")
sys.exit(bool(failures))
PYTHON

finish
