#!/usr/bin/env bash
# Files that are too large, endless or deep are told; memory and time stay within bounds.
set -euo pipefail
# shellcheck source=common.bash
source "$(dirname "${BASH_SOURCE[0]}")/common.bash"

cp -r "$backend" tree
head -c 20000000 /dev/zero | tr '\0' a >tree/config/huge.yaml
expect 1 "$validate_config" --root tree
says out "config/huge.yaml: error:"
rm tree/config/huge.yaml

mkfifo tree/config/pipe.yaml
expect 1 timeout 20 "$validate_config" --root tree
says out "config/pipe.yaml"
rm tree/config/pipe.yaml

ln -s loop.yaml tree/config/loop.yaml
expect 1 timeout 20 "$validate_config" --root tree
rm tree/config/loop.yaml

# A hundred sources of hundreds of lines, and a start script of one long line.
mkdir tree/many
files=100
[[ -z ${AETHER_SHORT_FAULTS-} ]] || files=30 # sanitizers
for i in $(seq 1 "$files"); do
  { printf 'import os\n'; seq 1 300 | sed 's/.*/NAME_& = os.environ.get("VARIABLE_&")/'; } >"tree/many/file_$i.py"
done
{ printf 'uvicorn main:app '; head -c 900000 /dev/zero | tr '\0' x; printf '\n'; } >tree/start.sh
expect 0 timeout 60 "$validate_config" --root tree
finish
