#!/usr/bin/env bash
# Names and texts with newlines, escape sequences, or bytes that are not UTF-8 reach no terminal
# as they are, break no line of the output and no JSON.
set -euo pipefail
# shellcheck source=common.bash
source "$(dirname "${BASH_SOURCE[0]}")/common.bash"

mkdir tree
newline=$'new\nline.py'
escape=$'esc\033]0;owned\007\033[31m.py'
latin=$'caf\351.py'
return=$'over\rwrite.py'
block "tree/$newline" odd_job
block "tree/$escape" odd_job
block "tree/$latin" odd_job
block "tree/$return" odd_job
block "tree/-dash.py" odd_job
block "tree/ space .py" odd_job
# shellcheck disable=SC2016  # nothing is to be expanded, here or by the tool
block 'tree/quote"$(touch ran).py' odd_job
block $'tree/sub\033[2J/inner.py' odd_job
# Escape sequences in the text, and a finding whose line is shown.
printf '# @.architecture\n# Incoming: \033[31mred\033[0m.py, \302\2331mcsi --- {int}\n# Processing: run() --- {3 jobs: b, a}\n# Outgoing: no\033[5m/where.py --- {int}\n' \
  >tree/text.py
printf '\033[31m = 1\n' >tree/plain.py

raw_controls() { LC_ALL=C grep -q $'[\001-\010\013-\037\177]' "$1"; }
raw_c1() { LC_ALL=C grep -q $'\302[\200-\237]' "$1"; }

while read -r question; do
  status=0
  set -f
  # shellcheck disable=SC2086
  "$job_tracer" --root tree $question >out 2>err || status=$?
  set +f
  ((status <= 1 || status == 66)) || fail "$question: status $status"
  ! raw_controls out || fail "$question: raw control bytes on standard output"
  ! raw_controls err || fail "$question: raw control bytes on standard error"
  case $question in
    *json* | 'export -'* | *sarif) ;;
    *) ! raw_c1 out || fail "$question: raw C1 control characters on standard output" ;;
  esac
  case $question in
    *ndjson) while read -r line; do /usr/bin/python3 -m json.tool <<<"$line" >/dev/null || fail "$question: no JSON"; done <out ;;
    *--json | 'export -'* | *sarif)
      [[ $status == 66 ]] || /usr/bin/python3 -c 'import json,sys; json.loads(open("out","rb").read().decode("utf-8"))' ||
        fail "$question: no JSON in UTF-8"
      ;;
  esac
done < <(questions)

expect 0 "$job_tracer" --root tree files
[[ $(wc -l <out) == 9 ]] || fail "files: $(wc -l <out) lines for 9 files"
says err "the name is not UTF-8"
# Between programs they pass as they are.
expect 0 "$job_tracer" --root tree files --print0
cp out names
expect 0 bash -c "cd tree && xargs -0 ls -d -- <../names | wc -l"
[[ $(tr -cd '\0' <names | wc -c) == 9 ]] || fail "files --print0: not 9 names"
expect 0 "$job_tracer" --root tree --files-from names -0 files --print0
same out names "--null does not read what --print0 wrote"
for name in "$newline" "$escape" "$return" -dash.py; do
  expect 0 "$job_tracer" --root tree show -- "$name"
done
expect 66 "$job_tracer" --root tree show $'none\033[31m'
! raw_controls err || fail "show: the message repeats the escape sequence"
expect 64 "$job_tracer" $'comm\033[31mand'
! raw_controls err || fail "usage: the message repeats the escape sequence"
expect 64 "$job_tracer" list $'--opt\033[31mion'
! raw_controls err || fail "usage: the message repeats the escape sequence of an option"
expect 66 "$job_tracer" --root $'no\033[31mwhere' list
! raw_controls err || fail "--root: the message repeats the escape sequence"
expect 1 "$job_tracer" --root tree search $'no\033[31mjob'
! raw_controls err || fail "search: the message repeats the escape sequence"

# The names go through a list that NUL bytes separate, and an index.
"$job_tracer" --root tree export index.json 2>/dev/null
find tree -type f -printf '%P\0' | sort -z >list
expect 0 "$job_tracer" --root tree --files-from list -0 export -
same out index.json "other bytes through find -print0"
expect 0 "$job_tracer" --index index.json files
cp out files.index
expect 0 "$job_tracer" --root tree files
same out files.index "files: other bytes from the index"

# Names that differ in bytes that are no UTF-8 alone are told apart, in each form and by each way.
rm -rf tree && mkdir tree
for byte in $'\377' $'\376' $'\357\277\275' '\xff'; do
  block "tree/b$byte.py" "job_$(od -An -tx1 <<<"$byte" | tr -d ' ')" "ö$byte.py"
  sed -i 's/{1 job: \(.*\)}/{2 jobs: \1, a}/' "tree/b$byte.py"
done
expect 0 "$job_tracer" --root tree --quiet files
printf '%s\n' 'b\x5cxff.py' 'b\xfe.py' 'b\xff.py' $'b\357\277\275.py' >names
same out names "files: names run together: $(<out)"
while IFS= read -r name; do
  expect 0 "$job_tracer" --root tree --quiet show "$name"
done <names
for byte in $'\377' $'\376' $'\357\277\275' '\xff'; do
  job=job_$(od -An -tx1 <<<"$byte" | tr -d ' ')
  expect 0 "$job_tracer" --root tree --quiet show "b$byte.py"
  says out "$job"
  expect 1 "$job_tracer" --root tree --quiet check --select unsorted-jobs "b$byte.py"
  says out "{2 jobs: $job, a}"
  cp out alone
  printf 'b%s.py\n' "$byte" >list
  expect 1 "$job_tracer" --root tree --quiet --files-from list check --select unsorted-jobs
  same out alone "--files-from: another file for $job"
done
"$job_tracer" --root tree --quiet export whole.json
find tree -type f -printf '%P\0' | sort -z >list
split -t '\0' -n l/3 list part.
for part in part.a?; do "$job_tracer" --root tree --files-from "$part" -0 --quiet export "$part.json"; done
expect 0 "$job_tracer" merge part.a?.json
same out whole.json "merge: other bytes than those of one run"
expect 0 "$job_tracer" --root tree check --quiet --fix --ignore dangling-reference
! grep -l 'jobs: job_' tree/* || fail "--fix left a file as it was"

[[ ! -e ran ]] || fail "a name was run"
finish
