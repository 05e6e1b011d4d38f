#!/usr/bin/python3
"""Runs validate_config beside its peers and prints their times; called by scripts/bench.

    measure_config.py --validator BIN --place DIR [--sourcemeta BIN] [--ajv BIN] [--yamllint BIN]
                      [--events BIN] [--runs N]

A registry of integrations of some 13 KB, and one of 5 MB, as JSON and as YAML, each against the
same schema of 34 keywords; every peer in its default mode. yamllint sees the YAML without rules,
and the bare walk of yaml-cpp's events the large one. The runs are interleaved. A peer that is not
installed is skipped, and said to be.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

from record import record

SMALL, LARGE = 11, 4300  # integrations
NAMES = {"type": "array", "items": {"type": "string", "minLength": 1}, "uniqueItems": True}
URL = {"type": "string", "pattern": "^https?://"}


def integration(number):
    name = f"service_{number}"
    address = f"http://localhost:{3000 + number % 900}"
    return name, {
        "enabled": number % 3 != 0, "priority": number % 9 + 1,
        "type": "service" if number % 2 else "library",
        "description": f"The {name} integration of the backend, number {number}",
        "layer1_implementation": {"module": f"core.integrations.providers.{name}.search",
                                  "files": ["search.py", "client.py"]},
        "layer2_exposure": {"init_file": f"core.integrations.providers.{name}",
                            "exports": [f"{name}_search", f"{name}_fetch"]},
        "layer3_metadata": {"tool_count": 2, "category": "web_search_extraction",
                            "requires_service": True, "service_url": address,
                            "health_check": f"{address}/api/health", "api_prefix": f"/v1/{name}"},
        "layer4_runtime": {"namespace": "computer", "loader_method": f"_load_{name}",
                           "initialization_order": number, "attach_as": "functions"},
        "dependencies": {"external": ["httpx", "requests"], "optional": [f"{name} running"]},
        "tools_reference": {"registry_file": "tools_registry.yaml", "category": "web",
                            "tool_paths": [f"computer.{name}_search", f"computer.{name}_fetch"]},
    }


def registry(count):
    return {"metadata": {"version": "1.0", "updated": "today", "total_integrations": count},
            "integrations": dict(integration(number) for number in range(count))}


def text_object(required, **properties):
    return {"type": "object", "required": required, "properties": properties}


def schema():
    text = {"type": "string"}
    layers = {
        "enabled": {"type": "boolean"}, "priority": {"type": "integer", "minimum": 1},
        "type": {"enum": ["service", "library"]}, "description": text,
        "layer1_implementation": text_object(["module"], module=text, files={"$ref": "#/$defs/names"}),
        "layer2_exposure": text_object([], init_file=text, exports={"$ref": "#/$defs/names"}),
        "layer3_metadata": text_object(
            [], tool_count={"anyOf": [{"type": "integer", "minimum": 0}, {"const": "dynamic"}]},
            category=text, requires_service={"type": "boolean"}, service_url={"$ref": "#/$defs/url"},
            health_check={"$ref": "#/$defs/url"}, api_prefix=text),
        "layer4_runtime": text_object(
            ["namespace", "loader_method"], namespace=text,
            loader_method={"type": "string", "pattern": "^_"},
            initialization_order={"type": "integer"}, attach_as={"enum": ["functions", "object"]}),
        "dependencies": text_object([], external={"$ref": "#/$defs/names"},
                                    optional={"$ref": "#/$defs/names"}),
        "tools_reference": text_object([], registry_file=text, category=text,
                                       tool_paths={"$ref": "#/$defs/names"}),
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object", "required": ["metadata", "integrations"],
        "properties": {
            "metadata": text_object(["version"], version={"type": "string", "pattern": "^[0-9.]+$"},
                                    total_integrations={"type": "integer", "minimum": 0}),
            "integrations": {"type": "object", "propertyNames": {"pattern": "^[a-z][a-z0-9_]*$"},
                             "additionalProperties": {"$ref": "#/$defs/integration"}}},
        "$defs": {"names": NAMES, "url": URL, "integration": {
            "type": "object", "required": ["enabled", "type", "layer1_implementation"],
            "additionalProperties": False, "properties": layers}},
    }


def write_documents(place):
    import yaml  # pylint: disable=import-outside-toplevel

    place.mkdir(parents=True, exist_ok=True)
    (place / "schema.json").write_text(json.dumps(schema()))
    dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    for name, count in (("small", SMALL), ("large", LARGE)):
        document = registry(count)
        (place / f"{name}.json").write_text(json.dumps(document, indent=1))
        with open(place / f"{name}.yaml", "w", encoding="utf-8") as file:
            yaml.dump(document, file, Dumper=dumper, sort_keys=False)


def in_a_child(work, *arguments):
    """What this process has had of memory counts as its children's."""
    child = os.fork()
    if child == 0:
        work(*arguments)
        os._exit(0)
    if os.waitpid(child, 0)[1] != 0:
        sys.exit("measure_config: the documents could not be written")


def timed(argv):
    """Milliseconds and the peak of memory in MiB."""
    begin = time.perf_counter()
    with open(os.devnull, "wb") as nowhere:
        process = subprocess.Popen(argv, stdout=nowhere, stderr=nowhere)
        _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f"measure_config: {' '.join(map(str, argv))}: status {status}")
    return (time.perf_counter() - begin) * 1e3, usage.ru_maxrss / 1024


def commands(options, name):
    """The peers that can read a file, by name; ours first."""
    place, file = options.place, options.place / name
    peers = {"validate_config": [options.validator, "--schema-only", "--quiet", place / "schema.json", file]}
    if options.sourcemeta:
        peers["sourcemeta"] = [options.sourcemeta, "validate", place / "schema.json", file]
    if options.ajv and name != "large.yaml":
        peers["ajv-cli"] = [options.ajv, "validate", "--spec=draft2020", "-s", place / "schema.json", "-d", file]
    if options.yamllint and name == "small.yaml":
        peers["yamllint"] = [options.yamllint, "-d", "{rules: {}}", file]
    if options.events and name == "large.yaml":
        peers["yaml-cpp events"] = [options.events, file]
    return peers


def measure(options, name, runs, bars):
    peers = commands(options, name)
    times, memory = {peer: [] for peer in peers}, {}
    for _ in range(runs):
        for peer, argv in peers.items():
            milliseconds, memory[peer] = timed(argv)
            times[peer].append(milliseconds)
    size = (options.place / name).stat().st_size
    print(f"  {name} ({size / 1000:.0f} KB)")
    for peer in peers:
        print(f"    {peer:<18} {statistics.median(times[peer]):9.1f} ms   "
              f"(least {min(times[peer]):.1f}; {memory[peer]:.0f} MiB)")
    for peer, bar in bars.items():
        if peer in peers:
            ratio = statistics.median(times["validate_config"]) / statistics.median(times[peer])
            print(f"    validate_config / {peer:<16} {ratio:6.2f}  bar {bar:g}  "
                  f"{'met' if ratio <= bar else 'MISSED'}")
    for peer in peers:
        if peer != "validate_config":
            record("validate_config", f"{name}, {size / 1000:.0f} KB", peer,
                   statistics.median(times["validate_config"]) / statistics.median(times[peer]), bars.get(peer))


def main():
    parser = argparse.ArgumentParser(allow_abbrev=False)
    parser.add_argument("--validator", required=True)
    parser.add_argument("--place", required=True, type=Path)
    for peer in ("sourcemeta", "ajv", "yamllint", "events"):
        parser.add_argument(f"--{peer}")
    parser.add_argument("--runs", type=int, default=15)
    options = parser.parse_args()
    for peer in ("sourcemeta", "ajv", "yamllint", "events"):
        if not getattr(options, peer):
            print(f"  {peer} is not installed: skipped")
    in_a_child(write_documents, options.place)
    measure(options, "small.yaml", options.runs, {"sourcemeta": 0.6})
    measure(options, "small.json", options.runs, {"sourcemeta": 0.6})
    measure(options, "large.json", max(3, options.runs // 3), {"sourcemeta": 1.0})
    measure(options, "large.yaml", max(3, options.runs // 3), {"yaml-cpp events": 1.15})


if __name__ == "__main__":
    main()
