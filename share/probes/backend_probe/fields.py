"""What a class of pydantic or a dataclass says of itself: its fields, its configuration, its version."""

from backend_probe.annotations import annotation_of, is_class_variable, parts_of
from backend_probe.values import ANY_KEY, ClassData, FunctionData, Instance, MappingData, Native, Value

FIELD_INFO = Native("pydantic.FieldInfo")


class Field:
    """name, annotation, default or factory, and `info`: the keywords of Field() that it was made with."""

    __slots__ = ("name", "annotation", "default", "factory", "info", "frame", "node")

    def __init__(self, name, annotation, frame, node):
        self.name, self.annotation, self.frame, self.node = name, annotation, frame, node
        self.default, self.factory, self.info = None, None, {}

    def take(self, info):
        for key, value in info.items():
            if key == "default" and value.data is not Ellipsis:
                self.default = value
            elif key == "default_factory":
                self.factory = value
        self.info = {**self.info, **info}

    def text(self, key):
        value = self.info.get(key)
        return value.data if value is not None and isinstance(value.data, str) else None


def field_call(name):
    """Field(default, ...) and dataclasses.field(...)"""
    def call(_interpreter, arguments, keywords, _where):
        info = dict(keywords)
        if arguments:
            info["default"] = arguments[0]
        return Value(Instance(FIELD_INFO, info))
    return call


def version_of(interpreter, data):
    bases = data.native_bases()
    if "pydantic.v1.BaseModel" in bases:
        return 1
    if "pydantic_settings.BaseSettings" in bases:
        return 2
    if "pydantic.BaseSettings" in bases:
        return 1
    modules = [one.data for one in interpreter.modules.values() if hasattr(one.data, "attributes")]
    names = {getattr(value.data, "name", None) for module in modules if module.file
             for value in module.attributes.values() if isinstance(value, Value)}
    old = {"pydantic.BaseSettings", "pydantic.validator", "pydantic.root_validator"}
    new = {"pydantic_settings.BaseSettings", "pydantic.field_validator", "pydantic.ConfigDict",
           "pydantic_settings.SettingsConfigDict", "pydantic.model_validator"}
    return 1 if names & old and not names & new else 2


def config_of(data):
    """{option: Value} of model_config and class Config, its bases' own below."""
    found = {}
    for one in reversed(data.lineage()):
        found.update(one.keywords)
        for name in ("Config", "model_config"):
            value = one.attributes.get(name)
            if value is None:
                continue
            if isinstance(value.data, ClassData):
                for part in reversed(value.data.lineage()):
                    found.update(part.attributes)
            elif isinstance(value.data, MappingData) and value.data.known:
                found.update(value.data.entries)
            else:
                found[ANY_KEY] = value
    return found


def fields_of(interpreter, data):
    """Of a model or dataclass, those of its bases first."""
    found = {}
    for one in reversed(data.lineage()):
        for name, (statement, frame) in one.annotations.items():
            annotation = annotation_of(interpreter, frame, statement.annotation)
            if name.startswith("_") or name == "model_config" or is_class_variable(annotation):
                continue
            kind, metadata = parts_of(annotation)
            field = Field(name, kind, frame, statement)
            before = found.get(name)
            for value in metadata:
                if isinstance(value.data, Instance) and value.data.type is FIELD_INFO:
                    field.take(value.data.attributes)
            take_default(field, one.attributes.get(name))
            if before is not None and field.default is not None and before.default is not None:
                field.default = field.default.over(before.default)
            found[name] = field
        for name, value in one.attributes.items():  # a default anew without an annotation
            if name in found and name not in one.annotations and not isinstance(value.data, FunctionData):
                take_default(found[name], value)
    return found


def take_default(field, value):
    if value is None:
        return
    if isinstance(value.data, Instance) and value.data.type is FIELD_INFO:
        field.take(value.data.attributes)
    else:
        field.default = value
