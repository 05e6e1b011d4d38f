#!/usr/bin/python3
"""Runs verify_oi_tools beside the bare exchange of mcp_floor.py and mcp-inspector; called by
scripts/bench.

    measure_tools.py --verifier BIN --place DIR [--node BIN --packages DIR] [--inspector JS] [--runs N]

One real server at a time, over stdio; then ten stubs that each wait 300 ms, beside one. The runs are
interleaved; a peer that is not installed is skipped, and said to be.
"""

import argparse
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

from record import record

FLOOR_BAR, TEN_BAR = 1.1, 1.5  # times the floor; times one server
BENCH = Path(__file__).resolve().parent


def timed(argv, directory):
    begin = time.perf_counter()
    with open(os.devnull, "wb") as nowhere:
        status = subprocess.run(argv, stdin=subprocess.DEVNULL, stdout=nowhere, stderr=nowhere, cwd=directory,
                                check=False).returncode
    if status not in (0, 2):  # ten servers with one tool each: that one name is there ten times is a warning
        sys.exit(f"measure_tools: {' '.join(map(str, argv))}: status {status}")
    return (time.perf_counter() - begin) * 1e3


def interleaved(commands, options):
    times = {name: [] for name in commands}
    for _ in range(options.runs):
        for name, argv in commands.items():
            times[name].append(timed(argv, options.place))
    for name, all_times in times.items():
        print(f"    {name:<18} {statistics.median(all_times):8.1f} ms   (least {min(all_times):.1f})")
    return {name: statistics.median(all_times) for name, all_times in times.items()}


def tell(what, ratio, bar):
    print(f"    {what} {ratio:.2f}  bar {bar:g}  {'met' if ratio <= bar else 'MISSED'}")


def measure_server(options, name, *arguments):
    server = [options.node, str(options.packages / f"@modelcontextprotocol/{name}/dist/index.js"), *arguments]
    commands = {"verify_oi_tools": [options.verifier, "--mcp", " ".join(server)],
                "mcp_floor.py": [sys.executable, BENCH / "mcp_floor.py", *server]}
    if options.inspector:
        commands["mcp-inspector"] = [options.node, options.inspector, "--cli", *server, "--method", "tools/list"]
    print(f"  {name}")
    medians = interleaved(commands, options)
    tell("verify_oi_tools / mcp_floor.py", medians["verify_oi_tools"] / medians["mcp_floor.py"], FLOOR_BAR)
    for peer, bar in (("mcp_floor.py", FLOOR_BAR), ("mcp-inspector", None)):
        if peer in medians:
            record("verify_oi_tools", f"tools of {name}", peer, medians["verify_oi_tools"] / medians[peer], bar)


def measure_many(options):
    stub = f"{sys.executable} -I -S {BENCH / 'mcp_stub.py'} 300"  # what starts slowly is not what is measured
    print("  stubs that wait 300 ms")
    medians = interleaved({"one": [options.verifier, "--mcp", stub],
                           "ten": [options.verifier, *["--mcp", stub] * 10]}, options)
    tell("ten / one", medians["ten"] / medians["one"], TEN_BAR)
    record("verify_oi_tools", "ten servers that wait 300 ms", "one of them", medians["ten"] / medians["one"], TEN_BAR)


def main():
    parser = argparse.ArgumentParser(allow_abbrev=False)
    parser.add_argument("--verifier", required=True)
    parser.add_argument("--place", required=True, type=Path)
    parser.add_argument("--node")
    parser.add_argument("--packages", type=Path)
    parser.add_argument("--inspector")
    parser.add_argument("--runs", type=int, default=15)
    options = parser.parse_args()
    options.place.mkdir(parents=True, exist_ok=True)
    if options.node and options.packages:
        if not options.inspector:
            print("  mcp-inspector is not installed: skipped")
        measure_server(options, "server-everything")
        measure_server(options, "server-filesystem", str(options.place))
    else:
        print("  npm's MCP servers are not installed: skipped")
    measure_many(options)


if __name__ == "__main__":
    main()
