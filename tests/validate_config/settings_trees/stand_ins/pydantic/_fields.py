"""Fields, aliases and the decorators of validators."""

import functools
import inspect
import typing

from ._values import Bound

BOUNDS = ("ge", "gt", "le", "lt", "multiple_of", "min_length", "max_length", "pattern", "regex")


class _Undefined:
    def __repr__(self):
        return "PydanticUndefined"


PydanticUndefined = _Undefined()


class AliasPath:
    def __init__(self, first_arg, *args):
        self.path = [first_arg, *args]


class AliasChoices:
    def __init__(self, first_choice, *choices):
        self.choices = [first_choice, *choices]


class FieldInfo:
    """What is known of one field; `extra` holds the keywords that only the first version reads."""

    def __init__(self, default=PydanticUndefined, *, default_factory=None, alias=None,
                 validation_alias=None, validate_default=None, exclude=None, **extra):
        self.default = PydanticUndefined if default is Ellipsis else default
        self.default_factory = default_factory
        self.alias = alias
        self.validation_alias = validation_alias or alias
        self.validate_default = validate_default
        self.bounds = [Bound(name, extra[name]) for name in BOUNDS if extra.get(name) is not None]
        self.extra = extra
        self.annotation = None
        self.metadata = []

    def is_required(self):
        return self.default is PydanticUndefined and self.default_factory is None

    def get_default(self, call_default_factory=True):
        return self.default_factory() if self.default_factory else self.default

    def aliases(self):
        """The keys of an input that name this field, beside its own name."""
        alias = self.validation_alias
        if isinstance(alias, AliasChoices):
            return [choice for choice in alias.choices if isinstance(choice, str)]
        return [alias] if isinstance(alias, str) else []


def Field(default=PydanticUndefined, **keywords):
    return FieldInfo(default, **keywords)


class PrivateAttribute:
    def __init__(self, default=PydanticUndefined, *, default_factory=None):
        self.default, self.default_factory = default, default_factory

    def get_default(self):
        return self.default_factory() if self.default_factory else self.default


PrivateAttr = PrivateAttribute


class Validator:
    """A decorated function: of fields, or (with `fields` None) of the whole model."""

    def __init__(self, function, fields, mode, always=True, each_item=False):
        self.wrapped = function
        self.function = function.__func__ if isinstance(function, (classmethod, staticmethod)) else function
        self.is_static = isinstance(function, staticmethod)
        self.fields, self.mode, self.always, self.each_item = fields, mode, always, each_item

    def __get__(self, instance, owner=None):
        if hasattr(self.wrapped, "__get__"):
            return self.wrapped.__get__(instance, owner)
        return functools.partial(self.wrapped, owner)

    def applies_to(self, name):
        return self.fields is not None and ("*" in self.fields or name in self.fields)

    def arguments(self):
        """The names of the parameters after the class."""
        names = list(inspect.signature(self.function).parameters)
        return names if self.is_static else names[1:]


def field_validator(field, /, *fields, mode="after", check_fields=None):
    return lambda function: Validator(function, (field, *fields), mode)


def model_validator(*, mode):
    return lambda function: Validator(function, None, mode)


def validator(*fields, pre=False, always=False, each_item=False, allow_reuse=False, check_fields=True):
    mode = "before" if pre else "after"
    return lambda function: Validator(function, fields, mode, always, each_item)


def root_validator(function=None, *, pre=False, skip_on_failure=False, allow_reuse=False):
    mode = "before" if pre else "after"
    if function is not None:
        return Validator(function, None, mode)
    return lambda one: Validator(one, None, mode)


def computed_field(function=None, /, **keywords):
    """A property that is also printed."""
    def decorate(one):
        return one if isinstance(one, (property, functools.cached_property)) else property(one)
    return decorate if function is None else decorate(function)


def field_of(value, annotation):
    """The FieldInfo of one annotated name of a class body, whose value may be a plain default."""
    info = value if isinstance(value, FieldInfo) else FieldInfo(value)
    if typing.get_origin(annotation) is typing.Annotated:
        annotation, info = _field_of_annotated(value, annotation, info)
    info.annotation = annotation
    return info


def _field_of_annotated(value, annotation, info):
    inner, *metadata = typing.get_args(annotation)
    inside = next((item for item in metadata if isinstance(item, FieldInfo)), None)
    if inside is not None and not isinstance(value, FieldInfo):
        metadata = [item for item in metadata if item is not inside]
        outside, info = value, inside
        if outside is not PydanticUndefined:
            info.default = outside
    info.metadata = metadata
    rest = [item for item in metadata if not isinstance(item, FieldInfo)]
    return (typing.Annotated[(inner, *rest)] if rest else inner), info
