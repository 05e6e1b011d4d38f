#!/usr/bin/env bash
# What keeps a run from harm: each guard against what it is there for, on both engines.
set -euo pipefail
# shellcheck source=common.bash
source "$(dirname "${BASH_SOURCE[0]}")/common.bash"

with_postgres
server=$postgres_url
# pgbouncer's sessions are told from it by this name too.
sessions="SELECT count(*) FROM pg_stat_activity WHERE application_name = 'run_migrations'"

# fresh NAME ENGINE: an empty directory of migrations $dir and an empty database $url.
fresh() {
  dir=$work/$1
  mkdir "$dir"
  if [[ $2 == sqlite ]]; then
    url=sqlite:$work/$1.db
  else
    postgres_url=$server
    new_database "$1"
    url=$postgres_url
  fi
}

run() {
  timeout --kill-after=5 120 "$run_migrations" --dir "$dir" --database "$url" "$@"
}

# ask SQL: what the database of the moment says.
ask() {
  if [[ $url == sqlite:* ]]; then sqlite3 "${url#sqlite:}" "$1"; else query "$1"; fi
}

# has TABLE...: exactly these tables are there, besides the tool's own.
has() {
  local tables="SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
  [[ $url == sqlite:* ]] || tables="SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
  equal "$(ask "SELECT name FROM ($tables) AS t WHERE name NOT LIKE 'schema_migrations%' ORDER BY 1" | xargs)" \
    "$*" "the tables of $url"
}

applied() {
  equal "$(ask "SELECT version FROM schema_migrations WHERE success ORDER BY id" | xargs)" "$*" "the history of $url"
}

nothing_ran() {
  has ''
  local seen
  seen=$(ask "SELECT count(*) FROM schema_migrations" 2>/dev/null) || seen=0
  equal "$seen" 0 "the rows of the history of $url"
}

# until_true COMMAND...: waits for it, up to 10 s.
until_true() {
  local i
  for ((i = 0; i < 200; ++i)); do
    if "$@" >/dev/null 2>&1; then return 0; fi
    sleep 0.05
  done
  fail "never true: $*"
}

sleeps() {
  [[ $(query "$sessions AND query LIKE '%pg_sleep%' AND state = 'active'") == "${1-1}" ]]
}

first_is_locked() {
  [[ $(query "SELECT count(*) FROM pg_locks WHERE mode = 'AccessExclusiveLock' AND granted AND relation = 'first'::regclass") == 1 ]]
}

control_of_transactions() {
  local engine i=0 text place
  for engine in sqlite postgres; do
    while IFS='|' read -r place text; do
      i=$((i + 1))
      fresh "control_$engine$i" "$engine"
      migration "$dir/001_first.sql" 'CREATE TABLE first (n int);'
      migration "$dir/002_second.sql" "$text"
      expect 65 run
      cat out err >both
      says both "002_second.sql:$place: error:"
      nothing_ran
    done <<'CASES'
2:1|CREATE TABLE a (n int);\nCOMMIT;\nCREATE TABLE b (n int);
2:5|-- Größe\n/**/COMMIT;\nCREATE TABLE b (n int);
2:12|CREATE TABLE a (t text DEFAULT '\\u00e4;\nCOMMIT;'); COMMIT; CREATE TABLE b (n int);
2:1|CREATE TABLE a (n int);\r\nROLLBACK;\r\nCREATE TABLE b (n int);
1:1|BEGIN;\nCREATE TABLE a (n int);
2:1|BEGIN;\nCOMMIT;\nBEGIN;\nCREATE TABLE a (n int);\nCOMMIT;
2:1|CREATE TABLE a (n int);\nSAVEPOINT s;\nRELEASE s;
2:1|-- migrate:up transaction:false\nBEGIN;\nCREATE TABLE a (n int);\nCOMMIT;
2:1|CREATE TABLE a (n int);\nEND;
CASES
    fresh "pair_$engine" "$engine"
    migration "$dir/001_pair.sql" '-- One pair round the whole.\nBEGIN;\nCREATE TABLE a (n int);\nCREATE TABLE b (n int);\nCOMMIT;'
    expect 0 run
    says err "its own BEGIN and COMMIT are left out"
    has a b
    applied 001
    # What fails within the pair takes all with it.
    migration "$dir/002_pair.sql" 'BEGIN;\nCREATE TABLE c (n int);\nINSERT INTO nowhere VALUES (1);\nCOMMIT;'
    expect 1 run
    cat out err >both
    says both "002_pair.sql:3:" # SQLite tells no more of a table that is not there
    has a b
    applied 001
  done
  # Where the text hides it, the server and the check after the statement stop it.
  fresh hidden_postgres postgres
  migration "$dir/001_hidden.sql" 'CREATE TABLE a (n int);\nDO $$ BEGIN INSERT INTO a VALUES (1); COMMIT; END $$;'
  expect 1 run
  has ''
  fresh procedure_postgres postgres
  query 'CREATE PROCEDURE p() LANGUAGE plpgsql AS $$ BEGIN COMMIT; END $$'
  migration "$dir/001_hidden.sql" 'CREATE TABLE a (n int);\nCALL p();'
  expect 1 run
  has ''
}

commands_of_psql() {
  local i=0 place text
  while IFS='|' read -r place text; do
    i=$((i + 1))
    fresh "psql_$i" postgres
    migration "$dir/001_first.sql" 'CREATE TABLE first (n int);'
    migration "$dir/002_second.sql" "$text"
    expect 65 run
    cat out err >both
    says both "002_second.sql:$place: error:"
    nothing_ran
  done <<'CASES'
2:1|CREATE TABLE a (n int);\n\\i other.sql\n
1:1|\\restrict Abc123\nCREATE TABLE a (n int);\n\\unrestrict Abc123
2:1|CREATE TABLE a (n int);\n\\copy a FROM 'x.csv'
2:1|CREATE TABLE a (n int);\nCOPY a FROM STDIN;\n1\n2\n\\.
2:1|CREATE TABLE a (n int);\nCOPY a (n) FROM stdin WITH (FORMAT csv);
2:1|CREATE TABLE a (n int);\ncopy (SELECT 1) TO STDOUT;
1:10|SELECT 1 \\gexec
CASES
  # A backslash within a string is text.
  fresh psql_text postgres
  migration "$dir/001_text.sql" "CREATE TABLE a (t text);\nINSERT INTO a VALUES ('\\\\i x'), (\$\$\\\\copy\$\$);"
  expect 0 run
  equal "$(query 'SELECT t FROM a' | xargs -d '\n')" '\i x \copy' "the text with backslashes"
}

invalid_index() {
  local plain
  for plain in '' CONCURRENTLY; do
    fresh "invalid${plain,,}" postgres
    query 'CREATE TABLE t (n int); INSERT INTO t VALUES (1), (1)'
    ! query 'CREATE UNIQUE INDEX CONCURRENTLY u ON t (n)' 2>/dev/null || fail "two equal rows are unique"
    query 'DELETE FROM t WHERE ctid = (SELECT min(ctid) FROM t)'
    equal "$(query "SELECT indisvalid FROM pg_index WHERE indexrelid = 'u'::regclass")" f "the index is invalid"
    migration "$dir/001_index.sql" "CREATE UNIQUE INDEX $plain IF NOT EXISTS u ON t (n);"
    migration "$dir/002_after.sql" 'CREATE TABLE after (n int);'
    expect 1 run
    cat out err >both
    says both "001_index.sql:1:1"
    says both "invalid"
    says both "DROP INDEX CONCURRENTLY"
    applied ''
    has t
    [[ -n $plain ]] || continue
    expect 1 run
    applied ''
    expect 1 run --resume
    cat out err >both
    says both "DROP INDEX CONCURRENTLY"
    applied ''
    equal "$(query "SELECT indisvalid FROM pg_index WHERE indexrelid = 'u'::regclass")" f "nobody asked for the drop"
    expect 0 run --resume --drop-invalid
    applied 001 002
    equal "$(query "SELECT indisvalid FROM pg_index WHERE indexrelid = 'u'::regclass")" t "the index is valid"
    has after t
  done
  # The build of the migration itself fails.
  fresh invalid_own postgres
  query 'CREATE TABLE t (n int); INSERT INTO t VALUES (1), (1)'
  migration "$dir/001_index.sql" 'CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS "U 1" ON t (n);'
  expect 1 run
  cat out err >both
  says both "23505"
  query 'DELETE FROM t WHERE ctid = (SELECT min(ctid) FROM t)'
  for _ in 1 2 3; do
    expect 1 run
    expect 1 run --resume
    applied ''
  done
  expect 0 run --resume --drop-invalid
  applied 001
  equal "$(query "SELECT count(*) FROM pg_index WHERE NOT indisvalid")" 0 "invalid indexes"
}

line_ends() {
  local engine
  for engine in sqlite postgres; do
    fresh "lines_$engine" "$engine"
    migration "$dir/001_lf.sql" "CREATE TABLE a (t text);\nINSERT INTO a VALUES ('x');"
    migration "$dir/002_crlf.sql" "\xEF\xBB\xBF-- migrate:up\r\nCREATE TABLE b (n int);\r\n-- migrate:down\r\nDROP TABLE b;\r"
    expect 0 run
    applied 001 002
    sed -i '1s/^/\xEF\xBB\xBF/; s/$/\r/' "$dir/001_lf.sql"
    sed -i '1s/^\xEF\xBB\xBF//; s/\r$//' "$dir/002_crlf.sql"
    expect 0 run --verify
    expect 0 run --status --exit-code
    never_says out drifted
    expect 0 run
    expect 0 run --rollback
    has a
    # Another byte is drift all the same.
    sed -i "s/'x'/'y'/" "$dir/001_lf.sql"
    expect 1 run --verify
    cat out err >both
    says both "001_lf.sql"
    expect 1 run
    has a
  done
}

foreign_keys() {
  local i=0 pragma
  local rebuild='CREATE TABLE new (id INTEGER PRIMARY KEY, name TEXT NOT NULL);\nINSERT INTO new SELECT id, name FROM parent;\nDROP TABLE parent;\nALTER TABLE new RENAME TO parent;'
  for pragma in 'PRAGMA foreign_keys = OFF' 'pragma main.foreign_keys=0' 'PRAGMA foreign_keys(off)' \
    'PRAGMA "foreign_keys" = off'; do
    i=$((i + 1))
    fresh "keys_$i" sqlite
    migration "$dir/001_tables.sql" 'CREATE TABLE parent (id INTEGER PRIMARY KEY, name TEXT);\nCREATE TABLE child (id INTEGER PRIMARY KEY, parent INTEGER NOT NULL REFERENCES parent (id) ON DELETE CASCADE);'
    migration "$dir/002_rows.sql" "INSERT INTO parent VALUES (1, 'a'), (2, 'b');\nINSERT INTO child VALUES (1, 1), (2, 1), (3, 2);"
    expect 0 run
    # The pragma alone does nothing within a transaction: it is refused, or the children were lost.
    migration "$dir/003_rebuild.sql" "$pragma;\n$rebuild"
    expect 65 run
    cat out err >both
    says both "003_rebuild.sql:1:1: error:"
    says both "migrate:foreign-keys off"
    applied 001 002
    equal "$(ask 'SELECT count(*) FROM child')" 3 "the children after a refusal"
    # With the directive, with the pragma or without.
    migration "$dir/003_rebuild.sql" "-- migrate:foreign-keys off\n$pragma;\n$rebuild\nPRAGMA foreign_keys = ON;"
    ((i % 2)) || migration "$dir/003_rebuild.sql" "-- migrate:foreign-keys off\n$rebuild"
    expect 0 run
    applied 001 002 003
    equal "$(ask 'SELECT group_concat(id || parent) FROM child')" 11,21,32 "the children after the rebuild"
    equal "$(ask 'PRAGMA foreign_key_check')" '' "keys that lead nowhere"
    # Rows that lead nowhere are found before the commit, and nothing is changed.
    migration "$dir/004_orphans.sql" '-- migrate:foreign-keys off\nCREATE TABLE extra (n int);\nDELETE FROM parent WHERE id = 1;'
    expect 1 run
    cat out err >both
    says both "004_orphans.sql"
    says both "child"
    applied 001 002 003
    equal "$(ask 'SELECT count(*) FROM parent')" 2 "the parents after orphans were found"
    has child parent
    # Keys are on again for the one after it in the same run.
    migration "$dir/004_orphans.sql" '-- migrate:foreign-keys off\nCREATE TABLE extra (n int);'
    migration "$dir/005_on.sql" 'INSERT INTO child VALUES (9, 99);'
    expect 1 run
    cat out err >both
    says both "005_on.sql"
    says both "FOREIGN KEY"
    applied 001 002 003 004
    equal "$(ask 'SELECT count(*) FROM child')" 3 "the children after a row that leads nowhere"
  done
}

# pgbouncer MODE [SETTING...]: the real one, before the database of the moment; sets $proxy_url.
pgbouncer() {
  proxy_port=$(free_port)
  local home=$postgres_data/proxy_$proxy_port
  as_postgres mkdir "$home"
  {
    printf '[databases]\n* = host=127.0.0.1 port=%s user=tester\n' "$postgres_port"
    printf '[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = %s\nunix_socket_dir =\n' "$proxy_port"
    printf 'auth_type = any\nlogfile = %s/log\npidfile = %s/pid\npool_mode = %s\n' "$home" "$home" "$1"
    printf '%s\n' "${@:2}"
  } >"$work/pgbouncer_$proxy_port.ini"
  chmod a+r "$work/pgbouncer_$proxy_port.ini"
  as_postgres /usr/sbin/pgbouncer --quiet --daemon "$work/pgbouncer_$proxy_port.ini" >/dev/null 2>&1
  proxy_pid=$home/pid
  proxy_url=postgresql://tester@127.0.0.1:$proxy_port/${postgres_url##*/}
  until_true psql --no-psqlrc --quiet "$proxy_url" --command 'SELECT 1'
}

proxies() {
  local i=0 settings direct
  if [[ ! -x /usr/sbin/pgbouncer ]]; then
    echo "skipped: pgbouncer is not installed"
    return
  fi
  while read -r settings; do
    i=$((i + 1))
    fresh "proxy_$i" postgres
    direct=$url
    migration "$dir/001_first.sql" 'CREATE TABLE first (n int);'
    # shellcheck disable=SC2086
    pgbouncer $settings
    url=$proxy_url
    # Sessions that the pool has at hand already.
    for _ in 1 2 3; do psql --no-psqlrc --quiet "$proxy_url" --command 'SELECT pg_sleep(0.1)' >/dev/null & done
    wait
    if [[ $settings == session* ]]; then
      expect 0 run
      url=$direct
      applied 001
    else
      for _ in 1 2 3; do
        url=$proxy_url
        expect 69 run
        says err "pools transactions"
        url=$direct
        nothing_ran
      done
    fi
    kill "$(<"$proxy_pid")"
  done <<'CASES'
transaction
transaction default_pool_size=1
transaction server_round_robin=1
transaction min_pool_size=5
statement
session
session default_pool_size=2
session default_pool_size=1
CASES
}

server_is_killed() {
  local how pid status
  for how in server session; do
    fresh "killed_$how" postgres
    migration "$dir/001_first.sql" 'CREATE TABLE first (n int);'
    migration "$dir/002_second.sql" 'CREATE TABLE second (n int);\nSELECT pg_sleep(30);'
    migration "$dir/003_third.sql" 'CREATE TABLE third (n int);'
    run >killed.out 2>killed.err &
    pid=$!
    until_true sleeps
    if [[ $how == server ]]; then
      restart_postgres immediate
    else
      kill -KILL "$(query "SELECT pid FROM pg_stat_activity WHERE query LIKE '%pg_sleep(30)%' AND pid <> pg_backend_pid()")"
    fi
    status=0
    wait "$pid" || status=$?
    [[ $status == 1 || $status == 69 ]] || fail "$how killed: status $status"
    cat killed.out killed.err >both
    says both "002_second.sql"
    says both "--status"
    until_true query 'SELECT 1'
    applied 001
    has first
    migration "$dir/002_second.sql" 'CREATE TABLE second (n int);'
    expect 0 run
    applied 001 002 003
    has first second third
  done
}

# listener answer|silent: prints its port in the file `port`.
listener() {
  rm -f port
  /usr/bin/python3 - "$1" <<'PYTHON' &
import os
import socket
import sys

server = socket.create_server(("127.0.0.1", 0))
with open("port.new", "w") as file:
    print(server.getsockname()[1], file=file)
os.rename("port.new", "port")
kept = []
while True:
    client, _ = server.accept()
    if sys.argv[1] == "silent":
        kept.append(client)
    elif sys.argv[1] == "refuses":
        client.close()
    else:
        client.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        kept.append(client)
PYTHON
  listener_pid=$!
  until_true test -s port
}

no_answer() {
  local kind before option
  fresh no_answer postgres
  migration "$dir/001_first.sql" 'CREATE TABLE first (n int);'
  for kind in silent refuses talks; do
    listener "$kind"
    url=postgresql://someone:secret@127.0.0.1:$(<port)/x
    for option in '' '--wait 1s' '--status --wait 1s' '--dry-run --wait 1s'; do
      before=$SECONDS
      # shellcheck disable=SC2086
      expect 69 run $option
      ((SECONDS - before <= (${#option} ? 3 : 12))) || fail "$kind $option: $((SECONDS - before)) s without an answer"
      cat out err >both
      says both "someone:***@127.0.0.1"
      never_says both secret
    done
    kill "$listener_pid"
  done
}

late_server() {
  local pid status=0
  fresh late postgres
  migration "$dir/001_first.sql" 'CREATE TABLE first (n int);'
  down_postgres
  expect 69 run
  expect 69 run --wait 1s
  run --wait 30s >late.out 2>late.err &
  pid=$!
  sleep 1.5
  kill -0 "$pid" 2>/dev/null || fail "--wait did not wait"
  up_postgres
  wait "$pid" || status=$?
  equal "$status" 0 "the status of a run that waited for the server"
  applied 001
}

# hold_write_lock FILE: a writer that has begun, until the file, which it makes, is removed.
hold_write_lock() {
  /usr/bin/python3 - "${url#sqlite:}" "$1" <<'PYTHON' &
import os
import sqlite3
import sys
import time

database = sqlite3.connect(sys.argv[1], isolation_level=None)
database.execute("BEGIN IMMEDIATE")
open(sys.argv[2], "w").close()
while os.path.exists(sys.argv[2]):
    time.sleep(0.05)
database.execute("ROLLBACK")
PYTHON
}

statement_has_begun() { [[ $(ask "SELECT count(*) FROM schema_migrations_progress WHERE version = '003'") == 1 ]]; }

lock_is_held() {
  local pid status before
  fresh held_postgres postgres
  migration "$dir/001_first.sql" 'CREATE TABLE first (n int);\nSELECT pg_sleep(8);'
  run >first.out 2>first.err &
  pid=$!
  until_true sleeps
  before=$SECONDS
  expect 75 run --lock-wait 1s
  ((SECONDS - before <= 7)) || fail "--lock-wait 1s: $((SECONDS - before)) s"
  says err "another run"
  expect 0 run --status
  says out pending
  expect 0 run --dry-run
  expect 0 run --lock-wait 100s
  never_says out "applied     001"
  status=0
  wait "$pid" || status=$?
  equal "$status" 0 "the status of the one that held the lock"
  applied 001
  # Another history is another lock.
  migration "$dir/002_second.sql" 'SELECT pg_sleep(3);'
  run >first.out 2>first.err &
  pid=$!
  until_true sleeps
  mkdir "$dir/other"
  migration "$dir/other/001_other.sql" 'CREATE TABLE other (n int);'
  expect 0 "$run_migrations" --dir "$dir/other" --database "$url" --table other_history --lock-wait 1s
  wait "$pid" || fail "the one that held the lock"
  # Somebody else holds a table.
  migration "$dir/003_third.sql" 'ALTER TABLE first ADD COLUMN m int;'
  query 'BEGIN; LOCK TABLE first; SELECT pg_sleep(4)' >/dev/null &
  until_true first_is_locked
  expect 75 run --lock-timeout 500ms
  cat out err >both
  says both "003_third.sql"
  applied 001 002
  wait
  expect 0 run --lock-timeout 500ms
  applied 001 002 003

  fresh held_sqlite sqlite
  migration "$dir/001_first.sql" 'CREATE TABLE first (n int);'
  ask 'CREATE TABLE before (n int)'
  hold_write_lock held
  until_true test -e held
  expect 75 run --lock-wait 1s
  expect 0 run --status
  rm held
  expect 0 run --lock-wait 60s
  applied 001
  wait
  # A run without a transaction keeps others out with a file, also while it waits for a writer itself.
  migration "$dir/002_loose.sql" "-- migrate:up transaction:false\nCREATE TABLE loose (n int);"
  hold_write_lock held
  until_true test -e held
  run --lock-wait 100s >first.out 2>first.err &
  pid=$!
  until_true test -e "${url#sqlite:}-migrations.lock"
  expect 75 run --lock-wait 200ms
  says err "another run"
  rm held
  expect 0 run --lock-wait 100s
  wait "$pid" || fail "the one that held the lock file: $(<first.out) $(<first.err)"
  wait
  applied 001 002
  [[ ! -e ${url#sqlite:}-migrations.lock ]] || fail "the lock file is left"
  # One that was killed holds nothing.
  migration "$dir/003_long.sql" "-- migrate:up transaction:false\nCREATE TABLE longer AS WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 90000000) SELECT count(*) FROM c;"
  "$run_migrations" --dir "$dir" --database "$url" >first.out 2>first.err &
  pid=$!
  until_true statement_has_begun
  kill -KILL "$pid"
  wait "$pid" 2>/dev/null || true
  expect 1 run --lock-wait 200ms
  cat out err >both
  says both "003_long.sql"
  applied 001 002
  migration "$dir/003_long.sql" "-- migrate:up transaction:false\nCREATE TABLE longer (n int);"
  expect 0 run --lock-wait 200ms --resume
  applied 001 002 003
}

for guard in ${2-control_of_transactions commands_of_psql invalid_index line_ends foreign_keys proxies server_is_killed \
  no_answer late_server lock_is_held}; do
  before=$SECONDS
  "$guard"
  printf '%s: %d s\n' "$guard" $((SECONDS - before))
done
finish
