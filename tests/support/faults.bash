# shellcheck shell=bash
# shellcheck disable=SC2154 # who sources it sets `tool`
# What the fault tests of all tools share; their common.bash sources it with the directory of the
# binaries as $1, after setting `tool`.
#
# Gives: $bin, $work (a fresh directory, where the test runs, removed at the end), and the functions
# below. A test ends with `finish`. What else must be undone goes into `clean_up_more`.
bin=$(cd "$1" && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/aether-fault-XXXXXX")
failures=0
unset AETHER_BACKEND_ROOT DATABASE_URL "${!PG@}"

clean_up_more() { :; }

clean_up() {
  clean_up_more
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

# silent FILE
silent() {
  [[ ! -s $1 ]] || { fail "$(basename "$1") is not empty"; sed -n 's/^/    /;1,5p' "$1"; }
}

# For root, who may read everything: prepares `as_nobody`, which runs a command as another user
# with the tool in $nobody_bin; for others it runs the command as it is.
prepare_nobody() {
  nobody_bin=$work/bin
  mkdir "$nobody_bin"
  cp "$bin/$tool" "$nobody_bin/"
  chmod 755 "$work" "$nobody_bin" "$nobody_bin/$tool"
  drop=()
  if ((EUID == 0)); then
    command -v setpriv >/dev/null || skip "setpriv is missing"
    drop=(setpriv --reuid=65534 --regid=65534 --clear-groups)
    "${drop[@]}" true 2>/dev/null || skip "another user cannot be become"
  fi
  as_nobody "$nobody_bin/$tool" --version >/dev/null 2>&1 || skip "$work is closed to others"
}

as_nobody() {
  "${drop[@]}" "$@"
}
