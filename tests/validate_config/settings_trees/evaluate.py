"""Runs a backend's own settings and prints what they are; a child of settings_trees.py.

    evaluate.py [--stand-ins DIR] [--version 1|2] TREE ENTRY
    evaluate.py --serve

ENTRY is `module:expression`, where the expression is evaluated among the module's names, or only
`module`. Prints {"leaves": {NAME: LEAF}, "others": {NAME: LEAF}}: a leaf is {"value": JSON} with
"kind" (`secret`, `path`, `other`) where the JSON does not say everything. Leaves are the fields;
others are properties and class variables, which a tool may list or leave out.

--serve does so for each line of its input, {"arguments": [...], "directory": DIR, "environment":
{...}}, in a child forked from an interpreter that has started already, and answers with a line
{"status": N, "stdout": TEXT, "stderr": TEXT}.
"""

import argparse
import contextlib
import dataclasses
import enum
import functools
import importlib
import inspect
import json
import os
import signal
import sys
import traceback
import types
import warnings


def use_first_version():
    """`import pydantic` gives the first version, which the second one carries with it."""
    sys.modules["pydantic"] = importlib.import_module("pydantic.v1")
    sys.modules["pydantic_settings"] = None


def evaluate(entry):
    module_name, _, expression = entry.partition(":")
    module = importlib.import_module(module_name)
    return eval(expression, vars(module)) if expression else module


def is_model(value):
    return hasattr(type(value), "model_fields") or hasattr(type(value), "__fields__")


def model_fields(value):
    """The names of a model's fields, in either version."""
    kind = type(value)
    return list(kind.model_fields if hasattr(kind, "model_fields") else kind.__fields__)


def is_constant(name, value):
    return not name.startswith("_") and name not in ("model_config", "Config") and not callable(value) \
        and not isinstance(value, (property, classmethod, staticmethod, functools.cached_property, types.ModuleType))


def class_constants(kind):
    """Public class attributes that are values, the base's before its own; a nested class is a section."""
    found = {}
    for base in reversed(kind.__mro__):
        for name, value in vars(base).items():
            if is_constant(name, value) or (inspect.isclass(value) and not name.startswith("_")
                                            and value.__module__ == kind.__module__):
                found[name] = value
    return found


def module_constants(module):
    return {name: value for name, value in vars(module).items()
            if name.isupper() and not callable(value) and not isinstance(value, types.ModuleType)}


def members(value):
    """The settings directly inside an object, or None where it is a value itself."""
    if is_model(value):
        return {name: getattr(value, name) for name in model_fields(value)}
    if dataclasses.is_dataclass(value) and not inspect.isclass(value):
        return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return value._asdict()
    if isinstance(value, types.ModuleType):
        return module_constants(value)
    if inspect.isclass(value) and not issubclass(value, enum.Enum):
        return class_constants(value)
    return plain_members(value)


def plain_members(value):
    """The same of an instance of a class that is neither a model nor one of Python's own."""
    if isinstance(value, types.SimpleNamespace):
        return dict(vars(value))
    kind = type(value)
    if kind.__module__.split(".")[0] in PACKAGES or kind.__module__ == "builtins" \
            or isinstance(value, (enum.Enum, os.PathLike)):
        return None
    if not hasattr(value, "__dict__"):
        return None
    return {**class_constants(kind), **{key: one for key, one in vars(value).items() if not key.startswith("_")}}


PACKAGES = ("pydantic", "pydantic_core", "pathlib", "datetime", "re", "decimal", "logging")


def properties(value):
    """What an object computes when it is asked, and its class variables."""
    kind = type(value)
    found = {}
    for name in dir(kind) if is_model(value) or plain_members(value) or dataclasses.is_dataclass(value) else ():
        attribute = inspect.getattr_static(kind, name, None)
        own = getattr(attribute, "__module__", None) or getattr(getattr(attribute, "fget", None), "__module__", "")
        if name.startswith("_") or name.startswith("model_") or str(own).split(".")[0] in PACKAGES:
            continue
        if isinstance(attribute, (property, functools.cached_property)) or is_constant(name, attribute):
            with contextlib.suppress(Exception):
                found[name] = getattr(value, name)
    return found


def leaf(value):
    """A value as JSON, with what JSON cannot say of it."""
    if hasattr(value, "get_secret_value"):
        return {"value": value.get_secret_value(), "kind": "secret"}
    if isinstance(value, os.PathLike):
        return {"value": os.fspath(value), "kind": "path"}
    plain = as_json(value)
    return {"value": str(value), "kind": "other"} if plain is None and value is not None else {"value": plain}


def as_json(value):
    if isinstance(value, enum.Enum):
        return as_json(value.value)
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if hasattr(value, "get_secret_value"):
        return value.get_secret_value()
    if isinstance(value, dict):
        return {str(as_json(key)): as_json(one) for key, one in value.items()}
    if isinstance(value, (set, frozenset)):
        return sorted(as_json(one) for one in value)
    if isinstance(value, (list, tuple)):
        return [as_json(one) for one in value]
    if isinstance(value, os.PathLike):
        return os.fspath(value)
    inside = members(value)
    if inside is None:
        return str(value) if hasattr(value, "scheme") else None
    return as_json(inside)


def collect(value, name, leaves, others, seen=()):
    """Puts every leaf below a value into `leaves`, and what it computes into `others`."""
    inside = None if hasattr(value, "get_secret_value") else members(value)
    if isinstance(value, dict) and not any(is_model(one) for one in seen):
        inside = {key: one for key, one in value.items() if isinstance(key, str)} or None
    if inside is None or any(value is one for one in seen):
        leaves[name] = leaf(value)
        return
    for key, one in inside.items():
        collect(one, f"{name}.{key}" if name else key, leaves, others, (*seen, value))
    for key, one in properties(value).items():
        if key not in inside:
            others[f"{name}.{key}" if name else key] = leaf(one)


def run(arguments):
    parser = argparse.ArgumentParser()
    parser.add_argument("--stand-ins")
    parser.add_argument("--version", default="2")
    parser.add_argument("tree")
    parser.add_argument("entry")
    options = parser.parse_args(arguments)
    warnings.simplefilter("ignore")
    sys.dont_write_bytecode = True
    sys.path[:0] = [options.tree] + ([options.stand_ins] if options.stand_ins else [])
    sys.argv = [os.path.join(options.tree, "main.py")]
    leaves, others = {}, {}
    with contextlib.redirect_stdout(sys.stderr):
        if options.version == "1":
            use_first_version()
        collect(evaluate(options.entry), "", leaves, others)
    print(json.dumps({"leaves": leaves, "others": others}))


def run_in_child(request, output, errors):
    """What a process of its own would do; it never returns."""
    status = 1
    try:
        for descriptor, standard in ((os.open(os.devnull, os.O_RDONLY), 0), (output, 1), (errors, 2)):
            os.dup2(descriptor, standard)
        signal.alarm(DEADLINE)
        os.chdir(request["directory"])
        os.environ.clear()
        os.environ.update(request["environment"])
        run(request["arguments"])
        status = 0
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else 1
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def text_of(descriptor):
    with os.fdopen(descriptor, encoding="utf-8", errors="replace") as file:
        file.seek(0)
        return file.read()


def serve():
    for line in sys.stdin:
        output, errors = os.memfd_create("stdout"), os.memfd_create("stderr")
        child = os.fork()
        if child == 0:
            run_in_child(json.loads(line), output, errors)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        print(json.dumps({"status": status, "stdout": text_of(output), "stderr": text_of(errors)}), flush=True)


DEADLINE = 120

if sys.argv[1:] == ["--serve"]:
    serve()
else:
    run(sys.argv[1:])
