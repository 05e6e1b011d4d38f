"""Annotations, and how pydantic makes a value fit one."""

import ast
import json
import os.path

from backend_probe.values import (ENUMS, MODELS, ClassData, Instance, ListData, MappingData, Native, PathData, Raised,
                                  TypeData, Unknown, Value, joined, secret_of)

TRUE = {"1", "on", "t", "true", "y", "yes"}
FALSE = {"0", "off", "f", "false", "n", "no"}
LISTS = {"list", "List", "set", "Set", "frozenset", "FrozenSet", "tuple", "Tuple", "Sequence", "Iterable"}
MAPPINGS = {"dict", "Dict", "Mapping", "MutableMapping"}
NUMBERS = {"PositiveInt": ("int", "gt", 0), "NonNegativeInt": ("int", "ge", 0), "PositiveFloat": ("float", "gt", 0),
           "NonNegativeFloat": ("float", "ge", 0), "StrictInt": ("int", None, 0), "StrictFloat": ("float", None, 0)}
TEXTS = {"StrictStr", "EmailStr", "NameEmail"}
URLS = {"HttpUrl", "AnyUrl", "AnyHttpUrl", "PostgresDsn", "RedisDsn", "WebsocketUrl", "FileUrl"}


class Fit:
    """How values are made to fit: interpreter, where in the code, pydantic's major version, and whether
    the value is text of the environment."""

    def __init__(self, interpreter, where, version, from_text=False):
        self.interpreter, self.where, self.version, self.from_text = interpreter, where, version, from_text

    def unknown(self, value, why):
        return Value(Unknown(why), joined(*(tuple(one.with_state("unknown") for one in value.chain),)))


def is_type(value):
    data = value.data
    return isinstance(data, (TypeData, ClassData)) or isinstance(data, Native) and (
        data.name in BUILTIN_TYPES or data.name.startswith("pydantic.") or data.name in ("pathlib.Path", "Union"))


BUILTIN_TYPES = {"int", "float", "str", "bool", "bytes", "list", "dict", "tuple", "set", "frozenset", "object", "type"}


def subscripted(interpreter, frame, value, node):
    nodes = node.elts if isinstance(node, ast.Tuple) else [node]
    name = value.data.origin if isinstance(value.data, TypeData) else getattr(value.data, "name", "")
    if name == "Literal":
        return Value(TypeData("Literal", [interpreter.evaluate(frame, one) for one in nodes]))
    arguments = [annotation_of(interpreter, frame, one) for one in nodes]
    if isinstance(value.data, ClassData):
        return value
    if name == "Annotated" and len(nodes) > 1:
        arguments = [arguments[0], *(interpreter.evaluate(frame, one) for one in nodes[1:])]
    if name == "Optional":
        return Value(TypeData("Union", [*arguments, Value(None)]))
    return Value(TypeData(name, arguments))


def annotation_of(interpreter, frame, node):
    """Value of an annotation; text is read as the expression that it holds."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        try:
            return annotation_of(interpreter, frame, ast.parse(node.value, mode="eval").body)
        except SyntaxError:
            return interpreter.unknown(frame, node, "no annotation")
    if isinstance(node, ast.Constant) and node.value is Ellipsis:
        return Value(TypeData("..."))
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        return Value(TypeData("Union", [annotation_of(interpreter, frame, node.left),
                                        annotation_of(interpreter, frame, node.right)]))
    return interpreter.evaluate(frame, node)


def parts_of(kind):
    """(type Value, metadata Values) of what may be Annotated, Final or ClassVar."""
    if isinstance(kind.data, TypeData) and kind.data.origin in ("Annotated", "Final", "ClassVar", "Required") and \
            kind.data.arguments:
        inner, metadata = parts_of(kind.data.arguments[0])
        return inner, [*metadata, *kind.data.arguments[1:]]
    return kind, []


def is_class_variable(kind):
    return isinstance(kind.data, TypeData) and kind.data.origin == "ClassVar"


def is_complex(kind):
    """Whether pydantic-settings reads its text as JSON."""
    kind, _ = parts_of(kind)
    data = kind.data
    if isinstance(data, TypeData) and data.origin == "Union":
        return any(is_complex(one) for one in data.arguments)
    name = data.origin if isinstance(data, TypeData) else getattr(data, "name", "")
    if isinstance(data, ClassData):
        return data.is_a(*MODELS)
    return name in LISTS or name in MAPPINGS


def fitted(fit, value, kind):
    """The value as it is in a field of that annotation; raises ValidationError, or is Unknown."""
    kind, metadata = parts_of(kind)
    if not value.known:
        return value
    data = kind.data
    if isinstance(data, Unknown):
        return fit.unknown(value, data.reason)
    if data is None:
        if value.data is None:
            return value
        raise wrong(value, "None is wanted")
    if isinstance(data, ClassData):
        return fitted_class(fit, value, kind)
    if isinstance(data, TypeData) and data.origin == "Union":
        return fitted_union(fit, value, data.arguments)
    if isinstance(data, TypeData) and data.origin == "Literal":
        if any(one.data == value.data and type(one.data) is type(value.data) for one in data.arguments):
            return value
        raise wrong(value, "it is none of the values that are allowed")
    name = data.origin if isinstance(data, TypeData) else data.name if isinstance(data, Native) else ""
    return fitted_native(fit, value, name.rpartition(".")[2] if "." in name else name,
                         data.arguments if isinstance(data, TypeData) else ())


def wrong(value, message):
    return Raised("ValidationError", message)


def fitted_native(fit, value, name, arguments):
    if name in ("Any", "object"):
        return value
    if name in FITTERS:
        return FITTERS[name](fit, value)
    if name in LISTS:
        return fitted_list(fit, value, name, arguments)
    if name in MAPPINGS:
        return fitted_mapping(fit, value, arguments)
    if name in NUMBERS:
        base, test, limit = NUMBERS[name]
        made = FITTERS[base](fit, value)
        if made.known and test and not (made.data > limit if test == "gt" else made.data >= limit):
            raise wrong(value, "out of range")
        return made
    if name in TEXTS:
        return fit_text(fit, value)
    if name in URLS:
        return fit_url(fit, value)
    return fit.unknown(value, f"how {name or 'its type'} is made of it is not followed")


def fit_int(fit, value):
    data = value.data
    if isinstance(data, bool):
        return value.derived(int(data))
    if isinstance(data, int):
        return value
    if isinstance(data, float) and (data == int(data) or fit.version == 1):
        return value.derived(int(data))
    if isinstance(data, str):
        try:
            return value.derived(int(data.strip()))
        except ValueError:
            if fit.version == 2 and data.strip().rstrip("0").endswith("."):
                return fit.unknown(value, "a number with a point for int")
            raise wrong(value, "no integer") from None
    raise wrong(value, "no integer")


def fit_float(fit, value):
    if isinstance(value.data, bool):
        return value.derived(float(value.data))
    if isinstance(value.data, (int, float, str)):
        try:
            return value.derived(float(value.data))
        except ValueError:
            pass
    raise wrong(value, "no number")


def fit_bool(fit, value):
    data = value.data
    if isinstance(data, bool):
        return value
    if isinstance(data, (int, float)) and data in (0, 1):
        return value.derived(bool(data))
    if isinstance(data, str) and data.lower() in TRUE | FALSE:
        return value.derived(data.lower() in TRUE)
    raise wrong(value, "no boolean")


def fit_text(fit, value):
    if isinstance(value.data, str):
        return value
    if isinstance(value.data, Instance) and isinstance(value.data.type, ClassData) and value.data.type.is_a(
            "str", "enum.StrEnum"):
        return value
    if fit.version == 1 and isinstance(value.data, (int, float)) and not isinstance(value.data, bool):
        return value.derived(str(value.data))
    raise wrong(value, "no text")


def fit_path(fit, value):
    if isinstance(value.data, PathData):
        return value
    if isinstance(value.data, str):
        return value.derived(PathData(os.path.normpath(value.data) if value.data else "."))
    raise wrong(value, "no path")


def fit_secret(fit, value):
    if isinstance(value.data, Instance):
        return value
    made = fit_text(fit, value)
    return Value(secret_of(made), made.chain)


def fit_url(fit, value):
    """pydantic 2 writes a host in lower case and ends a bare one with a slash; a plain address stays."""
    if isinstance(value.data, str) and "://" in value.data:
        scheme, _, rest = value.data.partition("://")
        if fit.version == 2 and (":80/" in rest + "/" or ":443/" in rest + "/"):
            return fit.unknown(value, "how the URL is written is not followed")
        if fit.version == 1 or ("/" in rest and rest == rest.lower() and rest.isascii()):
            return value
        if fit.version == 2 and scheme in ("http", "https") and rest == rest.lower() and rest.isascii() and \
                not any(one in rest for one in "?#@"):
            return value.derived(value.data + "/")
    return fit.unknown(value, "how the URL is written is not followed")


FITTERS = {"int": fit_int, "float": fit_float, "bool": fit_bool, "str": fit_text, "Path": fit_path,
           "SecretStr": fit_secret, "DirectoryPath": fit_path, "FilePath": fit_path}


def fitted_list(fit, value, name, arguments):
    data = value.data
    items = data if isinstance(data, tuple) else data.items if isinstance(data, ListData) else None
    if items is None or isinstance(items, Unknown):
        if isinstance(data, (str, bytes, int, float, MappingData)) or data is None:
            raise wrong(value, "no list")
        return fit.unknown(value, "what it holds is not known")
    kinds = [one for one in arguments if not (isinstance(one.data, TypeData) and one.data.origin == "...")]
    if kinds:
        if name in ("tuple", "Tuple") and len(arguments) == len(kinds):
            if len(kinds) != len(items):
                raise wrong(value, "not as many as wanted")
            items = [fitted(fit, item, kind) for item, kind in zip(items, kinds)]
        else:
            items = [fitted(fit, item, kinds[0]) for item in items]
    if name in ("set", "Set", "frozenset", "FrozenSet"):
        return value.derived(ListData(unique(items), "set"))
    return value.derived(tuple(items) if name in ("tuple", "Tuple") else ListData(items))


def may_be_none(kind):
    kind, _ = parts_of(kind)
    return isinstance(kind.data, TypeData) and kind.data.origin == "Union" and \
        any(parts_of(one)[0].data is None for one in kind.data.arguments)


def unique(items):
    found = []
    for item in items:
        if not any(type(one.data) is type(item.data) and one.data == item.data for one in found):
            found.append(item)
    return found


def fitted_mapping(fit, value, arguments):
    data = value.data
    if not isinstance(data, MappingData):
        raise wrong(value, "no mapping")
    if len(arguments) != 2 or not data.known:
        return value
    return value.derived(MappingData({key: fitted(fit, one, arguments[1]) for key, one in data.entries.items()},
                                     data.origin))


def fitted_union(fit, value, kinds):
    """pydantic 2 takes the member whose type it is, else the first that it can be made to fit."""
    if value.data is None and any(parts_of(one)[0].data is None for one in kinds):
        return value
    if fit.version == 2:
        for kind in kinds:
            if instance_of(value, parts_of(kind)[0]) and not isinstance(parts_of(kind)[0].data, TypeData):
                return fitted(fit, value, kind)
    failed = None
    for kind in kinds:
        try:
            return fitted(fit, value, kind)
        except Raised as raised:
            failed = raised
    raise failed or wrong(value, "no type")


def fitted_class(fit, value, kind):
    data = kind.data
    if isinstance(value.data, Instance) and isinstance(value.data.type, ClassData) and \
            data in value.data.type.lineage():
        return value
    if data.is_a(*ENUMS):
        for member in data.attributes.values():
            if isinstance(member.data, Instance) and member.data.attributes["value"].data == value.data:
                return value.derived(member.data)
        raise wrong(value, f"no {data.name}")
    if isinstance(value.data, MappingData) and data.is_a(*MODELS):
        if not value.data.known or not all(isinstance(key, str) for key in value.data.entries):
            return fit.unknown(value, "its keys are not known")
        return fit.interpreter.instantiate(*fit.where, data, [], dict(value.data.entries))
    if data.unreadable() or not data.is_a(*MODELS):
        return fit.unknown(value, data.unreadable() or f"how {data.name} is made of it is not followed")
    raise wrong(value, f"no {data.name}")


def instance_of(value, kind):
    """isinstance(value, kind): True, False, or None where it is not known."""
    data, wanted = value.data, kind.data
    if isinstance(data, Unknown) or isinstance(wanted, Unknown):
        return None
    if isinstance(wanted, ClassData):
        if isinstance(data, Instance) and isinstance(data.type, ClassData):
            return True if wanted in data.type.lineage() else None if data.type.unreadable() else False
        return False
    name = wanted.origin if isinstance(wanted, TypeData) else getattr(wanted, "name", None)
    if wanted is None:
        return data is None
    name = (name or "").rpartition(".")[2] if name else name
    plain = {"str": str, "int": int, "float": float, "bool": bool, "bytes": bytes, "tuple": tuple}
    if name in plain:
        if isinstance(data, Instance):
            return None
        return isinstance(data, plain[name])
    if name in MAPPINGS:
        return isinstance(data, MappingData)
    if name in LISTS:
        return isinstance(data, (ListData, tuple))
    if name == "Path":
        return isinstance(data, PathData)
    if name in ("BaseModel", "BaseSettings"):
        return isinstance(data, Instance) and isinstance(data.type, ClassData) and \
            any(one.rpartition(".")[2] == name for one in data.type.native_bases())
    if name == "SecretStr":
        return isinstance(data, Instance) and getattr(data.type, "name", "") == "pydantic.SecretStr"
    return None


def from_text(fit, value, kind):
    """The text of a variable, as pydantic-settings hands it to a field."""
    if not isinstance(value.data, str):
        return fitted(fit, value, kind)
    if not is_complex(kind):
        return fitted(fit, value, kind)
    try:
        parsed = from_json(json.loads(value.data), value.chain)
    except ValueError:
        if isinstance(parts_of(kind)[0].data, TypeData) and parts_of(kind)[0].data.origin == "Union":
            return fitted(fit, value, kind)
        raise Raised("SettingsError", "no JSON") from None
    return fitted(fit, parsed, kind)


def from_json(data, chain):
    if isinstance(data, dict):
        return Value(MappingData({key: from_json(one, chain) for key, one in data.items()}), chain)
    if isinstance(data, list):
        return Value(ListData([from_json(one, chain) for one in data]), chain)
    return Value(data, chain)
