#!/usr/bin/env bash
# Exports of the parts of a tree, joined in any order, are the bytes of one run's export.
set -euo pipefail
# shellcheck source=common.bash
source "$(dirname "${BASH_SOURCE[0]}")/common.bash"

generated_tree generated 300
cp -r "$backend" backend
printf 'x = 1\n' >backend/utils/plain.py
printf '\n# @.architecture\n# Incoming: caf\351.py --- {none}\n# Processing: p() --- {1 job: reading}\n# Outgoing: none --- {none}\n' \
  >backend/utils/latin.py

for tree in backend generated; do
  "$job_tracer" --root "$tree" export whole.json 2>/dev/null
  (cd "$tree" && find . -type f -printf '%P\n' | sort) >all
  for part in 0 1 2; do
    awk -v part="$part" 'NR % 3 == part' all >"list$part"
    "$job_tracer" --root "$tree" --files-from "list$part" export "part$part.json" 2>/dev/null
  done
  for order in "0 1 2" "2 1 0" "1 2 0"; do
    read -r a b c <<<"$order"
    expect 0 "$job_tracer" merge "part$a.json" "part$b.json" "part$c.json"
    same out whole.json "$tree: parts $order do not make the whole"
  done
  # In two steps, with a part given twice, through standard input, and alone.
  "$job_tracer" merge part0.json part1.json | "$job_tracer" merge - part2.json part0.json >out
  same out whole.json "$tree: parts in two steps do not make the whole"
  "$job_tracer" merge whole.json >out
  same out whole.json "$tree: the whole alone is changed"
done

finish
