"""The effective settings of a backend: which object they are, and its leaves with their chains."""

import ast
import os

from backend_probe.interpreter import Frame, Interpreter, OutOfSteps
from backend_probe.values import (ANY_KEY, ENUMS, SETTINGS, Bound, ClassData, FunctionData, Instance, Raised, Unknown,
                                  Value, secret, to_json)

MODULES = ("config.settings", "settings", "config", "app.config", "app.settings", "core.config", "core.settings")
FUNCTIONS = ("get_settings", "load_settings", "get_config", "load_config")
OBJECTS = ("settings", "SETTINGS", "config", "CONFIG")
CLASSES = ("Settings", "AppSettings", "Config", "AppConfig")


def read_settings(root, environment, documents):
    """{"module", "entry", "settings": [...], "files": [...], "wanted": [...], "notes": [...]}"""
    interpreter = Interpreter(root, environment, documents)
    answer = {"module": None, "entry": None, "settings": [], "notes": []}
    name = next((one for one in MODULES if exists(root, one)), None)
    if name is None:
        return finish(answer, interpreter)
    try:
        follow(interpreter, name, answer)
    except OutOfSteps:
        answer["settings"], answer["notes"] = [], [{"message": "the settings' code goes on for too long to be followed"}]
    except RecursionError:
        answer["settings"], answer["notes"] = [], [{"message": "the settings' code goes too deep to be followed"}]
    return finish(answer, interpreter)


def exists(root, name):
    path = os.path.join(root, name.replace(".", "/"))
    return os.path.isfile(path + ".py") or os.path.isfile(os.path.join(path, "__init__.py"))


def finish(answer, interpreter):
    answer["files"] = sorted(interpreter.files_read)
    answer["wanted"] = sorted(interpreter.wanted)
    return answer


def note(answer, message, file=None, line=None):
    answer["notes"].append({key: value for key, value in (("message", message), ("file", file), ("line", line))
                            if value is not None})


def follow(interpreter, name, answer):
    module = interpreter.module(name)
    if not module.known:
        note(answer, module.data.reason)
        return
    data = module.data
    answer["module"] = data.file
    failed = data.attributes.get("__failed__")
    if failed is not None:
        note(answer, f"the module does not load: {failed.data.reason}", data.file)
    entry, value = entry_of(interpreter, data, answer)
    answer["entry"] = entry
    if value is None:
        note(answer, "no settings object was found: a function get_settings(), an object settings or a class "
                     "Settings is looked for", data.file)
    elif not isinstance(value.data, (Instance, ClassData)):
        note(answer, value.data.reason if isinstance(value.data, Unknown) else f"{entry} gives no object", data.file)
    else:
        leaves(interpreter, value, "", answer["settings"], set())


def entry_of(interpreter, module, answer):
    """(how it is called, Value or None)"""
    names = module.attributes
    for name in FUNCTIONS:
        value = names.get(name)
        if value is not None and isinstance(value.data, FunctionData):
            return f"{name}()", attempt(interpreter, module, answer, value)
    for name in OBJECTS:
        if name in names and isinstance(names[name].data, (Instance, Unknown)):
            return name, names[name]
    for name in CLASSES:
        value = names.get(name)
        if value is not None and isinstance(value.data, ClassData):
            if not value.data.is_a("pydantic.BaseModel", *SETTINGS) and not value.data.decorators and \
                    value.data.find("__init__") is None:
                return name, value
            return f"{name}()", attempt(interpreter, module, answer, value)
    return None, None


def attempt(interpreter, module, answer, callee):
    frame = Frame(module, module.attributes)
    node = ast.parse(f"{getattr(callee.data, 'name', 'it')}()").body[0].value
    try:
        return interpreter.call(frame, node, callee, [], {})
    except Raised as raised:
        file, line, _ = raised.place or (None, None, None)
        note(answer, f"the settings cannot be made: {raised}", file, line)
        return Value(Unknown(f"it raises {raised}"))


def attributes_of(interpreter, value):
    """{name: Value} of what is set on an object or class, its properties included."""
    data = value.data
    found = {}
    kind = data if isinstance(data, ClassData) else data.type
    if isinstance(kind, ClassData):
        if not kind.is_a("pydantic.BaseModel", *SETTINGS):
            for one in reversed(kind.lineage()):
                found.update(one.attributes)
        for one in reversed(kind.lineage()):
            for name, attribute in one.attributes.items():
                function = attribute.data
                if isinstance(data, Instance) and isinstance(function, FunctionData) and \
                        {"property", "functools.cached_property"} & set(function.decorators):
                    found[name] = property_of(interpreter, function, value)
    if isinstance(data, Instance):
        found.update(data.attributes)
    return {name: one for name, one in found.items() if name is not ANY_KEY and not name.startswith("_") and
            name not in ("Config", "model_config") and not isinstance(one.data, (FunctionData, Bound))}


def property_of(interpreter, function, value):
    try:
        found, _ = interpreter.trial(lambda: interpreter.call_function(Bound(function, value), [], {}))
        return found
    except Raised as raised:
        return Value(Unknown(f"it raises {raised}"))


def leaves(interpreter, value, prefix, found, seen):
    if id(value.data) in seen:
        return
    seen.add(id(value.data))
    for name, one in attributes_of(interpreter, value).items():
        full = f"{prefix}.{name}" if prefix else name
        data = one.data
        if isinstance(data, Instance) and isinstance(data.type, ClassData) and not data.type.is_a(*ENUMS):
            leaves(interpreter, one, full, found, seen)
        elif isinstance(data, ClassData):
            if prefix == "" or not data.is_a("pydantic.BaseModel"):
                continue
        else:
            found.append(setting(full, one))


def setting(name, value):
    shown, reason = to_json(value)
    answer = {"name": name, "state": "unknown" if reason else "known",
              "chain": [source.to_json() for source in value.chain]}
    if reason:
        answer["reason"] = reason
    else:
        answer["value"] = shown
    if secret(value):
        answer["secret"] = True
    return answer
