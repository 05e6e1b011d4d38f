#!/usr/bin/python3
"""Runs one table of scenarios on SQLite and on PostgreSQL: the answers have to be the same.

    both_engines.py PATH_OF_run_migrations [POSTGRES_URL]

A scenario is a name and a list of steps: write files, run the tool, look at the states that
--status tells, ask the database. Each runs on a fresh SQLite file and on a fresh database of the
PostgreSQL server, whose URL has to belong to a role that may create databases; without a URL only
SQLite is tried. What is expected holds for both engines. Beyond that, the exit status and the
output of every run are compared between the two, with addresses, times and the engines' own error
texts left out.

A scenario that fails is told in one line: engine, scenario, step, what it got, what was wanted.
With ONLY=TEXT in the environment, only scenarios whose names contain TEXT are run.

Exit status: 0 all is well, 1 a scenario failed, 64 wrong usage.
"""

import hashlib
import itertools
import json
import os
import re
import sqlite3
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

TIMEOUT_SECONDS = 60
FOLDER = "m"
HISTORY = "schema_migrations"
# Set by sanitizer and coverage runs; everything else of the environment stays outside.
PASSED_ON = ("ASAN_OPTIONS", "LSAN_OPTIONS", "TSAN_OPTIONS", "UBSAN_OPTIONS", "LLVM_PROFILE_FILE",
             "GCOV_PREFIX", "GCOV_PREFIX_STRIP")


COUNTER = itertools.count(1)


class Mismatch(Exception):
    """Something is not as the scenario wants it."""

    def __init__(self, what, got, wanted):
        super().__init__(f"{what}: got {one_line(got)}, wanted {one_line(wanted)}")


def one_line(value):
    text = value if isinstance(value, str) else repr(value)
    return text.replace("\n", "\\n")


def own_tables(database):
    """The tables but for the ledger of steps, which exists only once a file ran without a transaction."""
    return [name for name in database.every_table() if not name.endswith("_progress")]


def expect(what, got, wanted):
    if got != wanted:
        raise Mismatch(what, got, wanted)


# The two engines

class Sqlite:
    name = "sqlite"
    identity = "INTEGER PRIMARY KEY AUTOINCREMENT"

    def __init__(self, directory, label):
        self.path = directory / f"{label}.db"
        self.url = f"sqlite:{self.path}"

    def execute(self, sql):
        connection = sqlite3.connect(self.path)
        try:
            connection.executescript(sql)
            connection.commit()
        finally:
            connection.close()

    def query(self, sql):
        if not self.path.exists():
            return []
        connection = sqlite3.connect(self.path)
        try:
            rows = connection.execute(sql).fetchall()
        finally:
            connection.close()
        return ["|".join("" if cell is None else str(cell) for cell in row) for row in rows]

    def every_table(self):
        return self.query("SELECT name FROM sqlite_master WHERE type = 'table'"
                          " AND name NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY name")

    def image(self):
        beside = sorted(path.name for path in self.path.parent.glob(f"{self.path.name}*"))
        return beside, self.path.read_bytes() if self.path.exists() else None

    def remove(self):
        pass


class Postgres:
    name = "postgresql"
    identity = "SERIAL PRIMARY KEY"

    def __init__(self, server, label):
        self.server = server
        self.database = f"both_engines_{os.getpid()}_{next(COUNTER)}_{label}"
        self.url = urlunsplit(urlsplit(server)._replace(path=f"/{self.database}"))
        psql(server, f'CREATE DATABASE "{self.database}" TEMPLATE template0')

    def execute(self, sql):
        psql(self.url, sql)

    def query(self, sql):
        return psql(self.url, sql).splitlines()

    def every_table(self):
        return self.query("SELECT relname FROM pg_class WHERE relkind IN ('r', 'p')"
                          " AND relnamespace = 'public'::regnamespace ORDER BY relname COLLATE \"C\"")

    def image(self):
        dump = output_of(["pg_dump", "--inserts", "--dbname", self.url])
        return [line for line in dump.splitlines() if not re.match(r"\\(un)?restrict ", line)]

    def remove(self):
        psql(self.server, f'DROP DATABASE "{self.database}" WITH (FORCE)')


def output_of(command):
    done = subprocess.run(command, capture_output=True, text=True, timeout=TIMEOUT_SECONDS, check=False)
    if done.returncode != 0:
        raise Mismatch(f"{command[0]} failed", done.stderr.strip(), "success")
    return done.stdout


def psql(url, sql):
    return output_of(["psql", "-X", "-q", "-A", "-t", "-F", "|", "-v", "ON_ERROR_STOP=1", "--dbname", url,
                      "-c", sql])


# Where a scenario runs

class World:
    """One scenario on one engine: a directory, a database, a second one when it is asked for."""

    def __init__(self, tool, directory, make_database):
        self.tool = tool
        self.directory = directory
        self.make_database = make_database
        self.database = make_database("main")
        self.second = None
        self.images = {}
        self.transcript = []
        (directory / FOLDER).mkdir()

    def other(self):
        if self.second is None:
            self.second = self.make_database("other")
        return self.second

    def databases(self):
        return [database for database in (self.database, self.second) if database is not None]

    def fill_in(self, text):
        text = text.replace("{url}", self.database.url).replace("{id}", self.database.identity)
        return text.replace("{other}", self.other().url) if "{other}" in text else text

    def call(self, arguments, environment=None):
        variables = {"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": str(self.directory), "LC_ALL": "C.UTF-8",
                     "TZ": "UTC", **{name: os.environ[name] for name in PASSED_ON if name in os.environ}}
        variables.update({name: self.fill_in(value) for name, value in (environment or {}).items()})
        return subprocess.run([self.tool, *map(self.fill_in, arguments)], cwd=self.directory, env=variables,
                              stdin=subprocess.DEVNULL, capture_output=True, text=True,
                              timeout=TIMEOUT_SECONDS, check=False)

    def remove(self):
        for database in self.databases():
            database.remove()


# What is left out when the two engines are compared

def without_addresses(text, world):
    for database, label in ((world.database, "URL"), (world.second, "OTHER")):
        if database is not None:
            text = text.replace(database.url, label)
    return text.replace(str(world.directory), "HERE").replace("public." + HISTORY, HISTORY)


def without_times(text):
    text = re.sub(r"\(\d+ ms\)", "(MS)", text)
    text = re.sub(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d+)?(\+00|Z)?", "WHEN", text)
    return re.sub(r"WHEN +\d+$", "WHEN MS", text, flags=re.M)


def without_engine_errors(text):
    kept, dropping = [], False
    for line in text.splitlines():
        failed = re.match(r"([^ ]+?)(:\d+:\d+)?: error: .* \[failed\]$", line)
        dropping = bool(failed) or dropping and line.startswith("  ") and "--" not in line
        if failed:
            kept.append(f"{failed[1]}: error [failed]")
        elif not dropping:
            kept.append(line)
    return "\n".join(kept)


def document_in_short(document):
    """What of a report has to be equal on both engines."""
    def pick(entries, *keys):
        return [[entry.get(key) for key in keys] for entry in entries]
    problems = [[p["rule"], p["severity"], p["file"]] + ([] if p["rule"] == "failed" else
                [p["line"], p["column"], without_times(p["message"]), p.get("hint")])
                for p in document["problems"]]
    return {
        "applied": pick(document["applied"], "version", "name", "state", "file", "checksum", "success"),
        "pending": pick(document["pending"], "version", "name", "state", "file"),
        "done": pick(document["done"], "deed", "version", "name", "file", "statements", "transaction"),
        "planned": document.get("planned"), "problems": problems, "notes": document["notes"],
    }


def in_short(text, world):
    if text.startswith('{"schema"'):
        short = json.dumps(document_in_short(json.loads(text)))
        return without_addresses(short, world)
    text = re.sub(r'"execution_time_ms":\d+', '"execution_time_ms":0', text)
    text = re.sub(r" +", " ", re.sub(r" +$", "", without_times(text), flags=re.M))
    return without_engine_errors(without_addresses(text, world))


# Steps. Each is a function of the world; its docstring becomes the step's title.

def step(title, action):
    action.__doc__ = title
    return action


def spell(content):
    return content if isinstance(content, bytes) else content.encode()


def files(**contents):
    """Migrations by keyword, whose first `_` and missing `.sql` are only Python's wants."""
    return at({f"{name[1:]}.sql": content for name, content in contents.items()})


def at(contents):
    """Files by name, below the directory of migrations; None removes one."""
    def write(world):
        for name, content in contents.items():
            path = world.directory / FOLDER / name
            if content is None:
                path.unlink()
            else:
                path.write_bytes(spell(content if isinstance(content, bytes) else world.fill_in(content)))
    return step(f"write {', '.join(contents)}", write)


def sql(statements):
    return step(f"execute {statements[:40]}", lambda world: world.database.execute(world.fill_in(statements)))


def on_other(statements):
    return step(f"execute on the other {statements[:40]}",
                lambda world: world.other().execute(world.fill_in(statements)))


def run(*arguments, status=0, says=(), silent=(), done=None, rules=None, notes=None, env=None, plain=False,
        stdout=None, compare=True):
    """Run the tool. With plain, without --dir and --database. With done, rules or notes the report is
    read: deeds as `deed version`, rules of problems, and substrings of notes."""
    wants_report = not (done is rules is notes is None)
    full = ([] if plain else ["--dir", FOLDER, "--database", "{url}"]) + list(arguments)
    full += ["--json"] if wants_report else []

    def go(world):
        result = world.call(full, env)
        said = result.stdout + result.stderr
        if result.returncode != status:
            raise Mismatch("exit status", f"{result.returncode} ({said.strip()})", status)
        for wanted in map(world.fill_in, says):
            if wanted not in said:
                raise Mismatch("output", said.strip(), f"to contain {wanted}")
        for unwanted in silent:
            if unwanted in said:
                raise Mismatch("output", said.strip(), f"not to contain {unwanted}")
        if stdout is not None:
            expect("standard output", without_times(result.stdout), stdout)
        if wants_report:
            check_report(json.loads(result.stdout), done, rules, notes)
        if compare:
            world.transcript.append(f"{result.returncode}\n{in_short(result.stdout, world)}\n"
                                    f"{in_short(result.stderr, world)}")
        else:
            world.transcript.append(None)
    return step(f"run_migrations {' '.join(arguments)}".strip(), go)


def check_report(report, done, rules, notes):
    for part in ("applied", "pending", "done", "problems"):
        expect(f"summary.{part}", report["summary"][part], len(report[part]))
    if done is not None:
        expect("done", [f"{deed['deed']} {deed['version']}" for deed in report["done"]], list(done))
    if rules is not None:
        expect("rules", [problem["rule"] for problem in report["problems"]], list(rules))
    for wanted in notes or ():
        if not any(wanted in note for note in report["notes"]):
            raise Mismatch("notes", report["notes"], f"one with {wanted}")


def fails(*arguments, **expected):
    return run(*arguments, status=1, **expected)


def refused(*arguments, **expected):
    return run(*arguments, status=65, **expected)


def misused(*arguments, **expected):
    return run(*arguments, status=64, **expected)


def states(*arguments, status=0, **wanted):
    """--status tells these states; keywords are `v` and the version. Without a status any will do."""
    def look(world):
        result = world.call(["--dir", FOLDER, "--database", "{url}", "--status", "--json", *arguments])
        if status not in (None, result.returncode):
            raise Mismatch("exit status", f"{result.returncode} ({result.stdout}{result.stderr})", status)
        report = json.loads(result.stdout)
        got = {entry["version"]: entry["state"] for entry in report["applied"] + report["pending"]}
        expect("states", got, {name[1:]: state for name, state in wanted.items()})
        world.transcript.append(in_short(result.stdout, world))
    return step("--status", look)


def ask(question, *rows):
    return step(f"query {question}",
                lambda world: expect("rows", world.database.query(question), list(rows)))


def tables(names, history=True):
    """The tables are these, and the history when there is one."""
    wanted = sorted(names.split() + ([HISTORY] if history else []))
    return step("tables", lambda world: expect("tables", own_tables(world.database), wanted))


def no_table(name):
    return step(f"no {name}", lambda world: expect(name, name in own_tables(world.database), False))


def nothing_made():
    """No table but perhaps the history."""
    return step("no tables", lambda world: expect("tables", set(own_tables(world.database)) - {HISTORY}, set()))


def remember():
    def take(world):
        world.images = {database.url: database.image() for database in world.databases()}
    return step("remember the databases", take)


def unchanged():
    def compare(world):
        for number, database in enumerate(world.databases(), 1):
            if database.image() != world.images[database.url]:
                raise Mismatch(f"database {number}", "a change", "none")
    return step("the databases are as before", compare)


def beside(contents):
    """Files next to the directory of migrations."""
    def write(world):
        for name, content in contents.items():
            (world.directory / name).write_text(world.fill_in(content))
    return step(f"write {', '.join(contents)}", write)


def holds(name, *parts):
    def read(world):
        path = world.directory / name
        text = path.read_text() if path.exists() else "(no such file)"
        for part in parts:
            if part not in text:
                raise Mismatch(name, text, f"to contain {part}")
    return step(f"read {name}", read)


# The history as the earlier runner wrote it

LEGACY_TABLE = f"""CREATE TABLE {HISTORY} (id {{id}}, version VARCHAR(255) UNIQUE NOT NULL,
 name VARCHAR(255) NOT NULL, checksum VARCHAR(64) NOT NULL, executed_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
 execution_time_ms INTEGER, success BOOLEAN DEFAULT TRUE, error_message TEXT);"""


def legacy(*rows):
    """Rows of version, name, the bytes that were hashed, whether it succeeded."""
    statements = [LEGACY_TABLE]
    for version, name, content, success in rows:
        checksum = hashlib.sha256(spell(content)).hexdigest()
        error = "NULL" if success else "'near nothing'"
        statements.append(f"INSERT INTO {HISTORY} (version, name, checksum, execution_time_ms, success,"
                          f" error_message) VALUES ('{version}', '{name}', '{checksum}', 5,"
                          f" {'TRUE' if success else 'FALSE'}, {error});")
    return sql("\n".join(statements))


# Files that many scenarios share

def table(name):
    return f"CREATE TABLE {name} (id INTEGER);\n"


def drop(name):
    return f"DROP TABLE {name};\n"


def three():
    return at({"1_a.sql": table("a"), "1_a.down.sql": drop("a"), "2_b.sql": table("b"), "2_b.down.sql": drop("b"),
               "3_c.sql": table("c"), "3_c.down.sql": drop("c")})


VERSIONS = f"SELECT version FROM {HISTORY} ORDER BY id"
ROWS = (f"SELECT version, name, CASE WHEN success THEN 'well' ELSE 'failed' END, coalesce(error_message, '-')"
        f" FROM {HISTORY} ORDER BY version")
ALL_APPLIED = dict(v1="applied", v2="applied", v3="applied")
ALL_PENDING = dict(v1="pending", v2="pending", v3="pending")
ALL_DONE = ["applied 1", "applied 2", "applied 3"]
BROKEN = "CREATE TABLE b (id INTEGER);\nINSERT INTO nowhere VALUES (1);\n"
STEPWISE = "-- migrate:up transaction:false\nCREATE TABLE b (id INTEGER);\nINSERT INTO {} VALUES (7);\n" \
           "CREATE TABLE c (id INTEGER);\n"


def hash_of(content):
    return hashlib.sha256(spell(content)).hexdigest()


SCENARIOS = {}


def scenario(name, *steps):
    assert name not in SCENARIOS, name
    SCENARIOS[name] = steps


# Applying

scenario("apply all", three(), run(done=ALL_DONE), states(**ALL_APPLIED), tables("a b c"),
         ask(VERSIONS, "1", "2", "3"), ask(ROWS, "1|a|well|-", "2|b|well|-", "3|c|well|-"))
scenario("apply says what it did", three(),
         run(stdout="applied     1 a (MS)\napplied     2 b (MS)\napplied     3 c (MS)\n3 migrations applied\n"))
scenario("apply up to a version", three(), run("--to", "2", done=ALL_DONE[:2]),
         states(v1="applied", v2="applied", v3="pending"), tables("a b"), run(done=ALL_DONE[2:]), tables("a b c"))
scenario("apply up to a version spelled otherwise", at({"0001_a.sql": table("a"), "0002_b.sql": table("b")}),
         run("--to", "1", done=["applied 0001"]), run("--to", "0002", done=["applied 0002"]), tables("a b"))
scenario("apply up to a version that no file has", three(),
         misused("--to", "7", says=["no version 7"]), tables("", history=False))
scenario("a second run does nothing", three(), run("--quiet"), remember(), run(done=[], rules=[]), unchanged(),
         run(stdout="nothing is pending\n"), unchanged())
scenario("a new file is applied alone", three(), run("--quiet"), files(_4_d=table("d")), run(done=["applied 4"]),
         tables("a b c d"))
scenario("the row tells hash, time and success", files(_1_a=table("a")), run("--quiet"),
         ask(f"SELECT checksum, CASE WHEN execution_time_ms >= 0 THEN 'timed' END,"
             f" CASE WHEN executed_at IS NOT NULL THEN 'dated' END FROM {HISTORY}",
             f"{hash_of(table('a'))}|timed|dated"))
scenario("a failing statement leaves nothing, and the rest stays pending",
         files(_1_a=table("a"), _2_b=BROKEN, _3_c=table("c")), fails(done=["applied 1"], rules=["failed"]),
         states(v1="applied", v2="pending", v3="pending"), tables("a"), ask(VERSIONS, "1"),
         files(_2_b=table("b")), run(done=ALL_DONE[1:]), tables("a b c"))
scenario("a failing first migration leaves no tables", files(_2_b=BROKEN), fails(says=["2_b.sql", "nowhere"]),
         states(v2="pending"), no_table("b"))
scenario("an error has file, line, column and caret",
         files(_1_a=table("a"), _2_b="-- é\nINSERT INTO a VALUES (1); SELECT 'é', nope FROM a;\n"),
         fails(says=["m/2_b.sql:2:39: error:", "\n    INSERT INTO a VALUES (1); SELECT 'é', nope FROM a;\n",
                     "\n" + " " * 42 + "^"]), ask("SELECT count(*) FROM a", "0"))
scenario("an error after CRLF has its place",
         files(_1_a=table("a"), _2_b=b"\xef\xbb\xbf-- x\r\nSELECT 1;\r\nSELECT nope FROM a;\r\n"),
         fails(says=["m/2_b.sql:3:8: error:"]), states(v1="applied", v2="pending"))
scenario("a constraint that is broken leaves nothing",
         files(_1_a="CREATE TABLE a (id INTEGER UNIQUE);\nINSERT INTO a VALUES (1);\nINSERT INTO a VALUES (1);\n"),
         fails(rules=["failed"]), states(v1="pending"),
         no_table("a"))
scenario("semicolons and dashes in strings, comments and names",
         files(_1_a="CREATE TABLE a (\"x;y\" TEXT); /* ; -- */\nINSERT INTO a VALUES ('1;--''2'); -- ; '\n"
                    "INSERT INTO a VALUES ('/*');\n;\nINSERT INTO a VALUES ('*/')"),
         run(done=["applied 1"]), ask("SELECT * FROM a", "1;--'2", "/*", "*/"))
scenario("a file of comments only counts", files(_1_a="-- nothing yet\n", _2_b=table("b")),
         run(done=ALL_DONE[:2]), states(v1="applied", v2="applied"))
scenario("an empty file counts", files(_1_a="", _2_b=table("b")), run(done=ALL_DONE[:2]),
         states(v1="applied", v2="applied"))
scenario("a migration sees what an earlier one made",
         files(_1_a=table("a"), _2_b="INSERT INTO a VALUES (3);", _3_c="UPDATE a SET id = id + 1;"),
         run(done=ALL_DONE), ask("SELECT id FROM a", "4"))
scenario("other files in the directory are no migrations",
         at({"1_a.sql": table("a"), "README.md": "# x", "2_b.sql.orig": "nonsense", "notes.txt": "3"}),
         run(done=["applied 1"]), states(v1="applied"))

# Status

scenario("status before and after", three(), states(**ALL_PENDING), run("--quiet"), states(**ALL_APPLIED))
scenario("status writes nothing", three(), remember(), states(**ALL_PENDING), run("--status", compare=False),
         run("--verify"), run("--dry-run", compare=False), unchanged(), tables("", history=False))
scenario("status tells by its exit what is pending", three(),
         run("--status", "--exit-code", status=2, compare=False), states("--exit-code", status=2, **ALL_PENDING),
         run("--to", "2", "--quiet"), run("--status", "--exit-code", status=2, says=["2 applied, 1 pending"]),
         run("--quiet"), run("--status", "--exit-code", says=["3 applied, 0 pending"]))
scenario("status as a table", three(), run("--to", "2", "--quiet"),
         run("--status", says=["version", "state", "applied", "pending", "2 applied, 1 pending"]))

# Plans and rehearsals

scenario("a dry run touches nothing", three(), remember(),
         run("--dry-run", says=["CREATE TABLE a", "CREATE TABLE c", "3 migrations would be applied"]), unchanged(),
         run("--to", "1", "--quiet"), remember(), run("--dry-run", says=["CREATE TABLE b"], silent=["TABLE a"]),
         unchanged(), states(v1="applied", v2="pending", v3="pending"))
scenario("a dry run up to a version", three(),
         run("--dry-run", "--to", "2", says=["TABLE b", "2 migrations would be applied"], silent=["TABLE c"]))
scenario("a dry run as JSON", three(), run("--dry-run", done=[], rules=[]))
scenario("a dry run shows statements that would be refused", files(_1_a=table("a") + "COMMIT;\n"), remember(),
         refused("--dry-run", says=["1_a.sql:2:1", "COMMIT"]), unchanged())
scenario("a dry run with drift", three(), run("--to", "2", "-q"), at({"1_a.sql": table("x")}), remember(),
         fails("--dry-run", rules=["drift"]), unchanged())
scenario("lint up to a version", files(_1_a=table("a"), _2_b="SELECT 1;\n", _3_c="DROP TABLE a;\n"),
         run("--to", "1", "-q"), run("--lint", "--to", "2", rules=[]))
scenario("a rehearsal that succeeds leaves nothing", three(), run("--to", "1", "--quiet"), remember(),
         run("--rehearse", done=["rehearsed 2", "rehearsed 3"], rules=[]), unchanged(),
         run("--rehearse", says=["2 migrations rehearsed, nothing is changed"]), unchanged(), tables("a"))
scenario("a rehearsal of a fresh database", three(), remember(),
         run("--rehearse", done=["rehearsed 1", "rehearsed 2", "rehearsed 3"]), unchanged(),
         tables("", history=False))
scenario("a rehearsal up to a version", three(), remember(),
         run("--rehearse", "--to", "2", done=["rehearsed 1", "rehearsed 2"]), unchanged())
scenario("a rehearsal with drift", three(), run("--to", "2", "-q"), at({"1_a.sql": table("x")}), remember(),
         fails("--rehearse", rules=["drift"], done=[]), unchanged())
scenario("a rehearsal that fails leaves nothing", files(_1_a=table("a"), _2_b=table("b"), _3_c=BROKEN),
         run("--to", "1", "--quiet"), remember(), fails("--rehearse", done=["rehearsed 2"], rules=["failed"]),
         unchanged(), states(v1="applied", v2="pending", v3="pending"), tables("a"))
scenario("a rehearsal on another database", three(), run("--to", "2", "--quiet"),
         on_other("CREATE TABLE own (id INTEGER);"), remember(),
         run("--rehearse-on", "{other}", says=["rehearsed"]), unchanged(), tables("a b"))
scenario("a rehearsal on another database that fails", three(), on_other("CREATE TABLE b (id INTEGER);"),
         remember(), fails("--rehearse-on", "{other}", rules=["failed"]), unchanged(), run(done=ALL_DONE))

# Going back

scenario("rollback undoes the newest", three(), run("--quiet"), run("--rollback", done=["rolled back 3"]),
         states(v1="applied", v2="applied", v3="pending"), tables("a b"), run(done=["applied 3"]), tables("a b c"))
scenario("rollback of two", three(), run("--quiet"),
         run("--rollback", "--steps", "2", done=["rolled back 3", "rolled back 2"]),
         states(v1="applied", v2="pending", v3="pending"), tables("a"), ask(VERSIONS, "1"))
scenario("rollback down to a version", three(), run("--quiet"),
         run("--rollback", "--to", "1", done=["rolled back 3", "rolled back 2"]), tables("a"))
scenario("rollback of everything", three(), run("--quiet"),
         run("--rollback", "--to", "0", done=["rolled back 3", "rolled back 2", "rolled back 1"]),
         states(**ALL_PENDING), tables(""), ask(VERSIONS), run(done=ALL_DONE))
scenario("rollback with nothing applied", three(), run("--rollback", done=[]), states(**ALL_PENDING))
scenario("rollback down to a version undoes everything above it, whenever it was applied", three(),
         at({"2_b.sql": None, "2_b.down.sql": None}), run("--quiet"),
         at({"2_b.sql": table("b"), "2_b.down.sql": drop("b")}), run("--allow-out-of-order", done=["applied 2"]),
         run("--rollback", "--to", "2", done=["rolled back 3"]), tables("a b"))
scenario("rollback down to a version leaves what is below it, whenever it was applied", three(),
         at({"2_b.sql": None, "2_b.down.sql": None}), run("--quiet"),
         at({"2_b.sql": table("b"), "2_b.down.sql": drop("b")}), run("--allow-out-of-order", done=["applied 2"]),
         run("--rollback", "--to", "3", done=[]), tables("a b c"))
scenario("rollback down to a version that is not there", three(), run("--quiet"), remember(),
         misused("--rollback", "--to", "7", says=["7"]), unchanged())
scenario("rollback of more than there are", three(), run("--quiet"),
         run("--rollback", "--steps", "99", done=["rolled back 3", "rolled back 2", "rolled back 1"]), tables(""))
scenario("rollback without a transaction",
         files(_1_a="-- migrate:up\n" + table("a") + table("b") + "-- migrate:down transaction:false\n" + drop("b")
               + drop("a")),
         run("--quiet"), run("--rollback", done=["rolled back 1"]), tables(""), states(v1="pending"),
         run(done=["applied 1"]))
scenario("rollback without a transaction, failing, mended and resumed",
         files(_1_a="-- migrate:up\n" + table("a") + table("b") + "-- migrate:down transaction:false\n" + drop("b")
               + drop("nowhere")),
         run("--quiet"), fails("--rollback", rules=["failed"], done=[]), tables("a"),
         states(status=None, v1="rollback-interrupted"), fails("--rollback", says=["--resume"], compare=False),
         files(_1_a="-- migrate:up\n" + table("a") + table("b") + "-- migrate:down transaction:false\n" + drop("b")
               + drop("a")),
         run("--rollback", "--resume", done=["rolled back 1"], compare=False), tables(""), states(v1="pending"))
scenario("rollback without a down script is refused", three(), at({"3_c.down.sql": None}), run("--quiet"),
         remember(), fails("--rollback", done=[], rules=["no-down-script"]), unchanged(),
         fails("--rollback", says=["3_c.sql", "--forget"]), unchanged(), states(**ALL_APPLIED))
scenario("rollback of several is refused before the first when one has no down script", three(),
         at({"2_b.down.sql": None}), run("--quiet"), remember(),
         fails("--rollback", "--steps", "3", rules=["no-down-script"], done=[]), unchanged())
scenario("rollback of a file that is gone is refused", three(), run("--quiet"), at({"3_c.sql": None}),
         at({"3_c.down.sql": None}), remember(), fails("--rollback", rules=["no-down-script"]), unchanged(),
         tables("a b c"))
scenario("rollback whose script fails leaves all", three(),
         at({"3_c.down.sql": "DROP TABLE c;\nDROP TABLE nowhere;\n"}), run("--quiet"), remember(),
         fails("--rollback", rules=["failed"]), unchanged(), fails("--rollback", says=["3_c.down.sql:2", "nowhere"]),
         states(**ALL_APPLIED), tables("a b c"))
scenario("rollback of two whose second fails keeps the first", three(), at({"2_b.down.sql": "DROP TABLE nowhere;\n"}),
         run("--quiet"), fails("--rollback", "--steps", "2", done=["rolled back 3"], rules=["failed"]),
         states(v1="applied", v2="applied", v3="pending"), tables("a b"))
scenario("forget removes only the row", three(), at({"3_c.down.sql": None}), run("--quiet"),
         run("--rollback", "--forget", done=["forgotten 3"]), states(v1="applied", v2="applied", v3="pending"),
         tables("a b c"), ask(VERSIONS, "1", "2"))
scenario("forget says so and runs no script", three(), run("--quiet"),
         run("--rollback", "--forget", says=["forgotten"]),
         tables("a b c"))
scenario("redo", three(), run("--quiet"), sql("INSERT INTO c VALUES (1);"),
         run("--redo", done=["rolled back 3", "applied 3"]), states(**ALL_APPLIED),
         ask("SELECT count(*) FROM c", "0"))
scenario("redo without a down script is refused", three(), at({"3_c.down.sql": None}), run("--quiet"), remember(),
         fails("--redo", rules=["no-down-script"], done=[]), unchanged())

# Files and history that disagree

scenario("verify when all is well", three(), run("--quiet"), run("--verify", done=[], rules=[]))
scenario("verify finds drift", three(), run("--quiet"), at({"2_b.sql": table("b2")}), remember(),
         fails("--verify", rules=["drift"], done=[]), fails("--verify", says=["2_b.sql", "--repair"]), unchanged(),
         states(status=1, v1="applied", v2="drifted", v3="applied"))
scenario("drift stops what is pending", three(), run("--to", "2", "--quiet"), at({"2_b.sql": table("b2")}),
         fails(rules=["drift"], done=[]), tables("a b"))
scenario("verify finds a missing file", three(), run("--quiet"), at({"2_b.sql": None}), at({"2_b.down.sql": None}),
         fails("--verify", rules=["missing-file"], done=[]), fails("--verify", says=["version 2", "--repair"]),
         states(status=1, v1="applied", v2="missing", v3="applied"))
scenario("verify finds what is out of order", three(), at({"2_b.sql": None}), at({"2_b.down.sql": None}),
         run("--quiet"), files(_2_b=table("b")), fails("--verify", rules=["out-of-order"]),
         fails("--verify", says=["2_b.sql", "--allow-out-of-order"]),
         states(status=1, v1="applied", v3="applied", v2="out-of-order"))
scenario("out of order is refused, then allowed", files(_1_a=table("a"), _3_c=table("c")), run("--quiet"),
         files(_2_b=table("b")), fails(rules=["out-of-order"], done=[]), tables("a c"),
         run("--allow-out-of-order", done=["applied 2"]), tables("a b c"), states(**ALL_APPLIED),
         run(done=[], rules=[]))
scenario("repair accepts a changed file", three(), run("--quiet"), at({"2_b.sql": "-- a word\n" + table("b")}),
         run("--repair", done=["repaired 2"]), run("--verify", rules=[]), states(**ALL_APPLIED), tables("a b c"),
         ask(f"SELECT checksum FROM {HISTORY} WHERE version = '2'", hash_of("-- a word\n" + table("b"))))
scenario("repair drops the row of a file that is gone", three(), run("--quiet"), at({"2_b.sql": None}),
         at({"2_b.down.sql": None}), run("--repair"), run("--verify", rules=[]),
         states(v1="applied", v3="applied"), ask(VERSIONS, "1", "3"), tables("a b c"))
scenario("repair when nothing is wrong", three(), run("--quiet"), remember(), run("--repair", done=[]), unchanged())
scenario("all three at once are told together", files(_1_a=table("a"), _3_c=table("c"), _4_d=table("d")),
         run("--quiet"), at({"1_a.sql": table("x"), "3_c.sql": None, "2_b.sql": table("b")}), remember(),
         fails("--verify", says=["[drift]", "[missing-file]", "[out-of-order]"]), unchanged(),
         states(status=1, v1="drifted", v3="missing", v4="applied", v2="out-of-order"))
scenario("BOM and CRLF are no drift", three(), run("--quiet"),
         at({"1_a.sql": b"\xef\xbb\xbf" + table("a").replace("\n", "\r\n").encode(),
             "2_b.sql": table("b").replace("\n", "\r\n").encode(), "3_c.sql": b"\xef\xbb\xbf" + table("c").encode()}),
         run("--verify", rules=[]), run(done=[], rules=[]), states(**ALL_APPLIED))
scenario("a file with BOM and CRLF has the hash of the one without",
         files(_1_a=b"\xef\xbb\xbfCREATE TABLE a (id INTEGER);\r\nINSERT INTO a VALUES (1);\r\n"),
         run(done=["applied 1"]), ask("SELECT id FROM a", "1"),
         ask(f"SELECT checksum FROM {HISTORY}",
             hash_of("CREATE TABLE a (id INTEGER);\nINSERT INTO a VALUES (1);\n")))
scenario("a changed down script is no drift of a plain file", three(), run("--quiet"),
         at({"3_c.down.sql": "DROP TABLE c; -- well\n"}), run("--verify", rules=[]),
         run("--rollback", done=["rolled back 3"]))
scenario("a renamed file is found by its version", three(), run("--quiet"),
         at({"3_c.sql": None, "3_c.down.sql": None, "3_sea.sql": table("c")}), run(done=[], rules=[]),
         states(**ALL_APPLIED))
scenario("a change of blanks is drift", three(), run("--quiet"), at({"1_a.sql": table("a") + "\n"}),
         fails("--verify", rules=["drift"]))
scenario("repair of a changed and a missing file", three(), run("--quiet"),
         at({"1_a.sql": table("a") + "\n", "3_c.sql": None, "3_c.down.sql": None}),
         fails("--verify", says=["[drift]", "[missing-file]"]), run("--repair", "-q"), run("--verify", rules=[]),
         states(v1="applied", v2="applied"))

# Baselines

scenario("baseline, then apply", three(), sql("CREATE TABLE a (id INTEGER); CREATE TABLE b (id INTEGER);"),
         run("--baseline", "2", done=["recorded 1", "recorded 2"]), states(v1="applied", v2="applied", v3="pending"),
         tables("a b"), run(done=["applied 3"]), tables("a b c"))
scenario("baseline of everything", three(), run("--baseline", "3", done=["recorded 1", "recorded 2", "recorded 3"]),
         tables(""), run(done=[]), run("--verify", rules=[]))
scenario("baseline twice records what is new", three(), run("--baseline", "1", done=["recorded 1"]),
         run("--baseline", "2", done=["recorded 2"]), ask(VERSIONS, "1", "2"), tables(""))
scenario("baseline of an unknown version", three(), misused("--baseline", "7", says=["7"]),
         states(**ALL_PENDING), tables("", history=False))
scenario("objects without a history name --baseline", three(), sql(table("a")),
         fails(says=["1_a.sql", "already exists", "--baseline 1"]), states(**ALL_PENDING),
         run("--baseline", "1", "-q"),
         run(done=["applied 2", "applied 3"]))
scenario("objects that exist later on do not name --baseline", three(), run("--to", "1", "--quiet"), sql(table("b")),
         fails(says=["already exists"], silent=["--baseline"]), states(v1="applied", v2="pending", v3="pending"))

# Files without a number

scenario("unnumbered files are refused, each by name",
         at({"1_a.sql": table("a"), "schema.sql": table("s"), "seed.sql": table("d")}), remember(),
         refused(says=["m/schema.sql", "m/seed.sql", "migrate:version", "--base", "--skip-unnumbered"]), unchanged(),
         tables("", history=False))
scenario("base files come first, in the order given",
         at({"1_a.sql": "INSERT INTO s VALUES (2);", "schema.sql": table("s"),
             "seed.sql": "INSERT INTO s VALUES (1);"}),
         run("--base", "schema.sql", "--base", "seed.sql", done=["applied schema", "applied seed", "applied 1"]),
         ask("SELECT id FROM s ORDER BY id", "1", "2"), ask(VERSIONS, "schema", "seed", "1"),
         run("--base", "schema.sql", "--base", "seed.sql", done=[], rules=[]))
scenario("base files in the other order fail",
         at({"schema.sql": table("s"), "seed.sql": "INSERT INTO s VALUES (1);"}),
         fails("--base", "seed.sql", "--base", "schema.sql", says=["seed.sql:1"]),
         no_table("s"))
scenario("a base file that is not there", three(), remember(),
         run("--base", "nowhere.sql", status=66, says=["nowhere.sql"]), unchanged())
scenario("one base file does not excuse another unnumbered one",
         at({"1_a.sql": table("a"), "schema.sql": table("s"), "seed.sql": table("d")}),
         refused("--base", "schema.sql", says=["m/seed.sql"], silent=["m/schema.sql"]), tables("", history=False))
scenario("unnumbered files are left out when asked",
         at({"1_a.sql": table("a"), "schema.sql": table("s")}), run("--skip-unnumbered", done=["applied 1"]),
         tables("a"), run("--skip-unnumbered", "--verbose", says=["schema.sql"]))
scenario("a version within the file",
         at({"1_a.sql": table("a"), "seed.sql": "-- migrate:version 2\nINSERT INTO a VALUES (2);",
             "3_c.sql": "UPDATE a SET id = 3;"}),
         run(done=ALL_DONE), ask("SELECT id FROM a", "3"), ask(ROWS, "1|a|well|-", "2|seed|well|-", "3|c|well|-"))
scenario("a version within the file that another has",
         at({"2_a.sql": table("a"), "seed.sql": "-- migrate:version 2\n" + table("s")}),
         refused(says=["2_a.sql", "seed.sql"]), tables("", history=False))

# Versions and formats

scenario("duplicate versions name both files", at({"1_a.sql": table("a"), "0001_b.sql": table("b")}), remember(),
         refused(says=["m/1_a.sql", "m/0001_b.sql"]), refused("--status", says=["m/1_a.sql", "m/0001_b.sql"]),
         unchanged())
scenario("a plain file and a pair of one version", at({"1_a.sql": table("a"), "1_a.up.sql": table("b")}),
         refused(says=["m/1_a.sql", "m/1_a.up.sql"]), tables("", history=False))
scenario("ten comes after nine", files(_10_j="INSERT INTO i VALUES (10);", _9_i=table("i"), _8_h=table("h")),
         run(done=["applied 8", "applied 9", "applied 10"]), run("--rollback", "--forget", done=["forgotten 10"]))
scenario("versions of 14 digits",
         files(_20251105120000_b="INSERT INTO a VALUES (1);", _20251105115959_a=table("a"), _7_z=table("z")),
         run(done=["applied 7", "applied 20251105115959", "applied 20251105120000"]),
         ask(VERSIONS, "7", "20251105115959", "20251105120000"),
         run("--rollback", "--forget", "--to", "20251105115959", done=["forgotten 20251105120000"]))
scenario("versions beyond 64 bits",
         files(_100000000000000000000_c="INSERT INTO a VALUES (1);", _99999999999999999999_b=table("b"),
               _18446744073709551616_a=table("a")),
         run(done=["applied 18446744073709551616", "applied 99999999999999999999", "applied 100000000000000000000"]),
         run(done=[], rules=[]),
         run("--rollback", "--forget", "--to", "99999999999999999999", done=["forgotten 100000000000000000000"]))
scenario("a pair of up and down", at({"1_a.up.sql": table("a"), "1_a.down.sql": drop("a")}),
         run(done=["applied 1"]), ask(ROWS, "1|a|well|-"), run("--rollback", done=["rolled back 1"]), tables(""))
scenario("a down script alone is refused", at({"1_a.sql": table("a"), "2_b.down.sql": drop("b")}),
         refused(says=["2_b.down.sql"]), tables("", history=False))
scenario("sections up and down",
         files(_1_a="-- what it is\n\n-- migrate:up\n" + table("a") + "\n--migrate:down\n" + drop("a")),
         run(done=["applied 1"]), tables("a"), run("--rollback", done=["rolled back 1"]), tables(""),
         run(done=["applied 1"]))
scenario("a section up alone has no down script", files(_1_a="-- migrate:up\n" + table("a")), run(done=["applied 1"]),
         fails("--rollback", rules=["no-down-script"]), tables("a"))
scenario("a statement before the first section is refused",
         files(_1_a="SELECT 1;\n-- migrate:up\n" + table("a")), refused(says=["1_a.sql:1"]),
         tables("", history=False))
scenario("a section down without up is refused", files(_1_a="-- migrate:down\n" + drop("a")),
         refused(says=["1_a.sql"]), tables("", history=False))
scenario("the three formats side by side",
         at({"1_a.sql": table("a"), "1_a.down.sql": drop("a"), "2_b.up.sql": table("b"), "2_b.down.sql": drop("b"),
             "3_c.sql": "-- migrate:up\n" + table("c") + "-- migrate:down\n" + drop("c")}),
         run(done=ALL_DONE), tables("a b c"),
         run("--rollback", "--to", "0", done=["rolled back 3", "rolled back 2", "rolled back 1"]), tables(""))

# Transactions

scenario("one transaction for all", three(), run("--single-transaction", done=ALL_DONE), tables("a b c"),
         states(**ALL_APPLIED))
scenario("one transaction for all or nothing", files(_1_a=table("a"), _2_b=table("b"), _3_c=BROKEN),
         fails("--single-transaction", rules=["failed"], done=[]), states(**ALL_PENDING),
         nothing_made(),
         fails("--single-transaction", says=["3_c.sql:1:"]))
scenario("one transaction for all does not take a file without one",
         files(_1_a=table("a"), _2_b=STEPWISE.format("b")), refused("--single-transaction", says=["2_b.sql"]),
         states(v1="pending", v2="pending"),
         nothing_made())
scenario("without a transaction, when all is well", files(_1_a=table("a"), _2_b=STEPWISE.format("b")),
         run(done=ALL_DONE[:2]), tables("a b c"), ask("SELECT id FROM b", "7"),
         ask(ROWS, "1|a|well|-", "2|b|well|-"))
scenario("without a transaction, failing, mended and resumed",
         files(_1_a=table("a"), _2_b=STEPWISE.format("nowhere"), _4_d=table("d")),
         fails(done=["applied 1"], rules=["failed"]), tables("a b"),
         states(status=None, v1="applied", v2="interrupted", v4="pending"),
         fails(rules=["interrupted"], done=[]), fails(says=["2_b.sql:3:1", "--resume"]), tables("a b"),
         files(_2_b=STEPWISE.format("a")), fails(rules=["interrupted"], done=[]),
         run("--resume", done=["applied 2", "applied 4"]), tables("a b c d"), ask("SELECT id FROM a", "7"),
         states(v1="applied", v2="applied", v4="applied"), run("--verify", rules=[]),
         ask(ROWS, "1|a|well|-", "2|b|well|-", "4|d|well|-"))
scenario("without a transaction, an earlier statement changed",
         files(_1_a=table("a"), _2_b=STEPWISE.format("nowhere")), fails("--quiet", says=["nowhere"]),
         files(_2_b=STEPWISE.format("a").replace("TABLE b", "TABLE bb")), remember(),
         fails("--resume", rules=["interrupted"], done=[]), unchanged(), tables("a b"),
         fails("--resume", says=["2_b.sql:2:1", "has changed"]))
scenario("without a transaction, resumed without being mended",
         files(_1_a=table("a"), _2_b=STEPWISE.format("nowhere")), fails("--quiet", says=["nowhere"]),
         fails("--resume", rules=["failed"], done=[]), tables("a b"),
         states(status=None, v1="applied", v2="interrupted"))
scenario("without a transaction, the first statement fails",
         files(_1_a="-- migrate:up transaction:false\nINSERT INTO nowhere VALUES (1);\n" + table("a")),
         fails(rules=["failed"], done=[]), files(_1_a="-- migrate:up transaction:false\n" + table("a")),
         run("--resume", done=["applied 1"]), tables("a"))
scenario("what was interrupted is a problem to --verify and --status",
         files(_1_a=table("a"), _2_b=STEPWISE.format("nowhere")), fails("--quiet", says=["nowhere"]),
         fails("--verify", rules=["interrupted"]), fails("--status", rules=["interrupted"]))
scenario("rollback of what was interrupted", three(),
         at({"3_c.sql": STEPWISE.format("nowhere").replace("TABLE b", "TABLE d")}),
         fails("--quiet", says=["nowhere"]), remember(), run("--rollback", "--forget", done=["forgotten 2"]),
         states(status=None, v1="applied", v2="pending", v3="interrupted"))
scenario("redo without a transaction", at({"1_a.sql": "-- migrate:up transaction:false\n" + table("a")
                                           + "-- migrate:down transaction:false\n" + drop("a")}),
         run("--quiet"), run("--redo", done=["rolled back 1", "applied 1"]), tables("a"), states(v1="applied"))
scenario("resume with nothing interrupted", three(), run("--resume", done=ALL_DONE), run("--resume", done=[]))
scenario("a BEGIN and COMMIT round the file are left out", files(_1_a="BEGIN;\n" + table("a") + "COMMIT;\n"),
         run(done=["applied 1"], notes=["1_a.sql"]), tables("a"), run("--verify", rules=[]))
scenario("a BEGIN and COMMIT round a file that fails",
         files(_1_a="BEGIN;\n" + table("a") + "SELECT * FROM nowhere;\nCOMMIT;\n"),
         fails(says=["1_a.sql:3:", "nowhere"]), states(v1="pending"),
         no_table("a"))
scenario("COMMIT in the middle is refused before anything runs",
         files(_1_a=table("a"), _2_b=table("b") + "  COMMIT;\n" + table("c")),
         refused(says=["m/2_b.sql:2:3", "COMMIT"]), states(v1="pending", v2="pending"), tables("", history=False))
for word, text in (("BEGIN", "BEGIN;"), ("ROLLBACK", "ROLLBACK;"), ("SAVEPOINT", "SAVEPOINT s;"),
                   ("RELEASE", "RELEASE s;"), ("END", "END;")):
    scenario(f"{word} in a file is refused", files(_1_a=table("a") + text + "\n" + table("c")),
             refused(says=["m/1_a.sql:2:1", word]), tables("", history=False))
scenario("COMMIT in a down script that does not run", three(), at({"3_c.down.sql": "DROP TABLE c;\nCOMMIT;\n"}),
         run("--to", "2", "-q"), remember(), run("--rollback", done=["rolled back 2"]))
scenario("COMMIT in the down script that would run", three(), at({"3_c.down.sql": "DROP TABLE c;\nCOMMIT;\n"}),
         run("--quiet"), remember(), refused("--rollback", says=["3_c.down.sql:2:1", "COMMIT"]),
         unchanged(), tables("a b c"))

for name, text in (("BEGIN TRANSACTION and END", "BEGIN TRANSACTION;\n{}END;\n"),
                   ("a pair between comments", "-- x\n/* y */ begin;\n{}commit; -- z\n\n")):
    scenario(f"{name} round the file are left out", files(_1_a=text.format(table("a"))), run(done=["applied 1"]),
             tables("a"))
for name, text in (("BEGIN without COMMIT", "BEGIN;\n{}"), ("COMMIT without BEGIN", "{}COMMIT;\n"),
                   ("two pairs", "BEGIN;\n{}COMMIT;\nBEGIN;\nSELECT 1;\nCOMMIT;\n"),
                   ("a statement after the pair", "BEGIN;\n{}COMMIT;\nSELECT 1;\n"),
                   ("a pair that rolls back", "BEGIN;\n{}ROLLBACK;\n"),
                   ("a pair without a transaction",
                   "-- migrate:up transaction:false\nSELECT 1;\nBEGIN;\n{}COMMIT;\n")):
    scenario(f"{name} is refused", files(_1_a=text.format(table("a"))), refused(says=["1_a.sql:"]),
             tables("", history=False))
CHILD = ("CREATE TABLE p (id INTEGER PRIMARY KEY);\n"
         "CREATE TABLE a (p INTEGER REFERENCES p (id){});\n")
LATE = CHILD.format(" DEFERRABLE INITIALLY DEFERRED")
scenario("foreign keys are on", files(_1_a=CHILD.format(""), _2_b="INSERT INTO a VALUES (1);\n"),
         fails(done=["applied 1"], rules=["failed"]), ask("SELECT count(*) FROM a", "0"))
scenario("a key that is checked at the commit", files(_1_a=LATE, _2_b="INSERT INTO a VALUES (1);\n" + table("b")),
         fails(done=["applied 1"]), ask("SELECT count(*) FROM a", "0"), tables("a p"),
         states(v1="applied", v2="pending"), files(_2_b="INSERT INTO a VALUES (1);\nINSERT INTO p VALUES (1);\n"),
         run(done=["applied 2"]), ask("SELECT count(*) FROM a", "1"))
scenario("a key that is checked at the commit, in one transaction for all",
         files(_1_a=LATE, _2_b="INSERT INTO a VALUES (1);\n", _3_c=table("c")),
         fails("--single-transaction", done=[]), states(**ALL_PENDING),
         nothing_made())
scenario("a key that is checked at the commit, rehearsed", files(_1_a=LATE, _2_b="INSERT INTO a VALUES (1);\n"),
         remember(), fails("--rehearse", done=["rehearsed 1"]), unchanged())
scenario("a key that is checked at the commit, rolled back",
         at({"1_a.sql": LATE, "2_b.sql": table("b"), "2_b.down.sql": "DROP TABLE b;\nINSERT INTO a VALUES (1);\n"}),
         run("--quiet"), remember(), fails("--rollback", done=[]), unchanged(), tables("a b p"))

# The earlier runner's history

scenario("rows of the earlier runner count",
         at({"001_a.sql": table("a"), "002_b.sql": table("b"), "003_c.sql": table("c")}),
         sql(table("a") + table("b")), legacy(("001", "a", table("a"), True), ("002", "b", table("b"), True)),
         states(v001="applied", v002="applied", v003="pending"), run(done=["applied 003"], rules=[]),
         ask(ROWS, "001|a|well|-", "002|b|well|-", "003|c|well|-"), run("--verify", rules=[]))
scenario("status leaves the earlier runner's table as it is", at({"001_a.sql": table("a")}),
         legacy(("001", "a", table("a"), True)), remember(), states(v001="applied"), run("--verify", rules=[]),
         run("--dry-run"), unchanged())
scenario("a failed row of the earlier runner is pending", at({"001_a.sql": table("a"), "002_b.sql": table("b")}),
         sql(table("a")), legacy(("001", "a", table("a"), True), ("002", "b", BROKEN, False)),
         run(done=["applied 002"]),
         states(v001="applied", v002="applied"), tables("a b"), ask(ROWS, "001|a|well|-", "002|b|well|-"),
         ask(f"SELECT checksum FROM {HISTORY} WHERE version = '002'", hash_of(table("b"))))
scenario("status of a failed row of the earlier runner", at({"001_a.sql": table("a"), "002_b.sql": table("b")}),
         legacy(("001", "a", table("a"), True), ("002", "b", table("b"), False)),
         states(v001="applied", v002="failed"),
         run("--status", "--exit-code", status=2, compare=False))
scenario("rollback passes over a failed row of the earlier runner",
         at({"001_a.sql": table("a"), "001_a.down.sql": drop("a"), "002_b.sql": table("b"),
             "002_b.down.sql": drop("b")}),
         sql(table("a")), legacy(("001", "a", table("a"), True), ("002", "b", table("b"), False)),
         run("--rollback", done=["rolled back 001"]), tables(""))
scenario("baseline over a failed row of the earlier runner", at({"001_a.sql": table("a"), "002_b.sql": table("b")}),
         legacy(("001", "a", table("a"), True), ("002", "b", BROKEN, False)),
         run("--baseline", "002", done=["recorded 002"]), states(v001="applied", v002="applied"),
         ask(ROWS, "001|a|well|-", "002|b|well|-"), run("--verify", rules=[]))
scenario("a failed row of the earlier runner whose file is gone", at({"001_a.sql": table("a")}),
         legacy(("001", "a", table("a"), True), ("002", "b", BROKEN, False)), run("--status", says=["001"]),
         run("--verify"), run(done=[]))
scenario("a failed row that fails again stays failed", at({"001_a.sql": table("a"), "002_b.sql": BROKEN}),
         legacy(("001", "a", table("a"), True), ("002", "b", BROKEN, False)), fails(rules=["failed"]),
         states(v001="applied", v002="failed"), ask(f"SELECT version FROM {HISTORY} WHERE success", "001"))
scenario("the earlier runner failed, was mended and kept the old hash", at({"001_a.sql": table("a")}),
         sql(table("a")),
         legacy(("001", "a", "nonsense", True)), run("--verify", says=["warning", "001_a.sql", "--repair"]),
         run(done=[], rules=["drift"]), run("--repair", done=["repaired 001"]), run("--verify", rules=[]),
         ask(f"SELECT checksum FROM {HISTORY}", hash_of(table("a"))))
scenario("the earlier runner hashed raw bytes", at({"001_a.sql": table("a").replace("\n", "\r\n").encode(),
                                                    "002_b.sql": b"\xef\xbb\xbf" + table("b").encode()}),
         legacy(("001", "a", table("a").replace("\n", "\r\n"), True),
         ("002", "b", b"\xef\xbb\xbf" + table("b").encode(), True)),
         run(done=[], rules=[]), states(v001="applied", v002="applied"))
scenario("the earlier runner split a stem without digits",
         at({"mcp_schema.sql": table("m"), "001_a.sql": table("a")}),
         sql(table("m")), legacy(("mcp", "schema", table("m"), True)),
         run("--base", "mcp_schema.sql", done=["applied 001"], rules=[]), tables("a m"),
         ask(f"SELECT version, name FROM {HISTORY} ORDER BY id", "mcp|schema", "001|a"),
         run("--base", "mcp_schema.sql", done=[], rules=[]))
scenario("the earlier runner's stem with several underscores", at({"mcp_tool_schema.sql": table("m")}),
         legacy(("mcp", "tool_schema", table("m"), True)), run("--base", "mcp_tool_schema.sql", done=[], rules=[]))
scenario("rolling back a row of the earlier runner", at({"001_a.sql": table("a"), "001_a.down.sql": drop("a")}),
         sql(table("a")), legacy(("001", "a", table("a"), True)), run("--rollback", done=["rolled back 001"]),
         tables(""), ask(VERSIONS), run(done=["applied 001"]))
scenario("what is new after the earlier runner drifts as an error",
         at({"001_a.sql": table("a"), "002_b.sql": table("b")}),
         sql(table("a")), legacy(("001", "a", table("a"), True)), run(done=["applied 002"]),
         at({"002_b.sql": table("b2")}), fails("--verify", rules=["drift"]),
         fails("--verify", says=["error", "002_b.sql"]))

# Tables of other programs

for program, called, columns, row in (
        ("dbmate", "dbmate's", "version VARCHAR(128) PRIMARY KEY", "'20240101000000'"),
        ("golang-migrate", "golang-migrate's", "version BIGINT NOT NULL PRIMARY KEY, dirty BOOLEAN NOT NULL",
         "3, FALSE"),
        ("goose", "another program's",
         "id INTEGER PRIMARY KEY, version_id BIGINT NOT NULL, is_applied BOOLEAN NOT NULL, tstamp TIMESTAMP",
         "1, 1, TRUE, CURRENT_TIMESTAMP"),
        ("alembic", "another program's", "version_num VARCHAR(32) NOT NULL PRIMARY KEY", "'ae1027a6'")):
    scenario(f"the table of {program} is refused and left alone", three(),
             sql(f"CREATE TABLE {HISTORY} ({columns}); INSERT INTO {HISTORY} VALUES ({row});"), remember(),
             refused(says=[HISTORY, called, "--table"]), unchanged(), refused("--status", says=[called]),
             refused("--rollback", says=[called]), refused("--baseline", "1", says=[called]),
             refused("--repair", says=[called]), unchanged(),
             run("--table", "own_history", done=ALL_DONE), tables("a b c own_history"),
             ask(f"SELECT count(*) FROM {HISTORY}", "1"))
scenario("a table of nobody known is refused", three(),
         sql(f"CREATE TABLE {HISTORY} (id INTEGER, version TEXT, applied_at TEXT);"), remember(),
         refused(says=[HISTORY, "checksum", "--table"]), unchanged())
scenario("a history of another name", three(), run("--table", "own_history", done=ALL_DONE),
         tables("a b c own_history", history=False), run("--table", "own_history", done=[]),
         ask("SELECT version FROM own_history ORDER BY id", "1", "2", "3"), states(**ALL_PENDING),
         run("--table", "own_history", "--rollback", done=["rolled back 3"]))

scenario("a history whose name needs quotes", three(), run("--table", "odd name", done=ALL_DONE),
         run("--table", "odd name", done=[]), ask('SELECT version FROM "odd name" ORDER BY id', "1", "2", "3"))

# Names and bytes

scenario("a name with a quote", at({"1_it's.sql": table("a"), "1_it's.down.sql": drop("a")}),
         run(done=["applied 1"]), ask(f"SELECT name FROM {HISTORY}", "it's"),
         run("--rollback", done=["rolled back 1"]))
scenario("a name beyond ASCII and with blanks", at({"1_éa b.sql": table("a")}), run(done=["applied 1"]),
         ask(f"SELECT name FROM {HISTORY}", "éa b"), states(v1="applied"))
scenario("a long name", at({f"1_{'n' * 245}.sql": table("a")}), run(done=["applied 1"]), states(v1="applied"))
scenario("a version of 200 digits", at({"9" * 200 + "_a.sql": table("a"), "1" + "0" * 200 + "_b.sql": table("b")}),
         run(done=["applied " + "9" * 200, "applied 1" + "0" * 200]), run(done=[], rules=[]))
scenario("a version zero", files(_0_a=table("a"), _1_b=table("b")), run(done=["applied 0", "applied 1"]),
         states(v0="applied", v1="applied"))
scenario("text beyond ASCII arrives whole",
         files(_1_a="CREATE TABLE a (t TEXT);\nINSERT INTO a VALUES ('Grüße 🌍');\n"),
         run(done=["applied 1"]), ask("SELECT t FROM a", "Grüße 🌍"))
scenario("bytes that are no UTF-8 are refused", at({"1_a.sql": table("a"), "2_b.sql": b"SELECT '\xff\xfe';\n"}),
         refused(says=["2_b.sql"]), tables("", history=False))
scenario("a NUL within a file is refused", at({"1_a.sql": table("a"), "2_b.sql": b"SELECT 1;\0SELECT 2;\n"}),
         refused(says=["2_b.sql"]), tables("", history=False))
scenario("a string that does not end is refused or fails", at({"1_a.sql": table("a") + "SELECT 'x;\n"}),
         run(status=65, says=["1_a.sql:2:8"]), tables("", history=False))
scenario("sixty migrations there and back",
         at({f"{n}_t.sql": table(f"t{n}") for n in range(1, 61)}),
         at({f"{n}_t.down.sql": drop(f"t{n}") for n in range(1, 61)}),
         run(done=[f"applied {n}" for n in range(1, 61)]), run("--rollback", "--to", "20",
                                                               done=[f"rolled back {n}" for n in range(60, 20, -1)]),
         run("--rollback", "--to", "0", "-q"), tables(""))
scenario("a file of many statements",
         files(_1_a=table("a") + "INSERT INTO a VALUES (1);\n" * 500 + "SELECT nope FROM a;\n"),
         fails(says=["1_a.sql:502:8"]), files(_1_a=table("a") + "INSERT INTO a VALUES (1);\n" * 500),
         run(done=["applied 1"]), ask("SELECT count(*) FROM a", "500"))

# Where things come from and go to

scenario("a new file takes the next version", at({"0001_a.sql": table("a"), "0012_b.sql": table("b")}),
         run("--new", "Add an index", says=["0013_add_an_index.sql"]),
         holds("m/0013_add_an_index.sql", "-- migrate:up", "-- migrate:down"),
         run(done=["applied 0001", "applied 0012", "applied 0013"]))
scenario("a new file needs a name", three(), misused("--new", "..."))
scenario("the schema is written", three(), run("--quiet"),
         run("--dump-schema", "-", says=["CREATE TABLE", "a (", "b (", "c (", HISTORY], compare=False),
         run("--dump-schema", "schema.out", compare=False), holds("schema.out", "CREATE TABLE", HISTORY, "'3'"))
scenario("one line for each migration as JSON", files(_1_a=table("a"), _2_b=table("b"), _3_c=BROKEN),
         fails("--ndjson", says=['{"deed":"applied","version":"1","name":"a","file":"m/1_a.sql"',
                                 '{"deed":"applied","version":"2"', '{"deed":"failed","version":"3"',
                                 '{"rule":"failed","severity":"error"', '"summary":{"applied":2,"pending":1'],
               compare=False),
         run("--ndjson", "--rollback", "--forget", says=['{"deed":"forgotten","version":"2"'], compare=False))
scenario("quiet is silent when all is well", three(), run("--quiet", stdout=""), run("-q", stdout=""),
         run("-q", "--rollback", stdout=""), tables("a b"))
scenario("quiet tells problems", files(_1_a=BROKEN), fails("--quiet", says=["1_a.sql:2:", "nowhere"]))
scenario("the answer goes to a file", three(), run("--output", "answer.json", "--json", stdout=""),
         holds("answer.json", '"schema":"aether/run_migrations/report/1"', '"deed":"applied"'))
scenario("the address from a file", three(), beside({"my.env": "A=1\nDATABASE_URL='{url}' # here\n"}),
         run("--dir", FOLDER, "--env", "my.env", plain=True, says=["my.env:2", "3 migrations applied"]),
         tables("a b c"))
scenario("a file of settings that is not there", three(),
         run("--dir", FOLDER, "--env", "no.env", plain=True, status=66,
                                                                says=["no.env"]))
scenario("the address from the environment", three(),
         run("--dir", FOLDER, plain=True, env={"DATABASE_URL": "{url}"},
             says=["DATABASE_URL of the environment", "3 migrations applied"]), tables("a b c"))
scenario("--database wins over the environment", three(), on_other(table("own")), remember(),
         run(env={"DATABASE_URL": "{other}"}, says=["(--database)"]), tables("a b c"),
         step("the other is as before", lambda world: expect("other", world.second.image(),
             world.images[world.second.url])))
scenario("--env wins over the environment", three(), on_other(table("own")),
         beside({"my.env": "DATABASE_URL={url}\n"}),
         run("--dir", FOLDER, "--env", "my.env", plain=True, env={"DATABASE_URL": "{other}"}, says=["my.env:1"]),
         tables("a b c"))
scenario("a missing directory", run("--dir", "nowhere", "--database", "{url}", plain=True, status=66,
             says=["nowhere"]),
         tables("", history=False))
scenario("an empty directory", run(done=[], rules=[]), run("--status", compare=False), run("--verify", rules=[]))
scenario("a directory given twice finds nothing else", three(), run("--root", ".", done=ALL_DONE))

# Wrong usage

for pair in (("--status", "--rollback"), ("--verify", "--repair"), ("--dry-run", "--rehearse"),
             ("--baseline=1", "--redo"), ("--json", "--ndjson")):
    scenario(f"{pair[0]} and {pair[1]} exclude each other", three(), remember(),
             misused(*pair, says=[pair[0].split("=")[0], pair[1], "exclude"]), unchanged())
scenario("--steps without --rollback", three(), misused("--steps", "2", says=["--steps", "--rollback"]),
         tables("", history=False))
scenario("--steps and --to exclude each other", three(), misused("--rollback", "--steps", "2", "--to", "1"))
scenario("--steps wants a number above zero", three(), run("--quiet"), remember(),
         misused("--rollback", "--steps", "0"), misused("--rollback", "--steps", "x"),
         misused("--rollback", "--steps", "-1"), unchanged())
scenario("an unknown option suggests", three(), misused("--stattus", says=["--stattus", "did you mean `--status`"]),
         misused("--rolback", says=["--rollback"]), misused("--dryrun", says=["--dry-run"]),
         tables("", history=False))
scenario("an argument that is no option", three(), misused("up", says=["up"]), tables("", history=False))


# Running it all

def run_scenario(steps, world):
    """None, or what failed."""
    for number, action in enumerate(steps, 1):
        place = f"step {number} ({one_line(action.__doc__)})"
        try:
            action(world)
        except Mismatch as mismatch:
            return f"{place}: {mismatch}"
        except (OSError, ValueError, KeyError, sqlite3.Error, subprocess.TimeoutExpired) as problem:
            return f"{place}: {type(problem).__name__}: {one_line(str(problem))}"
    return None


def on_engine(tool, steps, make_database):
    """What failed, or None, and what the runs answered."""
    with tempfile.TemporaryDirectory(prefix="both_engines.") as directory:
        place = Path(directory).resolve()
        world = World(tool, place, lambda label: make_database(place, label))
        try:
            return run_scenario(steps, world), world.transcript
        finally:
            world.remove()


def first_difference(one, two):
    for number, (left, right) in enumerate(zip(one, two), 1):
        if left is not None and right is not None and left != right:
            return f"run {number}: sqlite answered {one_line(left)}, postgresql {one_line(right)}"
    return None


def engines(server):
    found = {"sqlite": Sqlite}
    if server:
        found["postgresql"] = lambda _, label: Postgres(server, label)
    return found


def try_scenario(tool, name, steps, makers):
    """One line for each thing that failed."""
    failures, transcripts = [], []
    for engine, maker in makers.items():
        failure, transcript = on_engine(tool, steps, maker)
        transcripts.append(transcript)
        if failure is not None:
            failures.append(f"failed: {engine}: {name}: {failure}")
    if not failures and len(transcripts) == 2:
        difference = first_difference(*transcripts)
        if difference is not None:
            failures.append(f"failed: the engines differ: {name}: {difference}")
    return failures


def main(arguments):
    if len(arguments) not in (1, 2):
        print(__doc__.split("\n\n")[1].strip(), file=sys.stderr)
        return 64
    tool = str(Path(arguments[0]).resolve())
    makers = engines(arguments[1] if len(arguments) == 2 else None)
    chosen = {name: steps for name, steps in SCENARIOS.items() if os.environ.get("ONLY", "") in name}
    if "AETHER_SHORT_FAULTS" in os.environ:  # sanitizers are slow
        chosen = dict(list(chosen.items())[::3])
    failed = 0
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        for failures in pool.map(lambda name: try_scenario(tool, name, chosen[name], makers), chosen):
            for failure in failures:
                print(failure, flush=True)
            failed += bool(failures)
    print(f"{len(chosen)} scenarios on {' and '.join(makers)}, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
