"""A stand-in for pydantic-settings: sources and their order, with the same results."""

import json
import os
import pathlib
import typing

from pydantic import AliasChoices, AliasPath, BaseModel
from pydantic._values import is_complex, is_model, is_union, union_is_complex
from pydantic.v1 import as_list, deep_update, read_env_files

SettingsConfigDict = dict
ENV_FILE = object()


class SettingsError(ValueError):
    """A variable that is not the JSON its field wants."""


class NoDecode:
    """In an Annotated: the text of the variable is not decoded as JSON."""


class ForceDecode:
    """In an Annotated: decoded although the configuration says otherwise."""


class PydanticBaseSettingsSource:
    """One source of values."""

    def __init__(self, settings_cls):
        self.settings_cls, self.config = settings_cls, settings_cls.model_config

    def __call__(self):
        return {}


class InitSettingsSource(PydanticBaseSettingsSource):
    """Keyword arguments, under the preferred alias of their fields."""

    def __init__(self, settings_cls, init_kwargs):
        super().__init__(settings_cls)
        self.init_kwargs = init_kwargs

    def __call__(self):
        data = dict(self.init_kwargs)
        for name, info in self.settings_cls.model_fields.items():
            given = next((key for key in (*info.aliases(), name) if key in data), None)
            if given is not None and given != key_of_field(info, name) and (given != name or by_name(self.config)):
                data[key_of_field(info, name)] = data.pop(given)
        return data


def by_name(config):
    return config.get("populate_by_name") or config.get("validate_by_name")


def key_of_field(info, name):
    """The key of the input that every source uses for a field."""
    return (info.aliases() or [name])[0]


def complexity(annotation):
    """Whether a value is JSON, and whether one that is not is left as it is."""
    return is_complex(annotation) or union_is_complex(annotation), not is_complex(annotation)


def member_type(annotation, key, case_sensitive):
    """The annotation of a key below a model or a dictionary, through unions."""
    for part in typing.get_args(annotation) if is_union(annotation) else [annotation]:
        if typing.get_origin(part) is dict:
            return typing.get_args(part)[1]
        for name, info in part.model_fields.items() if is_model(part) else ():
            names = [name, *info.aliases()]
            if key in names or (not case_sensitive and key.lower() in [one.lower() for one in names]):
                return info.annotation
    return None


def place_of(annotation, key):
    """A key of a nested value as its model spells it."""
    for part in typing.get_args(annotation) if is_union(annotation) else [annotation]:
        for name, info in part.model_fields.items() if is_model(part) else ():
            for spelled in info.aliases() or [name]:
                if spelled.lower() == key.lower():
                    return spelled
    return key


class EnvSettingsSource(PydanticBaseSettingsSource):
    """The process environment."""

    def __init__(self, settings_cls, case_sensitive=None, env_prefix=None, env_nested_delimiter=None,
                 env_ignore_empty=None):
        super().__init__(settings_cls)
        self.case_sensitive = self._option("case_sensitive", case_sensitive)
        self.env_prefix = self._option("env_prefix", env_prefix) or ""
        self.delimiter = self._option("env_nested_delimiter", env_nested_delimiter)
        self.ignore_empty = self._option("env_ignore_empty", env_ignore_empty)
        self.variables = self._normal(self._load())

    def _option(self, name, given):
        return self.config.get(name) if given is None else given

    def _load(self):
        return dict(os.environ)

    def _spelled(self, name):
        return name if self.case_sensitive else name.lower()

    def _normal(self, variables):
        return {self._spelled(key): value for key, value in variables.items()
                if not (self.ignore_empty and value == "")}

    def names_of(self, name, info):
        """The variables of a field: aliases as they are, else the prefix and the name."""
        alias = info.validation_alias
        names = []
        if isinstance(alias, AliasChoices):
            names = [one.path[0] if isinstance(one, AliasPath) else one for one in alias.choices]
        elif isinstance(alias, AliasPath):
            names = [alias.path[0]]
        elif alias:
            names = [alias]
        if not names or by_name(self.config):
            names.append(self.env_prefix + name)
        return [self._spelled(one) for one in names]

    def __call__(self):
        data = {}
        for name, info in self.settings_cls.model_fields.items():
            value = self._value(name, info)
            if value is not None:
                data[key_of_field(info, name)] = self._respelled(info.annotation, value)
        return data

    def _value(self, name, info):
        names = self.names_of(name, info)
        value = next((self.variables[one] for one in names if self.variables.get(one) is not None), None)
        is_json, may_fail = complexity(info.annotation)
        if not is_json:
            return value
        nested = self._nested(names, info.annotation)
        if value is None:
            return nested or None
        value = self._decoded(name, info.annotation, value, may_fail)
        return deep_update(value, nested) if isinstance(value, dict) else value

    def _decoded(self, name, annotation, value, may_fail):
        metadata = typing.get_args(annotation)[1:] if typing.get_origin(annotation) is typing.Annotated else ()
        if NoDecode in metadata or (self.config.get("enable_decoding") is False and ForceDecode not in metadata):
            return value
        try:
            return json.loads(value)
        except ValueError as error:
            if may_fail:
                return value
            raise SettingsError(f'error parsing value for field "{name}"') from error

    def _nested(self, names, annotation):
        """The variables `FIELD<delimiter>KEY...` as nested dictionaries."""
        result = {}
        for variable, value in self.variables.items():
            prefix = next((one + self.delimiter for one in names if self.delimiter
                           and variable.startswith(one + self.delimiter)), None)
            if prefix is None:
                continue
            split = (self.config.get("env_nested_max_split") or 0) - 1
            *keys, last = variable[len(prefix):].split(self.delimiter, split)
            place, kind = result, annotation
            for key in keys:
                kind = member_type(kind, key, self.case_sensitive) if kind else None
                place = place.setdefault(key, {})
            kind = member_type(kind, last, self.case_sensitive) if kind else None
            if kind is not None and value and complexity(kind)[0]:
                value = self._decoded(last, kind, value, complexity(kind)[1])
            place[last] = value
        return result

    def _respelled(self, annotation, value):
        """Keys of nested values in the case of their models' fields."""
        if self.case_sensitive or not isinstance(value, dict):
            return value
        return {place_of(annotation, key): self._respelled(member_type(annotation, key, False), one)
                for key, one in value.items()}


class DotEnvSettingsSource(EnvSettingsSource):
    """The .env files; what they hold beyond the fields is an extra of the class."""

    def __init__(self, settings_cls, env_file=ENV_FILE, env_file_encoding=None, **options):
        self.env_file = settings_cls.model_config.get("env_file") if env_file is ENV_FILE else env_file
        super().__init__(settings_cls, **options)

    def _load(self):
        return read_env_files(self.env_file)

    def __call__(self):
        data = super().__call__()
        for variable, value in self.variables.items():
            if value and variable not in data and not self._is_field(variable):
                allowed = self.config.get("extra") != "forbid" and variable.startswith(self.env_prefix)
                data[variable[len(self.env_prefix):] if allowed else variable] = value
        return data

    def _is_field(self, variable):
        if self.env_prefix and variable in self.settings_cls.model_fields:
            return True
        return any(variable == one or (complexity(info.annotation)[0] and variable.startswith(one))
                   for name, info in self.settings_cls.model_fields.items() for one in self.names_of(name, info))


class SecretsSettingsSource(EnvSettingsSource):
    """A directory with one file for each value."""

    def __init__(self, settings_cls, secrets_dir=None, **options):
        self.secrets_dir = secrets_dir or settings_cls.model_config.get("secrets_dir")
        super().__init__(settings_cls, **options)

    def _load(self):
        found = {}
        for one in as_list(self.secrets_dir):
            place = pathlib.Path(one).expanduser()
            for path in place.iterdir() if place.is_dir() else ():
                found[path.name] = path.read_text().strip()
        return found


class _FileSource(InitSettingsSource):
    """Values of one or more files, a later one winning; a missing file counts for nothing."""

    option = ""

    def __init__(self, settings_cls, file=ENV_FILE):
        files = settings_cls.model_config.get(self.option) if file is ENV_FILE else file
        data = {}
        for one in as_list(files):
            path = pathlib.Path(one).expanduser()
            if path.is_file():
                data.update(self.read(path) or {})
        super().__init__(settings_cls, data)


class TomlConfigSettingsSource(_FileSource):
    option = "toml_file"

    def __init__(self, settings_cls, toml_file=ENV_FILE):
        super().__init__(settings_cls, toml_file)

    def read(self, path):
        import tomllib
        return tomllib.loads(path.read_text())


class JsonConfigSettingsSource(_FileSource):
    option = "json_file"

    def __init__(self, settings_cls, json_file=ENV_FILE, json_file_encoding=None):
        super().__init__(settings_cls, json_file)

    def read(self, path):
        return json.loads(path.read_text())


class YamlConfigSettingsSource(_FileSource):
    option = "yaml_file"

    def __init__(self, settings_cls, yaml_file=ENV_FILE, yaml_file_encoding=None):
        super().__init__(settings_cls, yaml_file)

    def read(self, path):
        import yaml
        return yaml.safe_load(path.read_text())


class _DefaultsSource(PydanticBaseSettingsSource):
    """Defaults that are models, as dictionaries, so that a variable may change a part of them."""

    def __call__(self):
        if not self.config.get("nested_model_default_partial_update"):
            return {}
        return {key_of_field(info, name): info.default.model_dump()
                for name, info in self.settings_cls.model_fields.items() if isinstance(info.default, BaseModel)}


class BaseSettings(BaseModel):
    """Settings: keyword arguments, the environment, .env files, secret files, defaults."""

    model_config = {"extra": "forbid", "validate_default": True, "case_sensitive": False, "env_prefix": "",
                    "env_file": None, "env_nested_delimiter": None}

    def __init__(self, /, _case_sensitive=None, _env_prefix=None, _env_file=ENV_FILE, _env_file_encoding=None,
                 _env_ignore_empty=None, _env_nested_delimiter=None, _secrets_dir=None, **values):
        cls = type(self)
        options = {"case_sensitive": _case_sensitive, "env_prefix": _env_prefix,
                   "env_nested_delimiter": _env_nested_delimiter, "env_ignore_empty": _env_ignore_empty}
        sources = cls.settings_customise_sources(
            cls, init_settings=InitSettingsSource(cls, values), env_settings=EnvSettingsSource(cls, **options),
            dotenv_settings=DotEnvSettingsSource(cls, _env_file, **options),
            file_secret_settings=SecretsSettingsSource(cls, _secrets_dir, **options))
        state = {}
        for source in (*sources, _DefaultsSource(cls)):
            state = deep_update(source(), state)
        super().__init__(**state)

    @classmethod
    def settings_customise_sources(cls, settings_cls, init_settings, env_settings, dotenv_settings,
                                   file_secret_settings):
        return init_settings, env_settings, dotenv_settings, file_secret_settings
