"""What the backend calls from outside itself and is understood: builtins, methods of plain values,
and those parts of the standard library and of other packages that settings are made with.

A function here takes (interpreter, arguments, keywords, where) and gives a Value, or None where it
cannot say. None of them has an effect beyond the interpreter's own journal. Files are never opened:
the documents that the code may read were handed over, parsed.
"""

import os.path
import sys
import urllib.parse

from backend_probe import annotations, dotenv, fields, files, models
from backend_probe.plain import getenv, plain_call
from backend_probe.values import (PLAIN, ClassData, Environ, Instance, ListData, MappingData,
                                  ModuleData, Native, PathData, Raised, Super, TypeData, Unknown, Value, chain_of,
                                  native, nothing)


# Builtins

def isinstance_call(interpreter, arguments, _keywords, where):
    value, kinds = arguments
    wanted = kinds.data if isinstance(kinds.data, tuple) else (kinds,)
    answers = [annotations.instance_of(value, one) for one in wanted]
    if True in answers:
        return Value(True)
    return None if None in answers else Value(False)


def getattr_call(interpreter, arguments, _keywords, where):
    if len(arguments) < 2 or not isinstance(arguments[1].data, str):
        return interpreter.unknown(*where, "which attribute it takes is not known", *arguments)
    try:
        found = interpreter.attribute(*where, arguments[0], arguments[1].data)
    except Raised:
        if len(arguments) < 3:
            raise
        return arguments[2]
    return found.over(arguments[2]) if len(arguments) > 2 and found.known else found


def hasattr_call(interpreter, arguments, _keywords, where):
    owner, name = arguments[0].data, arguments[1].data
    if not isinstance(name, str) or not isinstance(owner, (Instance, ClassData)):
        return None
    try:
        found = interpreter.attribute(*where, arguments[0], name)
    except Raised:
        return Value(False)
    return Value(True) if found.known else None


def setattr_call(interpreter, arguments, _keywords, where):
    owner, name, value = arguments
    if not isinstance(name.data, str):
        interpreter.spoil(owner, interpreter.unknown(*where, "which attribute it sets is not known").data.reason)
        return Value(None)
    interpreter.set_attribute(*where, owner, name.data, value)
    return Value(None)


def int_call(interpreter, arguments, keywords, where):
    return plain_call(int)(interpreter, arguments, keywords, where)


def round_call(interpreter, arguments, keywords, where):
    values = [*arguments, *keywords.values()]
    digits = values[1].data if len(values) > 1 else 0
    return plain_call(round)(interpreter, arguments, keywords, where) if digits is None or abs(digits) < 100 else None


def str_call(interpreter, arguments, _keywords, where):
    if not arguments:
        return Value("")
    text = interpreter.text_of(arguments[0])
    return None if text is None else arguments[0].derived(text)


def bool_call(interpreter, arguments, _keywords, _where):
    known = interpreter.truth(arguments[0]) if arguments else False
    return None if known is None else Value(known, chain_of(arguments))


def len_call(interpreter, arguments, _keywords, _where):
    data = arguments[0].data
    items = interpreter.iterate(arguments[0])
    if items is None and not (isinstance(data, ListData) and not isinstance(data.items, Unknown)):
        return None
    return arguments[0].derived(len(items if items is not None else data.items))


def sequence_call(make):
    def call(interpreter, arguments, _keywords, _where):
        items = interpreter.iterate(arguments[0]) if arguments else []
        return None if items is None else Value(make(items), chain_of(arguments))
    return call


def dict_call(interpreter, arguments, keywords, _where):
    entries = {}
    for one in arguments:
        if not isinstance(one.data, MappingData) or not one.data.known:
            return None
        entries.update(one.data.entries)
    return Value(MappingData(entries | keywords, arguments[0].data.origin if arguments else None),
                 chain_of(arguments))


def sorted_call(interpreter, arguments, keywords, _where):
    items = arguments[0].data.items if isinstance(arguments[0].data, ListData) else interpreter.iterate(arguments[0])
    if keywords or items is None or isinstance(items, Unknown) or \
            not all(interpreter.hashable(one) for one in items):
        return None
    try:
        return arguments[0].derived(ListData(sorted(items, key=interpreter.plain)))
    except TypeError:
        return None


def any_all(function):
    def call(interpreter, arguments, _keywords, _where):
        items = interpreter.iterate(arguments[0])
        known = [interpreter.truth(one) for one in items] if items is not None else [None]
        return None if None in known else Value(function(known), chain_of(items))
    return call


def enumerate_call(interpreter, arguments, keywords, _where):
    items = interpreter.iterate(arguments[0])
    return None if items is None or keywords or len(arguments) > 1 else \
        Value(tuple(Value((Value(at), one)) for at, one in enumerate(items)))


def zip_call(interpreter, arguments, keywords, _where):
    columns = [interpreter.iterate(one) for one in arguments]
    return None if None in columns or keywords else Value(tuple(Value(row) for row in zip(*columns)))


def range_call(_interpreter, arguments, _keywords, _where):
    if not all(isinstance(one.data, int) for one in arguments):
        return None
    numbers = range(*(one.data for one in arguments))
    return Value(tuple(Value(one) for one in numbers)) if len(numbers) <= 10_000 else None


def super_call(_interpreter, arguments, _keywords, where):
    frame = where[0]
    while frame is not None and frame.method is None:
        frame = frame.outer
    if frame is None or arguments and len(arguments) != 2:
        return None
    owner, this = frame.method
    return Value(Super(owner, this)) if isinstance(this.data, (Instance, ClassData)) else None


def map_call(interpreter, arguments, _keywords, where):
    items = interpreter.iterate(arguments[1]) if len(arguments) == 2 else None
    return None if items is None else \
        Value(tuple(interpreter.call(*where, arguments[0], [one], {}) for one in items))


def object_type(name):
    return native(name)


BUILTINS = {
    "None": Value(None), "True": Value(True), "False": Value(False), "__debug__": Value(True),
    "int": native("int", int_call), "float": native("float", plain_call(float)), "str": native("str", str_call),
    "bool": native("bool", bool_call), "bytes": native("bytes"), "object": native("object"), "type": native("type"),
    "abs": native("abs", plain_call(abs)), "min": native("min", plain_call(min)), "max": native("max", plain_call(max)),
    "round": native("round", round_call), "len": native("len", len_call), "any": native("any", any_all(any)),
    "all": native("all", any_all(all)), "print": native("print", nothing), "repr": native("repr", plain_call(repr)),
    "list": native("list", sequence_call(ListData)), "tuple": native("tuple", sequence_call(tuple)),
    "set": native("set", sequence_call(lambda items: ListData(items, "set"))),
    "frozenset": native("frozenset", sequence_call(lambda items: ListData(items, "set"))),
    "dict": native("dict", dict_call), "sorted": native("sorted", sorted_call),
    "enumerate": native("enumerate", enumerate_call), "zip": native("zip", zip_call),
    "range": native("range", range_call), "map": native("map", map_call),
    "isinstance": native("isinstance", isinstance_call), "getattr": native("getattr", getattr_call),
    "hasattr": native("hasattr", hasattr_call), "setattr": native("setattr", setattr_call),
    "super": native("super", super_call), "property": native("property"), "classmethod": native("classmethod"),
    "staticmethod": native("staticmethod"),
    "open": native("open", files.open_call),
    **{name: native(name) for name in ("Exception", "ValueError", "KeyError", "TypeError", "RuntimeError", "OSError",
                                       "FileNotFoundError", "ImportError", "AttributeError", "IndexError",
                                       "NotImplementedError", "ModuleNotFoundError", "PermissionError", "IOError")},
}

# functools and the like

def partial(interpreter, arguments, keywords, where):
    function, first = arguments[0], arguments[1:]
    return Value(Native("functools.partial", lambda one, more, names, place: one.call(
        *place, function, [*first, *more], {**keywords, **names})))


def decorator(name):
    """lru_cache(maxsize=1) and lru_cache alone are both the decorator."""
    return native(name, lambda _i, arguments, _k, _w: arguments[0] if arguments and not isinstance(
        arguments[0].data, PLAIN) else native(name))


def copied(interpreter, arguments, _keywords, where):
    return models.copy_of(interpreter, arguments[0])


LOGGER = Value(Native("logging.Logger", None, {name: Value(Native(f"logging.{name}", nothing)) for name in (
    "debug", "info", "warning", "warn", "error", "critical", "exception", "log", "setLevel")}))


def typing_names():
    names = ("Optional Union Any List Dict Tuple Set FrozenSet Literal Annotated ClassVar Final Sequence Mapping "
             "Iterable Callable Type MutableMapping Required NotRequired Self").split()
    return {name: Value(TypeData(name)) for name in names} | {
        "TYPE_CHECKING": Value(False), "cast": native("typing.cast", lambda _i, a, _k, _w: a[1]),
        "overload": native("typing.overload"), "final": native("typing.final")}


def quoted(function):
    return native(function.__name__, plain_call(function))


def modules():
    path = {"join": files.on_path(lambda _, *texts: os.path.join(*texts)), "dirname": files.on_path(lambda _, t: os.path.dirname(t)),
            "basename": files.on_path(lambda _, t: os.path.basename(t)), "abspath": files.on_path(files.absolute),
            "realpath": files.on_path(files.absolute), "normpath": files.on_path(lambda _, t: os.path.normpath(t)),
            "exists": files.on_file(os.path.exists), "isfile": files.on_file(os.path.isfile), "isdir": files.on_file(os.path.isdir),
            "expanduser": lambda _i, a, _k, _w: a[0] if files.path_text(a[0]) and not files.path_text(a[0]).startswith("~") else None}
    os_path = Value(ModuleData("os.path", None, {name: native(f"os.path.{name}", one) for name, one in path.items()}))
    toml = {"load": native("tomllib.load", files.load_document(("toml",), "TOMLDecodeError")),
            "loads": native("tomllib.loads", files.load_document(("toml",), "TOMLDecodeError")),
            "TOMLDecodeError": native("TOMLDecodeError")}
    yaml_load = native("yaml.safe_load", files.load_document(("yaml", "json"), "YAMLError"))
    settings = models.native_models()
    return {
        "os": {"getenv": native("os.getenv", getenv), "environ": Value(Environ()), "path": os_path,
               "getcwd": native("os.getcwd", lambda one, *_: Value(one.root)), "sep": Value("/"),
               "makedirs": native("os.makedirs", nothing), "linesep": Value("\n"), "name": Value("posix")},
        "os.path": os_path.data.attributes,
        "pathlib": {"Path": native("pathlib.Path", files.path_call, cwd=lambda one, *_: Value(PathData(one.root))),
                    "PurePath": native("pathlib.Path", files.path_call)},
        "tomllib": toml, "tomli": toml, "toml": toml,
        "json": {"load": native("json.load", files.load_document(("json",), "JSONDecodeError")),
                 "loads": native("json.loads", files.load_document(("json",), "JSONDecodeError")),
                 "JSONDecodeError": native("JSONDecodeError")},
        "yaml": {"safe_load": yaml_load, "load": yaml_load, "full_load": yaml_load, "SafeLoader": native("yaml.Loader"),
                 "FullLoader": native("yaml.Loader"), "YAMLError": native("YAMLError")},
        "dotenv": {"load_dotenv": native("dotenv.load_dotenv", dotenv.load_dotenv),
                   "find_dotenv": native("dotenv.find_dotenv", dotenv.find_dotenv),
                   "dotenv_values": native("dotenv.dotenv_values", dotenv.dotenv_values)},
        "functools": {"lru_cache": decorator("functools.lru_cache"), "cache": decorator("functools.cache"),
                      "cached_property": native("functools.cached_property"), "wraps": decorator("functools.wraps"),
                      "partial": native("functools.partial", partial)},
        "typing": typing_names(), "typing_extensions": typing_names(), "collections.abc": typing_names(),
        "enum": {name: native(f"enum.{name}") for name in ("Enum", "StrEnum", "IntEnum", "unique")} | {
            "auto": native("enum.auto", lambda *_: Value(Native("enum.auto()")))},
        "dataclasses": {"dataclass": decorator("dataclasses.dataclass"),
                        "field": native("dataclasses.field", fields.field_call("dataclasses.field")),
                        "replace": native("dataclasses.replace", models.replaced)},
        "abc": {"ABC": native("abc.ABC"), "ABCMeta": native("abc.ABCMeta"), "abstractmethod": native("abc.abstractmethod")},
        "copy": {"copy": native("copy.copy", copied), "deepcopy": native("copy.deepcopy", copied)},
        "logging": {"getLogger": native("logging.getLogger", lambda *_: LOGGER),
                    "basicConfig": native("logging.basicConfig", nothing), "DEBUG": Value(10), "INFO": Value(20),
                    "WARNING": Value(30), "ERROR": Value(40),
                    **{name: Value(Native(f"logging.{name}", nothing))
                       for name in ("debug", "info", "warning", "error", "exception", "critical")}},
        "warnings": {"warn": native("warnings.warn", nothing), "filterwarnings": native("warnings", nothing)},
        "contextlib": {"suppress": native("contextlib.suppress", nothing)},
        "urllib.parse": {function.__name__: quoted(function) for function in
                         (urllib.parse.quote, urllib.parse.quote_plus, urllib.parse.unquote, urllib.parse.urljoin)},
        "sys": {"version_info": Value(tuple(Value(one) for one in sys.version_info[:3])), "platform": Value("linux")},
        "types": {"SimpleNamespace": native("types.SimpleNamespace", lambda _i, _a, keywords, _w: Value(
            Instance(Native("types.SimpleNamespace"), keywords)))},
        "__future__": {"annotations": Value(None)},
        **settings,
    }


def outside_module(name):
    """Value of a module that is understood, or None."""
    if "all" not in MODULES:
        MODULES["all"] = modules()
    found = MODULES["all"].get(name)
    if found is not None:
        return Value(ModuleData(name, None, dict(found)))
    if any(one.startswith(f"{name}.") for one in MODULES["all"]):
        return Value(ModuleData(name, None, {}))
    return None


MODULES = {}
