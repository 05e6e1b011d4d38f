#!/usr/bin/python3
"""Runs peers side by side and prints their times; called by scripts/bench, which makes the trees.

    measure.py tracer  --tracer BIN --floor BIN --tree DIR [--runs N]
    measure.py startup --tracer BIN --backend DIR

The runs of the peers are interleaved, after two rounds that warm the cache, so that whatever else
the machine does falls on all of them alike. A bar that is missed is reported, not an error; a
peer that fails, or peers that disagree on what the tree holds, are an error.
"""

import argparse
import os
import shutil
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass, field

from record import record

WARM_UP_ROUNDS = 2
PEERS = {"ripgrep": "`rg -l` for the tag", "floor": "a bare walk that reads each file (C)"}
BARS, RSS_BAR_MIB = {"ripgrep": 1.0, "floor": 1.3}, 200.0
BUSY_SAMPLE_SECONDS, BUSY_SHARE = 0.5, 0.1
VERSION_RUNS, VERSION_BAR_MS = 200, 3.0
BACKEND_RUNS, BACKEND_BAR_MS = 100, 12.0


@dataclass
class Peer:
    name: str
    argv: list
    wall_ms: list = field(default_factory=list)
    cpu_ms: list = field(default_factory=list)
    rss_mib: float = 0.0

    def median_ms(self):
        return statistics.median(self.wall_ms)


def run_once(peer, output):
    """One run with stdout into a file; the times are the process's own, from wait4."""
    actions = [(os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
               (os.POSIX_SPAWN_OPEN, 1, output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)]
    start = time.perf_counter()
    child = os.posix_spawn(peer.argv[0], peer.argv, os.environ, file_actions=actions)
    _, status, usage = os.wait4(child, 0)
    wall = time.perf_counter() - start
    if os.waitstatus_to_exitcode(status) != 0:
        sys.exit(f"measure: {' '.join(peer.argv)}: exit status {os.waitstatus_to_exitcode(status)}")
    return wall * 1e3, (usage.ru_utime + usage.ru_stime) * 1e3, usage.ru_maxrss / 1024


def interleave(peers, runs, directory):
    for number in range(WARM_UP_ROUNDS + runs):
        for peer in peers:
            wall, cpu, rss = run_once(peer, os.path.join(directory, peer.name))
            if number >= WARM_UP_ROUNDS:
                peer.wall_ms.append(wall)
                peer.cpu_ms.append(cpu)
                peer.rss_mib = max(peer.rss_mib, rss)


def print_bar(what, value, bar, unit=""):
    verdict = "met" if value <= bar else "MISSED"
    print(f"  {what:<34} {value:8.2f}{unit}  bar {bar:g}{unit}  {verdict}")


def print_peers(peers, references):
    columns = "".join(f"{'/ ' + name:>12}" for name in references)
    print(f"  {'':<12} {'median ms':>10} {'min ms':>10} {'cpu ms':>10} {'RSS MiB':>9}{columns}")
    for peer in peers:
        ratios = "".join(f"{peer.median_ms() / reference.median_ms():12.2f}"
                         for reference in references.values())
        print(f"  {peer.name:<12} {peer.median_ms():10.1f} {min(peer.wall_ms):10.1f} "
              f"{statistics.median(peer.cpu_ms):10.1f} {peer.rss_mib:9.1f}{ratios}")
    print(f"  (RSS is seen from about {own_rss_mib():.0f} MiB up, the measuring process's own)")


def own_rss_mib():
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


def cpu_times():
    """Ticks of all processors since boot: idle ones, and all."""
    with open("/proc/stat", encoding="ascii") as file:
        ticks = [int(field) for field in file.readline().split()[1:9]]
    return ticks[3] + ticks[4], sum(ticks)


def warn_if_busy():
    """Other work on the machine makes every figure worse, and those of two threads most."""
    idle_before, all_before = cpu_times()
    time.sleep(BUSY_SAMPLE_SECONDS)
    idle_after, all_after = cpu_times()
    busy = 1 - (idle_after - idle_before) / max(all_after - all_before, 1)
    if busy > BUSY_SHARE:
        print(f"  note: other work takes {busy:.0%} of the processors; the figures are not sure")


def hold_counts_together(directory):
    """ripgrep and floor must agree on how many files hold the tag, or one did not see the tree."""
    with open(os.path.join(directory, "ripgrep"), "rb") as file:
        listed = sum(1 for _ in file)
    with open(os.path.join(directory, "floor"), "rb") as file:
        counted = int(file.read())
    if listed != counted:
        sys.exit(f"measure: ripgrep found the tag in {listed} files, floor in {counted}")


def measure_tracer(options):
    floor = Peer("floor", [options.floor, options.tree])
    tracer = Peer("job_tracer", [options.tracer, "--root", options.tree, "list", "--json"])
    references, peers = {"floor": floor}, [floor, tracer]
    ripgrep = shutil.which("rg")
    if ripgrep is None:
        print("  ripgrep is not installed and skipped")
    else:
        argv = [ripgrep, "-l", "--no-ignore", "-uuu", r"@\.architecture", options.tree]
        references = {"ripgrep": Peer("ripgrep", argv), "floor": floor}
        peers = [references["ripgrep"], floor, tracer]
    with tempfile.TemporaryDirectory() as directory:
        interleave(peers, options.runs, directory)
        if ripgrep is not None:
            hold_counts_together(directory)
    print(f"  `job_tracer list --json` on {options.tree}, {options.runs} interleaved runs")
    print_peers(peers, references)
    for name, reference in references.items():
        ratio = tracer.median_ms() / reference.median_ms()
        print_bar(f"job_tracer / {name}", ratio, BARS[name])
        record("job_tracer", "list of 60,000 files", PEERS[name], ratio, BARS[name])
    print_bar("job_tracer peak RSS", tracer.rss_mib, RSS_BAR_MIB, " MiB")
    record("job_tracer", "list of 60,000 files, memory", "", tracer.rss_mib, RSS_BAR_MIB, "MiB")


def measure_startup(options):
    version = Peer("version", [options.tracer, "--version"])
    backend = Peer("backend", [options.tracer, "--root", options.backend, "list", "--json"])
    with tempfile.TemporaryDirectory() as directory:
        interleave([version], VERSION_RUNS, directory)
        interleave([backend], BACKEND_RUNS, directory)
    print(f"  medians of {VERSION_RUNS} and {BACKEND_RUNS} runs")
    print_bar("--version, user + system", statistics.median(version.cpu_ms), VERSION_BAR_MS, " ms")
    print_bar("list --json of 91 files, wall", backend.median_ms(), BACKEND_BAR_MS, " ms")
    record("job_tracer", "`--version`, time of the processor", "", statistics.median(version.cpu_ms), VERSION_BAR_MS, "ms")
    record("job_tracer", "list of a backend of 91 files", "", backend.median_ms(), BACKEND_BAR_MS, "ms")


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    commands = parser.add_subparsers(required=True)
    tracer = commands.add_parser("tracer")
    tracer.set_defaults(measure=measure_tracer)
    tracer.add_argument("--floor", required=True)
    tracer.add_argument("--tree", required=True)
    tracer.add_argument("--runs", type=int, default=15)
    startup = commands.add_parser("startup")
    startup.set_defaults(measure=measure_startup)
    startup.add_argument("--backend", required=True)
    for command in (tracer, startup):
        command.add_argument("--tracer", required=True)
    return parser.parse_args()


if __name__ == "__main__":
    chosen = parse_arguments()
    warn_if_busy()
    chosen.measure(chosen)
