"""What the classes of the settings declare: of each class its base and prefix, of each field its annotation, limits and
whether its default and its value fit them."""

import ast
import linecache
import os

from backend_probe.annotations import NUMBERS, Fit, fitted, may_be_none, parts_of
from backend_probe.fields import config_of, fields_of, version_of
from backend_probe.models import check_limits, run_validator, validators_of
from backend_probe.settings_sources import env_files, names_of
from backend_probe.trees import walk
from backend_probe.values import ENUMS, SETTINGS, ClassData, Instance, ListData, MappingData, Raised, TypeData

LIMITS = ("ge", "gt", "le", "lt", "min_length", "max_length", "pattern", "regex")
SAME = ({int, float}, {list, tuple})


def class_of(interpreter, data, section):
    """{"class", "file", "line", "section", "reads": whether it asks the environment by itself, "prefix", "prefix_file",
    "prefix_line", "env_files": [[name, file, line]]}"""
    found = {"class": data.name, "file": data.frame.module.file, "line": data.node.lineno, "section": section,
             "reads": data.is_a(*SETTINGS)}
    prefix = config_of(data).get("env_prefix")
    if prefix is not None and isinstance(prefix.data, str) and prefix.data:
        found["prefix"] = prefix.data
        found["prefix_file"], found["prefix_line"] = place_of(data, "env_prefix")
    if found["reads"]:
        try:
            found["env_files"] = [[one, *place_of(data, "env_file")] for one in env_files(config_of(data))]
        except Raised:
            pass
    return found


def place_of(data, option):
    for one in data.lineage():
        for node in walk(one.node):
            if isinstance(node, ast.keyword) and node.arg == option or isinstance(node, ast.Assign) and \
                    any(isinstance(target, ast.Name) and target.id == option for target in node.targets):
                return one.frame.module.file, node.value.lineno
    return data.frame.module.file, data.node.lineno


def fields_declared(interpreter, data):
    """{name: Field}, nothing for classes without annotations that count."""
    try:
        return fields_of(interpreter, data)
    except Raised:
        return {}


def field_of(interpreter, data, field, value):
    """{"class", "file", "line", "annotation", "kind", "variables", "comment", limits, "allowed", "misfit": why its
    default does not fit, "value_misfit": why its value does not}"""
    file = field.frame.module.file
    found = {"class": data.name, "file": file, "line": field.node.lineno,
             "annotation": ast.unparse(field.node.annotation), "kind": kind_of(field.annotation)}
    comment = comment_at(interpreter, file, field.node)
    if comment:
        found["comment"] = comment
    for key in LIMITS:
        limit = field.info.get(key)
        if limit is not None and isinstance(limit.data, (int, float, str)):
            found["pattern" if key == "regex" else key] = limit.data
    number = NUMBERS.get(kind_of(field.annotation))
    if number and number[1]:
        found[number[1]] = number[2]
    allowed = allowed_by(field.annotation)
    if allowed:
        found["allowed"] = allowed
    version = version_of(interpreter, data)
    try:
        found["variables"] = names_of(field, config_of(data), version) if data.is_a(*SETTINGS) else []
    except Raised:
        pass
    checks = (("misfit", field.default), ("value_misfit", value))
    for key, one in checks:
        why = misfit(interpreter, data, field, one, version) if one is not None else None
        if why:
            found[key] = why
    return found


def kind_of(annotation):
    kind, _ = parts_of(annotation)
    data = kind.data
    if isinstance(data, TypeData) and data.origin == "Union":
        kinds = [kind_of(one) for one in data.arguments if parts_of(one)[0].data is not None]
        return kinds[0] if len(kinds) == 1 else "Union"
    name = data.origin if isinstance(data, TypeData) else getattr(data, "name", "")
    return (name or "").rpartition(".")[2]


def allowed_by(annotation):
    kind, _ = parts_of(annotation)
    data = kind.data
    if isinstance(data, TypeData) and data.origin == "Union":
        known = [allowed_by(one) for one in data.arguments if parts_of(one)[0].data is not None]
        return known[0] if len(known) == 1 else None
    if isinstance(data, TypeData) and data.origin == "Literal":
        values = [one.data for one in data.arguments]
    elif isinstance(data, ClassData) and data.is_a(*ENUMS):
        values = [one.data.attributes["value"].data for one in data.attributes.values() if isinstance(one.data, Instance)]
    else:
        return None
    return values if all(isinstance(one, (str, int, float)) for one in values) else None


def comment_at(interpreter, file, node):
    line = linecache.getline(os.path.join(interpreter.root, file), node.end_lineno)
    _, found, comment = line.partition("#")
    return comment.strip() if found and not any(quote in comment for quote in "\"'") else None


def misfit(interpreter, data, field, value, version):
    """Why a value that nobody validates is none that the field can have, or None."""
    if not value.known or isinstance(value.data, Instance):
        return None
    if value.data is None:
        return None if may_be_none(field.annotation) or kind_of(field.annotation) in ("Any", "object", "") else \
            f"None is no {ast.unparse(field.node.annotation)}"
    fit = Fit(interpreter, (field.frame, field.node), version)

    def try_it():
        made = fitted(fit, value, field.annotation)
        if made.known and not alike(made.data, value.data):
            return f"{shown(value.data)} is {article(value.data)}, not {ast.unparse(field.node.annotation)}"
        check_limits(field, made)
        for names, function, mode, _ in validators_of(interpreter, data, version):
            if names is not None and (field.name in names or "*" in names) and mode in ("before", "after"):
                run_validator(fit, function, field, made)
        return None

    try:
        found, _ = interpreter.trial(try_it)
        return found
    except Raised as raised:
        return raised.message


def shown(data):
    return repr(data) if isinstance(data, (str, int, float, bool)) else "it"


def article(data):
    if isinstance(data, MappingData):
        return "a mapping"
    names = {str: "text", bool: "a boolean", int: "an integer", float: "a number", ListData: "a list", tuple: "a tuple"}
    return names.get(type(data), "something else")


def alike(made, given):
    plain = (str, int, float, bool, ListData, tuple, MappingData)
    if type(made) not in plain or type(given) not in plain or type(made) is type(given):
        return True
    if type(made) is float and type(given) is int or {type(made), type(given)} <= {ListData, tuple}:
        return True
    return False
