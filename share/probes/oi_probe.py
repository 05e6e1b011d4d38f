"""Prints what is attached to Open Interpreter's computer object, for verify_oi_tools --probe.

Usage: PYTHON oi_probe.py [--root DIR] [--attach MODULE:FUNCTION]...

To be run by the backend's own interpreter, since it imports the backend: --root (the current
directory) goes before sys.path, and each FUNCTION, which gets the interpreter, attaches what the
backend attaches when it starts. What is there before that is Open Interpreter's own.

Answer, on standard output, one JSON document whatever the imports print:
{"schema": "aether/oi_probe/1", "python", "interpreter": version or null, "why_not": text or null,
 "tools": [{"path", "kind": "function", "signature", "doc", "file", "line", "built_in"}],
 "problems": [text]}.
Nothing is left behind: home, caches and temporary files are a directory that is removed again, and
no bytecode is written. Exit status: 0, also where Open Interpreter is not installed; 1 where the
answer cannot be written; 2 wrong usage.
"""

import argparse
import contextlib
import importlib
import importlib.metadata
import inspect
import json
import os
import sys
import tempfile

DEEPEST = 3  # computer.NAMESPACE.function
MOST = 5000


def first_line(error):
    return f"{type(error).__name__}: {error}".splitlines()[0]


def quiet_surroundings(directory):
    """A home of its own, no telemetry, no network for tables of prices."""
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "TMPDIR"):
        os.environ[name] = directory
    os.environ.update(PYTHONDONTWRITEBYTECODE="1", DISABLE_TELEMETRY="true", ANONYMIZED_TELEMETRY="False",
                      LITELLM_LOCAL_MODEL_COST_MAP="True")
    sys.dont_write_bytecode = True
    tempfile.tempdir = directory


class Attached:
    def __init__(self, root):
        self.root = root
        self.tools = {}
        self.problems = []

    def look(self, value, path, depth, seen):
        for name in sorted(name for name in dir(value) if not name.startswith("_")):
            if len(self.tools) >= MOST:
                return
            where = f"{path}.{name}"
            try:
                member = getattr(value, name)
            except BaseException as error:  # a property runs somebody's code
                self.problems.append(f"{where} cannot be read: {first_line(error)}")
                continue
            if inspect.isroutine(member) or (callable(member) and not isinstance(member, type)
                                             and not self.has_members(member)):
                self.tools[where] = self.tool(where, member)
            elif depth < DEEPEST - 1 and self.is_namespace(member) and id(member) not in seen:
                self.look(member, where, depth + 1, seen | {id(member)})

    @staticmethod
    def has_members(value):
        return any(inspect.isroutine(getattr(type(value), name, None)) for name in dir(type(value))
                   if not name.startswith("_"))

    @staticmethod
    def is_namespace(value):
        return not isinstance(value, (type, str, bytes, int, float, complex, bool, type(None), list, tuple, dict, set,
                                      frozenset)) and not inspect.ismodule(value)

    def tool(self, path, function):
        made = {"path": path, "kind": "function", "signature": None, "doc": None, "file": None, "line": 0}
        try:
            made["signature"] = path.rpartition(".")[2] + str(inspect.signature(function))
        except (TypeError, ValueError) as error:
            self.problems.append(f"{path} has no signature: {first_line(error)}")
        made["doc"] = inspect.getdoc(function)
        with contextlib.suppress(TypeError, OSError):
            plain = inspect.unwrap(function)
            file = inspect.getsourcefile(plain)
            made["line"] = inspect.getsourcelines(plain)[1]
            made["file"] = os.path.relpath(file, self.root) if file.startswith(self.root + os.sep) else file
        return made


def find_interpreter():
    module = importlib.import_module("interpreter")
    found = getattr(module, "interpreter", None)
    if found is None or not hasattr(found, "computer"):
        found = module.OpenInterpreter()
    return found


def version():
    for name in ("open-interpreter", "interpreter"):
        with contextlib.suppress(importlib.metadata.PackageNotFoundError):
            return importlib.metadata.version(name)
    return "unknown"


def attach(interpreter, entry, problems):
    module, _, function = entry.partition(":")
    try:
        getattr(importlib.import_module(module), function)(interpreter)
    except BaseException as error:  # SystemExit too
        problems.append(f"{entry} failed: {first_line(error)}")


def probe(arguments):
    made = {"schema": "aether/oi_probe/1", "python": sys.version.split()[0], "interpreter": None, "why_not": None,
            "tools": [], "problems": []}
    sys.path.insert(0, arguments.root)
    try:
        interpreter = find_interpreter()
        computer = interpreter.computer
    except BaseException as error:
        missing = isinstance(error, ModuleNotFoundError) and error.name == "interpreter"
        made["why_not"] = (f"Open Interpreter is not installed for {sys.executable}" if missing
                           else f"Open Interpreter cannot be imported: {first_line(error)}")
        return made
    made["interpreter"] = version()
    before = Attached(arguments.root)
    before.look(computer, "computer", 0, {id(computer)})
    attached = Attached(arguments.root)
    for entry in arguments.attach:
        attach(interpreter, entry, attached.problems)
    attached.look(computer, "computer", 0, {id(computer)})
    for path, tool in attached.tools.items():
        made["tools"].append({**tool, "built_in": before.tools.get(path) == tool})
    made["problems"] = attached.problems
    return made


def main():
    parser = argparse.ArgumentParser(allow_abbrev=False)
    parser.add_argument("--root", default=os.getcwd(), type=os.path.realpath)
    parser.add_argument("--attach", action="append", default=[], metavar="MODULE:FUNCTION")
    arguments = parser.parse_args()
    if any(not all(entry.partition(":")) for entry in arguments.attach):
        parser.error("--attach wants MODULE:FUNCTION")
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as directory:
        quiet_surroundings(directory)
        os.chdir(directory)  # what writes below the current directory writes there
        made = probe(arguments)
        os.chdir("/")
    status = 0
    try:
        out.write(json.dumps(made, default=str) + "\n")
        out.close()
    except OSError as error:
        os.write(2, f"oi_probe.py: the answer cannot be written: {error.strerror}\n".encode())
        status = 1
    os._exit(status)  # threads that an import began must not keep it alive


if __name__ == "__main__":
    main()
