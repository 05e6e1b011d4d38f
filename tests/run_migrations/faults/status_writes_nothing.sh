#!/usr/bin/env bash
# --status, --verify and --dry-run write nothing and need no right to write; and what happens where a
# run has no right, or no room.
set -euo pipefail
# shellcheck source=common.bash
source "$(dirname "${BASH_SOURCE[0]}")/common.bash"

prepare_nobody
command -v sqlite3 >/dev/null || skip "sqlite3 is not installed"
migration m/001_first.sql 'CREATE TABLE first (n int);'
migration m/002_second.sql 'CREATE TABLE second (n int);'
chmod -R a+rX m

tool() { "$run_migrations" --dir "$work/m" "$@"; }
tool_as_nobody() { as_nobody "$nobody_bin/run_migrations" --dir "$work/m" "$@"; }

# seen DIRECTORY: names, bytes and times of all that is in it, but SQLite's -wal and -shm, which
# every reader of such a file makes where it can, and leaves.
seen() {
  (cd "$1" && find . -type f ! -name '*-shm' ! -name '*-wal' -printf '%P %T@ %m ' -exec sha256sum {} \; | sort
    [[ $1 == */wal ]] || stat -c '%Y' .)
}

# looks RUN DIRECTORY DATABASE WANTED: each way to look exits as it should, shows 001 as applied and
# 002 as pending, and leaves the directory as it is.
looks() {
  local run=$1 directory=$2 url=sqlite:$3 mode
  seen "$directory" >"$work/before"
  sleep 0.01
  for mode in --status '--status --json' --verify --dry-run '--dry-run --json' --lint '--dump-schema -'; do
    # shellcheck disable=SC2086
    expect 0 "$run" --database "$url" $mode
    seen "$directory" >"$work/after"
    cmp -s "$work/before" "$work/after" || fail "$mode of $directory changed it: $(diff "$work/before" "$work/after" | tail -4)"
    case $mode in
      --status)
        grep -Eq '^001 .* applied' "$work/out" || fail "$directory: --status does not show 001 as applied: $(<"$work/out")"
        grep -Eq '^002 .* pending' "$work/out" || fail "$directory: --status does not show 002 as pending: $(<"$work/out")"
        ;;
      --dry-run)
        says "$work/out" "CREATE TABLE second"
        never_says "$work/out" "CREATE TABLE first"
        ;;
    esac
  done
  # shellcheck disable=SC2086
  expect 2 "$run" --database "$url" --status --exit-code
}

for mode in delete wal; do
  mkdir "$mode"
  chmod 755 "$mode"
  sqlite3 "$mode/a.db" "PRAGMA journal_mode = $mode" >/dev/null
  expect 0 tool --database "sqlite:$work/$mode/a.db" --to 001
  looks tool "$work/$mode" "$work/$mode/a.db"
  [[ $mode == wal || $(ls -A "$mode") == a.db ]] || fail "$mode: --status left $(ls -A "$mode")"
  rm -f "$mode"/a.db-*
  # A file that may only be read, in a directory that may only be read, as somebody else.
  chmod 444 "$mode/a.db"
  chmod 555 "$mode"
  looks tool_as_nobody "$work/$mode" "$work/$mode/a.db"
  status=0
  tool_as_nobody --database "sqlite:$work/$mode/a.db" >out 2>err || status=$?
  [[ $status == 1 || $status == 69 ]] || fail "status $status of a run on a file that may only be read"
  cat out err >both
  says both "a.db"
  says both "readonly"
  # A directory that may be written, and a file that may not.
  chmod 777 "$mode"
  looks tool_as_nobody "$work/$mode" "$work/$mode/a.db"
  chmod 755 "$mode"
  chmod 644 "$mode/a.db"
done

# While a reader and a writer have the WAL file open, from a directory that may only be read.
mkdir open
chmod 755 open
sqlite3 open/a.db 'PRAGMA journal_mode = wal' >/dev/null
mkfifo held
sqlite3 open/a.db <held >/dev/null &
exec 9>held
printf 'PRAGMA wal_autocheckpoint = 0; CREATE TABLE kept (n int); INSERT INTO kept VALUES (1); SELECT count(*) FROM kept;\n' >&9
expect 0 tool --database "sqlite:$work/open/a.db" --to 001
for ((i = 0; i < 100; ++i)); do # until the writer has come to it
  [[ ! -s open/a.db-wal ]] || break
  sleep 0.1
done
[[ -s open/a.db-wal ]] || fail "the log is empty"
looks tool "$work/open" "$work/open/a.db"
looks tool_as_nobody "$work/open" "$work/open/a.db"
exec 9>&-
wait

# A file that is not there is not made, nor its directory.
for run in tool tool_as_nobody; do
  for option in --status --verify --dry-run --lint; do
    expect 0 "$run" --database "sqlite:$work/none/deeper/a.db" "$option"
    [[ ! -e none ]] || fail "$option made $(find none)"
  done
  expect 2 "$run" --database "sqlite:$work/none/a.db" --status --exit-code
done
[[ ! -e none ]] || fail "--status made a directory"

# What a killed run left behind is never taken for what was committed.
killed_run() {
  migration big/001_first.sql 'CREATE TABLE first (n int);'
  mkdir hot
  "$run_migrations" --dir big --database "sqlite:$work/hot/a.db" >/dev/null 2>&1
  migration big/002_second.sql 'CREATE TABLE second (n int);'
  migration big/003_big.sql 'CREATE TABLE big (t text);\nINSERT INTO big WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 20000000) SELECT hex(randomblob(50)) FROM c;'
  chmod -R a+rX big
  # The row of the second is in the file before the third has come to its end.
  "$run_migrations" --dir big --database "sqlite:$work/hot/a.db" --single-transaction >/dev/null 2>&1 &
  local pid=$! i
  for ((i = 0; i < 200; ++i)); do # until it has spilled into the file
    (($(stat -c %s hot/a.db 2>/dev/null || echo 0) < 4000000)) || break
    sleep 0.05
  done
  kill -KILL "$pid"
  wait "$pid" 2>/dev/null || true
}
killed_run
[[ -s hot/a.db-journal ]] || fail "no journal is left"
for place in 755 555; do
  chmod "$place" hot
  chmod a+r hot/*
  for run in tool tool_as_nobody; do
    seen hot >before
    status=0
    "$run" --dir "$work/big" --database "sqlite:$work/hot/a.db" --status >out 2>err || status=$?
    seen hot >after
    cmp -s before after || fail "--status over a journal of a killed run changed the files ($place, $run): $(diff before after)"
    if [[ $status == 0 ]]; then
      grep -Eq '^001 .* applied' out || fail "--status over a journal ($place, $run): $(<out)"
      grep -Eq '^002 .* pending' out || fail "--status over a journal ($place, $run): $(<out)"
    elif [[ $status == 69 ]]; then
      says err "interrupted"
    else
      fail "--status over a journal ($place, $run): status $status: $(<out) $(<err)"
    fi
  done
done
chmod 755 hot

# No right to write, and a directory that cannot be entered.
mkdir shut
chmod 755 shut
expect 69 tool_as_nobody --database "sqlite:$work/shut/a.db"
cat out err >both
says both "shut/a.db"
chmod 700 shut
expect 0 tool --database "sqlite:$work/shut/a.db" --to 001
for option in --status --verify --dry-run; do
  ((EUID == 0)) || break
  status=0
  tool_as_nobody --database "sqlite:$work/shut/a.db" "$option" >out 2>err || status=$?
  equal "$status" 69 "the status of $option on a file in a directory that cannot be entered ($(<out) $(<err))"
done

# A disk without room: what was applied stays, what failed leaves nothing, and the message says why.
full_disk() {
  local separate=(unshare --mount) mode
  ((EUID == 0)) || separate=(unshare --user --map-root-user --mount)
  mkdir disk
  if ! "${separate[@]}" mount -t tmpfs -o size=64k none disk 2>/dev/null; then
    echo "skipped: a small tmpfs cannot be mounted"
    return
  fi
  migration full/001_first.sql 'CREATE TABLE first (n int);'
  migration full/002_big.sql 'CREATE TABLE big (t text);\nINSERT INTO big WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 40000) SELECT hex(randomblob(50)) FROM c;'
  migration full/003_third.sql 'CREATE TABLE third (n int);'
  for mode in delete wal; do
    "${separate[@]}" bash -euo pipefail -s "$run_migrations" "$work/full" "$mode" <<'SHELL' || fail "on a full disk ($mode)"
mount -t tmpfs -o size=1m none disk
sqlite3 disk/a.db "PRAGMA journal_mode = $3" >/dev/null
wrong() { echo "$*"; cat out err; exit 1; }
for turn in 1 2; do
  status=0
  "$1" --dir "$2" --database sqlite:disk/a.db >out 2>err || status=$?
  [[ $status == 1 || $status == 69 ]] || wrong "status $status"
  cat out err >both
  grep -q '002_big.sql' both || wrong "the file is not named"
  grep -Eqi 'full|no space' both || wrong "the cause is not told"
done
[[ $(sqlite3 disk/a.db 'SELECT version FROM schema_migrations WHERE success' | xargs) == 001 ]] || wrong "the history"
[[ $(sqlite3 disk/a.db "SELECT name FROM sqlite_schema WHERE name IN ('first', 'big', 'third')" | xargs) == first ]] || wrong "the tables"
[[ $(sqlite3 disk/a.db 'PRAGMA integrity_check') == ok ]] || wrong "the file is damaged"
mount -o remount,size=32m disk
"$1" --dir "$2" --database sqlite:disk/a.db >out 2>err || wrong "with room again"
[[ $(sqlite3 disk/a.db 'SELECT version FROM schema_migrations ORDER BY id' | xargs) == '001 002 003' ]] || wrong "the history in the end"
SHELL
  done
}
full_disk

# A role of PostgreSQL that may not create, nor write.
reader() {
  if [[ -z $postgres_programs ]] || ! command -v psql >/dev/null; then
    echo "skipped: PostgreSQL's server is not installed"
    return
  fi
  with_postgres
  local owner=$postgres_url option url
  query "CREATE ROLE reader LOGIN; REVOKE CREATE ON SCHEMA public FROM PUBLIC; REVOKE TEMPORARY ON DATABASE postgres FROM PUBLIC"
  url=${owner/tester@/reader@}
  for option in --status --verify --dry-run --lint; do
    expect 0 tool --database "$url" "$option"
  done
  expect 2 tool --database "$url" --status --exit-code
  expect 69 tool --database "$url"
  cat out err >both
  says both "permission denied"
  equal "$(query "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace")" 0 "what is in the schema"
  expect 0 tool --database "$owner" --to 001
  query "GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader"
  for option in --status --verify --dry-run --lint; do
    expect 0 tool --database "$url" "$option"
  done
  expect 0 tool --database "$url" --status
  grep -Eq '^001 .* applied' out || fail "a reader's --status: $(<out)"
  grep -Eq '^002 .* pending' out || fail "a reader's --status: $(<out)"
  # A server that only reads, as a standby does.
  query "ALTER DATABASE postgres SET default_transaction_read_only = on"
  for option in --status --verify --dry-run --lint; do
    expect 0 tool --database "$owner" "$option"
  done
  local status=0
  tool --database "$owner" >out 2>err || status=$?
  [[ $status == 1 || $status == 69 ]] || fail "status $status on a server that only reads"
  cat out err >both
  says both "read-only"
  PGOPTIONS='-c default_transaction_read_only=off' query "ALTER DATABASE postgres RESET default_transaction_read_only"
  # A role that may apply nothing of it leaves nothing.
  status=0
  tool --database "$url" >out 2>err || status=$?
  [[ $status == 1 || $status == 69 ]] || fail "status $status of a role without CREATE"
  cat out err >both
  says both "permission denied"
  equal "$(query "SELECT string_agg(version, ' ') FROM schema_migrations")" 001 "the history after a role without CREATE"
}
reader

finish
