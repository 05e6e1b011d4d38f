"""Follows a backend's Python with the values that are at hand, and runs none of it.

Every construct is looked at as a tree (ast) and reckoned over the classes of values.py. Nothing is
imported, written, started or asked over a network: what is called from outside the backend is done
only where outside.py or models.py has an equivalent without effects. Whatever else happens gives an
Unknown that says why, and what it may have touched becomes Unknown too.
"""

import ast
import os

from backend_probe.expressions import Expressions
from backend_probe.outside import BUILTINS, outside_module
from backend_probe.sources import is_there, read_file
from backend_probe.statements import Statements
from backend_probe.trees import text_of
from backend_probe.values import (ANY_KEY, ClassData, FunctionData, Instance, ListData, MappingData, ModuleData, Source, Unknown, Value,
                                  doubted, joined)

STEPS = 120_000  # expressions and statements in all; a call counts as several


class OutOfSteps(Exception):
    """The code goes on for too long; nothing about it is known."""


class Frame:
    """Names of a call, a class body or a module; `outer` is where else they are looked for, `method` the
    (class, Value it is called on) of a method's call."""

    __slots__ = ("module", "names", "outer", "globals", "method")

    def __init__(self, module, names, outer=None):
        self.module, self.names, self.outer = module, names, outer
        self.globals, self.method = set(), None


class Interpreter(Expressions, Statements):
    """root         absolute path of the backend
    environment  {name: text} of the process
    documents    {path below the root: {"kind", "root"}} of the files that may be opened
    lenient      whether settings that refuse a value are made all the same; `refused` has what they refused
    """

    def __init__(self, root, environment, documents, lenient=False):
        self.root, self.documents = root, documents
        self.lenient, self.refused = lenient, []
        self.environment = {name: (value, (Source("environment", name, value=value),))
                            for name, value in environment.items()}
        self.modules, self.journal = {}, None
        self.steps, self.depth, self.uncertain = STEPS, 0, 0
        self.files_read, self.wanted = set(), set()

    # Places

    def place(self, frame, node):
        line = getattr(node, "lineno", 1)
        column = getattr(node, "col_offset", 0)
        lines = frame.module.attributes.get("__lines__", ()) if frame.module else ()
        if 0 < line <= len(lines):
            column = len(lines[line - 1].encode()[:column].decode(errors="replace"))
        return frame.module.file if frame.module else None, line, column + 1

    def unknown(self, frame, node, why, *values):
        """An Unknown in whose chain all stands that went into it."""
        file, line, column = self.place(frame, node)
        text = " ".join(text_of(node).split())
        text = text if len(text) <= 80 else text[:77] + "..."
        source = Source("code", text, "unknown", file, line, column, note=why)
        first = next((one.data.reason for one in values if isinstance(one.data, Unknown)), None)
        reason = first or f"{why} ({file}:{line})"
        return Value(Unknown(reason), joined(() if first else (source,), *(doubted(one.chain) for one in values)))

    # Changes, all of which can be taken back

    def write(self, container, key, value):
        if self.journal is not None:
            self.journal.append((container, key, container.get(key)))
        container[key] = value

    def remove(self, container, key):
        if self.journal is not None:
            self.journal.append((container, key, container.get(key)))
        container.pop(key, None)

    def trial(self, action):
        """The outcome of the action and its changes {(id, key): (container, key, value)}; they are
        taken back."""
        outer, self.journal = self.journal, []
        try:
            outcome = action()
        finally:
            journal, self.journal = self.journal, outer
            changes = {(id(container), key): (container, key, container.get(key)) for container, key, _ in journal}
            for container, key, before in reversed(journal):
                if before is None:
                    container.pop(key, None)
                else:
                    container[key] = before
        return outcome, changes

    def spoil(self, value, reason, seen=None):
        """Whoever was handed this may have changed all that is in it."""
        seen = set() if seen is None else seen
        data = value.data
        if id(data) in seen:
            return
        seen.add(id(data))
        if isinstance(data, Instance):
            for name, one in list(data.attributes.items()):
                self.spoil_entry(data.attributes, name, one, reason, seen)
        elif isinstance(data, MappingData):
            self.write(data.entries, ANY_KEY, Value(Unknown(reason)))
            for name, one in list(data.entries.items()):
                if name is not ANY_KEY:
                    self.spoil_entry(data.entries, name, one, reason, seen)
        elif isinstance(data, ListData):
            self.write(data.slot, "items", Unknown(reason))
        elif isinstance(data, ClassData):
            for name, one in list(data.attributes.items()):
                if not isinstance(one.data, FunctionData):
                    self.spoil_entry(data.attributes, name, one, reason, seen)

    def spoil_entry(self, container, name, value, reason, seen):
        if isinstance(value.data, (Instance, MappingData, ListData, ClassData)):
            self.spoil(value, reason, seen)
        else:
            self.write(container, name, Value(Unknown(reason), doubted(value.chain)))

    def step(self, count=1):
        self.steps -= count
        if self.steps < 0:
            raise OutOfSteps

    # Modules

    def module(self, name, frame=None, node=None):
        """The backend's own where there is one, else what is understood of a module from outside."""
        if name in self.modules:
            return self.modules[name]
        path = name.replace(".", "/")
        for file in (f"{path}.py", f"{path}/__init__.py"):
            if is_there(os.path.join(self.root, file)):
                return self.load(name, file)
        if os.path.isdir(os.path.join(self.root, path)):
            found = Value(ModuleData(name, None, {}))
        else:
            found = outside_module(name)
            if found is None:
                found = Value(Unknown(f"module {name} is not looked into"))
        self.modules[name] = found
        return found

    def load(self, name, file):
        data = ModuleData(name, file, {"__name__": Value(name), "__file__": self.path_value(file)})
        self.modules[name] = value = Value(data)
        try:
            text = read_file(os.path.join(self.root, file))
            data.tree = ast.parse(text)
        except (OSError, SyntaxError, ValueError, MemoryError, RecursionError) as error:
            why = f"line {error.lineno}: {error.msg}" if getattr(error, "lineno", None) else error
            self.modules[name] = Value(Unknown(f"{file} cannot be read: {why if str(why) else type(error).__name__}"))
            return self.modules[name]
        data.attributes["__lines__"] = text.decode(errors="replace").splitlines()
        outer, self.journal = self.journal, None
        try:
            self.run_module(Frame(data, data.attributes), data.tree.body)
        finally:
            self.journal = outer
        return value

    def path_value(self, file):
        return Value(os.path.join(self.root, file))

    # Names

    def lookup(self, frame, name):
        one = frame
        while one is not None:
            if name in one.names and name not in one.globals:
                return one.names[name]
            one = one.outer
        if name in frame.module.attributes:
            return frame.module.attributes[name]
        return BUILTINS.get(name)
