#!/usr/bin/python3
"""Runs health_check beside curl against one epoll server; called by scripts/bench.

    measure_health.py --checker BIN --server BIN --place DIR [--curl BIN] [--runs N]

200 and 2,000 services: on one host, where connections are kept, and each on a loopback address of
its own. curl gets the same addresses with `--parallel --parallel-max 100`. Then `--quick` of a
backend without a database, which starts no process and no network. The runs are interleaved; a
peer that is not installed is skipped, and said to be.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

from record import record

QUICK_BAR, MEMORY_BAR, RATIO_BAR = 10, 32, 1.0  # ms, MiB, times curl


def addresses(count, port, one_host):
    for number in range(count):
        host = "127.0.0.1" if one_host else f"127.1.{number // 250}.{number % 250 + 1}"
        yield f"http://{host}:{port}/health/{number}"


def write_services(path, urls):
    services = [{"name": f"service-{number}", "enabled": True, "url": url, "kind": "http"}
                for number, url in enumerate(urls)]
    path.write_text(json.dumps({"schema": "aether/validate_config/services/1", "services": services}))


def write_curl(path, urls):
    path.write_text("".join(f'url = "{url}"\noutput = "/dev/null"\n' for url in urls))


def timed(argv, directory, statuses=(0,)):
    """Milliseconds, and the peak of memory of the greatest process in MiB."""
    begin = time.perf_counter()
    with open(os.devnull, "wb") as nowhere:
        process = subprocess.Popen(argv, stdout=nowhere, stderr=nowhere, cwd=directory)
        _, status, usage = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status) not in statuses:
        sys.exit(f"measure_health: {' '.join(map(str, argv))}: status {status}")
    return (time.perf_counter() - begin) * 1e3, usage.ru_maxrss / 1024


def verdict(is_met):
    return "met" if is_met else "MISSED"


def measure(options, port, count, one_host):
    place, urls = options.place, list(addresses(count, port, one_host))
    write_services(place / "services.json", urls)
    write_curl(place / "curl.txt", urls)
    commands = {"health_check": [options.checker, "--root", place / "backend", "--component", "services",
                                 "--services", place / "services.json", "--json", "--timeout", "60s"]}
    if options.curl:
        commands["curl"] = [options.curl, "--silent", "--parallel", "--parallel-max", "100",
                            "--config", place / "curl.txt"]
    times, memory = {name: [] for name in commands}, {}
    for _ in range(options.runs):
        for name, argv in commands.items():
            milliseconds, memory[name] = timed(argv, place)
            times[name].append(milliseconds)
    print(f"  {count:,} services, {'one host' if one_host else 'a host each'}")
    for name in commands:
        print(f"    {name:<14} {statistics.median(times[name]):8.1f} ms   "
              f"(least {min(times[name]):.1f}; {memory[name]:.0f} MiB)")
    if options.curl:
        ratio = statistics.median(times["health_check"]) / statistics.median(times["curl"])
        print(f"    health_check / curl {ratio:6.2f}  bar {RATIO_BAR:g}  {verdict(ratio <= RATIO_BAR)}")
        record("health_check", f"{count:,} services, {'one host' if one_host else 'a host each'}", "`curl --parallel`", ratio,
               RATIO_BAR)
    if count == 2000:
        used = memory["health_check"]
        print(f"    memory {used:.1f} MiB  bar {MEMORY_BAR}  {verdict(used <= MEMORY_BAR)}")
        record("health_check", f"{count:,} services, {'one host' if one_host else 'a host each'}, memory", "", used,
               MEMORY_BAR, "MiB")


def measure_quick(options):
    times = [timed([options.checker, "--root", options.place / "backend", "--quick", "--threshold", "cpu_load_per_core=-,-",
                    "--threshold", "cpu_pressure_percent=-,-"], options.place)[0] # whatever else runs here
             for _ in range(options.runs)]
    print(f"  --quick without a database {statistics.median(times):.1f} ms (least {min(times):.1f})  "
          f"bar {QUICK_BAR}  {verdict(statistics.median(times) <= QUICK_BAR)}")
    record("health_check", "`--quick` without a database", "", statistics.median(times), QUICK_BAR, "ms")


def backend(place):
    """The least that is one: it names no service and no database."""
    config = place / "backend" / "config"
    config.mkdir(parents=True, exist_ok=True)
    (config / "integrations_registry.yaml").write_text(
        "metadata: {version: '1.0', total_integrations: 0}\nintegrations: {}\n")
    (place / "backend" / "requirements.txt").write_text("fastapi\n")


def main():
    parser = argparse.ArgumentParser(allow_abbrev=False)
    parser.add_argument("--checker", required=True)
    parser.add_argument("--server", required=True)
    parser.add_argument("--place", required=True, type=Path)
    parser.add_argument("--curl")
    parser.add_argument("--runs", type=int, default=15)
    options = parser.parse_args()
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    if not options.curl:
        print("  curl is not installed: skipped")
    backend(options.place)
    with subprocess.Popen([options.server], stdout=subprocess.PIPE, text=True) as server:
        try:
            port = int(server.stdout.readline())
            for one_host in (True, False):
                for count in (200, 2000):
                    measure(options, port, count, one_host)
        finally:
            server.kill()
    measure_quick(options)


if __name__ == "__main__":
    main()
