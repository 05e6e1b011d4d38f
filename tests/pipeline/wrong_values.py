#!/usr/bin/python3
"""Every option of every tool, as --help has it, with every kind of wrong value: a message that begins with
the tool's name, one of the statuses that say whose fault it is (64 usage, 65 input, 66 input missing), no
crash, no hang, nothing written. And what a mistyped option is told.

Usage: wrong_values.py DIRECTORY_OF_THE_TOOLS SOURCE_ROOT
"""

import concurrent.futures
import os
import pathlib
import re
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))

import suite

USAGE, DATA, MISSING, UNAVAILABLE = 64, 65, 66, 69
AT_HOME = "openapi.json --offline"
# What has to stand beside an option so that it means something; the rest stand alone.
BESIDE = {
    "job_tracer": {"": "list", "--sort": "list", "--all": "search validation", "--with": "files", "--without": "files",
                   "--upstream": "impact main.py", "--depth": "impact main.py",
                   **dict.fromkeys(("--fix", "--strict", "--select", "--ignore", "--severity", "--baseline",
                                    "--write-baseline"), "check")},
    "health_check": {"": "--component storage", "--services": "--component services", "--report": "--component reports",
                     "--component": "", "--state": "--component storage",
                     **dict.fromkeys(("--down-after", "--up-after"), "--component storage --state state.json")},
    "run_migrations": {"": "--status", "--to": "--dry-run", "--steps": "--rollback", "--rehearse-on": "",
                       "--baseline": "", "--new": "", "--dump-schema": "", "--base": "--dry-run",
                       "--lock-wait": "--dry-run", "--lock-timeout": "--dry-run", "--statement-timeout": "--dry-run"},
    "validate_config": {"": "", "--stdin-name": "-", "--draft": "--schema-only schema.json openapi.json",
                        "--schema-map": "--schema-only schema.json openapi.json"},
    "verify_oi_tools": {"": "--openapi openapi.json --offline", "--openapi": "--offline", "--base-url": "",
                        **dict.fromkeys(("--mcp", "--mcp-url", "--mcp-config"), ""), "--args": "--execute --openapi openapi.json",
                        "--call-timeout": "--execute --openapi openapi.json --offline"},
}
NUMBER = ("x", "-1", "1.5", "", "99999999999999999999999", "0x10", "1 ")
DURATION = ("x", "-1", "1.5", "", "99999999999999999999999s", "1d", "5 s")
INPUT = {"not/there": (MISSING,), "config": (DATA, MISSING), "": (USAGE, MISSING), "openapi.json/x": (MISSING, DATA),
         "unreadable": (MISSING, UNAVAILABLE), "a" * 5000: (USAGE, MISSING), "binary": (DATA,)}
OUTPUT = {"": (USAGE,), "config": (UNAVAILABLE, USAGE), "not/there": (UNAVAILABLE, MISSING, USAGE),
          "openapi.json/x": (UNAVAILABLE, MISSING, USAGE)}
