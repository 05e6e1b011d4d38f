# shellcheck shell=bash
# Common pieces of the scripts: where things are, how they speak, how a build directory is made.
# Sourced, never run; it sets variables and functions and does nothing else.
#
# @.architecture
# Incoming: none --- {none}
# Processing: configure(), build(), build_tools() --- {2 jobs: build_configuration, tool_building}
# Outgoing: scripts/bench, scripts/bootstrap, scripts/check, scripts/demo, scripts/test --- {shell functions}

source_root=$(readlink -f "$(dirname "${BASH_SOURCE[0]}")/..")
build_root=$source_root/build
# Tests of servers and kills wait as much as they compute; at three a core some miss their moment.
# shellcheck disable=SC2034 # for those who source this
test_jobs=$(($(nproc) * 2))

# A version manager's shim costs 100 ms and more a start, and the tests start python3 some thousand times.
without_shims() { tr : '\n' <<<"$PATH" | grep -v '/shims$' | paste -sd:; }

# Where the tests write: in memory where that has 4 GiB of room and runs programs, since they sync
# thousands of small files; else where TMPDIR or /tmp is.
test_directory() {
  local directory=/dev/shm/aether-tests probe=/dev/shm/aether-tests/probe.$$
  if ! { mkdir -p "$directory" && chmod 1777 "$directory" && printf '#!/bin/sh\n' >"$probe" && chmod +x "$probe" && "$probe" &&
    (($(df -k --output=avail "$directory" | tail -n 1) >= 4194304)); } 2>/dev/null; then
    directory=${TMPDIR:-/tmp}
  fi
  rm -f "$probe"
  printf '%s' "$directory"
}

note() { printf '%s: %s\n' "${0##*/}" "$*" >&2; }

die() {
  note "$*"
  exit 1
}

usage_error() {
  note "$*; see --help"
  exit 64
}

# The comment at the head of the calling script is its help.
print_help() { awk 'NR > 1 { if (!sub(/^# ?/, "")) exit; print }' "$0"; }

# configure NAME COMPILER [CMAKE-ARGUMENT...]: makes build/NAME or brings it up to date.
configure() {
  local name=$1 compiler=$2
  shift 2
  if [[ -z ${CMAKE_CXX_COMPILER_LAUNCHER-} ]] && command -v ccache >/dev/null; then
    export CMAKE_CXX_COMPILER_LAUNCHER=ccache
  fi
  CXX=$compiler cmake -S "$source_root" -B "$build_root/$name" -G Ninja "$@"
}

# The one release build; options that are not passed keep the value that they had there, so that
# scripts/test after scripts/check or scripts/demo compiles nothing twice.
configure_release() { configure release g++ -DCMAKE_BUILD_TYPE=Release -DAETHER_UNITY=ON "$@"; }

# build NAME [TARGET...]
build() {
  local name=$1
  shift
  cmake --build "$build_root/$name" ${1:+--target} "$@"
}

# The tools that this checkout has, one a line.
tool_names() {
  local main
  for main in "$source_root"/tools/*/main.cpp; do
    [[ -f $main ]] && basename "$(dirname "$main")"
  done
}

# Builds the tools alone, in build/release; the tests and what they need are not asked for.
build_tools() {
  local tools
  mapfile -t tools < <(tool_names)
  ((${#tools[@]} > 0)) || die "no tool found in $source_root/tools"
  if [[ ! -f $build_root/release/build.ninja ]]; then
    configure_release -DAETHER_TESTS=OFF
  fi
  build release "${tools[@]}"
}
