"""Runs a backend's own code for its settings, since the user asked for that, and writes them as JSON.

Request, on standard input: {"root", "module": "config.settings", "entry": "get_settings()",
"environment": {name: text}}. Answer: {"settings": {dotted name: value}} or {"error"}. What the
backend's code prints goes to standard error.
"""

import dataclasses
import enum
import importlib
import json
import os
import pathlib
import sys


def plain(value):
    """JSON of a leaf; secrets as they are, since they are compared, never shown."""
    if hasattr(value, "get_secret_value"):
        return plain(value.get_secret_value())
    if isinstance(value, enum.Enum):
        return plain(value.value)
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, dict):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(one) for one in value]
    return str(value)


def members(value):
    """{name: value} of an object that holds settings, or None."""
    for names in ("model_fields", "__fields__"):
        fields = getattr(type(value), names, None)
        if isinstance(fields, dict):
            return {name: getattr(value, name) for name in fields}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    if isinstance(value, (enum.Enum, pathlib.PurePath)) or hasattr(value, "get_secret_value"):
        return None
    if hasattr(value, "__dict__") and (isinstance(value, type) or not callable(value)):
        found = {name: getattr(value, name) for name in dir(value) if not name.startswith("_")}
        return {name: one for name, one in found.items() if isinstance(one, type) or not callable(one)}
    return None


def leaves(value, prefix, found):
    inner = members(value)
    if inner is None:
        found[prefix] = plain(value)
        return
    for name, one in inner.items():
        leaves(one, f"{prefix}.{name}" if prefix else name, found)


def answer(request):
    os.chdir(request["root"])
    os.environ.clear()
    os.environ.update(request["environment"])
    sys.path.insert(0, request["root"])
    try:
        module = importlib.import_module(request["module"])
        name, call, _ = request["entry"].partition("(")
        found = {}
        if name:
            entry = getattr(module, name)
            leaves(entry() if call else entry, "", found)
        else:  # the module's constants
            found = {key: plain(value) for key, value in vars(module).items() if key.isupper()}
        return {"settings": found}
    except BaseException as error:  # SystemExit too: what the code does is not ours
        return {"error": f"{type(error).__name__}: {error}".splitlines()[0]}


def main():
    request = json.load(sys.stdin)
    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    json.dump(answer(request), out)
    out.flush()
    os._exit(0)


main()
