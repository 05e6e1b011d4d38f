"""Where pydantic-settings looks for a field: variables of the environment, then .env files."""

import json
import os

from backend_probe import dotenv
from backend_probe.annotations import from_json, is_complex
from backend_probe.fields import fields_of
from backend_probe.files import below_root, path_text
from backend_probe.values import (INERT, MODELS, UNSET, ClassData, ListData, MappingData, PathData, Raised, Source, TypeData,
                                  UNKNOWN, Unknown, Value, joined)


def text_option(config, name, default=""):
    """A string of the configuration; raises where it is not known."""
    value = config.get(name)
    if value is None or value.data is None:
        return default
    if not isinstance(value.data, str):
        raise Raised("ValidationError", f"{name} is not known")
    return value.data


def names_of(field, config, version):
    """Variables that are asked, in order."""
    if version == 1:
        named = field.info.get("env") or of_config_fields(config, field.name)
        if named is not None:
            return texts(named)
    else:
        for key in ("validation_alias", "alias"):
            if key in field.info and field.info[key].data is not None:
                own = text_option(config, "env_prefix") + field.name
                populate = any(one in config and config[one].data is True
                               for one in ("populate_by_name", "validate_by_name"))
                return texts(field.info[key]) + ([own] if populate else [])
    return [text_option(config, "env_prefix") + field.name]


def of_config_fields(config, name):
    fields = config.get("fields")
    entry = fields.data.entries.get(name) if fields is not None and isinstance(fields.data, MappingData) else None
    return entry.data.entries.get("env") if entry is not None and isinstance(entry.data, MappingData) else None


def texts(value):
    data = value.data
    items = data if isinstance(data, tuple) else data.items if isinstance(data, ListData) else (value,)
    if isinstance(items, Unknown) or not all(isinstance(one.data, str) for one in items):
        raise Raised("ValidationError", "the names of its variables are not known")
    return [one.data for one in items]


def environment_of(interpreter, config):
    """{name as it is compared: (name, Value)}"""
    exact = is_on(config, "case_sensitive")
    no_empty = is_on(config, "env_ignore_empty")
    return {(name if exact else name.lower()): (name, interpreter.variable(name)) for name in interpreter.environment
            if not (no_empty and interpreter.environment[name][0] == "")}, exact


def is_on(config, name):
    return config.get(name) is not None and config[name].data is True


def env_files(config):
    value = config.get("env_file")
    if value is None or value.data is None:
        return []
    data = value.data
    items = data if isinstance(data, tuple) else data.items if isinstance(data, ListData) else (value,)
    if isinstance(items, Unknown):
        raise Raised("ValidationError", "env_file is not known")
    found = []
    for one in items:
        text = one.data.text if isinstance(one.data, PathData) else one.data
        if not isinstance(text, str):
            raise Raised("ValidationError", "env_file is not known")
        found.append(text)
    return list(reversed(found))  # the last one wins


def dotenv_of(interpreter, config, exact):
    """[{name as it is compared: (name, Value)}], highest precedence first."""
    layers, no_empty = [], is_on(config, "env_ignore_empty")
    for text in env_files(config):
        file = below_root(interpreter, text)
        entries = dotenv.dotenv_entries(interpreter, file) if file else None
        if entries is not None:
            layers.append({(name if exact else name.lower()): (name, value) for name, value in entries.items()
                           if value.data is not None and not (no_empty and value.data == "")})
    return layers


def field_sources(interpreter, fit, data, field, config):
    """([Value of each source that has it], [Source of each that was asked in vain and stands above])"""
    environment, exact = environment_of(interpreter, config)
    layers = [environment, *dotenv_of(interpreter, config, exact)]
    names = names_of(field, config, fit.version)
    if config.get("env_prefix") is not None and "dotenv" in config:
        raise Raised("ValidationError", "its sources are not followed")
    found_in_files = secret_file(interpreter, field, config, names)
    refuse_extra(interpreter, data, config, layers[1:], exact, fit.version)
    found, asked = [], []
    for at, layer in enumerate(layers):
        values = [layer[key][1] for key in (name if exact else name.lower() for name in names) if key in layer]
        nested = nested_value(fit, field, config, names, layer, exact)
        if nested is not None:
            found.append(nested if not values else merged(values[0], nested))
        elif values:
            found.append(values[0])
        elif at == 0 and not found:
            asked = [Source("environment", name if exact else name.upper(), UNSET) for name in names]
    if found_in_files is not None:
        found.append(found_in_files)
    return found, asked


def secret_file(interpreter, field, config, names):
    """A file of secrets_dir, which is never read."""
    directory = config.get("secrets_dir")
    text = path_text(directory) if directory is not None else None
    if directory is None or directory.data is None:
        return None
    inside = below_root(interpreter, text) if text else None
    if inside is None:
        return Value(Unknown("files of secrets_dir are not read"))
    entries = os.listdir(os.path.join(interpreter.root, inside)) if \
        os.path.isdir(os.path.join(interpreter.root, inside)) else []
    for name in names:
        for entry in entries:
            if entry.lower() == name.lower():
                file = f"{inside}/{entry}"
                return Value(Unknown(f"{file} is not read"), (Source("file", entry, UNKNOWN, file),))
    return None


def merged(_whole, nested):
    return Value(Unknown("a variable and its parts are both set"), nested.chain)


def nested_value(fit, field, config, names, layer, exact):
    """What PREFIX__PART variables say of a field that is a model, or None."""
    delimiter = text_option(config, "env_nested_delimiter", None)
    kind = model_in(field.annotation)
    if not delimiter or (kind is None and not is_complex(field.annotation)):
        return None
    entries, chains = {}, []
    delimiter = delimiter if exact else delimiter.lower()
    for name in names:
        start = (name if exact else name.lower()) + delimiter
        for key, (_, value) in layer.items():
            if key.startswith(start):
                put_nested(fit, kind, entries, key[len(start):].split(delimiter), value)
                chains.append(value.chain)
    if entries and kind is None:
        return Value(Unknown("variables that set parts of it are not followed"), joined(*chains))
    return Value(MappingData(entries), joined(*chains)) if entries else None


def model_in(annotation):
    """The model class that an annotation names, also within Optional."""
    if isinstance(annotation.data, ClassData) and annotation.data.is_a(*MODELS):
        return annotation.data
    if isinstance(annotation.data, TypeData) and annotation.data.origin == "Union":
        return next((found for one in annotation.data.arguments if (found := model_in(one))), None)
    return None


def put_nested(fit, kind, entries, parts, value):
    fields = {name.lower(): field for name, field in fields_of(fit.interpreter, kind).items()} if kind else {}
    field = fields.get(parts[0].lower())
    name = field.name if field else parts[0]
    if len(parts) == 1:
        entries[name] = value if field is None else json_where_complex(field, value)
        return
    below = entries.get(name)
    if below is None or not isinstance(below.data, MappingData):
        below = entries[name] = Value(MappingData({}))
    inner = model_in(field.annotation) if field else None
    put_nested(fit, inner, below.data.entries, parts[1:], value)


def json_where_complex(field, value):
    if not is_complex(field.annotation):
        return value
    try:
        return from_json(json.loads(value.data), value.chain)
    except ValueError:
        return value


def refuse_extra(interpreter, data, config, layers, exact, version):
    """pydantic-settings 2 refuses lines of an .env file that are no field, unless told otherwise."""
    if version != 2 or not layers or (config.get("extra") is not None and config["extra"].data != "forbid"):
        return
    delimiter = (text_option(config, "env_nested_delimiter", None) or "").lower()
    known = set()
    for field in fields_of(interpreter, data).values():
        known |= {name if exact else name.lower() for name in names_of(field, config, version)}
    for layer in layers:
        for key, (name, value) in layer.items():
            nested = delimiter and any(key.startswith(one + delimiter) for one in known)
            if value.data and key not in known and not nested:
                raise Raised("ValidationError", f"{name} of the .env file is no field, and extra is not \"ignore\"")


def inert_sources(interpreter, field, config, is_settings, version):
    """Variables that are set, that the class seems to ask for, and that pydantic does not read."""
    names, note = [], None
    prefix = config.get("env_prefix")
    if not is_settings and prefix is not None and isinstance(prefix.data, str):
        names, note = [prefix.data + field.name], "an env_prefix does nothing on a BaseModel"
    elif is_settings and version == 2 and field.text("env"):
        names, note = [field.text("env")], "pydantic 2 does not know Field(env=...)"
    found = []
    for name, (value, _) in interpreter.environment.items():
        if any(name.lower() == one.lower() for one in names) and isinstance(value, str):
            found.append(Source("environment", name, INERT, value=value, note=note))
    return tuple(found)
