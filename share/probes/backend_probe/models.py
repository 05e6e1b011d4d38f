"""Classes: those of pydantic and pydantic-settings, dataclasses, enumerations and plain ones.

pydantic 1 and 2 differ; a class counts as of version 1 where BaseSettings comes from pydantic itself.
"""

import ast

from backend_probe.annotations import Fit, fitted, from_text, may_be_none
from backend_probe.fields import FIELD_INFO, config_of, field_call, fields_of, version_of
from backend_probe.settings_sources import field_sources, inert_sources
from backend_probe.values import (ANY_KEY, ENUMS, MODELS, SETTINGS, Bound, ClassData, FunctionData, Instance, ListData,
                                  MappingData, Native, Raised, Unknown, Value, demoted, joined, secret_of, set_by_code)

def native_models():
    """{module: {name: Value}} of pydantic, pydantic-settings."""
    def native(name, call=None):
        return Value(Native(name, call))

    def secret(interpreter, arguments, _keywords, _where):
        return Value(secret_of(arguments[0]), arguments[0].chain) if isinstance(arguments[0].data, str) else None

    def config(_interpreter, _arguments, keywords, _where):
        return Value(MappingData(keywords))

    def choices(_interpreter, arguments, _keywords, _where):
        return Value(tuple(arguments))

    types = {name: native(f"pydantic.{name}") for name in (
        "BaseModel HttpUrl AnyUrl AnyHttpUrl PostgresDsn RedisDsn PositiveInt NonNegativeInt PositiveFloat EmailStr "
        "NonNegativeFloat StrictStr StrictInt StrictBool field_validator validator model_validator root_validator "
        "computed_field field_serializer model_serializer DirectoryPath FilePath WebsocketUrl BaseSettings").split()}
    pydantic = types | {"Field": native("pydantic.Field", field_call("pydantic.Field")),
                        "SecretStr": native("pydantic.SecretStr", secret),
                        "ConfigDict": native("pydantic.ConfigDict", config),
                        "AliasChoices": native("pydantic.AliasChoices", choices),
                        "ValidationError": native("ValidationError"),
                        "PrivateAttr": native("pydantic.PrivateAttr", field_call("pydantic.PrivateAttr"))}
    first = {**pydantic, "BaseModel": native("pydantic.v1.BaseModel"), "BaseSettings": native("pydantic.BaseSettings")}
    return {"pydantic": pydantic, "pydantic.v1": first,
            "pydantic_settings": {"BaseSettings": native("pydantic_settings.BaseSettings"),
                                  "SettingsConfigDict": native("pydantic_settings.SettingsConfigDict", config)}}


# Validators

def validators_of(interpreter, data, version):
    """[(fields or None, function Value, mode, always)] in the order of definition."""
    found = []
    for one in reversed(data.lineage()):
        for value in one.attributes.values():
            function = value.data
            if not isinstance(function, FunctionData):
                continue
            for decorator in function.node.decorator_list if hasattr(function.node, "decorator_list") else ():
                call = decorator.func if isinstance(decorator, ast.Call) else decorator
                name = ast.unparse(call).rpartition(".")[2]
                if name in ("field_validator", "validator", "model_validator", "root_validator"):
                    found.append(validator(decorator, name, value))
    return found


def validator(decorator, name, function):
    arguments = decorator.args if isinstance(decorator, ast.Call) else []
    keywords = {one.arg: getattr(one.value, "value", None) for one in decorator.keywords} \
        if isinstance(decorator, ast.Call) else {}
    names = [one.value for one in arguments if isinstance(one, ast.Constant)]
    mode = keywords.get("mode") or ("before" if keywords.get("pre") else "after")
    whole = name in ("model_validator", "root_validator")
    return (None if whole else names), function, mode, keywords.get("always") is True


# Making one

def instantiate(interpreter, frame, node, data, arguments, keywords):
    reason = data.unreadable()
    if reason is None and data.is_a(*ENUMS):
        return member_of(interpreter, frame, node, data, arguments)
    others = foreign_bases(data)
    if reason or others:
        for value in [*arguments, *keywords.values()]:
            interpreter.spoil(value, f"{data.name} is not followed")
        return interpreter.unknown(frame, node, reason or f"{data.name} is made by {others[0]}")
    made = Value(Instance(data))
    own = data.find("__init__")
    if own is not None and isinstance(own.data, FunctionData):
        interpreter.call_function(Bound(own.data, made), arguments, keywords, frame, node)
    else:
        initialise(interpreter, (frame, node), made, arguments, keywords)
    return made


def foreign_bases(data):
    """Classes from outside below it that are not followed."""
    return [name for name in data.native_bases() if name not in (*MODELS, "object", "abc.ABC")]


def can_be_made(data):
    return not data.unreadable() and not foreign_bases(data)


def initialise(interpreter, where, made, arguments, keywords):
    """What the __init__ of the class itself does, where the backend wrote none."""
    data = made.data.type
    if data.is_a(*MODELS):
        fill_model(interpreter, where, made, keywords)
    elif "dataclasses.dataclass" in data.decorators or any("dataclasses.dataclass" in one.decorators
                                                           for one in data.lineage()):
        fill_dataclass(interpreter, where, made, arguments, keywords)
    elif arguments or keywords:
        raise Raised("TypeError", f"{data.name}() takes no arguments", place=interpreter.place(*where))
    return Value(None)


def default_of(interpreter, field):
    """Value of its default, or None where it has none."""
    if field.factory is not None:
        made = interpreter.call(field.frame, field.node, field.factory, [], {})
        if made.chain or not made.known or field.node.value is None:
            return made
        return interpreter.literal(field.frame, field.node.value, made.data)
    if field.default is None:
        return None
    data = field.default.data
    if isinstance(data, (MappingData, ListData)) or isinstance(data, Instance) and isinstance(data.type, ClassData) \
            and not data.type.is_a(*ENUMS):
        return copy_of(interpreter, field.default)
    return field.default


def fill_dataclass(interpreter, where, made, arguments, keywords):
    fields = fields_of(interpreter, made.data.type)
    given = dict(zip(fields, arguments)) | keywords
    for name, field in fields.items():
        value = default_of(interpreter, field)
        if name in given:
            value = given[name].over(value) if value is not None else given[name]
        if value is None:
            raise Raised("TypeError", f"{name} is missing", place=interpreter.place(*where))
        interpreter.write(made.data.attributes, name, value)
    after = made.data.type.find("__post_init__")
    if after is not None:
        interpreter.call_function(Bound(after.data, made), [], {})


CONSTRUCTOR = ("env_prefix", "env_file", "env_nested_delimiter", "case_sensitive", "secrets_dir", "env_ignore_empty")


def taken_by_constructor(config, keywords):
    """Settings(_env_file=...) and its like change the configuration of this one."""
    config = dict(config)
    for name in CONSTRUCTOR:
        if f"_{name}" in keywords:
            config[name] = keywords[f"_{name}"]
    return config, {name: set_by_code(value) for name, value in keywords.items() if name[1:] not in CONSTRUCTOR}


def fill_model(interpreter, where, made, keywords):
    data = made.data.type
    config, version = config_of(data), version_of(interpreter, data)
    if data.is_a(*SETTINGS):
        config, keywords = taken_by_constructor(config, keywords)
    else:
        keywords = {name: set_by_code(value) for name, value in keywords.items()}
    fields = fields_of(interpreter, data)
    validators = validators_of(interpreter, data, version)
    is_settings = data.is_a(*SETTINGS)
    given = before_validators(interpreter, made, validators, keywords)
    reason = unknown_sources(data, config)
    validate_defaults = is_settings or flag(config, "validate_default") or flag(config, "validate_all")
    failed = None
    for name, field in fields.items():
        fit = Fit(interpreter, (field.frame, field.node), version)
        if reason and is_settings:
            value = interpreter.unknown(field.frame, field.node, reason)
            interpreter.write(made.data.attributes, name, value)
            continue
        if version == 1 and field.default is None and field.factory is None and may_be_none(field.annotation):
            field.default = Value(None)
        try:
            value = field_value(fit, data, field, config, given, is_settings, validators, validate_defaults)
        except Raised as raised:
            failed = failed or Raised(raised.name if raised.name == "SettingsError" else "ValidationError",
                                      f"{data.name}.{name}: {raised.message}",
                                      place=raised.place or interpreter.place(*fit.where))
            continue
        interpreter.write(made.data.attributes, name, value)
    if failed:
        raise failed
    extras(interpreter, made, fields, given, config, is_settings, version)
    after_validators(interpreter, made, validators)


def unknown_sources(data, config):
    """Why it cannot be said where the class looks for its values, or None."""
    if ANY_KEY in config:
        return f"the configuration of {data.name} is not known"
    if data.find("settings_customise_sources") or "customise_sources" in config:
        return f"{data.name} chooses its sources by code"
    return None


def flag(config, name):
    value = config.get(name)
    return value is not None and value.data is True


def given_names(field, config):
    """Names by which an argument is given."""
    alias = field.text("validation_alias") or field.text("alias")
    if alias is None:
        return [field.name]
    populate = flag(config, "populate_by_name") or flag(config, "validate_by_name") or \
        flag(config, "allow_population_by_field_name")
    return [alias, field.name] if populate else [alias]


def field_value(fit, data, field, config, given, is_settings, validators, validate_defaults):
    interpreter = fit.interpreter
    default = default_of(interpreter, field)
    candidates = []  # highest precedence first
    for name in given_names(field, config):
        if name in given:
            candidates.append((given[name], False))
            break
    asked = []
    if is_settings:
        found, asked = field_sources(interpreter, fit, data, field, config)
        candidates += [(value, True) for value in found]
    if flag(config, "nested_model_default_partial_update") and candidates and default is not None and \
            isinstance(default.data, Instance):
        candidates.append((dumped(interpreter, default), True))
    candidates = merged_tables(candidates)
    chain_below = joined(*(one.chain for one, _ in candidates[1:]), default.chain if default is not None else ())
    inert = inert_sources(interpreter, field, config, is_settings, fit.version)
    if candidates:
        value, is_text = candidates[0]
        made = validated_or_kept(fit, field, validators, value, is_text)
        chain = joined(tuple(asked), made.chain, demoted(chain_below), inert)
        return Value(made.data, chain)
    if default is None:
        raise Raised("ValidationError", "a value is required and nothing gives one")
    if validate_defaults or flag(field.info, "validate_default"):
        made = validated_or_kept(fit, field, validators, default, False)
    else:
        made = validated_default(fit, field, validators, default)
    return Value(made.data, joined(tuple(asked), made.chain, inert))


def validated_or_kept(fit, field, validators, value, is_text):
    """A value that does not fit ends the making of the settings, unless they are followed past it: then it stays as it
    is, and is told."""
    try:
        return validated(fit, field, validators, value, is_text, False)
    except Raised as raised:
        if not fit.interpreter.lenient:
            raise
        place = fit.interpreter.place(*fit.where)
        fit.interpreter.refused.append((f"{field.name}: {raised.message}", *place[:2]))
        return value


def merged_tables(candidates):
    """Tables of several sources become one, key by key; what stands below another value does not count."""
    if len(candidates) < 2 or not all(isinstance(one.data, MappingData) for one, _ in candidates):
        return candidates
    whole, is_text = candidates[0][0], any(one for _, one in candidates)
    for below, _ in candidates[1:]:
        whole = over_table(whole, below)
    return [(whole, is_text)]


def over_table(upper, lower):
    if not isinstance(upper.data, MappingData) or not isinstance(lower.data, MappingData):
        return upper.over(lower)
    entries = dict(lower.data.entries)
    for key, value in upper.data.entries.items():
        entries[key] = over_table(value, entries[key]) if key in entries else value
    return Value(MappingData(entries), joined(upper.chain, lower.chain))


def validated_default(fit, field, validators, value):
    """pydantic leaves defaults as they are, but for validators that always run."""
    for names, function, mode, always in validators:
        if names is not None and always and (field.name in names or "*" in names):
            value = run_validator(fit, function, field, value)
    return value


def validated(fit, field, validators, value, is_text, _default):
    own = [one for one in validators if one[0] is not None and (field.name in one[0] or "*" in one[0])]
    if any(one[2] in ("wrap", "plain") for one in own):
        return fit.unknown(value, f"a validator of {field.name} is not followed")
    for _, function, mode, _ in own:
        if mode == "before":
            value = run_validator(fit, function, field, value)
    value = from_text(fit, value, field.annotation) if is_text else fitted(fit, value, field.annotation)
    check_limits(field, value)
    for _, function, mode, _ in own:
        if mode == "after":
            value = run_validator(fit, function, field, value)
    return value


def run_validator(fit, function, field, value):
    names = [one.arg for one in function.data.node.args.args]
    more = []
    if len(names) > 2:
        more = [Value(Unknown("what the validator is told besides is not followed"))] * (len(names) - 2)
    this = Value(function.data.owner) if function.data.owner else Value(None)
    try:
        made = fit.interpreter.call_function(Bound(function.data, this), [value, *more], {}, *fit.where)
    except Raised as raised:
        raise Raised("ValidationError", raised.message, place=raised.place) from None
    return Value(made.data, made.chain if made.chain and any(one.kind != "default" for one in made.chain)
                 else value.chain)


def check_limits(field, value):
    data = value.data
    size = len(data) if isinstance(data, str) else None
    tests = {"ge": lambda limit: data >= limit, "gt": lambda limit: data > limit, "le": lambda limit: data <= limit,
             "lt": lambda limit: data < limit}
    for key, test in tests.items():
        limit = field.info.get(key)
        if limit is not None and isinstance(limit.data, (int, float)) and isinstance(data, (int, float)) and \
                not test(limit.data):
            raise Raised("ValidationError", f"{data} is not {key} {limit.data}")
    for key, wrong in (("min_length", lambda limit: size < limit), ("max_length", lambda limit: size > limit)):
        limit = field.info.get(key)
        if size is not None and limit is not None and isinstance(limit.data, int) and wrong(limit.data):
            raise Raised("ValidationError", f"its length is {size}, {key} is {limit.data}")


def before_validators(interpreter, made, validators, keywords):
    for names, function, mode, _ in validators:
        if names is None and mode in ("before", "wrap"):
            data = Value(MappingData(keywords))
            this = Value(function.data.owner) if function.data.owner else Value(None)
            found = interpreter.call_function(Bound(function.data, this), [data], {})
            if not isinstance(found.data, MappingData) or not found.data.known:
                raise Raised("ValidationError", "what a validator of the whole model makes is not followed")
            keywords = dict(found.data.entries)
    return keywords


def after_validators(interpreter, made, validators):
    for names, function, mode, _ in validators:
        if names is not None or mode != "after":
            continue
        parameters = [one.arg for one in function.data.node.args.args]
        if parameters[:1] == ["self"]:
            interpreter.call_function(Bound(function.data, made), [], {})
            continue
        values = Value(MappingData(made.data.attributes))  # pydantic 1: (cls, values)
        found = interpreter.call_function(Bound(function.data, Value(made.data.type)), [values], {})
        if isinstance(found.data, MappingData) and found.data.known:
            for name, value in found.data.entries.items():
                interpreter.write(made.data.attributes, name, value)
        else:
            interpreter.spoil(made, "a validator of the whole model is not followed")
    after = made.data.type.find("model_post_init")
    if after is not None and isinstance(after.data, FunctionData):
        interpreter.call_function(Bound(after.data, made), [Value(None)], {})


def extras(interpreter, made, fields, given, config, is_settings, version):
    known = {name for field in fields.values() for name in given_names(field, config)} | set(fields)
    more = [name for name in given if name not in known and not name.startswith("_")]
    policy = config["extra"].data if "extra" in config else "forbid" if is_settings else "ignore"
    if more and policy == "forbid":
        raise Raised("ValidationError", f"{made.data.type.name}: {more[0]} is not allowed")
    if policy == "allow":
        for name in more:
            interpreter.write(made.data.attributes, name, given[name])


# Enumerations

def finish_class(interpreter, data):
    if not data.is_a(*ENUMS):
        return
    number = 0
    for name, value in list(data.attributes.items()):
        if name.startswith("_") or isinstance(value.data, (FunctionData, ClassData)):
            continue
        number += 1
        plain = value
        if isinstance(value.data, Native) and value.data.name == "enum.auto()":
            plain = Value(name.lower() if data.is_a("enum.StrEnum") else number)
        data.attributes[name] = Value(Instance(data, {"name": Value(name), "value": plain}), plain.chain)


def member_of(interpreter, frame, node, data, arguments):
    if len(arguments) != 1 or not arguments[0].known:
        return interpreter.unknown(frame, node, f"which {data.name} it is is not known", *arguments)
    wanted = arguments[0]
    for value in data.attributes.values():
        if isinstance(value.data, Instance) and (value.data is wanted.data or
                                                 value.data.attributes["value"].data == wanted.data):
            return Value(value.data, wanted.chain)
    raise Raised("ValueError", f"no {data.name}", place=interpreter.place(frame, node))


def apply_decorators(interpreter, frame, node, data):
    names = []
    for decorator in node.decorator_list:
        value = interpreter.evaluate(frame, decorator.func if isinstance(decorator, ast.Call) else decorator)
        name = value.data.name if isinstance(value.data, Native) else None
        if name in ("dataclasses.dataclass", "enum.unique", "typing.final"):
            names.append(name)
        else:
            data.unknown = f"a decorator of {data.name} is not followed"
    data.decorators = tuple(names)


# Methods that pydantic gives

def copy_of(interpreter, value):
    data = value.data
    if isinstance(data, Instance) and isinstance(data.type, ClassData) and not data.type.is_a(*ENUMS):
        return value.derived(Instance(data.type, {name: copy_of(interpreter, one)
                                                  for name, one in data.attributes.items()}))
    if isinstance(data, MappingData):
        return value.derived(MappingData({key: copy_of(interpreter, one) for key, one in data.entries.items()},
                                         data.origin))
    if isinstance(data, ListData) and not isinstance(data.items, Unknown):
        return value.derived(ListData([copy_of(interpreter, one) for one in data.items], data.type))
    return value


def dumped(interpreter, value):
    data = value.data
    if isinstance(data, Instance) and isinstance(data.type, ClassData) and not data.type.is_a(*ENUMS):
        return value.derived(MappingData({name: dumped(interpreter, one) for name, one in data.attributes.items()}))
    return value


def model_method(interpreter, value, name):
    if not value.data.type.is_a(*MODELS):
        return None

    def dump(one, arguments, keywords, _where):
        return dumped(one, value) if not arguments and not keywords else None

    def copy(one, arguments, keywords, where):
        made = copy_of(one, value) if flag(keywords, "deep") else value.derived(
            Instance(value.data.type, dict(value.data.attributes)))
        update = keywords.get("update")
        if update is not None:
            if not isinstance(update.data, MappingData) or not update.data.known:
                return None
            for key, new in update.data.entries.items():
                before = made.data.attributes.get(key)
                made.data.attributes[key] = new.over(before) if before else new
        return made

    calls = {"model_dump": dump, "dict": dump, "model_copy": copy, "copy": copy}
    if name in calls:
        return Value(Native(f"pydantic.{name}", calls[name]))
    return class_method(interpreter, Value(value.data.type), name)


def class_method(interpreter, value, name):
    data = value.data
    if not data.is_a(*MODELS) and not data.decorators:
        return None
    if name in ("model_fields", "__fields__", "__annotations__"):
        return Value(MappingData({one: Value(Instance(FIELD_INFO, field.info)) for one, field in
                                  fields_of(interpreter, data).items()}))

    def validate(one, arguments, _keywords, where):
        given = arguments[0].data
        if not isinstance(given, MappingData) or not given.known:
            return None
        return instantiate(one, *where, data, [], dict(given.entries))

    return Value(Native(f"pydantic.{name}", validate)) if name in ("model_validate", "parse_obj") else None


def replaced(interpreter, arguments, keywords, _where):
    """dataclasses.replace"""
    made = copy_of(interpreter, arguments[0])
    if not isinstance(made.data, Instance):
        return None
    for name, value in keywords.items():
        before = made.data.attributes.get(name)
        made.data.attributes[name] = value.over(before) if before else value
    return made


def assigned(interpreter, frame, node, instance, name, value):
    """What an assignment to an attribute puts there."""
    data = instance.type
    if not data.is_a(*MODELS) or name.startswith("_"):
        return value
    config, fields = config_of(data), fields_of(interpreter, data)
    if flag(config, "frozen") or flag(config, "allow_mutation") is False and "allow_mutation" in config:
        raise Raised("ValidationError", f"{data.name} is frozen", place=interpreter.place(frame, node))
    if name not in fields:
        if config.get("extra", Value("ignore")).data == "allow":
            return value
        raise Raised("ValueError", f"{data.name} has no field {name}", place=interpreter.place(frame, node))
    if not flag(config, "validate_assignment"):
        return value
    version = version_of(interpreter, data)
    fit = Fit(interpreter, (frame, node), version)
    return validated(fit, fields[name], validators_of(interpreter, data, version), value, False, False)
