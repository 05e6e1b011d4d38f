"""Calls of Python's own functions over plain values, and of os.getenv."""

from backend_probe.values import (PLAIN, ClassData, Instance, ListData, Raised, Value, chain_of, joined)


def plain_call(function):
    """A function of Python itself, over plain values."""
    def call(interpreter, arguments, keywords, where):
        values = [*arguments, *keywords.values()]
        if not all(isinstance(comparable(one.data), PLAIN) for one in values):
            return None
        try:
            data = function(*(comparable(one.data) for one in arguments),
                            **{name: comparable(one.data) for name, one in keywords.items()})
        except (ValueError, TypeError, OverflowError) as error:
            raise Raised(type(error).__name__, str(error), place=interpreter.place(*where)) from None
        return wrapped(interpreter, where, data, chain_of(values))
    return call


def wrapped(interpreter, where, data, chain):
    """A result of Python's own functions as a Value."""
    if isinstance(data, list):
        return Value(ListData([Value(one, chain) for one in data]), chain)
    if isinstance(data, tuple):
        return Value(tuple(Value(one, chain) for one in data), chain)
    return interpreter.limited(*where, data, chain) if isinstance(data, PLAIN) else None


def comparable(data):
    """Members of enumerations that are text or numbers, and secrets' own text stay what they are."""
    if isinstance(data, Instance) and isinstance(data.type, ClassData) and "value" in data.attributes and \
            data.type.is_a("enum.StrEnum", "enum.IntEnum", "str", "int"):
        return data.attributes["value"].data
    return data


def text_of_instance(data):
    if isinstance(data.type, ClassData):
        if data.type.is_a("enum.StrEnum"):
            return data.attributes["value"].data
        if data.type.is_a("enum.Enum") and isinstance(data.attributes.get("name"), Value):
            return f"{data.type.name}.{data.attributes['name'].data}"
        return None
    return data.attributes["value"].data if data.type.name == "pydantic.Url" else None


def getenv(interpreter, arguments, keywords, where):
    names = dict(zip(("key", "default"), arguments)) | keywords
    name, default = names.get("key"), names.get("default", Value(None))
    if name is None or not isinstance(name.data, str):
        return interpreter.unknown(*where, "which variable it asks is not known", *names.values())
    found = interpreter.variable(name.data)
    if found.data is None:
        return Value(default.data, joined(found.chain, default.chain))
    return found.over(default)
