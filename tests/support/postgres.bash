# shellcheck shell=bash
# shellcheck disable=SC2034 # its variables are for those who source it
# A private PostgreSQL for one test: sourced, not run.
#
#   start_postgres DIR   a new cluster below DIR, on a free loopback port, as an unprivileged user;
#                        sets postgres_url (postgresql://tester@127.0.0.1:PORT/postgres)
#   stop_postgres        at once; also called when the script ends
#
# Debian's server programs are not on PATH.

postgres_programs=$(find /usr/lib/postgresql -mindepth 2 -maxdepth 2 -name bin 2>/dev/null | sort | tail -1)
postgres_data='' postgres_port='' postgres_url=''

free_port() {
  /usr/bin/python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# As the server's user, since it refuses root.
as_postgres() {
  if (($(id -u) == 0)); then
    setpriv --reuid=nobody --regid=nogroup --clear-groups -- "$@"
  else
    "$@"
  fi
}

start_postgres() {
  local below=$1
  [[ -n $postgres_programs ]] || { echo "PostgreSQL's server is not installed" >&2; return 1; }
  postgres_data=$below/cluster
  postgres_port=$(free_port)
  mkdir -p "$postgres_data"
  chmod 700 "$postgres_data"
  (($(id -u) != 0)) || chown nobody:nogroup "$postgres_data"
  chmod a+x "$below"
  (cd "$postgres_data" && as_postgres "$postgres_programs/initdb" --pgdata "$postgres_data/pg" --username tester \
    --auth trust --no-sync --encoding UTF8 --locale C.UTF-8 >"$below/initdb.log" 2>&1)
  cat >>"$postgres_data/pg/postgresql.conf" <<CONFIG
listen_addresses = '127.0.0.1'
port = $postgres_port
unix_socket_directories = ''
max_connections = 100
fsync = ${postgres_fsync:-off}
log_min_messages = fatal
CONFIG
  (cd "$postgres_data" && as_postgres "$postgres_programs/pg_ctl" --pgdata "$postgres_data/pg" --wait --silent \
    --log "$postgres_data/server.log" start >/dev/null)
  postgres_url=postgresql://tester@127.0.0.1:$postgres_port/postgres
  trap stop_postgres EXIT
}

stop_postgres() {
  [[ -z $postgres_data ]] || (cd / && as_postgres "$postgres_programs/pg_ctl" --pgdata "$postgres_data/pg" \
    --mode immediate --silent stop >/dev/null 2>&1) || true
  postgres_data=''
}
