#!/usr/bin/env bash
# The hooks of .pre-commit-hooks.yaml, run by pre-commit itself in a repository of its own.
set -euo pipefail
# shellcheck source=common.bash
source "$(dirname "${BASH_SOURCE[0]}")/common.bash"

command -v pre-commit >/dev/null || fail "pre-commit is not installed: scripts/bootstrap test"
export HOME=$work PATH="$bin:$PATH" GIT_CONFIG_GLOBAL=$work/gitconfig GIT_CONFIG_NOSYSTEM=1
git config --global user.name Tester
git config --global user.email tester@localhost.invalid
git config --global init.defaultBranch main

mkdir hooks
cp "$backend/../../../.pre-commit-hooks.yaml" hooks/
git -C hooks init -q
git -C hooks add -A
git -C hooks commit -qm hooks

cp -r "$backend" tree
cd tree
git init -q
git add -A
git commit -qm sound
expect 0 pre-commit try-repo "$work/hooks" validate_config --all-files
expect 0 pre-commit try-repo "$work/hooks" job_tracer --all-files

printf 'import nosuchthing\n' >>main.py
git add -A
expect 1 pre-commit try-repo "$work/hooks" validate_config
says "$work/out" "main.py:83:1: error"
says "$work/out" "deps/unlisted-import"
git commit -qm "not sound"

# A commit that touches other files is not held up by what was there before.
printf '# more\n' >>config/settings.py
git add -A
expect 0 pre-commit try-repo "$work/hooks" validate_config
git commit -qm more

sed -i 's/{[0-9]* jobs:/{2 jobs:/' ws/hub.py
git add -A
expect 1 pre-commit try-repo "$work/hooks" job_tracer
says "$work/out" "ws/hub.py:10:"
says "$work/out" "job-count"
finish
