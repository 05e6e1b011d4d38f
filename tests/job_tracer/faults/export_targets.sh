#!/usr/bin/env bash
# An export to what is no regular file is written through, and never replaces it.
set -euo pipefail
# shellcheck source=common.bash
source "$(dirname "${BASH_SOURCE[0]}")/common.bash"

ask() { "$job_tracer" --root "$backend" "$@"; }
ask export - >want
size=$(stat -c %s want)

mkfifo pipe
cat pipe >got &
ask export pipe || fail "export to a pipe"
wait
same want got "a named pipe: other bytes"
[[ -p pipe ]] || fail "a named pipe was replaced"

# The reader of the pipe leaves early.
head -c 10 pipe >got &
status=0
ask export pipe 2>err || status=$?
wait
[[ $status == 141 || $status == 0 ]] || fail "a named pipe whose reader left: status $status"
silent err
[[ -p pipe ]] || fail "a named pipe was replaced"

ask export /dev/stdout | cmp -s - want || fail "/dev/stdout into a pipe: other bytes"
ask export /dev/fd/3 3>&1 >/dev/null | cmp -s - want || fail "/dev/fd/3 into a pipe: other bytes"
ask list --output /dev/stdout | cmp -s - <(ask list) || fail "--output /dev/stdout: other bytes"
ask export >(cat >got)
for ((i = 0; i < 50; ++i)); do
  [[ $(stat -c %s got) != "$size" ]] || break
  sleep 0.1
done
same want got "a process substitution: other bytes"
ask export /dev/null
[[ -c /dev/null ]] || fail "/dev/null was replaced"
expect 69 ask export /dev/full

# /dev/stdout is standard output also where that is a file: what stands in it stays.
echo before >log
ask export /dev/stdout >>log
[[ $(sed -n 1p log) == before ]] || fail "/dev/stdout replaced the file that standard output appends to"
{
  echo before
  ask export /dev/stdout
  echo after
} >log
cmp -s log <(echo before; cat want; echo after) || fail "/dev/stdout lost what was written beside it"

# A link is written through, a directory refused.
echo old >real.json
ln -s real.json link.json
ask export link.json
[[ -L link.json ]] || fail "a link was replaced"
same want real.json "the target of a link: other bytes"
ln -s new.json dangling.json
ask export dangling.json
same want dangling.json "a link to a file that was not there: other bytes"
[[ -L dangling.json && -f new.json ]] || fail "a link to a file that was not there was replaced"
mkdir directory
expect 69 ask export directory
expect 69 ask export directory/
expect 64 ask export ''
[[ -z $(temporary_files .) ]] || fail "left: $(temporary_files .)"

finish
