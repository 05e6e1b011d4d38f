# shellcheck shell=bash
# shellcheck disable=SC2034 # its variables are for those who source it
# What the fault tests share; they source it with the directory of the binaries as $1.
#
# Gives what tests/support/faults.bash does, $validate_config, and $backend: the example tree, never
# to be changed.
tool=validate_config
backend=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../../share/examples/aether-backend" && pwd)
# shellcheck source=../../support/faults.bash
source "$(dirname "${BASH_SOURCE[0]}")/../../support/faults.bash"
validate_config=$bin/validate_config
