#!/usr/bin/python3
"""Checks what run_migrations --lint finds in tables of SQL, row by row.

Each row is a set of migrations and the places where a finding must be; a row
with no place must bring no finding at all.  Which rule speaks does not matter,
only where.  Where several places are named, one of them is enough: a statement
of several lines may be reported at its head or at the clause at fault.

The databases hold the tables of PG_BASE and SQLITE_BASE, which are therefore
existing tables: the rows change them, or tables they make themselves.  The
PostgreSQL rows need a server, since lint asks it; a private one is started in
a temporary directory, and these rows are left out where PostgreSQL is not
installed.

Usage: lint_test.py PATH_OF_run_migrations
"""

import collections
import glob
import json
import os
import pwd
import shutil
import sqlite3
import subprocess
import sys
import tempfile

Row = collections.namedtuple("Row", "name engine files expected")

# Rows that disagree with the program, by engine and name.
KNOWN = []

FILE = "0001_change.sql"
NO_TRANSACTION = "-- migrate:up transaction:false\n"

PG_BASE = """
CREATE TYPE mood AS ENUM ('glad', 'sad');
CREATE DOMAIN postcode AS text;
CREATE DOMAIN positive AS integer CHECK (VALUE > 0);
CREATE TABLE customers (
  id bigint PRIMARY KEY, email text NOT NULL, name varchar(100), note text,
  age integer, data jsonb, tags text[], code varchar(20), zip postcode,
  address cidr, feeling mood, created timestamp DEFAULT now());
CREATE INDEX customers_email_idx ON customers (email);
CREATE UNIQUE INDEX customers_code_key ON customers (code);
CREATE VIEW customer_names AS SELECT id, name FROM customers;
CREATE VIEW customer_short AS SELECT id FROM customer_names;
CREATE TABLE orders (
  id bigint PRIMARY KEY, customer_id bigint, total numeric(10,2),
  status text, placed timestamp, ref uuid, weight numeric(10,2));
ALTER TABLE orders ADD CONSTRAINT orders_total_check CHECK (total >= 0) NOT VALID;
CREATE TABLE lines (id bigint NOT NULL, order_id bigint, span int4range);
CREATE UNIQUE INDEX lines_id_key ON lines (id);
CREATE MATERIALIZED VIEW order_totals AS
  SELECT customer_id, sum(total) AS total FROM orders GROUP BY customer_id;
CREATE UNIQUE INDEX order_totals_key ON order_totals (customer_id);
CREATE TABLE events (at date NOT NULL, what text) PARTITION BY RANGE (at);
CREATE TABLE events_2024 PARTITION OF events
  FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE events_2025 (at date NOT NULL, what text);
CREATE SCHEMA old;
CREATE TABLE old.ledger (id bigint PRIMARY KEY);
CREATE ROLE clerk;
"""

SQLITE_BASE = """
CREATE TABLE customers (
  id INTEGER PRIMARY KEY, email TEXT NOT NULL, name TEXT, note TEXT, code TEXT);
CREATE INDEX customers_email_idx ON customers (email);
CREATE VIEW customer_names AS SELECT id, name FROM customers;
CREATE TABLE orders (
  id INTEGER PRIMARY KEY,
  customer_id INTEGER REFERENCES customers (id) ON DELETE CASCADE,
  total INTEGER, status TEXT);
CREATE TABLE log (id INTEGER PRIMARY KEY, line TEXT);
INSERT INTO customers VALUES (1, 'a@b', 'A', NULL, 'x');
INSERT INTO orders VALUES (1, 1, 10, 'open');
INSERT INTO log VALUES (1, 'a');
"""


def one(sql):
    """A set of one file; the statement stands on its second line."""
    return {FILE: "-- a change\n" + sql + "\n"}


def bad(engine, name, files, *places):
    """A dangerous row; a place is a line of the only file, or (file, line)."""
    if isinstance(files, str):
        files = one(files)
    places = places or (2,)
    return Row(name, engine, files,
               [place if isinstance(place, tuple) else (FILE, place)
                for place in places])


def good(engine, name, files):
    """A harmless row."""
    if isinstance(files, str):
        files = one(files)
    return Row(name, engine, files, [])


def pg_bad(name, files, *places):
    return bad("postgresql", name, files, *places)


def pg_good(name, files):
    return good("postgresql", name, files)


def lite_bad(name, files, *places):
    return bad("sqlite", name, files, *places)


def lite_good(name, files):
    return good("sqlite", name, files)


def bare(sql):
    """A file that runs without a transaction; its statement on line 2."""
    return {FILE: NO_TRANSACTION + sql + "\n"}


PG_DANGEROUS = [
    # Indexes.
    pg_bad("index", "CREATE INDEX i ON orders (status);"),
    pg_bad("index without a name", "CREATE INDEX ON orders (status);"),
    pg_bad("unique index", "CREATE UNIQUE INDEX i ON public.orders (ref);"),
    pg_bad("index if not exists",
           "create index if not exists i on only \"orders\" using hash (status);"),
    pg_bad("index, the safe word only in a comment",
           "CREATE INDEX /* CONCURRENTLY */ i ON orders (status);"),
    pg_bad("index called concurrently",
           'CREATE INDEX "concurrently" ON orders (status);'),
    pg_bad("drop index", "DROP INDEX customers_email_idx;"),
    pg_bad("index on a table of another name than the new one",
           "CREATE TABLE orders2 (a int);\nCREATE INDEX i ON orders (status);", 3),
    pg_bad("index on a table of that name in another schema",
           "CREATE TABLE old.orders (status text);\n"
           "CREATE INDEX i ON public.orders (status);", 3),
    pg_bad("index on a table that existed already",
           "CREATE TABLE IF NOT EXISTS orders (id bigint, status text);\n"
           "CREATE INDEX i ON orders (status);", 3),
    pg_bad("index on an existing table in the second file",
           {"0001_first.sql": "CREATE TABLE fresh (a int);\n",
            "0002_second.sql": "\n\nCREATE INDEX i ON orders (status);\n"},
           ("0002_second.sql", 3)),
    pg_bad("reindex table", "REINDEX TABLE orders;"),
    pg_bad("reindex index", "REINDEX INDEX customers_email_idx;"),
    # New columns.
    pg_bad("not null without default",
           "ALTER TABLE orders ADD COLUMN a int NOT NULL;"),
    pg_bad("not null without default, without the word COLUMN",
           "ALTER TABLE orders ADD a int NOT NULL;"),
    pg_bad("default gen_random_uuid",
           "ALTER TABLE orders ADD COLUMN a uuid DEFAULT gen_random_uuid();"),
    pg_bad("default random",
           "ALTER TABLE orders ADD COLUMN a float NOT NULL DEFAULT random();"),
    pg_bad("default clock_timestamp",
           "ALTER TABLE orders ADD COLUMN a timestamptz DEFAULT clock_timestamp();"),
    pg_bad("default nextval",
           "CREATE SEQUENCE s;\n"
           "ALTER TABLE orders ADD COLUMN a bigint DEFAULT nextval('s');", 3),
    pg_bad("serial column", "ALTER TABLE orders ADD COLUMN a bigserial;"),
    pg_bad("identity column",
           "ALTER TABLE orders ADD COLUMN a bigint GENERATED ALWAYS AS IDENTITY;"),
    pg_bad("stored generated column",
           "ALTER TABLE orders ADD COLUMN a numeric"
           " GENERATED ALWAYS AS (total * 2) STORED;"),
    pg_bad("new unique column", "ALTER TABLE orders ADD COLUMN a int UNIQUE;"),
    pg_bad("new column with a check",
           "ALTER TABLE orders ADD COLUMN a int DEFAULT 1 CHECK (a > 0);"),
    pg_bad("new column with a reference and a default",
           "ALTER TABLE orders ADD COLUMN a bigint DEFAULT 1"
           " REFERENCES customers (id);"),
    pg_bad("new column of a domain with a check",
           "ALTER TABLE orders ADD COLUMN a positive DEFAULT 1;"),
    # Types.
    pg_bad("integer to bigint",
           "ALTER TABLE customers ALTER COLUMN age TYPE bigint;"),
    pg_bad("set data type, without the word COLUMN",
           "ALTER TABLE customers ALTER age SET DATA TYPE bigint;"),
    pg_bad("text to varchar",
           "ALTER TABLE customers ALTER COLUMN note TYPE varchar(20);"),
    pg_bad("varchar narrowed",
           "ALTER TABLE customers ALTER COLUMN code TYPE varchar(10);"),
    pg_bad("numeric of another scale",
           "ALTER TABLE orders ALTER COLUMN weight TYPE numeric(12,4);"),
    pg_bad("type with USING",
           "ALTER TABLE orders ALTER COLUMN ref TYPE text USING ref::text;"),
    pg_bad("second action of an ALTER TABLE",
           "ALTER TABLE orders ADD COLUMN a int,\n"
           "  ALTER COLUMN id TYPE numeric;", 2, 3),
    # Names and losses.
    pg_bad("rename column", "ALTER TABLE orders RENAME COLUMN status TO state;"),
    pg_bad("rename column, without the word COLUMN",
           "ALTER TABLE orders RENAME status TO state;"),
    pg_bad("rename table", "ALTER TABLE orders RENAME TO purchases;"),
    pg_bad("move to another schema", "ALTER TABLE orders SET SCHEMA old;"),
    pg_bad("rename an enum's value",
           "ALTER TYPE mood RENAME VALUE 'sad' TO 'blue';"),
    pg_bad("drop column", "ALTER TABLE orders DROP COLUMN status;"),
    pg_bad("drop column, without the word COLUMN",
           "ALTER TABLE orders DROP status;"),
    pg_bad("drop column if exists",
           "ALTER TABLE IF EXISTS ONLY public.\"orders\" DROP COLUMN IF EXISTS status;"),
    pg_bad("drop table", "DROP TABLE lines;"),
    pg_bad("drop two tables, one of them new",
           "CREATE TABLE fresh (a int);\nDROP TABLE fresh, lines;", 3),
    pg_bad("drop schema", "DROP SCHEMA old CASCADE;"),
    pg_bad("drop table in a DO block",
           "DO $$\nBEGIN\n  DROP TABLE lines;\nEND\n$$;", 2, 4),
    pg_bad("truncate", "TRUNCATE orders;"),
    pg_bad("truncate table cascade", "TRUNCATE TABLE ONLY orders CASCADE;"),
    pg_bad("update without where", "UPDATE orders SET status = 'x';"),
    pg_bad("update, where only in a subquery",
           "UPDATE orders o SET status = (SELECT c.note FROM customers c"
           " WHERE c.id = o.customer_id);"),
    pg_bad("update, where only in a string",
           "UPDATE orders SET status = 'where';"),
    pg_bad("delete without where", "DELETE FROM orders;"),
    pg_bad("delete in a common table expression",
           "WITH gone AS (DELETE FROM lines RETURNING id)"
           " SELECT count(*) FROM gone;"),
    # What views need.
    pg_bad("drop column of a view",
           "ALTER TABLE customers DROP COLUMN name;"),
    pg_bad("type of a view's column",
           "ALTER TABLE customers ALTER COLUMN name TYPE text;"),
    pg_bad("drop view of a view", "DROP VIEW customer_names;"),
    pg_bad("drop new table of a new view",
           "CREATE TABLE fresh (a int, b int);\n"
           "CREATE VIEW fresh_view AS SELECT a FROM fresh;\n"
           "DROP TABLE fresh;", 4),
    pg_bad("drop column of a new view, another file",
           {"0001_first.sql": "CREATE TABLE fresh (a int, b int);\n"
                              "CREATE VIEW fresh_view AS SELECT a FROM fresh;\n",
            "0002_second.sql": "\nALTER TABLE fresh DROP COLUMN a;\n"},
           ("0002_second.sql", 2)),
    # Constraints.
    pg_bad("foreign key",
           "ALTER TABLE orders ADD FOREIGN KEY (customer_id) REFERENCES customers;"),
    pg_bad("named foreign key",
           "ALTER TABLE orders ADD CONSTRAINT f FOREIGN KEY (customer_id)"
           " REFERENCES customers (id) ON DELETE CASCADE;"),
    pg_bad("check", "ALTER TABLE orders ADD CONSTRAINT c CHECK (total < 1000);"),
    pg_bad("check on two lines",
           "ALTER TABLE orders\n  ADD CONSTRAINT c CHECK (total < 1000);", 2, 3),
    pg_bad("check, the safe words only in a string",
           "ALTER TABLE orders ADD CONSTRAINT c CHECK (status <> 'NOT VALID');"),
    pg_bad("validate in the same transaction",
           "ALTER TABLE orders ADD CONSTRAINT c CHECK (total < 1000) NOT VALID;\n"
           "ALTER TABLE orders VALIDATE CONSTRAINT c;", 2, 3),
    pg_bad("set not null", "ALTER TABLE orders ALTER COLUMN status SET NOT NULL;"),
    pg_bad("unique", "ALTER TABLE orders ADD CONSTRAINT u UNIQUE (ref);"),
    pg_bad("unique without a name", "ALTER TABLE orders ADD UNIQUE (ref);"),
    pg_bad("primary key", "ALTER TABLE lines ADD PRIMARY KEY (id);"),
    pg_bad("exclude",
           "ALTER TABLE lines ADD CONSTRAINT x EXCLUDE USING gist (span WITH &&);"),
    pg_bad("domain's check",
           "ALTER DOMAIN postcode ADD CONSTRAINT z CHECK (length(VALUE) = 5);"),
    pg_bad("attach a partition unchecked",
           "ALTER TABLE events ATTACH PARTITION events_2025"
           " FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');"),
    pg_bad("detach a partition",
           "ALTER TABLE events DETACH PARTITION events_2024;"),
    # Rewrites and locks.
    pg_bad("cluster", "CLUSTER orders USING orders_pkey;"),
    pg_bad("vacuum full", bare("VACUUM FULL orders;")),
    pg_bad("vacuum full in parentheses", bare("VACUUM (FULL, ANALYZE) orders;")),
    pg_bad("set unlogged", "ALTER TABLE orders SET UNLOGGED;"),
    pg_bad("set tablespace", "ALTER TABLE orders SET TABLESPACE pg_default;"),
    pg_bad("lock table", "LOCK TABLE orders IN ACCESS EXCLUSIVE MODE;"),
    pg_bad("lock of the default mode", "LOCK orders;"),
    pg_bad("refresh", "REFRESH MATERIALIZED VIEW order_totals;"),
    pg_bad("new enum value used in its transaction",
           "ALTER TYPE mood ADD VALUE 'calm';\n"
           "INSERT INTO customers (id, email, feeling) VALUES (1, 'a', 'calm');",
           2, 3),
    # Operator classes: these fail on tables of any age.
    pg_bad("gin_trgm_ops on jsonb",
           "CREATE EXTENSION pg_trgm;\nCREATE TABLE fresh (a jsonb);\n"
           "CREATE INDEX i ON fresh USING gin (a gin_trgm_ops);", 4),
    pg_bad("jsonb_path_ops on an array",
           "CREATE TABLE fresh (a text[]);\n"
           "CREATE INDEX i ON fresh USING gin (a jsonb_path_ops);", 3),
    pg_bad("jsonb_path_ops on json",
           "CREATE TABLE fresh (a json);\n"
           "CREATE INDEX i ON fresh USING gin (a jsonb_path_ops);", 3),
    pg_bad("gin on text without a class",
           "CREATE TABLE fresh (a text);\n"
           "CREATE INDEX i ON fresh USING gin (a);", 3),
    pg_bad("btree on json",
           "CREATE TABLE fresh (a json);\nCREATE INDEX i ON fresh (a);", 3),
    pg_bad("text_pattern_ops on integer",
           "CREATE TABLE fresh (a integer);\n"
           "CREATE INDEX i ON fresh (a text_pattern_ops);", 3),
    pg_bad("wrong class, existing table, built concurrently",
           bare("CREATE INDEX CONCURRENTLY i ON customers"
                " USING gin (age jsonb_path_ops);")),
    # Extensions that are not there.
    pg_bad("gin_trgm_ops without pg_trgm",
           "CREATE TABLE fresh (a text);\n"
           "CREATE INDEX i ON fresh USING gin (a gin_trgm_ops);", 3),
    pg_bad("extension made too late",
           "CREATE TABLE fresh (a text);\n"
           "CREATE INDEX i ON fresh USING gin (a gin_trgm_ops);\n"
           "CREATE EXTENSION pg_trgm;", 3),
    pg_bad("citext without citext", "CREATE TABLE fresh (a citext);"),
    pg_bad("uuid_generate_v4 without uuid-ossp",
           "CREATE TABLE fresh (a uuid DEFAULT uuid_generate_v4());"),
    pg_bad("hstore without hstore", "CREATE TABLE fresh (a int, b hstore);"),
    # Places.
    pg_bad("after a long comment and a function",
           "/* one\n /* two */\n DROP TABLE orders; */\n"
           "CREATE FUNCTION f() RETURNS void LANGUAGE sql AS $x$\n"
           "  DELETE FROM orders;\n$x$;\nDROP TABLE lines;", 8),
    pg_bad("after an up marker",
           {FILE: "-- migrate:up\nSELECT 1;\n\nDROP TABLE lines;\n"
                  "-- migrate:down\nSELECT 2;\n"}, 4),
    pg_bad("two statements on a line", "SELECT ';'; DROP TABLE lines;"),
]

PG_HARMLESS = [
    # Safe forms of indexes.
    pg_good("concurrent index",
            bare("CREATE INDEX CONCURRENTLY i ON orders (status);")),
    pg_good("concurrent unique index",
            bare("CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS i"
                 " ON orders (ref);")),
    pg_good("concurrent drop",
            bare("DROP INDEX CONCURRENTLY IF EXISTS customers_email_idx;")),
    # A file of such statements runs without a transaction, said or not.
    pg_good("concurrent index, nothing said of transactions",
            "CREATE INDEX CONCURRENTLY i ON orders (status);"),
    pg_good("concurrent drop, nothing said of transactions",
            "DROP INDEX CONCURRENTLY customers_email_idx;"),
    pg_good("vacuum, nothing said of transactions", "VACUUM orders;"),
    pg_good("concurrent reindex",
            bare("REINDEX INDEX CONCURRENTLY customers_email_idx;")),
    pg_good("reindex with its option",
            bare("REINDEX (CONCURRENTLY) TABLE orders;")),
    pg_good("concurrent refresh",
            "REFRESH MATERIALIZED VIEW CONCURRENTLY order_totals;"),
    pg_good("index on a new table",
            "CREATE TABLE fresh (a int);\nCREATE INDEX i ON fresh (a);"),
    pg_good("index on a new table of an earlier file",
            {"0001_first.sql": "CREATE TABLE fresh (a int);\n",
             "0002_second.sql": "CREATE INDEX i ON fresh (a);\n"}),
    pg_good("new table under another spelling",
            "CREATE TABLE Fresh (a int);\n"
            'CREATE INDEX i ON public."fresh" (a);'),
    pg_good("new table made if not there",
            "CREATE TABLE IF NOT EXISTS fresh (a int);\n"
            "CREATE UNIQUE INDEX IF NOT EXISTS i ON fresh (a);"),
    pg_good("new table by query",
            "CREATE TABLE fresh AS SELECT id FROM orders WHERE id < 10;\n"
            "CREATE INDEX i ON fresh (id);"),
    pg_good("index on a temporary table",
            "CREATE TEMPORARY TABLE fresh (a int) ON COMMIT DROP;\n"
            "CREATE INDEX i ON fresh (a);"),
    pg_good("index on a new materialized view",
            "CREATE MATERIALIZED VIEW fresh AS SELECT id FROM orders;\n"
            "CREATE UNIQUE INDEX i ON fresh (id);"),
    pg_good("drop of a new index",
            "CREATE TABLE fresh (a int);\nCREATE INDEX i ON fresh (a);\n"
            "DROP INDEX i;"),
    pg_good("anything to a new table",
            "CREATE TABLE fresh (a int, b text);\n"
            "ALTER TABLE fresh ADD COLUMN c int NOT NULL;\n"
            "ALTER TABLE fresh ALTER COLUMN a TYPE bigint;\n"
            "ALTER TABLE fresh RENAME COLUMN b TO d;\n"
            "ALTER TABLE fresh ADD PRIMARY KEY (a);\n"
            "ALTER TABLE fresh ADD CHECK (c > 0);\n"
            "UPDATE fresh SET d = 'x';\n"
            "DELETE FROM fresh;\nTRUNCATE fresh;\n"
            "ALTER TABLE fresh DROP COLUMN d;\nDROP TABLE fresh;"),
    pg_good("new table under its new name",
            "CREATE TABLE fresh (a int);\n"
            "ALTER TABLE fresh RENAME TO fresher;\n"
            "CREATE INDEX i ON fresher (a);"),
    # New columns.
    pg_good("nullable column", "ALTER TABLE orders ADD COLUMN a int;"),
    pg_good("column explicitly null", "ALTER TABLE orders ADD COLUMN a int NULL;"),
    pg_good("constant default",
            "ALTER TABLE orders ADD COLUMN a int NOT NULL DEFAULT 0;"),
    pg_good("negative constant, constraint in front",
            "ALTER TABLE orders ADD COLUMN a int DEFAULT -1 NOT NULL;"),
    pg_good("default now",
            "ALTER TABLE orders ADD COLUMN a timestamptz NOT NULL DEFAULT now();"),
    pg_good("default CURRENT_TIMESTAMP",
            "ALTER TABLE orders ADD COLUMN a timestamptz NOT NULL"
            " DEFAULT CURRENT_TIMESTAMP;"),
    pg_good("default with a cast",
            "ALTER TABLE orders ADD COLUMN a jsonb NOT NULL DEFAULT '{}'::jsonb;"),
    pg_good("default of an array",
            "ALTER TABLE orders ADD COLUMN a text[] DEFAULT ARRAY[]::text[];"),
    pg_good("default that names a volatile function in a string",
            "ALTER TABLE orders ADD COLUMN a text DEFAULT 'random()';"),
    pg_good("volatile default for rows to come",
            "ALTER TABLE orders ALTER COLUMN ref SET DEFAULT gen_random_uuid();"),
    pg_good("drop default", "ALTER TABLE customers ALTER created DROP DEFAULT;"),
    pg_good("drop not null",
            "ALTER TABLE customers ALTER COLUMN email DROP NOT NULL;"),
    pg_good("column called primary and unique",
            'ALTER TABLE orders ADD COLUMN "unique" int;\n'
            'ALTER TABLE orders ADD COLUMN "primary key" int;'),
    # Types that only grow.
    pg_good("varchar to text",
            "ALTER TABLE customers ALTER COLUMN code TYPE text;"),
    pg_good("varchar widened",
            "ALTER TABLE customers ALTER COLUMN code TYPE varchar(40);"),
    pg_good("numeric of more digits",
            "ALTER TABLE orders ALTER COLUMN weight TYPE numeric(14,2);"),
    pg_good("cidr to inet",
            "ALTER TABLE customers ALTER COLUMN address TYPE inet;"),
    # Constraints in steps.
    pg_good("foreign key not valid",
            "ALTER TABLE orders ADD CONSTRAINT f FOREIGN KEY (customer_id)"
            " REFERENCES customers (id) NOT VALID;"),
    pg_good("check not valid, validated by another file",
            {"0001_add.sql": "ALTER TABLE orders ADD CONSTRAINT c"
                             " CHECK (total < 1000) NOT VALID;\n",
             "0002_validate.sql": "ALTER TABLE orders VALIDATE CONSTRAINT c;\n"}),
    pg_good("validate what was there",
            "ALTER TABLE orders VALIDATE CONSTRAINT orders_total_check;"),
    pg_good("not null by a validated check",
            {"0001_add.sql": "ALTER TABLE orders ADD CONSTRAINT n"
                             " CHECK (status IS NOT NULL) NOT VALID;\n",
             "0002_validate.sql": "ALTER TABLE orders VALIDATE CONSTRAINT n;\n",
             "0003_set.sql": "ALTER TABLE orders ALTER COLUMN status SET NOT NULL;\n"
                             "ALTER TABLE orders DROP CONSTRAINT n;\n"}),
    pg_good("unique using index",
            "ALTER TABLE customers ADD CONSTRAINT u UNIQUE"
            " USING INDEX customers_code_key;"),
    pg_good("primary key using index",
            "ALTER TABLE lines ADD CONSTRAINT lines_pkey PRIMARY KEY"
            " USING INDEX lines_id_key;"),
    pg_good("new table that refers to an existing one",
            "CREATE TABLE fresh (id bigint PRIMARY KEY, order_id bigint"
            " REFERENCES orders (id) ON DELETE CASCADE ON UPDATE SET NULL,"
            " CHECK (id > 0), UNIQUE (order_id));"),
    # Words that are no statements.
    pg_good("line comment", "-- DROP TABLE orders;\nSELECT 1;"),
    pg_good("nested comment", "/* a /* DROP TABLE orders; */ TRUNCATE orders; */\n"
                              "SELECT 1;"),
    pg_good("string",
            "INSERT INTO lines (id, order_id) SELECT 1, length('; DROP TABLE"
            " orders; it''s');"),
    pg_good("escape string",
            "COMMENT ON TABLE orders IS E'a\\'; TRUNCATE orders; --';"),
    pg_good("string continued over lines",
            "COMMENT ON TABLE orders IS 'one\n;\nDELETE FROM orders;\n';"),
    pg_good("function body in dollars",
            "CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $body$\n"
            "BEGIN\n  DELETE FROM orders;\n  DROP TABLE lines;\nEND\n$body$;"),
    pg_good("function body in SQL",
            "CREATE FUNCTION f() RETURNS void LANGUAGE sql\nBEGIN ATOMIC\n"
            "  DELETE FROM orders;\n  UPDATE lines SET order_id = 1;\nEND;"),
    pg_good("dollars within dollars",
            "DO $a$\nBEGIN\n  PERFORM $b$DROP TABLE orders;$b$;\nEND\n$a$;"),
    pg_good("quoted name", 'CREATE TABLE "drop table orders;" (a int);'),
    pg_good("row lock", "SELECT id FROM orders WHERE id = 1 FOR UPDATE;"),
    pg_good("grants",
            "GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON orders TO clerk;\n"
            "REVOKE TRUNCATE, DELETE ON orders FROM clerk;"),
    pg_good("policy",
            "CREATE TABLE fresh (a int);\n"
            "CREATE POLICY p ON fresh FOR DELETE USING (a > 0);"),
    pg_good("trigger on a new table",
            "CREATE TABLE fresh (a int);\n"
            "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS\n"
            "  'BEGIN RETURN NEW; END';\n"
            "CREATE TRIGGER t BEFORE UPDATE OR DELETE ON fresh\n"
            "  FOR EACH ROW EXECUTE FUNCTION f();"),
    # Data.
    pg_good("update with where",
            "UPDATE orders SET status = 'x' WHERE status IS NULL AND id < 100;"),
    pg_good("delete using",
            "DELETE FROM lines USING orders WHERE orders.id = lines.order_id;"),
    pg_good("upsert",
            "INSERT INTO customers (id, email) VALUES (1, 'a')\n"
            "  ON CONFLICT (id) DO UPDATE SET email = EXCLUDED.email;"),
    # Operator classes that fit.
    pg_good("jsonb_path_ops on jsonb",
            bare("CREATE INDEX CONCURRENTLY i ON customers"
                 " USING gin (data jsonb_path_ops);")),
    pg_good("gin on jsonb without a class",
            "CREATE TABLE fresh (a jsonb, b text[], c tsvector);\n"
            "CREATE INDEX ON fresh USING gin (a);\n"
            "CREATE INDEX ON fresh USING gin (b);\n"
            "CREATE INDEX ON fresh USING gin (c);"),
    pg_good("gin_trgm_ops on text",
            "CREATE EXTENSION IF NOT EXISTS pg_trgm;\n"
            "CREATE TABLE fresh (a text, b varchar(20));\n"
            "CREATE INDEX ON fresh USING gin (a gin_trgm_ops, b gin_trgm_ops);\n"
            "CREATE INDEX ON fresh USING gist (lower(a) gist_trgm_ops);"),
    pg_good("extension of an earlier file",
            {"0001_ext.sql": 'CREATE EXTENSION "uuid-ossp";\n'
                             "CREATE EXTENSION citext;\n",
             "0002_use.sql": "CREATE TABLE fresh (id uuid DEFAULT"
                             " uuid_generate_v4(), a citext);\n"}),
    pg_good("gen_random_uuid of a new table",
            "CREATE TABLE fresh (id uuid PRIMARY KEY DEFAULT gen_random_uuid());"),
    pg_good("gin on an expression",
            "CREATE TABLE fresh (a text);\n"
            "CREATE INDEX ON fresh USING gin (to_tsvector('simple', a));"),
    pg_good("pattern classes",
            "CREATE TABLE fresh (a varchar(10), b text);\n"
            "CREATE INDEX ON fresh (a varchar_pattern_ops DESC NULLS LAST,"
            " b text_pattern_ops);\n"
            "CREATE INDEX ON fresh (a text_pattern_ops) WHERE b IS NOT NULL;"),
    pg_good("partial index with include",
            "CREATE TABLE fresh (a int, b text, c json);\n"
            "CREATE INDEX ON fresh USING btree (a) INCLUDE (c) WHERE a > 0;"),
    # Views, types and the rest.
    pg_good("view and its drop",
            "CREATE VIEW fresh AS SELECT id FROM orders;\nDROP VIEW fresh;"),
    pg_good("replaced view",
            "CREATE OR REPLACE VIEW customer_short AS SELECT id FROM customers;"),
    pg_good("enum value outside a transaction",
            bare("ALTER TYPE mood ADD VALUE IF NOT EXISTS 'calm';")),
    pg_good("new enum and its use",
            "CREATE TYPE size AS ENUM ('s', 'm');\nCREATE TABLE fresh (a size);"),
    pg_good("plain vacuum", bare("VACUUM (ANALYZE) orders;")),
    pg_good("analyze", "ANALYZE orders;"),
    pg_good("weak lock", "LOCK TABLE orders IN ACCESS SHARE MODE;"),
    pg_good("storage settings",
            "ALTER TABLE orders SET (fillfactor = 90);\n"
            "ALTER TABLE orders ALTER COLUMN status SET STATISTICS 500;"),
    pg_good("concurrent detach",
            bare("ALTER TABLE events DETACH PARTITION events_2024 CONCURRENTLY;")),
    pg_good("down section",
            {FILE: "-- migrate:up\nCREATE TABLE fresh (a int);\n"
                   "-- migrate:down\nDROP TABLE orders;\nTRUNCATE lines;\n"}),
    pg_good("down file",
            {"0001_change.sql": "ALTER TABLE orders ADD COLUMN a int;\n",
             "0001_change.down.sql": "ALTER TABLE orders DROP COLUMN a;\n"}),
]

SQLITE_DANGEROUS = [
    lite_bad("not null without default",
             "ALTER TABLE orders ADD COLUMN a INTEGER NOT NULL;"),
    lite_bad("not null with default null",
             "ALTER TABLE orders ADD a TEXT NOT NULL DEFAULT NULL;"),
    lite_bad("default CURRENT_TIMESTAMP",
             "ALTER TABLE orders ADD COLUMN a TEXT DEFAULT CURRENT_TIMESTAMP;"),
    lite_bad("default of an expression",
             "ALTER TABLE orders ADD COLUMN a TEXT DEFAULT (datetime('now'));"),
    lite_bad("new unique column", "ALTER TABLE orders ADD COLUMN a TEXT UNIQUE;"),
    lite_bad("new primary key",
             "ALTER TABLE log ADD COLUMN a INTEGER PRIMARY KEY;"),
    lite_bad("new stored column",
             "ALTER TABLE orders ADD COLUMN a INTEGER AS (total * 2) STORED;"),
    lite_bad("new reference with a default",
             "ALTER TABLE log ADD COLUMN a INTEGER DEFAULT 1"
             " REFERENCES customers (id);"),
    lite_bad("drop table", "DROP TABLE log;"),
    lite_bad("drop table that others refer to", "DROP TABLE IF EXISTS customers;"),
    lite_bad("rebuild with foreign keys on",
             "CREATE TABLE fresh (id INTEGER PRIMARY KEY, email TEXT);\n"
             "INSERT INTO fresh SELECT id, email FROM customers;\n"
             "DROP TABLE customers;\n"
             "ALTER TABLE fresh RENAME TO customers;", 4),
    lite_bad("drop column", "ALTER TABLE orders DROP COLUMN status;"),
    lite_bad("drop column of an index",
             "ALTER TABLE customers DROP COLUMN email;"),
    lite_bad("drop column of a new view",
             "CREATE TABLE fresh (a, b);\n"
             "CREATE VIEW fresh_view AS SELECT a FROM fresh;\n"
             "ALTER TABLE fresh DROP COLUMN a;", 4),
    lite_bad("rename column", "ALTER TABLE orders RENAME COLUMN status TO state;"),
    lite_bad("rename table", "ALTER TABLE `orders` RENAME TO purchases;"),
    lite_bad("delete without where", "DELETE FROM [orders];"),
    lite_bad("update without where", "UPDATE OR IGNORE orders SET status = 'x';"),
    lite_bad("foreign keys pragma in a transaction", "PRAGMA foreign_keys = OFF;"),
    lite_bad("unique index on existing rows",
             "CREATE UNIQUE INDEX i ON orders (customer_id);"),
    lite_bad("writable schema", "PRAGMA writable_schema = ON;"),
]

SQLITE_HARMLESS = [
    lite_good("nullable column", "ALTER TABLE orders ADD COLUMN a TEXT;"),
    lite_good("constant default",
              "ALTER TABLE orders ADD COLUMN a INTEGER NOT NULL DEFAULT 0;"),
    lite_good("string default",
              "ALTER TABLE orders ADD COLUMN a TEXT NOT NULL DEFAULT"
              " 'CURRENT_TIMESTAMP';"),
    lite_good("new reference without default",
              "ALTER TABLE log ADD COLUMN a INTEGER REFERENCES customers (id);"),
    lite_good("new virtual column",
              "ALTER TABLE orders ADD COLUMN a INTEGER AS (total * 2) VIRTUAL;"),
    lite_good("index", "CREATE INDEX IF NOT EXISTS i ON orders (status);"),
    lite_good("drop index", "DROP INDEX customers_email_idx;"),
    lite_good("new table and its indexes",
              "CREATE TABLE fresh (id INTEGER PRIMARY KEY, at TEXT NOT NULL"
              " DEFAULT CURRENT_TIMESTAMP);\n"
              "CREATE UNIQUE INDEX i ON fresh (at);"),
    lite_good("rebuild with foreign keys off",
              {FILE: "-- migrate:foreign-keys off\n"
                     "DROP VIEW customer_names;\n"
                     "CREATE TABLE fresh (id INTEGER PRIMARY KEY, email TEXT,"
                     " name TEXT, note TEXT, code TEXT);\n"
                     "INSERT INTO fresh (id, email, name, note, code)\n"
                     "  SELECT id, email, name, note, code FROM customers;\n"
                     "DROP TABLE customers;\n"
                     "ALTER TABLE fresh RENAME TO customers;\n"
                     "CREATE INDEX customers_email_idx ON customers (email);\n"
                     "CREATE VIEW customer_names AS"
                     " SELECT id, name FROM customers;\n"}),
    lite_good("trigger body",
              "CREATE TRIGGER t AFTER INSERT ON log BEGIN\n"
              "  DELETE FROM orders;\n"
              "  UPDATE orders SET status = CASE WHEN 1 THEN 'x' END;\nEND;"),
    lite_good("comments and strings",
              "-- DROP TABLE orders;\n/* DELETE FROM orders; */\n"
              "INSERT INTO log (line) VALUES ('; DROP TABLE orders; it''s');"),
    lite_good("quoted names",
              'CREATE TABLE "drop table orders" (`delete from orders` TEXT,'
              " [update orders set a] TEXT);"),
    lite_good("anything to a new table",
              {"0001_first.sql": "CREATE TABLE fresh (a, b);\n",
               "0002_second.sql": "UPDATE fresh SET a = 1;\nDELETE FROM Fresh;\n"
                                  "ALTER TABLE fresh RENAME COLUMN b TO c;\n"
                                  "ALTER TABLE fresh DROP COLUMN c;\n"
                                  "DROP TABLE [fresh];\n"}),
    lite_good("upsert",
              "INSERT INTO log (id, line) VALUES (1, 'a')\n"
              "  ON CONFLICT (id) DO UPDATE SET line = excluded.line;"),
    lite_good("update and delete with where",
              "UPDATE orders SET status = 'x' WHERE id = 1;\n"
              "DELETE FROM orders WHERE id = 2;"),
    lite_good("vacuum", "VACUUM;"),
    lite_good("replaced rows", "REPLACE INTO log (id, line) VALUES (1, 'a');"),
    lite_good("full text table",
              "CREATE VIRTUAL TABLE fresh USING fts5 (line);\n"
              "INSERT INTO fresh (line) SELECT line FROM log;"),
    lite_good("down section",
              {FILE: "-- migrate:up\nCREATE TABLE fresh (a);\n"
                     "-- migrate:down\nDROP TABLE orders;\n"}),
]

ROWS = PG_DANGEROUS + PG_HARMLESS + SQLITE_DANGEROUS + SQLITE_HARMLESS


def server_programs():
    """The directory of the newest installed PostgreSQL's programs, or None."""
    found = glob.glob("/usr/lib/postgresql/*/bin/initdb")
    if found:
        newest = max(found, key=lambda path: int(path.split("/")[4]))
        return os.path.dirname(newest)
    found = shutil.which("initdb")
    return os.path.dirname(found) if found else None


class Server:
    """A private PostgreSQL server that listens on a socket only."""

    def __init__(self, programs):
        self.programs = programs
        self.home = tempfile.mkdtemp(prefix="lint_pg_", dir="/tmp")
        self.data = os.path.join(self.home, "data")
        self.options = {}
        if os.geteuid() == 0:
            nobody = pwd.getpwnam("nobody")
            os.chown(self.home, nobody.pw_uid, nobody.pw_gid)
            self.options = {"user": nobody.pw_uid, "group": nobody.pw_gid,
                            "extra_groups": []}

    def run(self, program, *arguments, **more):
        subprocess.run([os.path.join(self.programs, program), *arguments],
                       check=True, cwd=self.home, stdout=subprocess.DEVNULL,
                       **self.options, **more)

    def __enter__(self):
        try:
            self.run("initdb", "-D", self.data, "-U", "lint", "-A", "trust",
                     "-E", "UTF8", "--locale=C", "-N")
            self.run("pg_ctl", "-D", self.data, "-w", "-l",
                     os.path.join(self.home, "log"), "-o",
                     "-c listen_addresses='' -c fsync=off -k " + self.home,
                     "start")
            self.run("psql", "-q", "-X", "-v", "ON_ERROR_STOP=1", "-h", self.home,
                     "-U", "lint", "postgres", input=PG_BASE, text=True)
        except BaseException:
            self.__exit__()
            raise
        return "postgresql://lint@/postgres?host=" + self.home

    def __exit__(self, *_):
        if os.path.exists(os.path.join(self.data, "postmaster.pid")):
            self.run("pg_ctl", "-D", self.data, "-m", "immediate", "stop")
        shutil.rmtree(self.home, ignore_errors=True)


def make_sqlite(directory):
    """The address of a new SQLite database with the base schema."""
    path = os.path.join(directory, "base.db")
    database = sqlite3.connect(path)
    database.executescript(SQLITE_BASE)
    database.close()
    return "sqlite:" + path


def findings(program, row, address):
    """The problems lint reports for the row's files.

    A statement that cannot be run at all is a finding too, with status 65.
    """
    with tempfile.TemporaryDirectory(prefix="lint_") as directory:
        for name, text in row.files.items():
            with open(os.path.join(directory, name), "w", encoding="utf-8") as out:
                out.write(text)
        done = subprocess.run(
            [program, "--lint", "--json", "--dir", directory,
             "--database", address],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            timeout=60, check=False)
    refused = done.returncode == 65 and done.stdout
    if done.returncode not in (0, 1) and not refused:
        raise RuntimeError("exit status %d: %s"
                           % (done.returncode, done.stderr.strip()))
    return json.loads(done.stdout)["problems"]


def places(problems):
    return {(os.path.basename(problem["file"]), problem["line"])
            for problem in problems}


def judge(row, problems):
    """What is wrong with the answer for the row, or None."""
    if not row.expected:
        return "harmless, but flagged" if problems else None
    if places(problems) & set(row.expected):
        return None
    wanted = " or ".join("%s:%d" % place for place in row.expected)
    return "no finding at " + wanted


def tell(row, wrong, problems):
    print("%s: %s: %s" % (row.engine, row.name, wrong))
    for name in sorted(row.files):
        for number, line in enumerate(row.files[name].splitlines(), 1):
            print("    %s:%d  %s" % (name, number, line))
    for problem in problems:
        print("    found %s:%d:%d %s: %s" % (
            os.path.basename(problem["file"]), problem["line"],
            problem["column"], problem["rule"], problem["message"]))


def passes(program, row, address):
    try:
        problems = findings(program, row, address)
        wrong = judge(row, problems)
    except (RuntimeError, ValueError, subprocess.TimeoutExpired) as error:
        problems, wrong = [], str(error)
    known = (row.engine, row.name) in KNOWN
    if wrong and not known:
        tell(row, wrong, problems)
    if known and not wrong:
        print("%s: %s: listed as KNOWN, but passes" % (row.engine, row.name))
    return bool(wrong) == known


def check(program, engine, address):
    """Runs the rows of an engine; how many of them failed."""
    failed = 0
    for dangerous in (True, False):
        rows = [row for row in ROWS
                if row.engine == engine and bool(row.expected) == dangerous]
        well = sum(passes(program, row, address) for row in rows)
        failed += len(rows) - well
        print("%s: %s: %d of %d" % (
            engine, "dangerous found" if dangerous else "harmless passed",
            well, len(rows)))
    return failed


def main(arguments):
    if len(arguments) != 2:
        sys.exit("Usage: lint_test.py PATH_OF_run_migrations")
    program = os.path.abspath(arguments[1])
    with tempfile.TemporaryDirectory(prefix="lint_lite_") as directory:
        failed = check(program, "sqlite", make_sqlite(directory))
    programs = server_programs()
    if programs:
        with Server(programs) as address:
            failed += check(program, "postgresql", address)
    else:
        print("postgresql: left out, it is not installed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
