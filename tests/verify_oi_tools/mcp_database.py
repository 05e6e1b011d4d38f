#!/usr/bin/python3
"""MCP servers that a backend keeps in its database: those of a real SQLite file, or of PostgreSQL where its address is
given.

Usage: mcp_database.py PATH_OF_verify_oi_tools [POSTGRES_URL]
"""

import json
import os
import pathlib
import sqlite3
import subprocess
import sys
import tempfile
import unittest
import urllib.parse

PROGRAM = None
POSTGRES = None
STUB = pathlib.Path(__file__).resolve().parents[1] / "support/listing_mcp.py"
SCHEMA = {"type": "object", "properties": {"title": {"type": "string"}}, "required": ["title"]}
KEY = "ghp_16C7e42F292c6912E7710c838347Ae178B4a"


class Sqlite:
    json, shown = "TEXT", "sqlite:"

    def __init__(self, place):
        self.file = place / "aether.db"
        self.url = f"sqlite:///{self.file}"

    def run(self, *statements):
        with sqlite3.connect(self.file) as connection:
            for statement, *values in statements:
                connection.execute(statement, values)
        connection.close()

    def close(self):
        pass

    def content(self):
        return self.file.read_bytes()


class Postgres:
    json, shown = "JSONB", "postgresql:"

    def __init__(self, _):
        self.name = f"tools_{os.getpid()}"
        self.psql(POSTGRES, f'CREATE DATABASE "{self.name}" TEMPLATE template0')
        self.plain = POSTGRES.rpartition("/")[0] + "/" + self.name
        self.url = self.plain.replace("postgresql://", "postgresql+asyncpg://")

    @staticmethod
    def psql(url, sql):
        done = subprocess.run(["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "--dbname", url, "-f", "-"], input=sql,
                              capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise AssertionError(done.stderr)
        return done.stdout

    def run(self, *statements):
        def quoted(value):
            return "NULL" if value is None else str(value) if isinstance(value, (bool, int)) else \
                "'" + value.replace("'", "''") + "'"
        text = ""
        for statement, *values in statements:
            first, *others = statement.split("?")
            text += first + "".join(quoted(value) + part for value, part in zip(values, others)) + ";\n"
        self.psql(self.plain, text)

    def close(self):
        self.psql(POSTGRES, f'DROP DATABASE "{self.name}" WITH (FORCE)')

    def content(self):
        return self.psql(self.plain, "SELECT * FROM mcp_servers; SELECT * FROM mcp_tools; SELECT count(*) FROM pg_tables")


class Both:
    """What holds for either."""

    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.place = pathlib.Path(temporary.name)
        self.database = self.make(self.place)
        self.addCleanup(self.database.close)
        kind = self.database.json
        self.database.run(
            (f"CREATE TABLE mcp_servers (id INTEGER PRIMARY KEY, name TEXT, command TEXT, args {kind}, env {kind}, "
             f"url TEXT, headers {kind}, enabled BOOLEAN)",),
            (f"CREATE TABLE mcp_tools (id INTEGER PRIMARY KEY, server_id INTEGER, name TEXT, description TEXT, "
             f"input_schema {kind})",),
            ("CREATE TABLE mcp_executions (id INTEGER PRIMARY KEY, tool TEXT)",))
        self.serve("notes.json", "read_note")
        self.add_server(1, "notes", args=["-I", "-S", "-B", str(STUB), str(self.place / "notes.json")])
        self.add_tool(1, 1, "read_note", SCHEMA)

    def serve(self, file, *tools):
        (self.place / file).write_text(json.dumps({"tools": [
            {"name": name, "description": "", "inputSchema": SCHEMA} for name in tools]}))

    def add_server(self, number, name, command=sys.executable, args=None, env=None, url=None, headers=None, enabled=True):
        self.database.run(("INSERT INTO mcp_servers VALUES (?, ?, ?, ?, ?, ?, ?, ?)", number, name, command,
                           json.dumps(args) if args is not None else None, json.dumps(env) if env is not None else None, url,
                           json.dumps(headers) if headers is not None else None, enabled))

    def add_tool(self, number, server, name, schema):
        self.database.run(("INSERT INTO mcp_tools VALUES (?, ?, ?, ?, ?)", number, server, name, "", json.dumps(schema)))

    def verify(self, *arguments, url=None):
        done = subprocess.run([PROGRAM, "--root", self.place, "--database", url or self.database.url, "--offline", "--timeout",
                               "30s", *arguments], cwd=self.place, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                              check=False)
        return done.returncode, done.stdout, done.stderr

    def report(self, *arguments):
        status, out, err = self.verify("--json", *arguments)
        self.assertEqual(err, "")
        made = json.loads(out)
        return status, [(one["rule"], one["message"]) for one in made["findings"]], made

    def test_a_server_is_asked_and_nothing_is_written(self):
        before = self.database.content()
        status, findings, made = self.report()
        self.assertEqual((status, findings), (0, []))
        self.assertEqual([tool["path"] for tool in made["tools"]], ["notes/read_note"])
        self.assertEqual(self.database.content(), before)
        self.assertTrue(any(one["name"].startswith(self.database.shown) for one in made["sources"]), made["sources"])

    def test_what_is_recorded_and_not_listed_is_told(self):
        self.add_tool(2, 1, "erase_note", SCHEMA)
        status, findings, _ = self.report()
        self.assertEqual((status, findings), (2, [
            ("exposure/recorded", "mcp_tools has erase_note of notes, which lists no such tool")]))

    def test_another_schema_than_is_recorded_is_told(self):
        self.database.run(("UPDATE mcp_tools SET input_schema = ?", json.dumps({**SCHEMA, "required": []})))
        status, findings, _ = self.report()
        self.assertEqual((status, findings), (2, [
            ("exposure/recorded", "mcp_tools has another inputSchema of read_note than notes lists")]))

    def test_the_order_of_members_is_no_difference(self):
        self.database.run(("UPDATE mcp_tools SET input_schema = ?", json.dumps(dict(reversed(SCHEMA.items())))))
        self.assertEqual(self.report()[:2], (0, []))

    def test_what_is_disabled_is_not_started(self):
        self.add_server(2, "gone", command="/nonexistent/server", args=[], enabled=False)
        self.add_tool(2, 2, "lost", SCHEMA)
        self.assertEqual(self.report()[:2], (0, []))
        self.database.run(("UPDATE mcp_servers SET enabled = true WHERE id = 2",))
        status, findings, _ = self.report()
        self.assertEqual((status, [rule for rule, _ in findings]), (2, ["availability/server"]))
        self.assertIn("/nonexistent/server", findings[0][1])

    def test_rows_that_name_no_server_or_two(self):
        self.add_server(2, "neither", command=None)
        self.add_server(3, "both", args=[], url="http://127.0.0.1:9/mcp")
        status, findings, _ = self.report()
        self.assertEqual((status, [rule for rule, _ in findings]), (2, ["availability/server"] * 2))
        said = "".join(message for _, message in findings)
        self.assertIn("neither `command` nor `url`", said)
        self.assertIn("both `command` and `url`", said)

    def test_variables_and_headers_reach_the_server_and_are_not_shown(self):
        (self.place / "env.py").write_text(f'import os, runpy, sys\nassert os.environ["TOKEN"] == "{KEY}"\n'
                                           f'sys.argv = ["", "{self.place}/notes.json"]\nrunpy.run_path("{STUB}", run_name="__main__")\n')
        self.database.run(("DELETE FROM mcp_tools",), ("DELETE FROM mcp_servers",))
        self.add_server(1, "guarded", args=["-I", "-B", str(self.place / "env.py")], env={"TOKEN": KEY})
        self.add_server(2, "far", command=None, url=f"http://someone:{KEY}@127.0.0.1:9/mcp?token={KEY}",
                        headers={"Authorization": f"Bearer {KEY}"})
        for form in ("text", "json", "sarif", "junit"):
            status, out, err = self.verify("--format", form, "--verbose")
            self.assertEqual(status, 2, err)
            self.assertNotIn(KEY, out + err)
        _, findings, made = self.report()
        self.assertEqual([tool["path"] for tool in made["tools"]], ["guarded/read_note"])
        self.assertEqual([rule for rule, _ in findings], ["availability/server"])

    def test_without_the_table_nothing_is_verified(self):
        self.database.run(("DROP TABLE mcp_servers",))
        status, out, _ = self.verify()
        self.assertEqual(status, 2)
        self.assertIn("it has no table mcp_servers", out)

    def test_without_the_table_of_tools_servers_are_asked(self):
        self.database.run(("DROP TABLE mcp_tools",))
        self.assertEqual(self.report()[:2], (0, []))


class InSqlite(Both, unittest.TestCase):
    make = Sqlite

    def test_a_file_that_is_none_or_no_database(self):
        for name, text in (("gone.db", None), ("notes.txt", "not a database at all, but long enough to be read as one\n" * 40)):
            if text:
                (self.place / name).write_text(text)
            status, out, err = self.verify(url=f"sqlite:///{self.place / name}")
            self.assertEqual((status, err), (2, ""))
            self.assertRegex(out, rf"not asked: mcp .*{name}: .+")
            self.assertEqual((self.place / name).exists(), text is not None)

    def test_arguments_in_one_text(self):
        self.database.run(("UPDATE mcp_servers SET args = ?", f"-I -S -B '{STUB}' '{self.place}/notes.json'"))
        self.assertEqual(self.report()[:2], (0, []))

    def test_what_is_no_address(self):
        status, _, err = self.verify(url="oracle://somewhere/tools")
        self.assertEqual(status, 64)
        self.assertIn("oracle", err)


class InPostgres(Both, unittest.TestCase):
    make = Postgres

    def test_an_address_where_nobody_answers_shows_no_password(self):
        address = urllib.parse.urlsplit(POSTGRES)
        status, out, err = self.verify(url=f"postgresql://tester:{KEY}@127.0.0.1:9{address.path}")
        self.assertEqual((status, err), (2, ""))
        self.assertIn("not asked: mcp postgresql://", out)
        self.assertNotIn(KEY, out)


if __name__ == "__main__":
    PROGRAM = os.path.abspath(sys.argv.pop(1))
    POSTGRES = sys.argv.pop(1) if len(sys.argv) > 1 and "://" in sys.argv[1] else None
    chosen = InPostgres if POSTGRES else InSqlite
    done = unittest.TextTestRunner(verbosity=0).run(unittest.defaultTestLoader.loadTestsFromTestCase(chosen))
    sys.exit(not done.wasSuccessful())
