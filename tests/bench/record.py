#!/usr/bin/python3
"""Keeps what a benchmark found, for the one table of `scripts/bench all`.

    record.py FILE     prints the table, as Markdown

Where AETHER_BENCH_RECORD names a file, each `record` adds a line of JSON to it.
"""

import datetime
import json
import os
import platform
import subprocess
import sys


def record(tool, task, peer, value, bar=None, unit="times"):
    """Of `times`: the tool's median time by the peer's, in interleaved runs; else a figure of its own."""
    file = os.environ.get("AETHER_BENCH_RECORD")
    if file:
        with open(file, "a", encoding="utf-8") as out:
            print(json.dumps({"tool": tool, "task": task, "peer": peer, "value": value, "bar": bar, "unit": unit}), file=out)


def first_line(path, start):
    with open(path, encoding="utf-8") as file:
        return next((line.split(":", 1)[1].strip() for line in file if line.startswith(start)), "unknown")


def machine():
    memory = int(first_line("/proc/meminfo", "MemTotal").split()[0]) / 2**20
    place = os.environ.get("TMPDIR", "/tmp")
    system = subprocess.run(["stat", "--file-system", "--format", "%T", place], capture_output=True, text=True,
                            check=False).stdout.strip()
    with open("/etc/os-release", encoding="utf-8") as file:
        release = next(line.split('"')[1] for line in file if line.startswith("PRETTY_NAME"))
    return (f"{os.cpu_count()} processors ({first_line('/proc/cpuinfo', 'model name')}), {memory:.0f} GiB of memory, "
            f"{system} below {place}, Linux {platform.release()}, {release}")


def shown(one):
    value = f"{one['value']:.2f}" if one["unit"] == "times" else f"{one['value']:.1f} {one['unit']}"
    bar = "" if one["bar"] is None else f"{one['bar']:g}" + ("" if one["unit"] == "times" else f" {one['unit']}")
    missed = " (missed)" if one["bar"] is not None and one["value"] > one["bar"] else ""
    return f"| `{one['tool']}` | {one['task']} | {one['peer']} | {value} | {bar}{missed} |"


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        found = [json.loads(line) for line in file]
    version = os.environ.get("AETHER_BENCH_VERSION", "").replace("\n", ", ").removesuffix(", ")
    print(f"{datetime.date.today()}, {version}; {machine()}; load {os.getloadavg()[0]:.1f} at the end.\n")
    print("| tool | task | peer | ratio | at most |\n| --- | --- | --- | ---: | ---: |")
    for one in found:
        print(shown(one))


if __name__ == "__main__":
    main()
