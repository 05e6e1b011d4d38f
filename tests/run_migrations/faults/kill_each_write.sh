#!/usr/bin/env bash
# A run on SQLite is killed at each of its calls that write, sync, shorten or remove a file, in both
# journal modes, up and down: what is in the history and what was done agree, and the next run
# finishes.
set -euo pipefail
# shellcheck source=common.bash
source "$(dirname "${BASH_SOURCE[0]}")/common.bash"

command -v cc >/dev/null || skip "there is no compiler"
if nm -D "$run_migrations" 2>/dev/null | grep -q __asan; then skip "the sanitizer wants to be loaded first"; fi

# Counts the calls on files below KILL_BELOW and dies before call KILL_AT, or in the middle of it
# where it writes and KILL_HALF is set; without KILL_AT the count goes to KILL_COUNT.
cat >shim.c <<'SHIM'
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static long calls;

static int below(const char *path) {
  const char *directory = getenv("KILL_BELOW");
  return directory != NULL && strncmp(path, directory, strlen(directory)) == 0;
}

static int is_below(int fd) {
  char link[64];
  char path[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  const ssize_t size = readlink(link, path, sizeof path - 1);
  if (size < 0) {
    return 0;
  }
  path[size] = '\0';
  return below(path);
}

/* Whether this call is the last. */
static int counted(void) {
  const char *at = getenv("KILL_AT");
  ++calls;
  return at != NULL && calls == atol(at);
}

static void die(void) {
  kill(getpid(), SIGKILL);
  for (;;) {
    pause();
  }
}

__attribute__((destructor)) static void tell(void) {
  const char *file = getenv("KILL_COUNT");
  FILE *out = file == NULL ? NULL : fopen(file, "w");
  if (out != NULL) {
    fprintf(out, "%ld\n", calls);
    fclose(out);
  }
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

#define WRITER(name, offset_type)                                                               \
  ssize_t name(int fd, const void *data, size_t size, offset_type offset) {                     \
    if (is_below(fd) && counted()) {                                                            \
      if (getenv("KILL_HALF") != NULL) {                                                        \
        REAL(name)(fd, data, size / 2, offset);                                                 \
      }                                                                                         \
      die();                                                                                    \
    }                                                                                           \
    return REAL(name)(fd, data, size, offset);                                                  \
  }
WRITER(pwrite, off_t)
WRITER(pwrite64, off64_t)

ssize_t write(int fd, const void *data, size_t size) {
  if (is_below(fd) && counted()) {
    if (getenv("KILL_HALF") != NULL) {
      REAL(write)(fd, data, size / 2);
    }
    die();
  }
  return REAL(write)(fd, data, size);
}

#define ON_FILE(name, parameters, arguments)                                                    \
  int name parameters {                                                                         \
    if (is_below(fd) && counted()) {                                                            \
      die();                                                                                    \
    }                                                                                           \
    return REAL(name) arguments;                                                                \
  }
ON_FILE(fsync, (int fd), (fd))
ON_FILE(fdatasync, (int fd), (fd))
ON_FILE(ftruncate, (int fd, off_t size), (fd, size))
ON_FILE(ftruncate64, (int fd, off64_t size), (fd, size))

int unlink(const char *path) {
  if (below(path) && counted()) {
    die();
  }
  return REAL(unlink)(path);
}
SHIM
cc -O1 -Wall -Wextra -Werror -shared -fPIC -o shim.so shim.c -ldl

for mode in delete wal; do
  /usr/bin/python3 - "$run_migrations" "$mode" "$work/shim.so" <<'PYTHON' || fail "$mode"
import collections
import os
import shutil
import signal
import subprocess
import sys
import time

import fault_runs

tool, mode, shim = sys.argv[1:]
os.makedirs(mode)
tree = fault_runs.Tree(f"migrations-{mode}", rows=60, count=5)
tree.write()
database = fault_runs.Sqlite(f"{mode}/a.db", mode)
below = {"KILL_BELOW": os.path.abspath(mode) + "/a.db", "LD_PRELOAD": shim}


def files():
    return [name for name in os.listdir(mode) if name.startswith("a.db")]


def restore(saved):
    for name in files():
        os.remove(f"{mode}/{name}")
    shutil.copyfile(saved, database.file)


for kind in (fault_runs.Kills.apply, fault_runs.Kills.rollback):
    run = fault_runs.Kills(tool, database, tree, kind)
    begin = time.monotonic()
    saved = f"before-{mode}-{run.name}.db"
    assert files() == ["a.db"], files()
    shutil.copyfile(database.file, saved)
    subprocess.run(run.command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                   env=os.environ | below | {"KILL_COUNT": "count"})
    calls = int(open("count").read())
    assert calls >= 5 * tree.count, f"only {calls} calls were seen"
    committed = collections.Counter()
    hot = 0
    for half in ({}, {"KILL_HALF": "1"}):
        for at in range(1, calls + 1):
            restore(saved)
            what = f"{mode}, {run.name}, call {at} of {calls}{', halfway' if half else ''}"
            status = subprocess.run(run.command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                    env=os.environ | below | half | {"KILL_AT": str(at)}).returncode
            assert status == -signal.SIGKILL, f"{what}: status {status}"
            hot += database.hot_journal()
            state = database.state()
            wrong = state.wrong(tree, run.undone)
            assert not wrong, f"{what}: {wrong}"
            done = len(state.versions)
            committed[tree.count - done if run.undone else done] += 1
            try:
                run.finish()
            except AssertionError as error:
                sys.exit(f"{what}: {error}")
    print(f"{mode}, {run.name}: killed before and within each of {calls} calls, {hot} times with a hot "
          f"journal; {time.monotonic() - begin:.0f} s\n  committed: kills  " +
          " ".join(f"{n}:{committed[n]}" for n in range(tree.count + 1)))
    assert all(committed[n] for n in range(tree.count)), "a count of committed migrations was never met"
    left = [name for name in files() if name != "a.db"]
    assert not left, f"left: {left}"
PYTHON
done

finish
