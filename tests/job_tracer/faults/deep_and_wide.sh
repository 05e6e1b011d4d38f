#!/usr/bin/env bash
# Directories 2,000 levels deep and 100,000 files in one directory (10,000 with sanitizers).
set -euo pipefail
export WIDE=100000
[[ -z ${AETHER_SHORT_FAULTS-} ]] || WIDE=10000
# So many files are made and removed sooner in memory.
if [[ -z ${TMPDIR-} && -w /dev/shm ]]; then export TMPDIR=/dev/shm; fi
# shellcheck source=common.bash
source "$(dirname "${BASH_SOURCE[0]}")/common.bash"

/usr/bin/python3 - <<'PYTHON'
import os

text = '# @.architecture\n# Incoming: none --- {none}\n# Processing: p() --- {1 job: %s}\n# Outgoing: none --- {none}\n'
top = os.getcwd()
os.makedirs("deep")
os.chdir("deep")
for level in range(2000):
    os.mkdir("d")
    os.chdir("d")
    if level in (499, 1999):
        with open("bottom.py", "w") as file:
            file.write(text % f"level_{level + 1}")
    if level == 1999:
        with open("wrong.py", "w") as file:
            file.write((text % "b, a").replace("1 job", "3 jobs"))
os.chdir(top)
os.makedirs("wide")
directory = os.open("wide", os.O_RDONLY)
for i in range(int(os.environ["WIDE"])):
    fd = os.open(f"file{i}.py", os.O_WRONLY | os.O_CREAT, 0o644, dir_fd=directory)
    if i % 100 == 0:
        os.write(fd, (text % f"job_{i % 700}").encode())
    os.close(fd)
PYTHON

few_files() { (ulimit -n 64 && timeout 60 "$job_tracer" "$@"); }

for threads in 1 8; do
  expect 0 few_files --root deep list --threads "$threads"
  [[ $(awk '{ print $1 }' out | tr '\n' ' ') == "a b level_2000 level_500 " ]] || fail "deep: $(<out) $(<err)"
  silent err
done
expect 1 few_files --root deep check
[[ $(grep -c 'wrong.py:3:.*job-count' out) == 1 ]] || fail "deep: the finding is missing"
expect 0 few_files --root deep export index.json
expect 0 "$job_tracer" --index index.json stats
# Its path is longer than the system takes in one call: fixed or told, never a fault.
status=0
few_files --root deep check --fix >out 2>err || status=$?
((status <= 1 || status == 69)) || fail "deep: status $status of --fix: $(<err)"

for threads in 1 8; do
  expect 0 few_files --root wide files --threads "$threads"
  ((100 * $(wc -l <out) == WIDE)) || fail "wide: $(wc -l <out) files"
  silent err
done
expect 0 few_files --root wide stats
says out "files with a block"
seq -f 'file%.0f.py' 0 $((WIDE - 1)) >list
expect 0 few_files --root wide --files-from list files
((100 * $(wc -l <out) == WIDE)) || fail "wide, listed: $(wc -l <out) files"

# For want of descriptors no file is passed over: the answer is whole, or there is none. Those that
# this script came by, such as make's, would count.
for ((fd = 3; fd < 20; ++fd)); do eval "exec $fd<&-"; done
generated_tree bushy 600
rm -r wide
"$job_tracer" --root bushy export - >whole
(cd bushy && find . -name '*.py') >list
complete=0
fewest=5
[[ -z ${AETHER_SHORT_FAULTS-} ]] || fewest=12 # sanitizers need some themselves
for ((limit = fewest; limit <= 14; ++limit)); do
  for options in '--threads 8' '--threads 2' '--threads 8 --files-from list'; do
    status=0
    # shellcheck disable=SC2086 # the options are words
    (ulimit -n "$limit" && "$job_tracer" --root bushy export - $options) >out 2>err || status=$?
    if ((status == 0)); then
      same out whole "another answer with $limit open files and $options: $(<err)"
      complete=$((complete + (limit >= 12)))
    else
      [[ $status == 69 || $status == 66 ]] || fail "status $status with $limit open files and $options: $(<err)"
      says err 'Too many open files'
    fi
  done
done
((complete == 9)) || fail "12 open files were not enough"

finish
