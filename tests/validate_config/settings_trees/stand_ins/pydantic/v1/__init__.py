"""A stand-in for pydantic 1, which the second one ships as `pydantic.v1`."""

import json
import os
import pathlib
import typing

from .._fields import Field, FieldInfo, PrivateAttr, root_validator, validator
from .._models import ModelBase
from .._values import AnyHttpUrl, AnyUrl, Bound, HttpUrl, PostgresDsn, SecretStr, ValidationError, is_complex, is_union

VERSION = "1.10-stand-in"
PositiveInt = typing.Annotated[int, Bound("gt", 0)]
NonNegativeInt = typing.Annotated[int, Bound("ge", 0)]
PositiveFloat = typing.Annotated[float, Bound("gt", 0)]


class BaseConfig:
    """What `class Config` may be derived from."""


class BaseModel(ModelBase):
    """A model of the first version: lenient, with its own names for the same methods."""

    __lenient__ = True
    model_config = {}

    @classmethod
    def parse_obj(cls, data):
        return cls(**data)

    @property
    def __fields_set__(self):
        return self.__given__

    def dict(self, *, exclude_unset=False, exclude_none=False, by_alias=False):
        return self._dump(exclude_unset, exclude_none)

    def copy(self, *, update=None, deep=False):
        return self._copy(update, deep)


def deep_update(base, *updates):
    """Nested dictionaries merged, the later ones winning."""
    merged = dict(base)
    for update in updates:
        for key, value in update.items():
            nested = isinstance(merged.get(key), dict) and isinstance(value, dict)
            merged[key] = deep_update(merged[key], value) if nested else value
    return merged


def as_list(files):
    if files is None:
        return []
    return [files] if isinstance(files, (str, os.PathLike)) else list(files)


def read_env_files(files):
    """The variables of .env files; a later file wins, a missing one counts for nothing."""
    from dotenv import dotenv_values
    found = {}
    for one in as_list(files):
        path = pathlib.Path(one).expanduser()
        if path.is_file():
            found.update(dotenv_values(path))
    return found


def variable_names(cls, name, info):
    """The variables a field is read from: its own `env`, else the prefix and its name."""
    env = info.extra.get("env")
    if env is None:
        names = [cls.model_config.get("env_prefix", "") + name]
    else:
        names = [env] if isinstance(env, str) else list(env)
    return names if cls.model_config.get("case_sensitive") else [one.lower() for one in names]


def nested_values(cls, names, delimiter, variables):
    """The variables `FIELD<delimiter>KEY...` as nested dictionaries."""
    result = {}
    prefix = len(cls.model_config.get("env_prefix", ""))
    for variable, value in variables.items():
        if not delimiter or not any(variable.startswith(name + delimiter) for name in names):
            continue
        _, *keys, last = variable[prefix:].split(delimiter)
        place = result
        for key in keys:
            place = place.setdefault(key, {})
        place[last] = value
    return result


def complexity(annotation):
    """Whether a value is JSON, and whether one that is not is left as it is."""
    parts = [part for part in typing.get_args(annotation) if part is not type(None)] if is_union(annotation) else []
    if len(parts) == 1:
        return is_complex(parts[0]), False
    if parts:
        return any(is_complex(part) for part in parts), True
    return is_complex(annotation), False


class EnvSettingsSource:
    """The environment, with the .env files below it."""

    def __init__(self, cls, env_file, delimiter):
        self.cls, self.env_file, self.delimiter = cls, env_file, delimiter

    def __call__(self, settings=None):
        same = self.cls.model_config.get("case_sensitive")
        variables = {key if same else key.lower(): value for found in (read_env_files(self.env_file), os.environ)
                     for key, value in found.items()}
        data = {}
        for name, info in self.cls.model_fields.items():
            value = self._value(name, info, variables)
            if value is not None:
                data[info.aliases()[0] if info.aliases() else name] = value
        return data

    def _value(self, name, info, variables):
        names = variable_names(self.cls, name, info)
        value = next((variables[one] for one in names if variables.get(one) is not None), None)
        complex_value, may_fail = complexity(info.annotation)
        if not complex_value:
            return value
        nested = nested_values(self.cls, names, self.delimiter, variables)
        if value is None:
            return nested or None
        try:
            value = json.loads(value)
        except ValueError:
            if not may_fail:
                raise
        return deep_update(value, nested) if isinstance(value, dict) else value


class BaseSettings(BaseModel):
    """Settings of the first version: the environment counts below keyword arguments."""

    model_config = {"validate_all": True, "extra": "forbid", "env_prefix": "", "env_file": None}

    def __init__(self, _env_file=..., _env_file_encoding=None, _env_nested_delimiter=None, _secrets_dir=None, **values):
        config = type(self).model_config
        env_file = config.get("env_file") if _env_file is ... else _env_file
        env = EnvSettingsSource(type(self), env_file, _env_nested_delimiter or config.get("env_nested_delimiter"))
        sources = [lambda settings: values, env, lambda settings: {}]
        customise = config.get("customise_sources")
        if customise:
            init, env, secrets = sources
            sources = customise(init_settings=init, env_settings=env, file_secret_settings=secrets)
        super().__init__(**deep_update({}, *[source(self) for source in reversed(sources)]))
