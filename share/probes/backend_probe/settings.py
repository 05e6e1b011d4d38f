"""The effective settings of a backend: which object they are, and its leaves with their chains."""

import ast
import os
import re

from backend_probe.declared import class_of, field_of, fields_declared
from backend_probe.interpreter import Frame, Interpreter, OutOfSteps
from backend_probe.sources import is_there, python_files, read_file
from backend_probe.values import (ANY_KEY, ENUMS, MODELS, SETTINGS, Bound, ClassData, FunctionData, Instance, MappingData,
                                  ModuleData, Native, Raised, Unknown, Value, secret, to_json)

MODULES = ("config.settings", "settings", "config", "app.config", "app.settings", "core.config", "core.settings",
           "app.core.config", "app.core.settings", "src.config", "src.settings", "config.config")
FUNCTIONS = ("get_settings", "load_settings", "get_config", "load_config")
OBJECTS = ("settings", "SETTINGS", "config", "CONFIG")
CLASSES = ("Settings", "AppSettings", "Config", "AppConfig")


def read_settings(root, environment, documents, lenient=False):
    """{"module", "entry", "settings": [...], "classes": [...], "files": [...], "wanted": [...], "notes": [...]}"""
    interpreter = Interpreter(root, environment, documents, lenient)
    answer = {"module": None, "entry": None, "settings": [], "classes": [], "notes": []}
    name = next((one for one in MODULES if exists(root, one)), None) or elsewhere(root)
    if name is None:
        return finish(answer, interpreter)
    try:
        follow(interpreter, name, answer)
    except OutOfSteps:
        answer["settings"], answer["notes"] = [], [{"message": "the settings' code goes on for too long to be followed"}]
    except RecursionError:
        answer["settings"], answer["notes"] = [], [{"message": "the settings' code goes too deep to be followed"}]
    except Raised as raised:
        answer["settings"], answer["notes"] = [], [{"message": f"the settings' code raises {raised}"}]
    return finish(answer, interpreter)


def exists(root, name):
    path = os.path.join(root, name.replace(".", "/"))
    return is_there(path + ".py") or is_there(os.path.join(path, "__init__.py"))


def elsewhere(root):
    """The first module named as one of settings that has a class of pydantic-settings."""
    for file in python_files(root):
        if os.path.basename(file) in ("settings.py", "config.py"):
            try:
                if b"BaseSettings" in read_file(os.path.join(root, file)):
                    return file[:-3].replace("/", ".")
            except (OSError, ValueError):
                continue
    return None


def finish(answer, interpreter):
    for message, file, line in interpreter.refused:
        note(answer, f"the settings cannot be made: {message}", file, line)
    answer["files"] = sorted(interpreter.files_read)
    answer["wanted"] = sorted(interpreter.wanted)
    return answer


def note(answer, message, file=None, line=None):
    answer["notes"].append({key: value for key, value in (("message", message), ("file", file), ("line", line))
                            if value is not None})


def follow(interpreter, name, answer):
    start(interpreter)
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
    elif not isinstance(value.data, (Instance, ClassData, MappingData)):
        if not answer["notes"]:
            note(answer, value.data.reason if isinstance(value.data, Unknown) else f"{entry} gives no object", data.file)
    else:
        leaves(interpreter, value, "", answer, set())


STARTS = ("main", "app", "app.main", "server", "run", "asgi", "wsgi", "src.main")


CHANGES = re.compile(r"load_dotenv|os\.environ|setattr\(|(?:settings|config)[\w.()]*\.\w+\s*=[^=]", re.IGNORECASE)


def start(interpreter):
    """A module that the backend is started with, where it loads an .env file or changes settings."""
    for name in STARTS:
        file = name.replace(".", "/") + ".py"
        try:
            text = read_file(os.path.join(interpreter.root, file)).decode()
        except (OSError, ValueError):
            continue
        if CHANGES.search(text):
            interpreter.module(name)


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
    constants = {name: value for name, value in names.items() if isinstance(value, Value) and name.isupper() and
                 not isinstance(value.data, (ClassData, FunctionData, Native, ModuleData))}
    return (None, Value(MappingData(constants))) if constants else (None, None)


def attempt(interpreter, module, answer, callee):
    frame = Frame(module, module.attributes)
    node = ast.parse(f"{getattr(callee.data, 'name', 'it')}()").body[0].value
    try:
        return interpreter.call(frame, node, callee, [], {})
    except Raised as raised:
        file, line, _ = raised.place or (None, None, None)
        note(answer, f"the settings cannot be made: {raised}", file, line)
        return Value(Unknown(f"it raises {raised}"))


def members_of(interpreter, value):
    """{name: Value} of an object, class or dict that holds settings, its properties included; None of
    others."""
    data = value.data
    if isinstance(data, MappingData):
        return {name: one for name, one in data.entries.items() if isinstance(name, str)} if data.known else None
    if isinstance(data, Instance) and isinstance(data.type, Native):
        return dict(data.attributes) if data.type.name == "types.SimpleNamespace" else None
    if isinstance(data, Instance) and data.type.is_a(*ENUMS) or not isinstance(data, (Instance, ClassData)):
        return None
    kind, found = (data if isinstance(data, ClassData) else data.type), {}
    if not kind.is_a("pydantic.BaseModel", *SETTINGS):
        for one in reversed(kind.lineage()):
            found.update(one.attributes)
    if isinstance(data, Instance):
        found.update(properties_of(interpreter, value))
        found.update(data.attributes)
    return found


def properties_of(interpreter, value):
    found = {}
    for one in reversed(value.data.type.lineage()):
        for name, attribute in one.attributes.items():
            function = attribute.data
            if isinstance(function, FunctionData) and \
                    {"property", "functools.cached_property"} & set(function.decorators):
                found[name] = property_of(interpreter, function, value)
    return found


def property_of(interpreter, function, value):
    try:
        found, _ = interpreter.trial(lambda: interpreter.call_function(Bound(function, value), [], {}))
        return found
    except Raised as raised:
        return Value(Unknown(f"it raises {raised}"))


def leaves(interpreter, value, prefix, answer, seen):
    if id(value.data) in seen:
        return
    seen.add(id(value.data))
    fields = declared(interpreter, value.data, prefix, answer)
    for name, one in members_of(interpreter, value).items():
        data = one.data
        if name is ANY_KEY or name.startswith("_") or name in ("Config", "Meta", "model_config") or \
                isinstance(data, (FunctionData, Bound)):
            continue
        full = f"{prefix}.{name}" if prefix else name
        is_dict = isinstance(data, MappingData)
        if members_of(interpreter, one) is not None and (not is_dict or isinstance(value.data, MappingData)):
            leaves(interpreter, one, full, answer, seen)
        elif not isinstance(data, ClassData):
            answer["settings"].append(setting(full, one))
            if name in fields:
                answer["settings"][-1]["field"] = field_of(interpreter, value.data.type, fields[name], one)


def declared(interpreter, data, section, answer):
    """The fields of an object's class, which is told of."""
    if not isinstance(data, Instance) or not isinstance(data.type, ClassData):
        return {}
    if data.type.is_a(*MODELS) or data.type.decorators:
        answer["classes"].append(class_of(interpreter, data.type, section))
        return fields_declared(interpreter, data.type)
    return {}


def setting(name, value):
    try:
        shown, reason = to_json(value)
    except RecursionError:
        shown, reason = None, "it goes too deep, or holds itself"
    answer = {"name": name, "state": "unknown" if reason else "known",
              "chain": [source.to_json() for source in value.chain]}
    if reason:
        answer["reason"] = reason
    else:
        answer["value"] = shown
    if secret(value):
        answer["secret"] = True
    return answer
