#!/usr/bin/python3
r"""Breaks migrations at a known place and looks whether run_migrations names that place.

    positions.py sqlite   PATH_OF_run_migrations
    positions.py postgres PATH_OF_run_migrations POSTGRES_URL

A row is the text of a migration with a broken bar before the token that the engine objects to: the
offset of sqlite3_error_offset, or the field P of PostgreSQL's answer, when it reads the statement
as it stands in the file, with its semicolon. Where the engine names no place, as for a unique
violation, the bar is before the first token of the statement; where the file cannot be split into
statements, before what never ends. The bar is taken out before the file is written. Line and column
count from 1; a column is a code point, a tab is one, and neither a BOM nor the carriage return of a
line's end is any.

Each row runs on a fresh SQLite file, or in a fresh database of the PostgreSQL server, whose URL
has to belong to a role that may create databases. The run has to end with the row's status and to
write FILE:LINE:COLUMN of its one error. A row in a transaction runs a second time with --json,
which has to say the same, and nothing of the file may be in the database after both. Of a row
without a transaction, the tables that were made before the error have to be there, and no more.

A row that fails is told in one line. With ONLY=TEXT in the environment, only rows whose names
contain TEXT are run; with AETHER_SHORT_FAULTS, as under sanitizers, every third.

Exit status: 0 all is well, 1 a row failed, 64 wrong usage.
"""

import itertools
import json
import os
import re
import sqlite3
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

TIMEOUT_SECONDS = 60
FOLDER = "m"
MARK = "\u00a6"
BOM = "\ufeff"
FAILED, UNREADABLE = 1, 65
# Set by sanitizer and coverage runs; everything else of the environment stays outside.
PASSED_ON = ("ASAN_OPTIONS", "LSAN_OPTIONS", "TSAN_OPTIONS", "UBSAN_OPTIONS", "LLVM_PROFILE_FILE",
             "GCOV_PREFIX", "GCOV_PREFIX_STRIP")
COUNTER = itertools.count(1)


class Mismatch(Exception):
    """Something is not as the row wants it."""

    def __init__(self, what, got, wanted):
        super().__init__(f"{what}: got {one_line(got)}, wanted {one_line(wanted)}")


def one_line(value):
    text = value if isinstance(value, str) else repr(value)
    return text.replace("\r", "\\r").replace("\n", "\\n")


def expect(what, got, wanted):
    if got != wanted:
        raise Mismatch(what, got, wanted)


@dataclass
class Row:
    text: str                                    # with the bar
    name: str = "0001_row.sql"                   # of the file that has the text
    status: int = FAILED
    first: dict = field(default_factory=dict)    # files that are applied before
    beside: dict = field(default_factory=dict)   # files that are only there
    options: tuple = ()
    left: tuple = None                           # without a transaction: the tables that stay

    def content(self):
        return self.text.replace(MARK, "").encode()

    def place(self):
        if self.text.count(MARK) != 1:
            raise ValueError(f"not one bar: {self.text!r}")
        before = self.text[:self.text.index(MARK)].removeprefix(BOM)
        line = before.rpartition("\n")[2]
        return f"{FOLDER}/{self.name}:{before.count(chr(10)) + 1}:{len(line) + 1}"


def crlf(text):
    return text.replace("\n", "\r\n")


def unreadable(text, **more):
    return Row(text, status=UNREADABLE, **more)


def down(text, up="CREATE TABLE kept (id INTEGER PRIMARY KEY, name TEXT);\nINSERT INTO kept VALUES (1, 'a');\n"):
    return Row(text, name="0001_row.down.sql", first={"0001_row.sql": up}, options=("--rollback",))


def sections(text):
    """A file of two sections whose upper one is applied, and whose lower one has the bar."""
    return Row(text, name="0001_row.sql", first={"0001_row.sql": text.replace(MARK, "")}, options=("--rollback",))


def loose(text, *left, **more):
    return Row(text, left=left, **more)


# What breaks on SQLite

SQLITE = {
    # Words and names that are wrong
    "misspelt keyword": "CREATE TABLE a (id INTEGER);\n¦CRAETE TABLE b (id INTEGER);\n",
    "misspelt keyword within": "CREATE TABLE a (id INTEGER);\nSELECT id FORM ¦a;\n",
    "misspelt keyword on a later line": "CREATE TABLE a (id INTEGER);\n\nSELECT id\n  FROM a\n  ODER ¦BY id;\n",
    "unknown column": "CREATE TABLE a (id INTEGER);\nSELECT id, ¦nope FROM a;\n",
    "unknown column in WHERE": "CREATE TABLE a (id INTEGER);\nUPDATE a SET id = 1\n WHERE id > 0\n"
                               "   AND ¦nope = 1;\n",
    "unknown column of a table": "CREATE TABLE a (id INTEGER);\nSELECT ¦a.nope FROM a;\n",
    "unknown table": "CREATE TABLE a (id INTEGER);\n¦SELECT id FROM nope;\n",
    "unknown table in INSERT": "CREATE TABLE a (id INTEGER);\n  ¦INSERT INTO nope VALUES (1);\n",
    "unknown column of INSERT": "CREATE TABLE a (id INTEGER);\n¦INSERT INTO a (id, nope) VALUES (1, 2);\n",
    "unknown function": "CREATE TABLE a (id INTEGER);\nSELECT id, ¦nope(id) FROM a;\n",
    "wrong number of arguments": "CREATE TABLE a (id INTEGER);\nSELECT 1,\n\t¦abs(1, 2, 3);\n",
    "table is there already": "CREATE TABLE a (id INTEGER);\nCREATE TABLE ¦a (id INTEGER);\n",
    "column twice": "CREATE TABLE a (id INTEGER);\n¦CREATE TABLE b (id INTEGER, id INTEGER);\n",
    "too few values": "CREATE TABLE a (id INTEGER, b TEXT);\n\n¦INSERT INTO a VALUES (1);\n",
    "unrecognized token": "CREATE TABLE a (id INTEGER);\nSELECT 1 + ¦\\ 2;\n",
    "malformed blob": "CREATE TABLE a (id BLOB);\nINSERT INTO a VALUES (¦x'12g4');\n",
    "error in the first statement": "¦SLECT 1;\n",
    "error in the first statement after blank": "\n\n   ¦SLECT 1;\n",

    # Ends
    "last statement without semicolon": "CREATE TABLE a (id INTEGER);\nSELECT ¦nope FROM a",
    "nothing but the error, no newline": "¦nonsense",
    "end of input within an expression": "CREATE TABLE a (id INTEGER);\nSELECT 1 +¦;\n",
    "end of input without semicolon": "CREATE TABLE a (id INTEGER);\n¦SELECT 1 +",
    "end of input on a later line": "CREATE TABLE a (id INTEGER);\nSELECT id\nFROM a\nWHERE¦;\n",
    "bracket without its end": "CREATE TABLE a (id INTEGER);\nCREATE TABLE b (id INTEGER¦;\n",

    # Errors without a place of their own
    "unique violation": "CREATE TABLE a (id INTEGER PRIMARY KEY);\nINSERT INTO a VALUES (1);\n"
                        "/* again */ ¦INSERT INTO a\n VALUES (1);\n",
    "not null violation": "CREATE TABLE a (id INTEGER NOT NULL); ¦INSERT INTO a VALUES (NULL);\n",
    "check violation": "CREATE TABLE a (id INTEGER CHECK (id > 0));\n\n\t¦INSERT INTO a VALUES (-1);\n",
    "foreign key violation": "CREATE TABLE a (id INTEGER PRIMARY KEY);\n"
                             "CREATE TABLE b (a INTEGER REFERENCES a (id));\n¦INSERT INTO b VALUES (1);\n",
    "integer overflow": "CREATE TABLE a (id INTEGER);\nINSERT INTO a VALUES (1);\n"
                        "¦SELECT sum(v) FROM (SELECT 9223372036854775807 v UNION ALL SELECT 1);\n",
    "malformed JSON": "CREATE TABLE a (id INTEGER);\n-- {;\n  ¦SELECT json('{');\n",
    "a trigger raises": "CREATE TABLE a (id INTEGER);\n"
                        "CREATE TRIGGER t BEFORE INSERT ON a BEGIN\n  SELECT RAISE(ABORT, 'no; no');\nEND;\n"
                        "SELECT 1; ¦INSERT INTO a VALUES (1);\n",
    "strict table": "CREATE TABLE a (id INTEGER) STRICT;\n¦INSERT INTO a VALUES ('é');\n",
    "a trigger has an unknown column": "CREATE TABLE a (id INTEGER);\nCREATE TABLE b (id INTEGER);\n"
                                       "CREATE TRIGGER t AFTER INSERT ON a BEGIN\n"
                                       "  INSERT INTO b SELECT nope FROM a;\nEND;\n¦INSERT INTO a VALUES (1);\n",
    "a view has an unknown column": "CREATE TABLE a (id INTEGER);\n"
                                    "CREATE VIEW v AS SELECT id, nope FROM a;\n¦SELECT * FROM v;\n",
    "a renamed column breaks a view": "CREATE TABLE a (id INTEGER);\nCREATE VIEW v AS SELECT nope FROM a;\n"
                                      "¦ALTER TABLE a RENAME COLUMN id TO key;\n",
    "a dropped column is in an index": "CREATE TABLE a (id INTEGER, b TEXT);\nCREATE INDEX i ON a (b);\n"
                                       "  ¦ALTER TABLE a DROP COLUMN b;\n",

    # Comments
    "line comments": "-- one; two\nCREATE TABLE a (id INTEGER); -- three; 'four\n-- \"five\nSELECT ¦nope FROM a;\n",
    "line comment within the statement": "CREATE TABLE a (id INTEGER);\nSELECT id -- ; nope\n     , ¦nope FROM a;\n",
    "block comments": "/* one;\n 'two */ CREATE TABLE a (id INTEGER); /* three; */\n/* */ SELECT /* ; "
                      "*/ ¦nope FROM a;\n",
    "block comments do not nest": "CREATE TABLE a (id INTEGER);\n/* /* ; */ SELECT ¦nope FROM a;\n",
    "block comment on the line of the error": "CREATE TABLE a (id INTEGER);\n/* a\n;*/ ¦SLECT 1;\n",
    "block comment that never ends": "CREATE TABLE a (id INTEGER);\nSELECT ¦nope FROM a; /* that is all",
    "line comment at the very end": "CREATE TABLE a (id INTEGER);\nSELECT ¦nope FROM a -- end",
    "slash and star in a string": "CREATE TABLE a (id TEXT DEFAULT '/*;');\nSELECT ¦nope, '*/' FROM a;\n",

    # Strings, names, numbers
    "semicolons in strings": "CREATE TABLE a (id TEXT);\nINSERT INTO a VALUES (';'), ('it''s;'), ('--');\n"
                             "SELECT ¦nope FROM a;\n",
    "string over lines": "CREATE TABLE a (id TEXT);\nINSERT INTO a VALUES ('one;\ntwo\n\nthree'); "
                         "SELECT ¦nope FROM a;\n",
    "string over lines in the same statement": "CREATE TABLE a (id TEXT);\nSELECT 'x;\ny', ¦nope FROM a;\n",
    "backslash is no escape": "CREATE TABLE a (id TEXT DEFAULT '\\');\nSELECT ';', ¦nope FROM a;\n",
    "quoted names": "CREATE TABLE \"a;\"\"b\" (\"c;\" TEXT);\nSELECT \"c;\", ¦nope FROM \"a;\"\"b\";\n",
    "names in brackets": "CREATE TABLE [a;'b] ([c;] TEXT);\nSELECT [c;], ¦[d] FROM [a;'b];\n",
    "names in backticks": "CREATE TABLE `a;``b` (`c;` TEXT);\nSELECT `c;`, ¦`nope` FROM `a;``b`;\n",
    "blobs and numbers": "CREATE TABLE a (id BLOB);\nINSERT INTO a VALUES (x'3B'), (1e+3), (.5), (0x1F);\n"
                         "SELECT x'3b', 1.5e-3, ¦nope FROM a;\n",
    "parameters": "CREATE TABLE a (id INTEGER);\nINSERT INTO a VALUES (?1), (:b), (@c), ($d);\n"
                  "SELECT ?, ¦nope FROM a;\n",

    # Triggers and other long statements
    "trigger with CASE": "CREATE TABLE a (id INTEGER);\nCREATE TRIGGER t AFTER INSERT ON a BEGIN\n"
                         "  UPDATE a SET id = CASE WHEN id > 1 THEN 2 ELSE CASE id WHEN 1 THEN 0 END END;\n"
                         "  SELECT CASE WHEN 1 THEN 2 END;\nEND;\nSELECT 1; SELECT ¦nope FROM a;\n",
    "error in a trigger's body": "CREATE TABLE a (id INTEGER);\nCREATE TRIGGER t AFTER INSERT ON a BEGIN\n"
                                 "  SELECT CASE WHEN 1 THEN 2 END;\n  ¦SLECT 1;\nEND;\n",
    "error after CASE in a trigger's body": "CREATE TABLE a (id INTEGER);\n"
                                            "CREATE TEMP TRIGGER IF NOT EXISTS t AFTER INSERT ON a\n"
                                            "WHEN new.id > 0 BEGIN\n"
                                            "  UPDATE a SET id = CASE WHEN 1 THEN 2 END ¦WHEN 1;\nEND;\n",
    "two triggers": "CREATE TABLE a (id INTEGER);\nCREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; END;"
                    " CREATE TRIGGER u AFTER DELETE ON a BEGIN SELECT 1; SELECT 2; END; ¦DRIP TABLE a;\n",
    "trigger with comments": "CREATE TABLE a (id INTEGER);\nCREATE /* temp */ TRIGGER -- é\n"
                             " t AFTER INSERT ON a BEGIN\n"
                             "  SELECT 1; -- END;\n  SELECT 2 /* ; END; */;\nEND -- of it\n;\n"
                             " SELECT ¦nope FROM a;\n",
    "trigger without its END": "CREATE TABLE a (id INTEGER);\n¦CREATE TRIGGER t AFTER INSERT ON a BEGIN\n"
                               "  SELECT 1;\nSELECT 2;\n",
    "trigger without its BEGIN": "CREATE TABLE a (id INTEGER);\nCREATE TRIGGER t AFTER INSERT ON a\n  ¦SELECT 1;\n"
                                 "END;\n",
    "trigger with a column called end": "CREATE TABLE a (id INTEGER);\n"
                                        "CREATE TEMPORARY TRIGGER t AFTER INSERT ON a BEGIN\n"
                                        "  SELECT 1 AS \"end\"; SELECT 2 AS \"case\";\nEND; SELECT ¦nope FROM a;\n",
    "EXPLAIN": "CREATE TABLE a (id INTEGER);\nEXPLAIN QUERY PLAN SELECT ';';\n"
               "EXPLAIN CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; END; EXPLAIN SELECT ¦nope FROM a;\n",
    "CTE": "CREATE TABLE a (id INTEGER);\nWITH RECURSIVE n(i) AS (\n"
           "  SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3\n)\n"
           "INSERT INTO a SELECT i FROM n;\nWITH x AS (SELECT 1 AS one), y AS (SELECT one,\n ¦two FROM x)\n"
           "SELECT * FROM y;\n",
    "view, index, generated column": "CREATE TABLE a (id INTEGER, g INTEGER AS (id * 2) STORED);\n"
                                     "CREATE VIEW v AS SELECT CASE id WHEN 1 THEN ';' END AS c FROM a;\n"
                                     "CREATE INDEX i ON a (id) WHERE id > 0;\nSELECT c,\n       ¦d\n  FROM v;\n",
    "upsert and window": "CREATE TABLE a (id INTEGER PRIMARY KEY, n INTEGER);\n"
                         "INSERT INTO a VALUES (1, 2) ON CONFLICT (id) DO UPDATE SET n = excluded.n;\n"
                         "SELECT row_number() OVER (PARTITION BY id ORDER BY ¦nope) FROM a;\n",

    # Beyond ASCII
    "two bytes before on the line": "CREATE TABLE a (id INTEGER);\nSELECT 'éüß', ¦nope FROM a;\n",
    "three bytes before on the line": "CREATE TABLE a (id INTEGER);\nSELECT '漢字€', ¦nope FROM a;\n",
    "four bytes before on the line": "CREATE TABLE a (id INTEGER);\nSELECT '😀𝄞', ¦nope FROM a;\n",
    "all of them, and on earlier lines": "-- é漢😀\nCREATE TABLE café (名 INTEGER); /* ü\n"
                                         "€ 😀 */ INSERT INTO café VALUES (1);\n"
                                         "/* 😀é */ SELECT '漢', 名, ¦naïve FROM café;\n",
    "earlier statement on the same line": "CREATE TABLE a (id TEXT);\nINSERT INTO a VALUES ('é漢😀'); "
                                          "SELECT 'é', ¦nope FROM a;\n",
    "combining marks are code points": "CREATE TABLE a (id TEXT);\nSELECT 'e\u0301 👩\u200d👩\u200d👧', ¦nope FROM a;\n",
    "no-break space in a name": "CREATE TABLE a (id TEXT);\nSELECT ¦\u00a0 FROM a;\n",
    "no place of its own after non-ASCII": "CREATE TABLE a (id INTEGER PRIMARY KEY);\n"
                                           "/* é漢😀 */ INSERT INTO a VALUES (1); /* ü */ ¦INSERT INTO a VALUES (1);\n",
    "line separators end no line": "CREATE TABLE a (id TEXT);\nINSERT INTO a VALUES ('\u2028\u0085\x0b\x0c'); "
                                   "SELECT ¦nope FROM a;\n",

    # Lines and files
    "CRLF": crlf("-- é\nCREATE TABLE a (id INTEGER);\n\nSELECT id,\n  ¦nope\nFROM a;\n"),
    "CRLF in strings and comments": crlf("CREATE TABLE a (id TEXT);\n/* a;\nb */ INSERT INTO a VALUES ('x\ny'); "
                                         "SELECT ¦nope FROM a;\n"),
    "CRLF and a trigger": crlf("CREATE TABLE a (id TEXT);\nCREATE TRIGGER t AFTER INSERT ON a BEGIN\n  SELECT 1;\n"
                               "END;\n¦SLECT 1;\n"),
    "lone carriage return": "CREATE TABLE a (id TEXT);\nSELECT 1,\r ¦nope FROM a;\n",
    "BOM": BOM + "CREATE TABLE a (id INTEGER);\nSELECT ¦nope FROM a;\n",
    "BOM on the line of the error": BOM + "CREATE TABLE a (id INTEGER); SELECT ¦nope FROM a;\n",
    "BOM before the first token": BOM + "¦SLECT 1;\n",
    "BOM and CRLF": BOM + crlf("CREATE TABLE a (id INTEGER);\nINSERT INTO a VALUES (1); SELECT 'é', ¦nope FROM a;\n"),
    "BOM where files were joined": "CREATE TABLE a (id INTEGER);\n" + BOM + "SELECT ¦nope FROM a;\n",
    "tabs": "CREATE TABLE a (id INTEGER);\n\t\tSELECT\tid,\t¦nope\tFROM\ta;\n",
    "empty statements": ";;\n ; CREATE TABLE a (id INTEGER);;\n;\n ; ;SELECT ¦nope FROM a;;\n",
    "several statements on one line": "CREATE TABLE a (id INTEGER); "
                                      "INSERT INTO a VALUES (1);INSERT INTO a VALUES (2); ¦INSRT INTO a VALUES (3); "
                                      "SELECT 1;\n",
    "long lines": "CREATE TABLE a (id TEXT);\nINSERT INTO a VALUES ('" + "é;" * 5000 + "'); SELECT ¦nope FROM a;\n",
    "many lines": "CREATE TABLE a (id INTEGER);\n" + "INSERT INTO a VALUES (1);\n" * 500 + "SELECT ¦nope FROM a;\n",

    # Sections, companions, other ways to run
    "header": "-- migrate:up\nCREATE TABLE a (id INTEGER);\nSELECT ¦nope FROM a;\n",
    "header after a comment": "-- é: what this is\n\n-- migrate:up\n\n¦SLECT 1;\n-- migrate:down\nSELECT 1;\n",
    "header in a CRLF file with BOM": BOM + crlf("-- migrate:up\nCREATE TABLE a (id INTEGER);\n"
                                                 "SELECT ¦nope FROM a;\n-- migrate:down\nDROP TABLE a;\n"),
    "foreign keys off": "-- migrate:foreign-keys off\nCREATE TABLE a (id INTEGER);\nSELECT ¦nope FROM a;\n",
    "its own BEGIN and COMMIT": "BEGIN;\nCREATE TABLE a (id INTEGER);\nSELECT ¦nope FROM a;\nCOMMIT;\n",
    "pair": Row("CREATE TABLE a (id INTEGER);\n SELECT ¦nope FROM a;\n", name="0001_row.up.sql",
                beside={"0001_row.down.sql": "DROP TABLE a;\n"}),
    "second file": Row("-- é\nCREATE TABLE b (id INTEGER); SELECT ¦nope FROM a;\n", name="0002_row.sql",
                       first={"0001_first.sql": "CREATE TABLE a (id INTEGER);\n"}),
    "second file of a single transaction": Row("CREATE TABLE b (id INTEGER);\n"
                                               "SELECT ¦nope FROM a;\n", name="0002_row.sql",
                                               beside={"0001_first.sql": "CREATE TABLE a (id INTEGER);\n"},
                                               options=("--single-transaction",)),
    "rehearsal": Row("CREATE TABLE b (id INTEGER);\nSELECT 'é', ¦nope FROM b;\n", options=("--rehearse",)),
    "companion": down("-- é\nDELETE FROM kept;\nSELECT ¦nope FROM kept;\n"),
    "companion drops too much": down("DROP TABLE kept;\n¦DROP TABLE never;\n"),
    "companion with CRLF and BOM": down(BOM + crlf("DELETE FROM kept;\n\n ¦DRIP TABLE kept;\n")),
    "companion without its last semicolon": down("UPDATE kept SET name = 'b';\nSELECT ¦nope FROM kept"),
    "companion of a pair": Row("DELETE FROM a;\n/* é */ ¦DRIP TABLE a;\n", name="0001_row.down.sql",
                               first={"0001_row.up.sql": "CREATE TABLE a (id INTEGER);\n"}, options=("--rollback",)),
    "lower section": sections("-- migrate:up\nCREATE TABLE a (id INTEGER);\nINSERT INTO a VALUES (1);\n"
                              "-- migrate:down\nDELETE FROM a;\n/* é */ SELECT ¦nope FROM a;\n"),
    "lower section of a CRLF file": sections(BOM + crlf("-- migrate:up\nCREATE TABLE a (id INTEGER);\n\n"
                                                        "-- migrate:down\n¦DRIP TABLE a;\n")),

    # Without a transaction
    "transaction:false": loose("-- migrate:up transaction:false\nCREATE TABLE a (id INTEGER);\n"
                               "SELECT ¦nope FROM a;\n", "a"),
    "transaction:false, unique violation": loose("-- migrate:up transaction:false\n"
                                                 "CREATE TABLE a (id INTEGER PRIMARY KEY);\n"
                                                 "INSERT INTO a VALUES (1); "
                                                 "/* é */ ¦INSERT INTO a VALUES (1);\n", "a"),
    "transaction:false, CRLF and BOM": loose(BOM + crlf("-- é\n-- migrate:up transaction:false\n\n"
                                                        "CREATE TABLE a (id INTEGER);\n"
                                                        "CREATE TABLE b (id INTEGER); ¦DRIP TABLE a;\n"), "a", "b"),
    "transaction:false, first statement": loose("-- migrate:up transaction:false\n  ¦SLECT 1;\n"
                                                "CREATE TABLE a (id INTEGER);\n"),
    "VACUUM takes the transaction away": loose("CREATE TABLE a (id INTEGER);\nVACUUM;\n"
                                               "\tSELECT 'é', ¦nope FROM a;\n", "a"),

    # What cannot be split
    "string that never ends": unreadable("CREATE TABLE a (id TEXT);\nINSERT INTO a VALUES ('é'), (¦'open);\n"
                                         "SELECT 1;\n"),
    "quoted name that never ends": unreadable("CREATE TABLE a (id TEXT);\n/* é */ SELECT ¦\"open FROM a;\n"),
    "bracketed name that never ends": unreadable("CREATE TABLE a (id TEXT);\nSELECT ¦[open FROM a;\n"),
    "backtick that never ends": unreadable("CREATE TABLE a (id TEXT);\r\n\tSELECT ¦`open FROM a;\r\n"),
    "string that never ends in a trigger": unreadable("CREATE TABLE a (id TEXT);\n"
                                                      "CREATE TRIGGER t AFTER INSERT ON a BEGIN\n  SELECT ¦'it''s;\n"
                                                      "END;\n"),
    "COMMIT within": unreadable("CREATE TABLE a (id TEXT);\nSELECT '漢'; ¦COMMIT;\nSELECT 1;\n"),
    "SAVEPOINT within": unreadable(BOM + crlf("CREATE TABLE a (id TEXT);\n\t¦SAVEPOINT s;\nSELECT 1;\n")),
    "foreign keys without saying so": unreadable("CREATE TABLE a (id TEXT);\n -- é\n ¦PRAGMA foreign_keys = off;\n"),
    "companion that cannot be split": Row("DELETE FROM kept;\n"
                                          "  SELECT ¦'open;\n", name="0001_row.down.sql", status=UNREADABLE,
                                          first={"0001_row.sql": "CREATE TABLE kept (id INTEGER);\n"},
                                          options=("--rollback",)),
}


# What breaks on PostgreSQL

FUNCTION = "CREATE FUNCTION f(x int) RETURNS int LANGUAGE "

POSTGRES = {
    # Words and names that are wrong
    "misspelt keyword": "CREATE TABLE a (id int);\n¦CRAETE TABLE b (id int);\n",
    "misspelt keyword within": "CREATE TABLE a (id int);\nSELECT id FORM ¦a;\n",
    "misspelt keyword on a later line": "CREATE TABLE a (id int);\n\nSELECT id\n  FROM a\n  ODER ¦BY id;\n",
    "unknown column": "CREATE TABLE a (id int);\nSELECT id, ¦nope FROM a;\n",
    "unknown column in WHERE": "CREATE TABLE a (id int);\nUPDATE a SET id = 1\n WHERE id > 0\n   AND ¦nope = 1;\n",
    "unknown column of a table": "CREATE TABLE a (id int);\nSELECT ¦a.nope FROM a;\n",
    "unknown table": "CREATE TABLE a (id int);\nSELECT id\nFROM ¦nope;\n",
    "unknown table in INSERT": "CREATE TABLE a (id int);\n  INSERT INTO ¦nope VALUES (1);\n",
    "unknown table in ALTER": "CREATE TABLE a (id int);\n ¦ALTER TABLE nope ADD COLUMN b int;\n",
    "unknown column of INSERT": "CREATE TABLE a (id int);\nINSERT INTO a (id, ¦nope) VALUES (1, 2);\n",
    "unknown function": "CREATE TABLE a (id int);\nSELECT id, ¦nope(id) FROM a;\n",
    "unknown type": "CREATE TABLE a (id int);\nCREATE TABLE b (\n  id int,\n  v ¦strnig\n);\n",
    "unknown operator": "CREATE TABLE a (id int);\nSELECT 1 ¦+ true;\n",
    "unknown schema": "CREATE TABLE a (id int);\nSELECT * FROM ¦nope.a;\n",
    "table is there already": "CREATE TABLE a (id int);\n\t¦CREATE TABLE a (id int);\n",
    "type mismatch": "CREATE TABLE a (id int);\nINSERT INTO a VALUES (1), (¦'x');\n",
    "too many values": "CREATE TABLE a (id int);\nINSERT INTO a VALUES (1, ¦2);\n",
    "ambiguous column": "CREATE TABLE a (id int);\nSELECT ¦id FROM a AS x, a AS y;\n",
    "must be grouped": "CREATE TABLE a (id int, n int);\nSELECT id, ¦n, count(*)\nFROM a GROUP BY id;\n",
    "error in the first statement": "¦SLECT 1;\n",
    "error in the first statement after blank": "\n\n   ¦SLECT 1;\n",

    # Ends
    "last statement without semicolon": "CREATE TABLE a (id int);\nSELECT ¦nope FROM a",
    "nothing but the error, no newline": "¦nonsense",
    "end of input within an expression": "CREATE TABLE a (id int);\nSELECT 1 +¦;\n",
    "end of input without semicolon": "CREATE TABLE a (id int);\nSELECT 'é' ||¦",
    "end of input on a later line": "CREATE TABLE a (id int);\nSELECT id\nFROM a\nWHERE¦;\n",
    "bracket that closes nothing": "CREATE TABLE a (id int);\nSELECT (1)¦); SELECT 2;\n",

    # Errors without a place of their own
    "unique violation": "CREATE TABLE a (id int PRIMARY KEY);\nINSERT INTO a VALUES (1);\n"
                        "/* again */ ¦INSERT INTO a\n VALUES (1);\n",
    "not null violation": "CREATE TABLE a (id int NOT NULL); ¦INSERT INTO a VALUES (NULL);\n",
    "check violation": "CREATE TABLE a (id int CHECK (id > 0));\n\n\t¦INSERT INTO a VALUES (-1);\n",
    "foreign key violation": "CREATE TABLE a (id int PRIMARY KEY);\nCREATE TABLE b (a int REFERENCES a);\n"
                             "¦INSERT INTO b VALUES (1);\n",
    "division by zero": "CREATE TABLE a (id int);\n  ¦SELECT 1 /\n 0;\n",
    "division by zero after non-ASCII": "CREATE TABLE a (id int);\n/* é漢😀 */ ¦SELECT 'é', 1 / 0;\n",
    "cast at run time": "CREATE TABLE a (id text);\nINSERT INTO a VALUES ('x'); ¦SELECT id::int FROM a;\n",
    "DO block raises": "CREATE TABLE a (id int);\n¦DO $$\nBEGIN\n  RAISE EXCEPTION 'no; no';\nEND\n$$;\n",
    "DO block with an unknown table": "CREATE TABLE a (id int);\n  ¦DO $do$ BEGIN\n  PERFORM 1 FROM nope; "
                                      "END $do$;\n",
    "EXECUTE of what is wrong": "CREATE TABLE a (id int);\nSELECT 1; ¦DO $$BEGIN EXECUTE 'SELECT 1; SLECT 2'; "
                                "END$$;\n",
    "a function divides by zero": FUNCTION + "sql AS $$ SELECT x / 0 $$;\n¦SELECT f(1);\n",
    "a function has an unknown column": "CREATE TABLE a (id int);\n" + FUNCTION + "plpgsql AS $$\nBEGIN\n"
        "  RETURN (SELECT nope FROM a);\nEND $$;\n"
                                        " ¦SELECT f(1);\n",
    "a trigger raises": "CREATE TABLE a (id int);\nCREATE FUNCTION t() RETURNS trigger LANGUAGE plpgsql AS $$\n"
                        "BEGIN\n  RAISE EXCEPTION 'é;';\nEND;\n$$;\n"
                        "CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW EXECUTE FUNCTION t();\n"
                        "¦INSERT INTO a VALUES (1);\n",

    # Comments
    "line comments": "-- one; two\nCREATE TABLE a (id int); -- three; 'four $$\n-- \"five\nSELECT ¦nope FROM a;\n",
    "line comment within the statement": "CREATE TABLE a (id int);\nSELECT id -- ; nope ( $$\n     , ¦nope FROM a;\n",
    "block comments": "/* one;\n 'two */ CREATE TABLE a (id int); /* three; */\n/* */ SELECT /* ; */ ¦nope FROM a;\n",
    "block comments nest": "/* a /* b; */ ; /* /* ' */ $$ */ */ CREATE TABLE a (id int);\n/* ( /* ; */\n ; "
                           "*/ SELECT /* /**/ ; */ ¦nope FROM a;\n",
    "stars and slashes": "/***/ /*/ /**/ */ /**//**/ CREATE TABLE a (id int); /*/**/*/ SELECT 4 */* ; "
                         "*/ 2, ¦nope FROM a;\n",
    "line comment at the very end": "CREATE TABLE a (id int);\nSELECT ¦nope FROM a -- end",
    "comment in an operator": "CREATE TABLE a (id int);\nSELECT 1 +--;\n 2, 3 -/* ; */- 4, ¦nope FROM a;\n",

    # Strings
    "semicolons in strings": "CREATE TABLE a (id text);\nINSERT INTO a VALUES (';'), ('it''s;'), ('--');\n"
                             "SELECT ¦nope FROM a;\n",
    "string over lines": "CREATE TABLE a (id text);\nINSERT INTO a VALUES ('one;\ntwo\n\nthree'); "
                         "SELECT ¦nope FROM a;\n",
    "backslash is no escape": "CREATE TABLE a (id text DEFAULT '\\');\nSELECT ';', ¦nope FROM a;\n",
    "E string": "CREATE TABLE a (id text DEFAULT E'\\';\\\\');\nSELECT E'é\\';', e'\\\\', ¦nope FROM a;\n",
    "E string over lines": "CREATE TABLE a (id text);\nINSERT INTO a VALUES (E'one\\';\ntwo\\\nthree'); "
                           "SELECT E'x\\'\n;', ¦nope FROM a;\n",
    "error within an E string": "CREATE TABLE a (id text);\nSELECT ';', E'é¦\\u12 ';\n",
    "U& strings": "CREATE TABLE a (id text DEFAULT U&'\\0441\\+01F600;');\n"
                  "SELECT U&'d!0061t!+000061;' UESCAPE '!', ¦nope FROM a;\n",
    "error within a U& string": "CREATE TABLE a (id text);\nSELECT U&'漢¦\\12';\n",
    "continuation strings": "CREATE TABLE a (id text DEFAULT 'one;'\n  'two;'\n\n 'three');\nSELECT 'x'\n';'  \n"
                            "  'y', ¦nope FROM a;\n",
    "E string goes on": "CREATE TABLE a (id text DEFAULT E'one;'\n  '\\';'  -- ' \n  '\\'');\nSELECT E'x'\n"
                        "'\\';', ¦nope FROM a;\n",
    "continuation on the same line": "CREATE TABLE a (id text);\nSELECT 'a' ¦'b';\n",
    "bit and national strings": "CREATE TABLE a (id text);\nSELECT B'101', X'3B', N'\\', n'é;', ¦nope FROM a;\n",
    "dollar quotes": "CREATE TABLE a (id text);\nINSERT INTO a VALUES ($$;'$$), ($x$ ; $$ ; $y$ $x$), ($é$;$é$);\n"
                     "SELECT $a$;$b$;$a$, ¦nope FROM a;\n",
    "dollar quotes over lines": "CREATE TABLE a (id text);\nINSERT INTO a VALUES ($_1$\n é;\n$$ $_1 $_1$); "
                                "SELECT ¦nope FROM a;\n",
    "dollars in names": "CREATE TABLE a$b$c (d$ int);\nSELECT d$, ¦e$$f FROM a$b$c;\n",
    "dollar quote after a number": "CREATE TABLE a (id text);\nSELECT 1 AS \"$$\", $$;$$, '$$', ¦nope FROM a;\n",

    # Names and operators
    "quoted names": "CREATE TABLE \"a;\"\"b\" (\"c;\" text);\nSELECT \"c;\", ¦nope FROM \"a;\"\"b\";\n",
    "U& names": "CREATE TABLE U&\"a;\\00e9\" (id int);\nSELECT id, ¦\"nope;\" FROM U&\"a;\\00e9\";\n",
    "operators": "CREATE TABLE a (id jsonb);\nSELECT id @> '{}', id #>> '{a}', id ? ';', id ->> 'a', id::text, "
                 "(ARRAY[1,2,3])[1:2], ¦nope FROM a;\n",
    "numbers": "CREATE TABLE a (id int);\nSELECT 1.5e-3, .5, 1., 1e+3, 0.5::int, ¦nope FROM a;\n",
    "trailing junk after a number": "CREATE TABLE a (id int);\nSELECT 1, ¦12ab FROM a;\n",

    # Bodies
    "function with a dollar body": FUNCTION + "plpgsql AS $fn$\nBEGIN\n  -- $$ ;\n  IF x > 1 THEN RETURN 1; "
                                              "END IF;\n  RETURN CASE WHEN x = 1 THEN 2 END;\nEND;\n$fn$;\n"
                                   "SELECT f(1), ¦nope;\n",
    "syntax error in a plpgsql body": "CREATE TABLE a (id int);\n" + FUNCTION + "plpgsql AS $fn$\nBEGIN\n  -- é漢😀\n"
        "  RETURN 1 FORM ¦a;\nEND;\n$fn$;\n",
    "misspelt keyword in a plpgsql body": "CREATE TABLE a (id int);\n" + FUNCTION + "plpgsql AS $$\nBEGIN\n"
        "  ¦RETRUN 1;\nEND $$;\n",
    "syntax error in a quoted body": "CREATE TABLE a (id int);\n" + FUNCTION + "plpgsql AS '\nBEGIN\n"
        "  PERFORM ''é''; ¦RETRUN 1;\nEND';\n",
    "error in an SQL body": "CREATE TABLE a (id int);\n" + FUNCTION + "sql AS $$\n  SELECT 1;\n"
        "  SELECT 'é', ¦nope FROM a;\n$$;\n",
    "syntax error in a DO block": "CREATE TABLE a (id int);\nDO $$\nDECLARE\n  i int;\nBEGIN\n"
                                  "  FOR i IN 1..10 LOOP\n    ¦i == 1;\n  END LOOP;\nEND $$;\n",
    "DO block before": "CREATE TABLE a (id int);\nDO $$\nDECLARE i int;\nBEGIN\n"
                       "  FOR i IN 1..3 LOOP INSERT INTO a VALUES (i); END LOOP;\nEND\n$$; DO 'BEGIN END'; "
                       "SELECT ¦nope FROM a;\n",
    "BEGIN ATOMIC": "CREATE TABLE a (id int);\n" + FUNCTION + "sql\nBEGIN ATOMIC\n"
        "  SELECT CASE WHEN x > 1 THEN 2 ELSE CASE x WHEN 1 THEN 0 END END;\n  SELECT 1 AS end;\nEND;\n"
                    "SELECT f(1), ¦nope;\n",
    "error in BEGIN ATOMIC": "CREATE TABLE a (id int);\n" + FUNCTION + "sql\nBEGIN ATOMIC\n  SELECT 1;\n"
        "  SELECT 'é', ¦nope FROM a;\nEND;\n",
    "BEGIN ATOMIC without its END": unreadable(
        "CREATE TABLE a (id int);\n" + FUNCTION + "sql ¦BEGIN ATOMIC\n  SELECT 1;\n  SELECT 2;\n"),
    "procedure with BEGIN ATOMIC": "CREATE TABLE a (id int);\nCREATE OR REPLACE PROCEDURE p(x int)\n"
                                   "LANGUAGE sql BEGIN ATOMIC INSERT INTO a VALUES (x); DELETE FROM a; END; "
                                   "CALL ¦nope(1);\n",
    "rule with parentheses": "CREATE TABLE a (id int);\nCREATE TABLE log (id int);\n"
                             "CREATE RULE r AS ON INSERT TO a DO ALSO (\n  INSERT INTO log VALUES (new.id);\n"
                             "  DELETE FROM log WHERE id < 0;\n);\n"
                             "SELECT ¦nope FROM a;\n",
    "error in a rule with parentheses": "CREATE TABLE a (id int);\nCREATE RULE r AS ON INSERT TO a DO ALSO (\n"
                                        "  DELETE FROM a WHERE id = 1;\n  /* é */ DELETE FROM a WHERE ¦nope = 1;\n"
                                        ");\n",
    "trigger on a function": "CREATE TABLE a (id int);\n"
                             "CREATE FUNCTION t() RETURNS trigger LANGUAGE plpgsql AS $t$\nBEGIN\n"
                             "  new.id := CASE WHEN new.id > 1 THEN 2 ELSE 3 END;\n  RETURN new;\nEND;\n$t$;\n"
                             "CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW\n"
                             "  WHEN (CASE WHEN new.id > 0 THEN true END) EXECUTE FUNCTION t();\n"
                             "INSERT INTO a VALUES (5); SELECT ¦nope FROM a;\n",
    "error in WHEN of a trigger": "CREATE TABLE a (id int);\nCREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW\n"
                                  "  WHEN (¦new.nope > 1) EXECUTE FUNCTION t();\n",
    "BEGIN ATOMIC and names that are key words": FUNCTION + "sql\nBEGIN ATOMIC\n  SELECT 1 AS case;\n"
                                                 "  SELECT a.end FROM (SELECT 1 AS end) AS a;\nEND; SELECT ¦nope;\n",
    "CASE in a default before BEGIN ATOMIC": "CREATE FUNCTION f(x int DEFAULT CASE WHEN true THEN 1 END)\n"
                                             "RETURNS int BEGIN ATOMIC SELECT x; END;\nSELECT f(), ¦nope;\n",
    "RETURN without a body": "CREATE FUNCTION f(x int) RETURNS int RETURN CASE WHEN x > 1 THEN 2 END; "
                             "SELECT f(1), ¦nope;\n",
    "parameter that nobody gives": "CREATE TABLE a (id int);\nINSERT INTO a VALUES (¦$1);\n",
    "CTE": "CREATE TABLE a (id int);\nWITH RECURSIVE n(i) AS (\n"
           "  SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3\n)\nINSERT INTO a SELECT i FROM n;\n"
           "WITH x AS (SELECT 1 AS one), y AS (SELECT one,\n ¦two FROM x)\nSELECT * FROM y;\n",
    "schema with its elements": "CREATE SCHEMA s\n  CREATE TABLE a (id int)\n  CREATE VIEW v AS SELECT id FROM a;\n"
                                "SELECT ¦nope FROM s.a;\n",
    "view and index": "CREATE TABLE a (id int);\nCREATE VIEW v AS SELECT CASE id WHEN 1 THEN ';' END AS c FROM a;\n"
                      "CREATE INDEX i ON a (id) WHERE id > 0;\nSELECT c,\n       ¦d\n  FROM v;\n",
    "upsert and window": "CREATE TABLE a (id int PRIMARY KEY, n int);\n"
                         "INSERT INTO a VALUES (1, 2) ON CONFLICT (id) DO UPDATE SET n = excluded.n;\n"
                         "SELECT row_number() OVER (PARTITION BY id ORDER BY ¦nope) FROM a;\n",
    "another search_path": "CREATE SCHEMA s;\nSET LOCAL search_path = s;\nCREATE TABLE a (id int);\n"
                           "SELECT ¦nope FROM a;\n",

    # Beyond ASCII
    "two bytes before on the line": "CREATE TABLE a (id int);\nSELECT 'éüß', ¦nope FROM a;\n",
    "three bytes before on the line": "CREATE TABLE a (id int);\nSELECT '漢字€', ¦nope FROM a;\n",
    "four bytes before on the line": "CREATE TABLE a (id int);\nSELECT '😀𝄞', ¦nope FROM a;\n",
    "all of them, and on earlier lines": "-- é漢😀\nCREATE TABLE café (名 int); /* ü\n"
                                         "€ 😀 */ INSERT INTO café VALUES (1);\n"
                                         "/* 😀é */ SELECT '漢', 名, ¦naïve FROM café;\n",
    "non-ASCII earlier in the statement": "CREATE TABLE a (id int);\nSELECT 'é漢😀' AS ü,\n  /* é */ $é$😀$é$, ¦nope\n"
                                          "FROM a;\n",
    "earlier statement on the same line": "CREATE TABLE a (id text);\nINSERT INTO a VALUES ('é漢😀'); "
                                          "SELECT 'é', ¦nope FROM a;\n",
    "combining marks are code points": "CREATE TABLE a (id text);\nSELECT 'e\u0301 👩\u200d👩\u200d👧', ¦nope FROM a;\n",
    "no-break space in a name": "CREATE TABLE a (id text);\nSELECT ¦\u00a0 FROM a;\n",
    "line separators end no line": "CREATE TABLE a (id text);\nINSERT INTO a VALUES ('\u2028\u0085\x0b\x0c'); "
                                   "SELECT ¦nope FROM a;\n",
    "form feed is blank": "CREATE TABLE a (id text);\n\x0cSELECT\x0c¦nope FROM a;\n",

    # Lines and files
    "CRLF": crlf("-- é\nCREATE TABLE a (id int);\n\nSELECT id,\n  ¦nope\nFROM a;\n"),
    "CRLF in strings and bodies": crlf("CREATE TABLE a (id text);\n/* a;\nb */ INSERT INTO a VALUES ('x\ny'), ($$\n"
                                       ";\n$$); SELECT 'x'\n  ';', ¦nope FROM a;\n"),
    "CRLF and an error in a body": crlf("CREATE TABLE a (id int);\n" + FUNCTION + "plpgsql AS $fn$\nBEGIN\n"
        "  RETURN 1 FORM ¦a;\nEND;\n$fn$;\n"),
    "lone carriage return": "CREATE TABLE a (id text);\nSELECT 1,\r ¦nope FROM a;\n",
    "carriage return ends a comment": "CREATE TABLE a (id text);\nSELECT 1, -- a\r ¦nope FROM a;\n",
    "BOM": BOM + "CREATE TABLE a (id int);\nSELECT ¦nope FROM a;\n",
    "BOM on the line of the error": BOM + "CREATE TABLE a (id int); SELECT ¦nope FROM a;\n",
    "BOM before the first token": BOM + "¦SLECT 1;\n",
    "BOM and CRLF": BOM + crlf("CREATE TABLE a (id int);\nINSERT INTO a VALUES (1); SELECT 'é', ¦nope FROM a;\n"),
    "BOM where files were joined": "CREATE TABLE a (id int);\n¦" + BOM + "SELECT 1;\n",
    "tabs": "CREATE TABLE a (id int);\n\t\tSELECT\tid,\t¦nope\tFROM\ta;\n",
    "empty statements": ";;\n ; CREATE TABLE a (id int);;\n;\n ; ;SELECT ¦nope FROM a;;\n",
    "several statements on one line": "CREATE TABLE a (id int); INSERT INTO a VALUES (1);INSERT INTO a VALUES (2); "
                                      "¦INSRT INTO a VALUES (3); SELECT 1;\n",
    "long lines": "CREATE TABLE a (id text);\nINSERT INTO a VALUES ('" + "é;" * 5000 + "'); SELECT ¦nope FROM a;\n",
    "many lines": "CREATE TABLE a (id int);\n" + "INSERT INTO a VALUES (1);\n" * 500 + "SELECT ¦nope FROM a;\n",

    # Sections, companions, other ways to run
    "header": "-- migrate:up\nCREATE TABLE a (id int);\nSELECT ¦nope FROM a;\n",
    "header after a comment": "-- é: what this is\n\n-- migrate:up\n\n¦SLECT 1;\n-- migrate:down\nSELECT 1;\n",
    "header in a CRLF file with BOM": BOM + crlf("-- migrate:up\nCREATE TABLE a (id int);\nSELECT ¦nope FROM a;\n"
                                                 "-- migrate:down\nDROP TABLE a;\n"),
    "its own BEGIN and COMMIT": "BEGIN;\nCREATE TABLE a (id int);\nSELECT ¦nope FROM a;\nCOMMIT;\n",
    "pair": Row("CREATE TABLE a (id int);\n SELECT ¦nope FROM a;\n", name="0001_row.up.sql",
                beside={"0001_row.down.sql": "DROP TABLE a;\n"}),
    "second file": Row("-- é\nCREATE TABLE b (id int); SELECT ¦nope FROM a;\n", name="0002_row.sql",
                       first={"0001_first.sql": "CREATE TABLE a (id int);\n"}),
    "second file of a single transaction": Row("CREATE TABLE b (id int);\n"
                                               "SELECT ¦nope FROM a;\n", name="0002_row.sql",
                                               beside={"0001_first.sql": "CREATE TABLE a (id int);\n"},
                                               options=("--single-transaction",)),
    "rehearsal": Row("CREATE TABLE b (id int);\nSELECT 'é', ¦nope FROM b;\n", options=("--rehearse",)),
    "companion": down("-- é\nDELETE FROM kept;\nSELECT ¦nope FROM kept;\n"),
    "companion drops too much": down("DROP TABLE kept;\n¦DROP TABLE never;\n"),
    "companion with CRLF and BOM": down(BOM + crlf("DELETE FROM kept;\n\n ¦DRIP TABLE kept;\n")),
    "companion without its last semicolon": down("UPDATE kept SET name = 'b';\nSELECT ¦nope FROM kept"),
    "companion of a pair": Row("DELETE FROM a;\n/* é */ ¦DRIP TABLE a;\n", name="0001_row.down.sql",
                               first={"0001_row.up.sql": "CREATE TABLE a (id int);\n"}, options=("--rollback",)),
    "lower section": sections("-- migrate:up\nCREATE TABLE a (id int);\nINSERT INTO a VALUES (1);\n-- migrate:down\n"
                              "DELETE FROM a;\n/* é */ SELECT ¦nope FROM a;\n"),
    "lower section of a CRLF file": sections(BOM + crlf("-- migrate:up\nCREATE TABLE a (id int);\n\n"
                                                        "-- migrate:down\n¦DRIP TABLE a;\n")),

    # Without a transaction
    "transaction:false": loose("-- migrate:up transaction:false\nCREATE TABLE a (id int);\n"
                               "SELECT ¦nope FROM a;\n", "a"),
    "transaction:false, unique violation": loose("-- migrate:up transaction:false\n"
                                                 "CREATE TABLE a (id int PRIMARY KEY);\n"
                                                 "INSERT INTO a VALUES (1); "
                                                 "/* é */ ¦INSERT INTO a VALUES (1);\n", "a"),
    "transaction:false, CRLF and BOM": loose(BOM + crlf("-- é\n-- migrate:up transaction:false\n\n"
                                                        "CREATE TABLE a (id int);\n"
                                                        "CREATE TABLE b (id int); ¦DRIP TABLE a;\n"), "a", "b"),
    "transaction:false, first statement": loose("-- migrate:up transaction:false\n  ¦SLECT 1;\n"
                                                "CREATE TABLE a (id int);\n"),
    "CREATE INDEX CONCURRENTLY": loose("CREATE TABLE a (id int);\nCREATE INDEX CONCURRENTLY i ON a (id);\n"
                                       "/* 漢 */ ¦CREATE INDEX CONCURRENTLY j ON a (nope);\n", "a"),
    "VACUUM takes the transaction away": loose("CREATE TABLE a (id int);\nVACUUM a;\n"
                                               "\tSELECT 'é', ¦nope FROM a;\n", "a"),

    # What cannot be split
    "string that never ends": unreadable("CREATE TABLE a (id text);\nINSERT INTO a VALUES ('é'), (¦'open);\n"
                                         "SELECT 1;\n"),
    "E string that never ends": unreadable("CREATE TABLE a (id text);\n\tSELECT '漢', ¦E'open\\';\n"),
    "U& string that never ends": unreadable("CREATE TABLE a (id text);\nSELECT ¦U&'open;\n"),
    "continuation that never ends": unreadable("CREATE TABLE a (id text);\nSELECT ¦E'one'\n  'two\\';\n"),
    "dollar quote that never ends": unreadable("CREATE TABLE a (id text);\n/* 😀 */ DO ¦$tag$ BEGIN END $$ $tagg$;\n"),
    "quoted name that never ends": unreadable("CREATE TABLE a (id text);\n/* é */ SELECT ¦\"open FROM a;\n"),
    "comment that never ends": unreadable("CREATE TABLE a (id text);\nSELECT 'é'; ¦/* one /* two */ SELECT 1;\n"),
    "bracket that never ends": unreadable("CREATE TABLE a (id text);\nCREATE TABLE b ¦(id int;\nSELECT 1;\n"),
    "COMMIT within": unreadable("CREATE TABLE a (id text);\nSELECT '漢'; ¦COMMIT;\nSELECT 1;\n"),
    "SAVEPOINT within": unreadable(BOM + crlf("CREATE TABLE a (id text);\n\t¦SAVEPOINT s;\nSELECT 1;\n")),
    "command of psql": unreadable("CREATE TABLE a (id text);\nSELECT 'é'; ¦\\d a\n"),
    "COPY from the client": unreadable("CREATE TABLE a (id text);\n  ¦COPY a FROM STDIN;\n"),
    "companion that cannot be split": Row("DELETE FROM kept;\n"
                                          "  SELECT ¦'open;\n", name="0001_row.down.sql", status=UNREADABLE,
                                          first={"0001_row.sql": "CREATE TABLE kept (id int);\n"},
                                          options=("--rollback",)),
}


# The two engines

class Sqlite:
    def __init__(self, directory):
        self.path = directory / "row.db"
        self.url = f"sqlite:{self.path}"

    def read(self, look):
        if not self.path.exists():
            return []
        connection = sqlite3.connect(self.path)
        try:
            return look(connection)
        finally:
            connection.close()

    def tables(self):
        """But for the history's own."""
        return self.read(lambda connection: [name for (name,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'schema!_migrations%' ESCAPE '!'"
            " AND name NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY name")])

    def image(self):
        """What a dump has beyond that of an empty database; of the history only its rows."""
        of_no_interest = re.compile(r"CREATE \w+ (IF NOT EXISTS )?\W?schema_migrations|BEGIN|COMMIT"
                                    r"|DELETE FROM \W?sqlite_sequence")
        return self.read(lambda connection: [line for line in connection.iterdump()
                                             if not of_no_interest.match(line)])

    def remove(self):
        pass


class Postgres:
    def __init__(self, server):
        self.server = server
        self.database = f"positions_{os.getpid()}_{next(COUNTER)}"
        self.url = urlunsplit(urlsplit(server)._replace(path=f"/{self.database}"))
        psql(server, f'CREATE DATABASE "{self.database}" TEMPLATE template0')

    def tables(self):
        """But for the history's own."""
        return psql(self.url, "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p')"
                              " AND relnamespace = 'public'::regnamespace"
                              " AND NOT starts_with(relname, 'schema_migrations') ORDER BY relname").splitlines()

    def image(self):
        """What a dump has beyond that of an empty database; of the history only its rows."""
        dump = output_of(["pg_dump", "--inserts", "--dbname", self.url])
        lines = []
        for part in re.split(r"^--\n(?=-- (?:Data for )?Name: )", dump, flags=re.M)[1:]:
            of_history = "Name: schema_migrations" in part.partition("\n")[0]
            lines += [line for line in part.splitlines() if line.startswith("INSERT") or not
                      (of_history or re.match(r"(--|SET |\\(un)?restrict |$)", line))]
        return lines

    def remove(self):
        psql(self.server, f'DROP DATABASE "{self.database}" WITH (FORCE)')


def output_of(command):
    done = subprocess.run(command, capture_output=True, text=True, timeout=TIMEOUT_SECONDS, check=False)
    if done.returncode != 0:
        raise Mismatch(f"{command[0]} failed", done.stderr.strip(), "success")
    return done.stdout


def psql(url, sql):
    return output_of(["psql", "-X", "-q", "-A", "-t", "-F", "|", "-v", "ON_ERROR_STOP=1", "--dbname", url, "-c", sql])


# One row

class Trial:
    def __init__(self, tool, directory, database, row):
        self.tool = tool
        self.directory = directory
        self.database = database
        self.row = row

    def call(self, *options):
        environment = {"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": str(self.directory), "LC_ALL": "C.UTF-8",
                       "TZ": "UTC", **{name: os.environ[name] for name in PASSED_ON if name in os.environ}}
        return subprocess.run([self.tool, "--database", self.database.url, "--root", ".", "--dir", FOLDER, *options],
                              cwd=self.directory, env=environment, stdin=subprocess.DEVNULL, capture_output=True,
                              encoding="utf-8", errors="replace", timeout=TIMEOUT_SECONDS, check=False)

    def write(self, files):
        for name, content in files.items():
            path = self.directory / FOLDER / name
            path.write_bytes(content if isinstance(content, bytes) else content.encode())

    def run(self):
        (self.directory / FOLDER).mkdir()
        if self.row.first:
            self.write(self.row.first)
            done = self.call()
            expect(f"what is applied before ({one_line(done.stdout)})", done.returncode, 0)
        self.write({**self.row.beside, self.row.name: self.row.content()})
        before = self.database.image() if self.row.first else []
        self.check_text()
        if self.row.left is not None:
            expect("tables that stay", self.database.tables(), sorted(self.row.left))
        else:
            self.check_json()
            expect("the database", self.database.image(), before)

    def check_text(self):
        done = self.call(*self.row.options)
        told = re.findall(r"^(\S+?(?::\d+:\d+)?): error: (.*)$", done.stdout, re.M)
        messages = "; ".join(message for _, message in told)
        expect(f"errors ({messages})", [place for place, _ in told], [self.row.place()])
        expect("status", done.returncode, self.row.status)

    def check_json(self):
        done = self.call(*self.row.options, "--json")
        expect("status with --json", done.returncode, self.row.status)
        problems = json.loads(done.stdout)["problems"]
        told = [f"{problem['file']}:{problem['line']}:{problem['column']}" for problem in problems]
        expect("problems of --json", told, [self.row.place()])


def failure_of(tool, make_database, row):
    """What is wrong, or None."""
    with tempfile.TemporaryDirectory(prefix="positions.") as directory:
        place = Path(directory).resolve()
        database = None
        try:
            database = make_database(place)
            Trial(tool, place, database, row).run()
        except Mismatch as mismatch:
            return str(mismatch)
        except (subprocess.TimeoutExpired, json.JSONDecodeError, KeyError) as error:
            return f"{type(error).__name__}: {one_line(str(error))}"
        finally:
            if database is not None:
                database.remove()
    return None


def main(arguments):
    if len(arguments) != {"sqlite": 2, "postgres": 3}.get(arguments[0] if arguments else ""):
        print(__doc__.split("\n\n")[1], file=sys.stderr)
        return 64
    engine, tool = arguments[0], str(Path(arguments[1]).resolve())
    table = SQLITE if engine == "sqlite" else POSTGRES
    make_database = Sqlite if engine == "sqlite" else lambda _: Postgres(arguments[2])
    rows = {name: row if isinstance(row, Row) else Row(row) for name, row in table.items()
            if os.environ.get("ONLY", "") in name}
    if "AETHER_SHORT_FAULTS" in os.environ:
        rows = dict(list(rows.items())[::3])
    failed = 0
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        for name, failure in zip(rows, pool.map(lambda row: failure_of(tool, make_database, row), rows.values())):
            if failure is not None:
                print(f"failed: {engine}: {name}: {failure}", flush=True)
                failed += 1
    print(f"{len(rows)} rows on {engine}, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
