#!/usr/bin/env bash
# with_postgres.sh COMMAND...: runs it with the address of a private PostgreSQL as its last argument.
# Status 77, a skip, where no server is installed.
set -euo pipefail
# shellcheck source=postgres.bash
source "$(dirname "${BASH_SOURCE[0]}")/postgres.bash"

if [[ -z $postgres_programs ]] || ! command -v psql >/dev/null; then
  echo "skipped: PostgreSQL's server or psql is not installed"
  exit 77
fi
work=$(mktemp -d "${TMPDIR:-/tmp}/aether-postgres-XXXXXX")
start_postgres "$work"
trap 'stop_postgres; rm -rf "$work"' EXIT
unset AETHER_BACKEND_ROOT DATABASE_URL "${!PG@}"
status=0
"$@" "$postgres_url" || status=$?
exit "$status"
