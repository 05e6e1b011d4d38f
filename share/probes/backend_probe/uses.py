"""What the Python files of a backend take from objects by name, and which objects they hand on whole: by these a field of
the settings is read, or is not. Names alone are looked at, whatever object they are taken from.
"""

import ast
import re

from backend_probe.code import METHODS
from backend_probe.trees import text_of, walk

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
VALIDATORS = {"field_validator", "validator", "model_validator", "root_validator", "field_serializer"}
# Calls that take an object without giving what is in it to anybody but a log.
SHOWN = {"print", "debug", "info", "warning", "error", "exception", "critical", "log", "isinstance", "issubclass", "hasattr",
         "getattr", "setattr", "len", "repr", "str", "bool", "type", "id", "callable", "super"}
DUMPS = {"model_dump", "model_dump_json", "dict", "json", "copy", "model_copy", "_asdict", "__dict__", "items", "values",
         "model_fields", "__fields__"}
SETTINGS = re.compile(r"settings$|^(config|conf|cfg|self)$", re.IGNORECASE)
WORD = re.compile(r"[A-Za-z_]\w*")
IN_BRACES = re.compile(r"[.{]\s*([A-Za-z_]\w*)")


def read_uses(tree, docstrings):
    """({names that are taken: attributes, texts that are names}, {(last name of an object that is handed on whole, with
    `()` where a call gives it; the function that takes it, or "" where its parts are gone through})"""
    uses = Uses(docstrings)
    uses.read(tree)
    return uses.names, uses.whole


class Uses:
    def __init__(self, docstrings):
        self.names, self.whole = set(), set()
        self.passed_over = set(docstrings)

    def read(self, tree):
        nodes = walk(tree)
        for node in nodes:
            if isinstance(node, ast.Assign):
                self.pass_over_itself(node)
            elif isinstance(node, ast.Call) and last_name(node.func) in VALIDATORS:
                self.passed_over.update(id(one) for one in node.args)
        for node in nodes:
            if id(node) not in self.passed_over:
                self.look(node)

    def pass_over_itself(self, node):
        """`settings.url = os.getenv("URL", settings.url)` gives the value to nobody."""
        set_here = {text_of(one) for one in node.targets if isinstance(one, ast.Attribute)}
        if set_here:
            self.passed_over.update(id(one) for one in walk(node.value)
                                    if isinstance(one, ast.Attribute) and text_of(one) in set_here)

    def look(self, node):
        if isinstance(node, ast.Attribute):
            if not isinstance(node.ctx, ast.Store):
                self.names.add(node.attr)
            if node.attr in DUMPS:
                self.hand_on(node.value)
        elif isinstance(node, ast.Constant):
            self.text(node.value)
        elif isinstance(node, ast.Call):
            self.call(node)
        elif isinstance(node, (ast.For, ast.AsyncFor, ast.comprehension)):
            self.hand_on(node.iter)
        elif isinstance(node, ast.Dict):
            for one in node.values:
                self.hand_on(one)
        elif isinstance(node, FUNCTIONS) and any(answers(one) for one in node.decorator_list):
            for one in walk(node):
                if isinstance(one, ast.Return) and one.value is not None:
                    self.hand_on(one.value)

    def text(self, value):
        if not isinstance(value, str) or len(value) > 500:
            return
        if value.isidentifier():
            self.names.add(value)
        elif not any(one.isspace() for one in value):
            self.names.update(WORD.findall(value))
        elif "{" in value:
            self.names.update(IN_BRACES.findall(value))

    def call(self, node):
        callee = last_name(node.func) or ""
        if callee == "getattr" and len(node.args) > 1 and not isinstance(node.args[1], ast.Constant):
            self.hand_on(node.args[0])
        for one in node.keywords:
            self.hand_on(one.value, "" if one.arg is None else callee)
        for one in node.args:
            one = one.value if isinstance(one, ast.Starred) else one
            # of an own name nothing is known: sessions.get(server)
            if not isinstance(one, ast.Name) or not isinstance(node.func, ast.Attribute) or SETTINGS.search(one.id):
                self.hand_on(one, callee)

    def hand_on(self, node, callee=""):
        name = last_name(node.func if isinstance(node, ast.Call) else node)
        if name is not None and callee not in SHOWN:
            self.whole.add((name + "()" if isinstance(node, ast.Call) else name, callee))


def answers(decorator):
    """Whether what a function returns goes out as an answer."""
    return isinstance(decorator, ast.Call) and isinstance(decorator.func, ast.Attribute) and decorator.func.attr in METHODS


def last_name(node):
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else None
