"""Coercion of a value to an annotation, as pydantic does it without `strict`.

`lenient` is the first version's way: numbers become text, a union takes the first member that
accepts the value, and URLs stay the text they were.
"""

import collections.abc
import dataclasses
import enum
import inspect
import pathlib
import re
import types
import typing

TRUE = {"1", "on", "t", "true", "y", "yes"}
FALSE = {"0", "off", "f", "false", "n", "no"}
SEQUENCES = {list: list, tuple: tuple, set: set, frozenset: frozenset,
             collections.abc.Sequence: list, collections.abc.Iterable: list}
MAPPINGS = (dict, collections.abc.Mapping, collections.abc.MutableMapping)
DEFAULT_PORTS = {"http": "80", "https": "443", "ws": "80", "wss": "443"}


class ValidationError(ValueError):
    """What a value that does not fit raises."""


class SecretStr:
    """Text that does not print itself."""

    def __init__(self, secret_value):
        self._secret_value = secret_value

    def get_secret_value(self):
        return self._secret_value

    def __str__(self):
        return "**********" if self._secret_value else ""

    def __repr__(self):
        return f"SecretStr('{self}')"

    def __eq__(self, other):
        return isinstance(other, SecretStr) and self._secret_value == other._secret_value

    def __hash__(self):
        return hash(self._secret_value)

    def __len__(self):
        return len(self._secret_value)


class AnyUrl:
    """A URL; printed as the second version prints it, with a path where HTTP wants one."""

    def __init__(self, url):
        match = re.fullmatch(r"([A-Za-z][\w+.-]*)://(?:([^/?#@]*)@)?([^/?#:]*)(?::(\d+))?([^?#]*)(.*)", str(url))
        if not match:
            raise ValidationError(f"not a URL: {url!r}")
        scheme, user, host, port, path, rest = match.groups()
        self.scheme, self.host, self.path = scheme.lower(), host.lower(), path
        special = self.scheme in DEFAULT_PORTS
        shown = "" if port is None or (special and port == DEFAULT_PORTS[self.scheme]) else f":{port}"
        self.port = int(port or DEFAULT_PORTS.get(self.scheme, 0)) or None
        self.path = path or ("/" if special else "")
        self._text = f"{self.scheme}://{user + '@' if user else ''}{self.host}{shown}{self.path}{rest}"

    def __str__(self):
        return self._text

    def __repr__(self):
        return f"{type(self).__name__}({self._text!r})"

    def __eq__(self, other):
        return isinstance(other, AnyUrl) and str(self) == str(other)

    def __hash__(self):
        return hash(self._text)


class AnyHttpUrl(AnyUrl):
    pass


class HttpUrl(AnyHttpUrl):
    pass


class PostgresDsn(AnyUrl):
    pass


class Bound:
    """One limit of a number or of a length."""

    def __init__(self, name, limit):
        self.name, self.limit = name, limit

    def check(self, value):
        length = value if self.name in ("ge", "gt", "le", "lt", "multiple_of") else None
        checks = {"ge": lambda: length >= self.limit, "gt": lambda: length > self.limit,
                  "le": lambda: length <= self.limit, "lt": lambda: length < self.limit,
                  "multiple_of": lambda: length % self.limit == 0,
                  "min_length": lambda: len(value) >= self.limit,
                  "max_length": lambda: len(value) <= self.limit,
                  "pattern": lambda: re.search(self.limit, value),
                  "regex": lambda: re.match(self.limit, value)}
        if not checks[self.name]():
            raise ValidationError(f"{value!r} is not {self.name} {self.limit!r}")


class BeforeValidator:
    def __init__(self, func):
        self.func = func


class AfterValidator:
    def __init__(self, func):
        self.func = func


def is_union(annotation):
    return typing.get_origin(annotation) in (typing.Union, types.UnionType)


def is_model(annotation):
    return inspect.isclass(annotation) and hasattr(annotation, "__pydantic_stand_in__")


def is_complex(annotation):
    """Whether a settings class decodes text for this annotation as JSON."""
    origin = typing.get_origin(annotation)
    if origin is typing.Annotated:
        return is_complex(typing.get_args(annotation)[0])
    shape = origin or annotation
    return inspect.isclass(shape) and (
        is_model(shape) or dataclasses.is_dataclass(shape)
        or (issubclass(shape, (*MAPPINGS, *SEQUENCES)) and not issubclass(shape, (str, bytes))))


def union_is_complex(annotation):
    return is_union(annotation) and any(is_complex(part) for part in typing.get_args(annotation))


def call_validator(function, value):
    """Runs a validator of an Annotated; what it rejects is a ValidationError."""
    try:
        return function(value)
    except (ValueError, AssertionError) as error:
        raise ValidationError(str(error)) from error


def coerce_annotated(annotation, value, lenient):
    inner, *metadata = typing.get_args(annotation)
    for item in reversed(metadata):
        if isinstance(item, BeforeValidator):
            value = call_validator(item.func, value)
    value = coerce(inner, value, lenient)
    for item in metadata:
        if isinstance(item, AfterValidator):
            value = call_validator(item.func, value)
        elif isinstance(item, Bound):
            item.check(value)
        for bound in getattr(item, "bounds", ()):
            bound.check(value)
    return value


def fits_exactly(annotation, value):
    """Whether a value is of this type as it stands; what a smart union looks at first."""
    if annotation in (None, type(None)):
        return value is None
    if typing.get_origin(annotation) is typing.Literal:
        return any(value == one and type(value) is type(one) for one in typing.get_args(annotation))
    shape = typing.get_origin(annotation) or annotation
    return inspect.isclass(shape) and (type(value) is shape or (is_model(shape) and isinstance(value, shape)))


def coerce_union(annotation, value, lenient):
    parts = typing.get_args(annotation)
    if value is None and type(None) in parts:
        return None
    if not lenient and any(fits_exactly(part, value) for part in parts):
        parts = [part for part in parts if fits_exactly(part, value)]
    for part in parts:
        if part is type(None):
            continue
        try:
            return coerce(part, value, lenient)
        except (ValidationError, TypeError):
            continue
    raise ValidationError(f"{value!r} fits no member of {annotation}")


def coerce_bool(value):
    if isinstance(value, bool):
        return value
    if isinstance(value, (int, float)) and value in (0, 1):
        return bool(value)
    if isinstance(value, str) and value.lower() in TRUE | FALSE:
        return value.lower() in TRUE
    raise ValidationError(f"{value!r} is no bool")


def coerce_int(value, lenient):
    if isinstance(value, float) and not lenient and value != int(value):
        raise ValidationError(f"{value!r} has a fraction")
    if isinstance(value, str) and not lenient:
        value = re.sub(r"\.0+$", "", value.strip())
    if not isinstance(value, (int, float, str)):
        raise ValidationError(f"{value!r} is no int")
    try:
        return int(value)
    except ValueError as error:
        raise ValidationError(str(error)) from error


def coerce_float(value):
    if not isinstance(value, (int, float, str)):
        raise ValidationError(f"{value!r} is no float")
    try:
        return float(value)
    except ValueError as error:
        raise ValidationError(str(error)) from error


def coerce_str(value, lenient):
    if isinstance(value, enum.Enum) and isinstance(value, str):
        return value.value
    if isinstance(value, str):
        return value
    if lenient and isinstance(value, (int, float)):
        return str(value)
    raise ValidationError(f"{value!r} is no str")


def coerce_enum(annotation, value):
    try:
        return annotation(value)
    except ValueError as error:
        raise ValidationError(str(error)) from error


def coerce_literal(annotation, value):
    for one in typing.get_args(annotation):
        if value == one and type(value) is type(one):
            return one
    raise ValidationError(f"{value!r} is none of {typing.get_args(annotation)}")


def coerce_url(annotation, value, lenient):
    if lenient:
        AnyUrl(value)
        return value
    return value if isinstance(value, annotation) else annotation(value)


def coerce_sequence(annotation, value, lenient):
    shape = typing.get_origin(annotation) or annotation
    if not isinstance(value, (list, tuple, set, frozenset)):
        raise ValidationError(f"{value!r} is no {shape.__name__}")
    arguments = typing.get_args(annotation)
    if shape is tuple and arguments and arguments[-1] is not Ellipsis:
        return tuple(coerce(part, one, lenient) for part, one in zip(arguments, value, strict=True))
    part = arguments[0] if arguments else typing.Any
    return SEQUENCES[shape](coerce(part, one, lenient) for one in value)


def coerce_mapping(annotation, value, lenient):
    if not isinstance(value, collections.abc.Mapping):
        raise ValidationError(f"{value!r} is no mapping")
    key_type, value_type = typing.get_args(annotation) or (typing.Any, typing.Any)
    return {coerce(key_type, key, lenient): coerce(value_type, one, lenient) for key, one in value.items()}


def coerce_class(annotation, value):
    """A model or a dataclass: an instance as it is, a mapping as keyword arguments."""
    if isinstance(value, annotation):
        return value
    if isinstance(value, collections.abc.Mapping):
        return annotation(**value)
    raise ValidationError(f"{value!r} is no {annotation.__name__}")


def coerce_shape(annotation, value, lenient):
    """A class or a parametrised collection."""
    shape = typing.get_origin(annotation) or annotation
    if shape in SEQUENCES:
        return coerce_sequence(annotation, value, lenient)
    if shape in MAPPINGS:
        return coerce_mapping(annotation, value, lenient)
    if not inspect.isclass(shape):
        return value
    if is_model(shape) or dataclasses.is_dataclass(shape):
        return coerce_class(shape, value)
    if issubclass(shape, enum.Enum):
        return coerce_enum(shape, value)
    if issubclass(shape, AnyUrl):
        return coerce_url(shape, value, lenient)
    if issubclass(shape, SecretStr):
        return value if isinstance(value, SecretStr) else SecretStr(coerce_str(value, lenient))
    if issubclass(shape, pathlib.PurePath):
        return shape(value)
    return value


def coerce(annotation, value, lenient=False):
    """The value as the annotation wants it, or a ValidationError."""
    if annotation is typing.Any:
        return value
    if annotation in (None, type(None)):
        if value is None:
            return None
        raise ValidationError(f"{value!r} is not None")
    if typing.get_origin(annotation) is typing.Annotated:
        return coerce_annotated(annotation, value, lenient)
    if is_union(annotation):
        return coerce_union(annotation, value, lenient)
    if typing.get_origin(annotation) is typing.Literal:
        return coerce_literal(annotation, value)
    if annotation is bool:
        return coerce_bool(value)
    if annotation is int:
        return coerce_int(value, lenient)
    if annotation is float:
        return coerce_float(value)
    if annotation is str:
        return coerce_str(value, lenient)
    return coerce_shape(annotation, value, lenient)
