"""The functions that the Python files of a backend define, with their signatures as they are written, and the lists of
them that modules keep for whoever attaches them."""

import ast
import os
import re

from backend_probe.handlers import Dependencies, name_of, read_handler
from backend_probe.sources import TESTS, python_files, read_file, why

OF_TOOLS = re.compile(r"_?([A-Z]+_)*(TOOLS|FUNCTIONS)(_[A-Z]+)*")


def read_signatures(root):
    """{"functions": [{"file", "class": name or absent, "name", "line", "signature": "name(a: int = 1) -> str",
    "decorators": [text], "doc", "handler": handlers.read_handler() or absent}], "lists": [{"file", "name", "line",
    "members": [name]}], "taken": [name of a list that some module takes of another],
    "dependencies": {"takes": [names that dependencies of routes take], "known": whether all were found},
    "unreadable": [[file, line, why]]}; of modules and of their classes, not of functions within functions."""
    found = {"functions": [], "lists": [], "taken": set(), "unreadable": []}
    dependencies = Dependencies()
    for file in python_files(root):
        if any(part in TESTS for part in file.split("/")):
            continue
        try:
            tree = ast.parse(read_file(os.path.join(root, file)), file)
            of_body(tree.body, file, None, found["functions"])
            lists_of(tree, file, found)
            dependencies.read(tree)
        except (OSError, SyntaxError, ValueError, RecursionError, MemoryError) as error:
            found["unreadable"].append([file, getattr(error, "lineno", None) or 1, why(error)])
    found["taken"] = sorted(found["taken"])
    found["dependencies"] = {"takes": dependencies.takes(), "known": dependencies.is_known()}
    return found


def of_body(body, file, within, functions):
    for node in body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            if not any(name_of(one) == "overload" for one in node.decorator_list):
                functions.append(of_function(node, file, within))
        elif isinstance(node, ast.ClassDef):
            of_body(node.body, file, node.name, functions)
        elif isinstance(node, (ast.If, ast.Try)):
            of_body(node.body, file, within, functions)
            of_body(node.orelse, file, within, functions)


def of_function(node, file, within):
    answer = f" -> {ast.unparse(node.returns)}" if node.returns else ""
    one = {"file": file, "name": node.name, "line": node.lineno,
           "signature": f"{node.name}({ast.unparse(node.args)}){answer}",
           "decorators": [ast.unparse(each) for each in node.decorator_list]}
    if within:
        one["class"] = within
    doc = ast.get_docstring(node)
    if doc:
        one["doc"] = doc
    handler = read_handler(node)
    if handler:
        one["handler"] = handler
    return one


def lists_of(tree, file, found):
    """Of a module: those that are written down once, as names alone."""
    listed, stored = {}, {}
    for node in tree.body:
        target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
        name = target.id if isinstance(target, ast.Name) else ""
        members = [member_of(one) for one in getattr(getattr(node, "value", None), "elts", [""])]
        if OF_TOOLS.fullmatch(name) and all(members):
            listed[name] = {"file": file, "name": name, "line": node.lineno, "members": members}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, (ast.Store, ast.Del)):
            stored[node.id] = stored.get(node.id, 0) + 1
        elif isinstance(node, ast.Attribute):
            if isinstance(node.value, ast.Name):  # TOOLS.append
                stored[node.value.id] = stored.get(node.value.id, 0) + 1
            taken(node.attr, found)
        elif isinstance(node, ast.Call) and name_of(node.func) == "getattr" and len(node.args) > 1:
            taken(getattr(node.args[1], "value", None), found)
    found["lists"] += [one for name, one in listed.items() if stored[name] == 1]


def member_of(node):
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else name_of(node)


def taken(name, found):
    if isinstance(name, str) and OF_TOOLS.fullmatch(name):
        found["taken"].add(name)
