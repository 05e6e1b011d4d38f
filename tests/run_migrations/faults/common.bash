# shellcheck shell=bash
# shellcheck disable=SC2034 # its variables are for those who source it
# What the fault tests share; they source it with the directory of the binaries as $1.
#
# Gives what tests/support/faults.bash does, $run_migrations, $faults (this directory, with the
# module fault_runs for Python), and the functions below.
tool=run_migrations
faults=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=../../support/faults.bash
source "$faults/../../support/faults.bash"
# shellcheck source=../../support/postgres.bash
source "$faults/../../support/postgres.bash"
run_migrations=$bin/run_migrations
export PYTHONPATH=$faults PYTHONDONTWRITEBYTECODE=1

clean_up_more() { stop_postgres; }

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
