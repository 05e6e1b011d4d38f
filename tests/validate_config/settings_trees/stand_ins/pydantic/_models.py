"""Models: how a class body becomes fields and how keyword arguments become an instance.

One machine for both versions; what differs between them is asked of `__lenient__`, which is set
for the first one.
"""

import copy
import functools
import inspect
import types
import typing

from ._fields import FieldInfo, PrivateAttribute, PydanticUndefined, Validator, field_of
from ._values import ValidationError, coerce

NO_FIELDS = (property, classmethod, staticmethod, functools.cached_property, types.FunctionType, type, Validator)


def own_config(namespace):
    """The configuration one class body writes, by either of its styles."""
    config = dict(namespace.get("model_config") or {})
    old = namespace.get("Config")
    if inspect.isclass(old):
        config.update({name: getattr(old, name) for name in dir(old) if not name.startswith("__")})
    return config


def is_class_variable(annotation):
    text = annotation if isinstance(annotation, str) else repr(annotation)
    return text.startswith(("ClassVar", "typing.ClassVar"))


class ModelMeta(type):
    """Takes the defaults out of a class body, as pydantic does, and keeps them as fields."""

    def __new__(mcs, name, bases, namespace, **keywords):
        lenient = any(getattr(base, "__lenient__", False) for base in bases) or namespace.get("__lenient__", False)
        annotations = namespace.get("__annotations__", {})
        own, private = {}, {}
        for key, annotation in annotations.items():
            if key.startswith("_"):
                private[key] = namespace.pop(key, PydanticUndefined)
            elif key != "model_config" and not is_class_variable(annotation):
                own[key] = namespace.pop(key, PydanticUndefined)
        for key in [key for key in namespace if mcs._is_bare_field(key, namespace[key], annotations, lenient)]:
            own[key] = namespace.pop(key)
            annotations[key] = type(own[key])
        if lenient and own:
            namespace["__annotations__"] = annotations
        cls = super().__new__(mcs, name, bases, namespace)
        cls.__own_fields__, cls.__own_private__ = own, private
        cls.model_config = mcs._merged_config(cls, namespace, keywords)
        cls.__resolved__ = None
        return cls

    @staticmethod
    def _is_bare_field(key, value, annotations, lenient):
        """The first version makes a field of a default without an annotation; the second rejects it."""
        bare = not key.startswith("_") and key not in annotations and key not in ("Config", "model_config") \
            and not isinstance(value, NO_FIELDS) and not isinstance(value, PrivateAttribute)
        if bare and not lenient:
            raise TypeError(f"a non-annotated attribute was detected: `{key}`")
        return bare

    @staticmethod
    def _merged_config(cls, namespace, keywords):
        config = {}
        for base in reversed(cls.__mro__[1:]):
            config.update(base.__dict__.get("model_config") or {})
        return {**config, **own_config(namespace), **keywords}

    @property
    def model_fields(cls):
        if cls.__resolved__ is None:
            cls.__resolved__ = resolve_fields(cls)
        return cls.__resolved__

    @property
    def __fields__(cls):
        return cls.model_fields

    @property
    def __config__(cls):
        return types.SimpleNamespace(**cls.model_config)


def resolve_fields(cls):
    """Every field of a class, the base's before its own, with annotations as types."""
    hints = typing.get_type_hints(cls, include_extras=True)
    fields = {}
    for base in reversed(cls.__mro__):
        for name, value in base.__dict__.get("__own_fields__", {}).items():
            fields[name] = field_of(copy.copy(value) if isinstance(value, FieldInfo) else value, hints[name])
    if cls.__lenient__:
        for info in fields.values():
            apply_implicit_none(info)
    apply_config_fields(cls, fields)
    return fields


def apply_implicit_none(info):
    """The first version: Optional means a default of None, and a default of None means Optional."""
    optional = type(None) in typing.get_args(info.annotation)
    if info.is_required() and optional and "default" not in info.extra:
        info.default = None
    elif info.default is None and not optional:
        info.annotation = typing.Optional[info.annotation]


def apply_config_fields(cls, fields):
    """`class Config: fields = {"url": {"env": ...}}`, which only the first version knows."""
    if not cls.__lenient__:
        return
    for name, options in (cls.model_config.get("fields") or {}).items():
        options = {"alias": options} if isinstance(options, str) else options
        if name in fields:
            fields[name].extra = {**fields[name].extra, **options}
            fields[name].validation_alias = options.get("alias", fields[name].validation_alias)


def validators_of(cls):
    """Decorated validators, the base's first; one that a subclass overrides counts once."""
    found = {}
    for base in reversed(cls.__mro__):
        for name, value in base.__dict__.items():
            if isinstance(value, Validator):
                found[name] = value
            elif name in found:
                del found[name]
    return list(found.values())


class ValidationInfo:
    def __init__(self, data, field_name):
        self.data, self.field_name, self.context, self.mode = data, field_name, None, "python"


def call_field_validator(one, cls, value, values, info):
    """One validator of a field; the first version passes `values` by name, the second an info."""
    names = one.arguments()
    first = () if one.is_static else (cls,)
    if cls.__lenient__ or "values" in names:
        known = {"values": values, "field": info, "config": cls.__config__}
        keywords = {name: known[name] for name in names[1:] if name in known}
        return one.function(*first, value, **keywords)
    rest = (ValidationInfo(values, info),) if len(names) > 1 else ()
    return one.function(*first, value, *rest)


def run_validators(cls, validators, mode, name, value, values):
    for one in validators:
        if one.mode != mode or not one.applies_to(name):
            continue
        try:
            if one.each_item and isinstance(value, list):
                value = [call_field_validator(one, cls, item, values, name) for item in value]
            else:
                value = call_field_validator(one, cls, value, values, name)
        except (ValueError, AssertionError) as error:
            raise ValidationError(f"{cls.__name__}.{name}: {error}") from error
    return value


def validate_field(cls, name, value, values):
    """One value through the validators before, the annotation, the bounds and the validators after."""
    validators, info = validators_of(cls), cls.model_fields[name]
    value = run_validators(cls, validators, "before", name, value, values)
    plain = [one for one in validators if one.mode == "plain" and one.applies_to(name)]
    if plain:
        return run_validators(cls, plain, "plain", name, value, values)
    try:
        value = coerce(info.annotation, value, cls.__lenient__)
    except ValidationError as error:
        raise ValidationError(f"{cls.__name__}.{name}: {error}") from error
    if value is not None:
        for bound in info.bounds:
            bound.check(value)
    return run_validators(cls, validators, "after", name, value, values)


def default_of(cls, name, info, values):
    """A field's default, validated where the configuration or the field asks for it."""
    if info.is_required():
        raise ValidationError(f"{cls.__name__}.{name}: field required")
    value = copy.deepcopy(info.get_default())
    asked = info.validate_default
    if asked is None:
        asked = cls.model_config.get("validate_all" if cls.__lenient__ else "validate_default")
    if not asked and cls.__lenient__:
        asked = any(one.always and one.applies_to(name) for one in validators_of(cls))
    return validate_field(cls, name, value, values) if asked else value


def key_of(cls, name, info, data):
    """The key of the input that gives this field, or None."""
    by_name = any(cls.model_config.get(one) for one in
                  ("populate_by_name", "validate_by_name", "allow_population_by_field_name"))
    aliases = info.aliases()
    keys = [*aliases, name] if by_name or not aliases else aliases
    return next((key for key in keys if key in data), None)


def validate_model(cls, data):
    """The values of every field, those that were given, and what the input has beyond them."""
    values, given, used = {}, set(), set()
    for name, info in cls.model_fields.items():
        key = key_of(cls, name, info, data)
        if key is None:
            values[name] = default_of(cls, name, info, values)
        else:
            used.add(key)
            given.add(name)
            values[name] = validate_field(cls, name, data[key], values)
    extra = {key: value for key, value in data.items() if key not in used}
    if extra and extra_of(cls) == "forbid":
        raise ValidationError(f"{cls.__name__}: extra fields not permitted: {', '.join(sorted(extra))}")
    return values, given, extra if extra_of(cls) == "allow" else {}


def extra_of(cls):
    extra = cls.model_config.get("extra", "ignore")
    return getattr(extra, "value", extra)


class ModelBase(metaclass=ModelMeta):
    """What both versions' BaseModel have in common."""

    __slots__ = ("__given__", "__dict__", "__weakref__")
    __pydantic_stand_in__ = True
    __lenient__ = False

    def __init__(self, /, **data):
        cls = type(self)
        for one in validators_of(cls):
            if one.fields is None and one.mode == "before":
                data = one.function(cls, data)
        values, given, extra = validate_model(cls, data)
        self.__dict__.update({**values, **extra})
        object.__setattr__(self, "__given__", given)
        self._set_private()
        self._run_after_validators()
        if hasattr(self, "model_post_init"):
            self.model_post_init(None)

    def _set_private(self):
        for base in reversed(type(self).__mro__):
            for name, value in base.__dict__.get("__own_private__", {}).items():
                value = value.get_default() if isinstance(value, PrivateAttribute) else value
                if value is not PydanticUndefined:
                    object.__setattr__(self, name, copy.deepcopy(value))

    def _run_after_validators(self):
        for one in validators_of(type(self)):
            if one.fields is not None or one.mode != "after":
                continue
            if type(self).__lenient__:
                self.__dict__.update(one.function(type(self), dict(self.__dict__)))
            else:
                one.function(self)

    def __setattr__(self, name, value):
        cls = type(self)
        if name.startswith("_") or isinstance(getattr(cls, name, None), property):
            return object.__setattr__(self, name, value)
        if cls.model_config.get("frozen") or cls.model_config.get("allow_mutation") is False:
            raise ValidationError(f"{cls.__name__} is frozen")
        if name not in cls.model_fields and extra_of(cls) != "allow":
            raise ValueError(f'"{cls.__name__}" object has no field "{name}"')
        if name in cls.model_fields and cls.model_config.get("validate_assignment"):
            value = validate_field(cls, name, value, dict(self.__dict__))
        self.__dict__[name] = value
        self.__given__.add(name)

    def __eq__(self, other):
        return type(self) is type(other) and self.__dict__ == other.__dict__

    def __iter__(self):
        return ((key, value) for key, value in self.__dict__.items() if not key.startswith("_"))

    def __repr__(self):
        return f"{type(self).__name__}({', '.join(f'{key}={value!r}' for key, value in self)})"

    def _dump(self, exclude_unset=False, exclude_none=False):
        values = {key: dump(value, exclude_unset, exclude_none) for key, value in self
                  if not exclude_unset or key in self.__given__}
        return {key: value for key, value in values.items() if not exclude_none or value is not None}

    def _copy(self, update=None, deep=False):
        twin = copy.deepcopy(self) if deep else copy.copy(self)
        object.__setattr__(twin, "__given__", set(self.__given__))
        twin.__dict__.update(update or {})
        twin.__given__.update(update or {})
        return twin

    def __copy__(self):
        twin = type(self).__new__(type(self))
        twin.__dict__.update(self.__dict__)
        return twin


def dump(value, exclude_unset=False, exclude_none=False):
    """A value as plain data, models as dictionaries."""
    if isinstance(value, ModelBase):
        return value._dump(exclude_unset, exclude_none)
    if isinstance(value, dict):
        return {key: dump(one, exclude_unset, exclude_none) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(dump(one, exclude_unset, exclude_none) for one in value)
    return value
