#!/usr/bin/python3
"""Runs end-to-end cases and compares what they printed with what they should.

    run_case.py --bin DIR [--source ROOT] [--version X] [--update] CASE...
    run_case.py --bin DIR [--source ROOT] [--version X] [--update] --all CASES [GLOB...]

--all runs the cases below a directory whose names match, a few at once; in one interpreter, since
starting one costs more than most cases. A case is a directory:

    cmd       bash script, run by `bash -o pipefail -c` in a fresh temporary directory, with
              --bin first on PATH, $SOURCE the repository's root and $CASE the case itself
    tree      optional: a directory below the repository's root; a copy of it, `tree`, in the
              temporary directory is then where the script runs
    stdin     optional: its standard input, else /dev/null
    stdout, stderr, status    what is expected: empty, empty and 0 where the file is absent

In the output the temporary directory reads @TMP@, the repository @SOURCE@, the version @VERSION@
and the lines of --version about the build @COMMIT@ and @FEATURES@. A JSON document on stdout with a "schema" that share/schemas/output has is held against
it. --update, or AETHER_UPDATE_CASES=1, writes the expected files in place of comparing.

Exit status: 0 as expected, 1 not, 2 a case cannot be run, or none matches.
"""

import argparse
import concurrent.futures
import difflib
import fnmatch
import functools
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

TIMEOUT_SECONDS = 60
STREAMS = ("stdout", "stderr", "status")
# Set by sanitizer and coverage runs; everything else of the environment stays outside.
PASSED_ON = ("ASAN_OPTIONS", "LSAN_OPTIONS", "TSAN_OPTIONS", "UBSAN_OPTIONS", "LLVM_PROFILE_FILE",
             "GCOV_PREFIX", "GCOV_PREFIX_STRIP")


class BrokenCase(Exception):
    """The case itself is wrong; nothing can be said about the tool."""


@dataclass
class Outcome:
    stdout: bytes
    stderr: bytes
    status: int
    timed_out: bool


def environment(options, case, temporary):
    passed_on = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    return {
        "PATH": f"{options.bin}:/usr/local/bin:/usr/bin:/bin",
        "HOME": str(temporary),
        "TMPDIR": str(temporary),
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "SOURCE": str(options.source),
        "CASE": str(case),
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_NAME": "case", "GIT_AUTHOR_EMAIL": "case@example.com",
        "GIT_COMMITTER_NAME": "case", "GIT_COMMITTER_EMAIL": "case@example.com",
        **passed_on,
    }


def working_directory(options, case, temporary):
    """The temporary directory, or the copy in it of the tree that the case names."""
    name_file = case / "tree"
    if not name_file.exists():
        return temporary
    original = options.source / name_file.read_text(encoding="utf-8").strip()
    if not original.is_dir():
        raise BrokenCase(f"{name_file}: there is no directory {original}")
    return Path(shutil.copytree(original, temporary / "tree", symlinks=True))


def end_group(process):
    """Ends the script and whatever it left running."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass


def run_script(script, stdin, directory, variables):
    process = subprocess.Popen(
        ["/bin/bash", "-o", "pipefail", "-c", script], cwd=directory, env=variables, stdin=stdin,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)
    timed_out = False
    try:
        stdout, stderr = process.communicate(timeout=TIMEOUT_SECONDS)
    except subprocess.TimeoutExpired:
        timed_out = True
        end_group(process)
        stdout, stderr = process.communicate()
    finally:
        end_group(process)
    status = process.returncode if process.returncode >= 0 else 128 - process.returncode
    return Outcome(stdout, stderr, status, timed_out)


def run_case(options, case, temporary):
    command = case / "cmd"
    if not command.is_file():
        raise BrokenCase(f"{command} is missing")
    directory = working_directory(options, case, temporary)
    stdin_file = case / "stdin"
    with open(stdin_file if stdin_file.exists() else os.devnull, "rb") as stdin:
        return run_script(command.read_text(encoding="utf-8"), stdin, directory,
                          environment(options, case, temporary))


def normalise(output, options, temporary):
    """What differs between machines and releases becomes a name; the temporary directory first,
    which may lie below the repository."""
    output = output.replace(os.fsencode(temporary), b"@TMP@")
    output = output.replace(os.fsencode(options.source), b"@SOURCE@")
    if options.version:
        version = re.escape(options.version.encode())
        output = re.sub(rb"(?<![\w.])" + version + rb"(?![\w]|\.\d)", b"@VERSION@", output)
    output = re.sub(rb"^commit: ([0-9a-f]{12}( and changes)?|unknown)$", b"commit: @COMMIT@", output, flags=re.M)
    return re.sub(rb"^optional features: (none|postgresql)$", b"optional features: @FEATURES@", output, flags=re.M)


def actual_files(outcome, options, temporary):
    return {
        "stdout": normalise(outcome.stdout, options, temporary),
        "stderr": normalise(outcome.stderr, options, temporary),
        "status": b"%d\n" % outcome.status if outcome.status != 0 else b"",
    }


def expected_file(case, stream):
    file = case / stream
    expected = file.read_bytes() if file.exists() else b""
    return b"" if stream == "status" and expected.strip() == b"0" else expected


def lines_of(data):
    lines = data.decode("utf-8", "backslashreplace").splitlines(keepends=True)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n\\ no newline at the end\n"
    return lines


def difference(case, actual):
    """Unified diffs of all streams that are not as expected; empty when all are."""
    diffs = []
    for stream in STREAMS:
        expected = expected_file(case, stream)
        if actual[stream] != expected:
            diffs += difflib.unified_diff(lines_of(expected), lines_of(actual[stream]),
                                          f"expected {stream}", f"actual {stream}")
    return "".join(diffs)


def update(case, actual):
    for stream in STREAMS:
        if actual[stream]:
            (case / stream).write_bytes(actual[stream])
        else:
            (case / stream).unlink(missing_ok=True)


@functools.cache
def output_schemas(source):
    """The schemas of the tools' documents by their $id."""
    schemas = {}
    for file in sorted((source / "share/schemas/output").glob("*.schema.json")):
        schema = json.loads(file.read_text(encoding="utf-8"))
        schemas[schema["$id"]] = schema
    return schemas


def documents(stdout):
    """The JSON objects on stdout that name their schema: one document, or one a line."""
    if not stdout.startswith(b"{"):
        return []
    for texts in ([stdout], stdout.splitlines()):
        try:
            values = [json.loads(text) for text in texts]
        except ValueError:
            continue
        return [value for value in values if isinstance(value, dict) and "schema" in value]
    return []


def schema_violations(stdout, source):
    """One line for each place where a document is not what its schema says."""
    found = documents(stdout)
    if not found:
        return []
    import jsonschema  # here, since most cases print no JSON and it takes a while to load

    schemas = output_schemas(source)
    violations = []
    for document in found:
        name = str(document["schema"])
        schema = next((s for i, s in schemas.items() if i == name or i.endswith("/" + name)), None)
        if schema is None:
            continue
        validator = jsonschema.validators.validator_for(schema)
        resolver = jsonschema.RefResolver(schema["$id"], schema, store=schemas)
        for error in validator(schema, resolver=resolver).iter_errors(document):
            place = "/".join(str(part) for part in error.absolute_path)
            violations.append(f"{name}: /{place}: {error.message[:300]}")
    return violations


def remove(directory):
    """A case may have taken away its own right to enter a directory."""
    for folder, names, _ in os.walk(directory):
        for name in names:
            path = os.path.join(folder, name)
            if not os.path.islink(path):
                os.chmod(path, 0o700)
    shutil.rmtree(directory)


def judge(options, case, temporary):
    """Runs the case; what is wrong with it, as text, or nothing."""
    outcome = run_case(options, case, temporary)
    actual = actual_files(outcome, options, temporary)
    problems = []
    if outcome.timed_out:
        problems.append(f"not ended after {TIMEOUT_SECONDS} s\n")
    if options.update and not outcome.timed_out:
        update(case, actual)
    else:
        problems.append(difference(case, actual))
    problems += [line + "\n" for line in schema_violations(outcome.stdout, options.source)]
    return "".join(problems)


def judge_apart(options, case):
    """judge() in a temporary directory of its own."""
    temporary = Path(tempfile.mkdtemp(prefix="aether-case-")).resolve()
    try:
        return judge(options, case, temporary)
    finally:
        remove(temporary)


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    default_source = Path(__file__).resolve().parents[2]
    parser.add_argument("--bin", type=Path, required=True, help="directory of the tools")
    parser.add_argument("--source", type=Path, default=default_source, help="the repository")
    parser.add_argument("--version", help="the version that reads @VERSION@")
    parser.add_argument("--update", action="store_true",
                        default=os.environ.get("AETHER_UPDATE_CASES") == "1")
    parser.add_argument("--all", type=Path, metavar="CASES", help="run the cases below it")
    parser.add_argument("operands", nargs="*", metavar="CASE|GLOB")
    options = parser.parse_args()
    for name in ("bin", "source"):
        setattr(options, name, getattr(options, name).resolve())
    return options


def chosen_cases(options):
    if options.all is None:
        return [Path(operand).resolve() for operand in options.operands]
    globs = options.operands or ["*"]
    return [case for case in sorted(options.all.resolve().iterdir())
            if any(fnmatch.fnmatchcase(case.name, glob) for glob in globs)]


def run_all(options, cases):
    """The worst status of the cases; what is wrong is printed, a case after the other."""
    status = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        running = [(case, pool.submit(judge_apart, options, case)) for case in cases]
        for case, outcome in running:
            try:
                problems = outcome.result()
            except BrokenCase as error:
                print(f"run_case: {error}", file=sys.stderr)
                status = 2
                continue
            if problems:
                print(f"{case}:\n{problems}", end="")
                status = max(status, 1)
    return status


def main():
    options = parse_arguments()
    cases = chosen_cases(options)
    if not cases:
        print("run_case: no case to run", file=sys.stderr)
        return 2
    status = run_all(options, cases)
    print(f"{len(cases)} cases")
    return status


if __name__ == "__main__":
    sys.exit(main())
