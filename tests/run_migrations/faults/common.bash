# shellcheck shell=bash
# What the fault tests share; they source it with the directory of the binaries as $1.
#
# Gives: $bin, $run_migrations, $faults (this directory, with the module fault_runs for Python),
# $work (a fresh directory, removed at the end), and the functions below. A test ends with `finish`.
bin=$(cd "$1" && pwd)
run_migrations=$bin/run_migrations
faults=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=../../support/postgres.bash
source "$faults/../../support/postgres.bash"
work=$(mktemp -d "${TMPDIR:-/tmp}/aether-fault-XXXXXX")
failures=0
unset AETHER_BACKEND_ROOT DATABASE_URL "${!PG@}"
export PYTHONPATH=$faults PYTHONDONTWRITEBYTECODE=1

clean_up() {
  stop_postgres
  cd /
  rm -rf "$work" 2>/dev/null && return
  chmod -R u+rwX "$work" # a test may have taken away its own right to enter
  rm -rf "$work"
}
trap clean_up EXIT
cd "$work" || exit

fail() {
  printf 'FAILED: %s\n' "$*"
  failures=$((failures + 1))
}

# skip REASON
skip() {
  printf 'skipped: %s\n' "$*"
  exit 77
}

finish() {
  if ((failures > 0)); then
    printf '%d failed\n' "$failures"
    exit 1
  fi
}

# expect STATUS COMMAND...: runs it with its output in the files `out` and `err` of $work.
expect() {
  local wanted=$1 status=0
  shift
  "$@" >"$work/out" 2>"$work/err" || status=$?
  if [[ $status != "$wanted" ]]; then
    fail "status $status, not $wanted, of: $*"
    sed -n 's/^/    /;1,5p' "$work/out" "$work/err"
  fi
}

# says FILE TEXT: the file holds the text.
says() {
  grep -qF -- "$2" "$1" || { fail "$(basename "$1") does not say: $2"; sed -n 's/^/    /;1,8p' "$1"; }
}

# never_says FILE TEXT
never_says() {
  ! grep -qF -- "$2" "$1" || { fail "$(basename "$1") says: $2"; sed -n 's/^/    /;1,8p' "$1"; }
}

# equal GOT WANTED WHAT
equal() {
  [[ $1 == "$2" ]] || fail "$3: got '$1', not '$2'"
}

# migration DIRECTORY/VERSION_name.sql TEXT: a file; printf's escapes count.
migration() {
  mkdir -p "$(dirname "$1")"
  printf '%b\n' "$2" >"$1"
}

# with_postgres: a private cluster; sets postgres_url.
with_postgres() {
  [[ -n $postgres_programs ]] || skip "PostgreSQL's server is not installed"
  command -v psql >/dev/null || skip "psql is not installed"
  start_postgres "$work"
  trap clean_up EXIT
}

# restart_postgres [MODE]: stops it (default fast) and starts it again.
restart_postgres() {
  down_postgres "${1-fast}"
  up_postgres
}

down_postgres() {
  (cd / && as_postgres "$postgres_programs/pg_ctl" --pgdata "$postgres_data/pg" --mode "${1-fast}" --silent stop >/dev/null)
}

up_postgres() {
  (cd / && as_postgres "$postgres_programs/pg_ctl" --pgdata "$postgres_data/pg" --wait --silent \
    --log "$postgres_data/server.log" start >/dev/null)
}

# query SQL: what the server says, unaligned, one row a line.
query() {
  psql --no-psqlrc --quiet --no-align --tuples-only --set ON_ERROR_STOP=1 "$postgres_url" --command "$1"
}

# new_database NAME: an empty database; sets postgres_url to it.
new_database() {
  query "CREATE DATABASE $1"
  postgres_url=${postgres_url%/*}/$1
}

# For root, who may read everything: prepares `as_nobody`, which runs a command as another user
# with the binaries in $nobody_bin; for others it runs the command as it is.
prepare_nobody() {
  nobody_bin=$work/bin
  mkdir "$nobody_bin"
  cp "$run_migrations" "$nobody_bin/"
  chmod 755 "$work" "$nobody_bin" "$nobody_bin/run_migrations"
  drop=()
  if ((EUID == 0)); then
    command -v setpriv >/dev/null || skip "setpriv is missing"
    drop=(setpriv --reuid=65534 --regid=65534 --clear-groups)
    "${drop[@]}" true 2>/dev/null || skip "another user cannot be become"
  fi
  as_nobody "$nobody_bin/run_migrations" --version >/dev/null 2>&1 || skip "$work is closed to others"
}

as_nobody() {
  "${drop[@]}" "$@"
}
