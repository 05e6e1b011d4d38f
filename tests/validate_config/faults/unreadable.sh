#!/usr/bin/env bash
# What may not be read is told, and what can be is looked at all the same.
set -euo pipefail
# shellcheck source=common.bash
source "$(dirname "${BASH_SOURCE[0]}")/common.bash"

prepare_nobody
cp -r "$backend" tree
chmod -R a+rX tree
chmod 000 tree/config/models_config.toml
ask() { as_nobody "$nobody_bin/validate_config" --root "$work/tree" "$@"; }
expect 1 ask
says out "config/models_config.toml: error: cannot open"
says out "Permission denied"

chmod 644 tree/config/models_config.toml
chmod 000 tree/config/settings.py
expect 1 ask --select 'settings/*'
says out "config/settings.py"

chmod 644 tree/config/settings.py
chmod 000 tree/config
status=0
ask --quiet >out 2>err || status=$?
[[ $status != 0 ]] || fail "a configuration that may not be listed is none to be well"

expect 66 "$validate_config" --root /nowhere
mkdir empty
expect 66 "$validate_config" --root empty
says err "no configuration here"
finish
