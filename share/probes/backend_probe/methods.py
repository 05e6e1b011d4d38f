"""Methods of plain values: text, dicts, lists, os.environ, and of secrets."""

import re

from backend_probe import files
from backend_probe.plain import getenv, plain_call
from backend_probe.values import (ANY_KEY, Environ, FileData, ListData, MappingData, Native, PathData, Raised, Unknown,
                                  Value, chain_of, joined)

TEXT_METHODS = {name: getattr(str, name) for name in (
    "lower upper strip lstrip rstrip split rsplit splitlines replace startswith endswith partition rpartition title "
    "capitalize casefold removeprefix removesuffix isdigit isalpha isalnum isspace isupper islower isnumeric "
    "isdecimal isidentifier find rfind index count zfill swapcase encode format").split()}


def too_large(text, name, arguments):
    """What a method would make of it."""
    if name == "zfill":
        return not isinstance(arguments[0].data, int) or arguments[0].data > 1 << 16
    if name == "replace":
        new = arguments[1].data if len(arguments) > 1 else ""
        return not isinstance(new, str) or len(new) * (len(text) + 1) > 1 << 20
    return False


def text_method(value, name):
    def call(interpreter, arguments, keywords, where):
        if name == "format" and re.search(r"\{[^}]*[.\[:!]", value.data) or too_large(value.data, name, arguments):
            return None
        if name in ("startswith", "endswith") and arguments and isinstance(arguments[0].data, tuple):
            parts = arguments[0].data
            if not all(isinstance(one.data, str) for one in parts):
                return None
            return value.derived(TEXT_METHODS[name](value.data, tuple(one.data for one in parts)))
        return plain_call(TEXT_METHODS[name])(interpreter, [value, *arguments], keywords, where)
    return Value(Native(f"str.{name}", call))


def text_join(value):
    def call(interpreter, arguments, _keywords, where):
        items = interpreter.iterate(arguments[0])
        if items is None or not all(isinstance(one.data, str) for one in items):
            return None
        return interpreter.limited(*where, value.data.join(one.data for one in items), chain_of(items) or value.chain)
    return Value(Native("str.join", call))


def mapping_get(value):
    def call(interpreter, arguments, keywords, where):
        key = arguments[0]
        default = arguments[1] if len(arguments) > 1 else keywords.get("default", Value(None))
        if isinstance(value.data, Environ):
            return getenv(interpreter, [key, default], {}, where)
        if not interpreter.hashable(key):
            return interpreter.unknown(*where, "the key is not known", value, key)
        found = value.data.entries.get(interpreter.plain(key))
        if found is not None:
            return found.over(default)
        if not value.data.known:
            return interpreter.unknown(*where, "its keys are not known", value.data.entries[ANY_KEY], default)
        absent = interpreter.absent_entry(value.data, key.data)
        return with_origin(Value(default.data, joined(absent, default.chain)), absent)
    return Value(Native("dict.get", call))


def with_origin(value, absent):
    """An empty dict in place of a table that is not there: its keys are not there either."""
    if absent and isinstance(value.data, MappingData) and not value.data.entries and value.data.origin is None:
        source = absent[-1]
        return Value(MappingData({}, (source.file, source.pointer, source.kind)), value.chain)
    return value


def mapping_method(value, name):
    data = value.data

    def items(interpreter, _arguments, _keywords, _where):
        return Value(tuple(Value((Value(key), one)) for key, one in data.entries.items())) if data.known else None

    def keys(interpreter, _arguments, _keywords, _where):
        return Value(tuple(Value(key) for key in data.entries)) if data.known else None

    def values(interpreter, _arguments, _keywords, _where):
        return Value(tuple(data.entries.values())) if data.known else None

    def copy(interpreter, _arguments, _keywords, _where):
        return value.derived(MappingData(data.entries, data.origin))

    def update(interpreter, arguments, keywords, _where):
        for other in arguments:
            if not isinstance(other.data, MappingData) or not other.data.known:
                interpreter.spoil(value, "what it was updated with is not known")
                return Value(None)
            for key, one in other.data.entries.items():
                before = data.entries.get(key)
                interpreter.write(data.entries, key, one.over(before) if before else one)
        for key, one in keywords.items():
            interpreter.write(data.entries, key, one)
        return Value(None)

    def setdefault(interpreter, arguments, _keywords, where):
        key = arguments[0]
        if not interpreter.hashable(key) or not data.known:
            return None
        if interpreter.plain(key) not in data.entries:
            absent = interpreter.absent_entry(data, key.data)
            default = arguments[1] if len(arguments) > 1 else Value(None)
            interpreter.write(data.entries, interpreter.plain(key), Value(default.data, joined(absent, default.chain)))
        return data.entries[interpreter.plain(key)]

    def pop(interpreter, arguments, _keywords, where):
        key = arguments[0]
        if not interpreter.hashable(key) or not data.known:
            return None
        if interpreter.plain(key) in data.entries:
            found = data.entries[interpreter.plain(key)]
            interpreter.remove(data.entries, interpreter.plain(key))
            return found
        if len(arguments) > 1:
            return Value(arguments[1].data, joined(interpreter.absent_entry(data, key.data), arguments[1].chain))
        raise Raised("KeyError", str(key.data), place=interpreter.place(*where))

    calls = {"items": items, "keys": keys, "values": values, "copy": copy, "update": update,
             "setdefault": setdefault, "pop": pop}
    return Value(Native(f"dict.{name}", calls[name])) if name in calls else None


def list_method(value, name):
    data = value.data

    def change(make):
        def call(interpreter, arguments, _keywords, _where):
            items = None if isinstance(data.items, Unknown) else make(interpreter, data.items, arguments)
            interpreter.write(data.slot, "items", Unknown("what it holds is not known") if items is None else
                              tuple(items))
            return Value(None)
        return call

    def more(interpreter, items, arguments):
        added = interpreter.iterate(arguments[0])
        return None if added is None else [*items, *added]

    def copy(_interpreter, _arguments, _keywords, _where):
        return None if isinstance(data.items, Unknown) else value.derived(ListData(data.items, data.type))

    calls = {"append": change(lambda _, items, arguments: [*items, arguments[0]]), "extend": change(more),
             "add": change(lambda _, items, arguments: [*items, arguments[0]]), "update": change(more), "copy": copy}
    return Value(Native(f"list.{name}", calls[name])) if name in calls else None


def method(interpreter, value, name):
    """A method or attribute of a value that is no object of the backend's classes, or None."""
    data = value.data
    if isinstance(data, str):
        return text_method(value, name) if name in TEXT_METHODS else text_join(value) if name == "join" else None
    if isinstance(data, bytes) and name == "decode":
        return Value(Native("bytes.decode", lambda one, _a, _k, where: value.derived(data.decode(errors="replace"))))
    if isinstance(data, (MappingData, Environ)) and name == "get":
        return mapping_get(value)
    if isinstance(data, MappingData):
        return mapping_method(value, name)
    if isinstance(data, Environ):
        return environ_method(name)
    if isinstance(data, ListData):
        return list_method(value, name)
    if isinstance(data, PathData):
        return files.path_attribute(interpreter, value, name)
    if isinstance(data, FileData):
        return files.file_method(value, name)
    return None


def environ_method(name):
    def setdefault(interpreter, arguments, _keywords, where):
        name_value, default = arguments
        found = interpreter.variable(name_value.data) if isinstance(name_value.data, str) else None
        if found is None:
            return None
        if found.data is None:
            interpreter.set_variable(*where, name_value, default)
        return interpreter.variable(name_value.data)

    def copy(interpreter, _arguments, _keywords, _where):
        return Value(MappingData({key: interpreter.variable(key) for key in interpreter.environment}))

    def items(interpreter, _arguments, _keywords, _where):
        return Value(tuple(Value((Value(key), interpreter.variable(key))) for key in interpreter.environment))

    calls = {"setdefault": setdefault, "copy": copy, "items": items}
    return Value(Native(f"os.environ.{name}", calls[name])) if name in calls else None


def instance_attribute(interpreter, value, name):
    """Of a secret, a URL, a logger."""
    if name == "get_secret_value" and "value" in value.data.attributes:
        return Value(Native("get_secret_value", lambda *_: Value(value.data.attributes["value"].data, value.chain)))
    return None
