"""The statements of Python and calls of the backend's own functions.

A block ends in None (it ran through) or in an outcome: ("return", value), ("break",), ("continue",).
Where a test is not known both ways are tried, and what they would have changed differently becomes
Unknown.
"""

import ast
import functools

from backend_probe import models
from backend_probe.trees import walk
from backend_probe.values import (ANY_KEY, UNSET, Bound, ClassData, Environ, FunctionData, Instance, ListData,
                                  MappingData, Native, Raised, Source, Unknown, Value, demoted, doubted, joined, set_by_code)

UNDERSTOOD_DECORATORS = {
    "property", "staticmethod", "classmethod", "functools.lru_cache", "functools.cache", "functools.cached_property",
    "functools.wraps", "abc.abstractmethod", "typing.overload", "typing.final", "typing.no_type_check",
    "pydantic.field_validator", "pydantic.validator", "pydantic.model_validator", "pydantic.root_validator",
    "pydantic.computed_field", "pydantic.field_serializer", "pydantic.model_serializer", "dataclasses.dataclass",
    "enum.unique", "pydantic.dataclasses.dataclass"}


class Statements:
    def run_module(self, frame, body):
        """What a module defines; after something that ends it, the rest is not known."""
        try:
            self.block(frame, body)
        except (Raised, RecursionError) as raised:
            place = getattr(raised, "place", None)
            why = "it goes too deep to be followed" if isinstance(raised, RecursionError) else raised
            reason = f"{frame.module.file}: {why}" + (f" (line {place[1]})" if place else "")
            frame.module.attributes["__failed__"] = Value(Unknown(reason))
            self.forget_names(frame, body, reason)

    def forget_names(self, frame, body, reason):
        for name in assigned_names(body):
            if name not in frame.names:
                self.write(frame.names, name, Value(Unknown(reason)))

    def block(self, frame, body):
        for at, statement in enumerate(body):
            self.step()
            if isinstance(statement, ast.If):
                outcome = self.choice(frame, statement, body[at + 1:])
                if outcome is AT_END:
                    return None
            else:
                method = getattr(self, "statement_" + type(statement).__name__, None)
                outcome = method(frame, statement) if method else self.statement_unknown(frame, statement)
            if outcome is not None:
                return outcome
        return None

    def statement_unknown(self, frame, node):
        file, line, _ = self.place(frame, node)
        self.forget(frame, [node], f"{type(node).__name__} is not followed ({file}:{line})")

    def forget(self, frame, body, reason):
        """Names that these statements would bind are not known any more, nor is what they reach."""
        for name in assigned_names(body):
            self.write(frame.names, name, Value(Unknown(reason)))
        for name in used_names(body):
            value = self.lookup(frame, name)
            if value is not None and isinstance(value.data, (Instance, MappingData, ListData, ClassData)):
                self.spoil(value, reason)

    # Simple ones

    def statement_Pass(self, frame, node):
        return None

    def statement_Global(self, frame, node):
        frame.globals.update(node.names)

    statement_Nonlocal = statement_Assert = statement_Pass

    def statement_Expr(self, frame, node):
        if not isinstance(node.value, ast.Constant):
            self.evaluate(frame, node.value)

    def statement_Return(self, frame, node):
        return "return", self.evaluate(frame, node.value) if node.value else Value(None)

    def statement_Break(self, frame, node):
        return ("break",)

    def statement_Continue(self, frame, node):
        return ("continue",)

    def statement_Raise(self, frame, node):
        place = self.place(frame, node)
        if node.exc is None:
            raise Raised("Exception", "raised again", ["Exception", "BaseException"], place)
        target = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
        name = ast.unparse(target).rpartition(".")[2]
        message = ""
        if isinstance(node.exc, ast.Call) and node.exc.args:
            message = self.text_of(self.evaluate(frame, node.exc.args[0])) or ""
        kind = self.evaluate(frame, target).data
        names = None
        if isinstance(kind, ClassData):
            names = [one.name for one in kind.lineage()] + kind.native_bases() + ["Exception", "BaseException"]
        raise Raised(name, message, names, place)

    def statement_Delete(self, frame, node):
        for target in node.targets:
            if isinstance(target, ast.Name):
                self.remove(frame.names, target.id)
            else:
                self.forget(frame, [node], "what is deleted is not followed")

    # Assignments

    def statement_Assign(self, frame, node):
        value = self.evaluate(frame, node.value)
        for target in node.targets:
            self.assign(frame, target, value)

    def statement_AnnAssign(self, frame, node):
        if node.value is not None:
            self.assign(frame, node.target, self.evaluate(frame, node.value))

    def statement_AugAssign(self, frame, node):
        before = self.evaluate(frame, as_load(node.target))
        after = self.binary(frame, node, node.op, before, self.evaluate(frame, node.value))
        self.assign(frame, node.target, after)

    def assign(self, frame, target, value):
        if isinstance(target, ast.Name):
            names = frame.module.attributes if target.id in frame.globals else frame.names
            self.write(names, target.id, value)
        elif isinstance(target, ast.Attribute):
            self.set_attribute(frame, target, self.evaluate(frame, target.value), target.attr, value)
        elif isinstance(target, ast.Subscript):
            self.set_item(frame, target, value)
        elif isinstance(target, (ast.Tuple, ast.List)):
            self.unpack(frame, target, value)

    def unpack(self, frame, target, value):
        items = self.iterate(value)
        starred = any(isinstance(one, ast.Starred) for one in target.elts)
        if items is None or starred or len(items) != len(target.elts):
            items = [self.unknown(frame, target, "what is unpacked is not known", value)] * len(target.elts)
        for one, item in zip(target.elts, items):
            self.assign(frame, one.value if isinstance(one, ast.Starred) else one, item)

    def set_attribute(self, frame, node, owner, name, value):
        data = owner.data
        if isinstance(data, Instance):
            if isinstance(data.type, ClassData):
                value = models.assigned(self, frame, node, data, name, value)
            before = data.attributes.get(name)
            self.write(data.attributes, name, set_by_code(value).over(before) if before else value)
        elif isinstance(data, ClassData):
            before = data.attributes.get(name)
            self.write(data.attributes, name, value.over(before) if before else value)
        elif hasattr(data, "attributes") and not isinstance(data, Native):
            self.write(data.attributes, name, value)

    def set_item(self, frame, target, value):
        owner, key = self.evaluate(frame, target.value), self.evaluate(frame, target.slice)
        data = owner.data
        if isinstance(data, MappingData):
            if not self.hashable(key):
                self.spoil(owner, f"a key is not known ({frame.module.file}:{target.lineno})")
                return
            before = data.entries.get(self.plain(key))
            self.write(data.entries, self.plain(key), value.over(before) if before else value)
        elif isinstance(data, Environ):
            self.set_variable(frame, target, key, value)
        else:
            self.spoil(owner, "an item of it was set")

    def set_variable(self, frame, node, key, value):
        """os.environ[key] = value"""
        if isinstance(key.data, str):
            file, line, column = self.place(frame, node)
            known = isinstance(value.data, str)
            source = Source("code", f"os.environ[{key.data!r}]", "effective" if known else "unknown", file, line,
                            column, value=value.data if known else None)
            before = self.environment.get(key.data)
            below = demoted(before[1]) if before else ()
            self.write(self.environment, key.data, (value.data if known else Unknown("it was set by the code"),
                                                    joined((source,), value.chain if known else (), below)))

    # Definitions

    def statement_Import(self, frame, node):
        for alias in node.names:
            self.module(alias.name)
            name = alias.name if alias.asname else alias.name.partition(".")[0]
            self.write(frame.names, alias.asname or name, self.module(name))

    def statement_ImportFrom(self, frame, node):
        name = node.module or ""
        if node.level:
            package = frame.module.name.split(".")
            package = package if (frame.module.file or "").endswith("__init__.py") else package[:-1]
            package = package[:len(package) - node.level + 1]
            name = ".".join([*package, *([name] if name else [])])
        module = self.module(name)
        for alias in node.names:
            if alias.name == "*":
                self.import_all(frame, module)
            else:
                self.write(frame.names, alias.asname or alias.name, self.attribute(frame, node, module, alias.name))

    def import_all(self, frame, module):
        names = getattr(module.data, "attributes", {})
        for name, value in list(names.items()):
            if isinstance(name, str) and not name.startswith("_"):
                self.write(frame.names, name, value)

    def defaults(self, frame, arguments):
        """{parameter: Value} as they stand where the function is defined."""
        positional = [*arguments.posonlyargs, *arguments.args]
        found = {}
        for parameter, default in zip(positional[len(positional) - len(arguments.defaults):], arguments.defaults):
            found[parameter.arg] = self.evaluate(frame, default)
        for parameter, default in zip(arguments.kwonlyargs, arguments.kw_defaults):
            if default is not None:
                found[parameter.arg] = self.evaluate(frame, default)
        return found

    def statement_FunctionDef(self, frame, node):
        function = Value(FunctionData(node, frame, defaults=self.defaults(frame, node.args)))
        names = []
        for decorator in reversed(node.decorator_list):
            value = self.evaluate(frame, decorator.func if isinstance(decorator, ast.Call) else decorator)
            if isinstance(value.data, Bound) and value.data.function == "setter":
                return  # the property of that name stays
            name = value.data.name if isinstance(value.data, Native) else None
            if name in UNDERSTOOD_DECORATORS:
                names.append(name)
            else:
                function = self.unknown(frame, decorator, "the decorator is not looked into")
                break
        if isinstance(function.data, FunctionData):
            function.data.decorators = tuple(names)
        self.write(frame.names, node.name, function)

    def statement_AsyncFunctionDef(self, frame, node):
        self.write(frame.names, node.name, self.unknown(frame, node.args, "coroutines are not followed"))

    def statement_ClassDef(self, frame, node):
        bases = [self.evaluate(frame, base) for base in node.bases]
        data = ClassData(node.name, node, frame, bases)
        data.keywords = {one.arg: self.evaluate(frame, one.value) for one in node.keywords if one.arg}
        made_by = data.keywords.pop("metaclass", None)
        if made_by is not None and getattr(made_by.data, "name", None) != "abc.ABCMeta":
            data.unknown = f"the metaclass of {node.name} is not followed"
        models.apply_decorators(self, frame, node, data)
        inner = type(frame)(frame.module, data.attributes, frame)
        self.write(frame.names, node.name, Value(data))
        try:
            self.block(inner, node.body)
        except Raised as raised:
            data.unknown = f"its body raises {raised}"
        except RecursionError:
            data.unknown = f"the body of {node.name} goes too deep to be followed"
        for statement in node.body:
            if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
                data.annotations[statement.target.id] = (statement, inner)
        for value in data.attributes.values():
            if isinstance(value.data, FunctionData) and value.data.owner is None:
                value.data.owner = data
        models.finish_class(self, data)

    # Choices

    def statement_If(self, frame, node):
        return self.choice(frame, node, [])

    def choice(self, frame, node, rest):
        """AT_END where the rest of the block has been run too."""
        test = self.evaluate(frame, node.test)
        known = self.truth(test)
        if known is not None:
            outcome = self.block(frame, node.body if known else node.orelse)
            self.would_have(frame, test, node.orelse if known else node.body)
            return outcome
        reason = self.unknown(frame, node.test, "which way it goes is not known", test).data.reason
        ends = may_leave(node)
        ways = [[*node.body, *(rest if ends else [])], [*node.orelse, *(rest if ends else [])]]
        outcome = self.either(frame, ways, reason)
        return outcome if outcome is not None or not ends else AT_END

    def would_have(self, frame, test, body):
        """Variables and keys that are not set, of a way that was not gone, stand in the chains of what
        it would have set."""
        if not body or self.uncertain:
            return
        self.uncertain += 1
        try:
            _, changes = self.trial(lambda: self.attempt(frame, body))
        except RecursionError:
            return
        finally:
            self.uncertain -= 1
        for container, key, value in changes.values():
            before = container.get(key)
            if not isinstance(before, Value) or not isinstance(value, Value) or key is ANY_KEY:
                continue
            asked = tuple(one for one in joined(test.chain, value.chain) if one.state == UNSET)
            if asked:
                self.write(container, key, Value(before.data, joined(asked, before.chain)))

    def attempt(self, frame, body):
        try:
            return self.block(frame, body)
        except Raised as raised:
            return "raise", raised

    def either(self, frame, ways, reason):
        """One of them is gone."""
        self.uncertain += 1
        try:
            tried = [self.trial(lambda body=body: self.attempt(frame, body)) for body in ways]
        finally:
            self.uncertain -= 1
        # A way that raises is not what a backend that runs has gone.
        going = [one for one in tried if not (one[0] and one[0][0] == "raise")] or tried[:1]
        self.merge([changes for _, changes in going], reason)
        outcomes = [outcome for outcome, _ in going]
        if outcomes[0] and outcomes[0][0] == "raise":
            raise outcomes[0][1]
        return self.merged_outcome(outcomes, reason)

    def merged_outcome(self, outcomes, reason):
        first = outcomes[0]
        if all(one is None for one in outcomes):
            return None
        if all(one == first for one in outcomes):
            return first
        values = [one[1] if one and one[0] == "return" else Value(None) for one in outcomes]
        if all(one.data is values[0].data for one in values):
            return "return", values[0]
        return "return", Value(Unknown(reason), joined(*(doubted(one.chain) for one in values)))

    def merge(self, all_changes, reason):
        places = {place: (container, key) for changes in all_changes for place, (container, key, _) in changes.items()}
        for place, (container, key) in places.items():
            before = container.get(key)
            ends = [changes[place][2] if place in changes else before for changes in all_changes]
            if all(one is ends[0] for one in ends):
                if ends[0] is not None:
                    self.write(container, key, ends[0])
            elif any(isinstance(one, (tuple, Unknown)) for one in ends):  # a slot, or a variable
                self.write(container, key, Unknown(reason) if key == "items" else (Unknown(reason), ()))
            else:
                self.write(container, key, self.one_of(ends, reason))

    def one_of(self, values, reason):
        there = [one for one in values if one is not None]
        if len(there) == len(values) and self.all_equal(there):
            return Value(there[0].data, joined(*(one.chain for one in there)))
        return Value(Unknown(reason), joined(*(doubted(one.chain) for one in there)))

    def all_equal(self, values):
        return all(self.hashable(one) for one in values) and \
            all(self.plain(one) == self.plain(values[0]) and type(one.data) is type(values[0].data) for one in values)

    def statement_Match(self, frame, node):
        return self.statement_unknown(frame, node)

    # Loops

    def statement_For(self, frame, node):
        over = self.evaluate(frame, node.iter)
        items = self.iterate(over)
        if items is None:
            file, line, _ = self.place(frame, node)
            self.forget(frame, node.body, f"what the loop goes over is not known ({file}:{line})")
            self.assign(frame, node.target, self.unknown(frame, node.iter, "it is not known", over))
            return None
        for item in items:
            self.step()
            self.assign(frame, node.target, item)
            outcome = self.block(frame, node.body)
            if outcome == ("break",):
                return None
            if outcome and outcome[0] == "return":
                return outcome
        return self.block(frame, node.orelse)

    def statement_While(self, frame, node):
        while True:
            self.step()
            known = self.truth(self.evaluate(frame, node.test))
            if known is None:
                self.forget(frame, node.body, f"how often the loop runs is not known "
                                              f"({frame.module.file}:{node.lineno})")
                return None
            if not known:
                return self.block(frame, node.orelse)
            outcome = self.block(frame, node.body)
            if outcome == ("break",):
                return None
            if outcome and outcome[0] == "return":
                return outcome

    # With and try

    def statement_With(self, frame, node):
        for item in node.items:
            value = self.evaluate(frame, item.context_expr)
            if item.optional_vars is not None:
                self.assign(frame, item.optional_vars, value)
        if any(self.suppresses(frame, item) for item in node.items):
            outcome = self.attempt(frame, node.body)
            return None if outcome and outcome[0] == "raise" else outcome
        return self.block(frame, node.body)

    def suppresses(self, frame, item):
        call = item.context_expr
        return isinstance(call, ast.Call) and getattr(self.evaluate(frame, call.func).data, "name", "") == \
            "contextlib.suppress"

    def statement_Try(self, frame, node):
        try:
            try:
                outcome = self.block(frame, node.body)
                return outcome if outcome is not None else self.block(frame, node.orelse)
            except Raised as raised:
                handler = next((one for one in node.handlers if self.handles(frame, one, raised)), None)
                if handler is None:
                    raise
                if handler.name:
                    self.write(frame.names, handler.name, Value(raised.message))
                return self.block(frame, handler.body)
        finally:
            if node.finalbody:
                self.block(frame, node.finalbody)

    def handles(self, frame, handler, raised):
        if handler.type is None:
            return True
        nodes = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
        names = [ast.unparse(one).rpartition(".")[2] for one in nodes]
        aliases = {"IOError": "OSError", "EnvironmentError": "OSError"}
        return any(aliases.get(name, name) in raised.names for name in names)

    # Calls

    def call_function(self, callee, arguments, keywords, frame=None, node=None):
        function = callee
        if isinstance(callee, Bound):
            function, arguments = callee.function, [callee.this, *arguments]
        cached = {"functools.lru_cache", "functools.cache"} & set(function.decorators)
        if cached and not arguments and not keywords and "value" in function.cached:
            return function.cached["value"]
        if self.depth >= DEPTH or is_generator(function.node):
            return Value(Unknown(f"{function.name} is not followed: " + (
                "a generator" if is_generator(function.node) else "its calls go too deep")))
        names = self.parameters(function, arguments, keywords)
        if isinstance(names, str):
            raise Raised("TypeError", f"{function.name}: {names}",
                         place=self.place(frame, node) if frame else None)
        self.step(10)
        inner = type(function.frame)(function.frame.module, names, enclosing(function))
        if isinstance(callee, Bound) and function.owner is not None:
            inner.method = function.owner, callee.this
        self.depth += 1
        try:
            if isinstance(function.node, ast.Lambda):
                return self.evaluate(inner, function.node.body)
            outcome = self.block(inner, function.node.body)
        finally:
            self.depth -= 1
        result = outcome[1] if outcome and outcome[0] == "return" else Value(None)
        if cached and not arguments and not keywords:
            self.write(function.cached, "value", result)
        return result

    @staticmethod
    def parameters(function, arguments, keywords):
        """{name: Value}, or why they do not fit."""
        wanted = function.node.args
        positional = [one.arg for one in [*wanted.posonlyargs, *wanted.args]]
        names = dict(function.defaults)
        names.update(zip(positional, arguments))
        if len(arguments) > len(positional) and wanted.vararg is None:
            return "too many arguments"
        if wanted.vararg is not None:
            names[wanted.vararg.arg] = Value(tuple(arguments[len(positional):]))
        known, others = {*positional, *(one.arg for one in wanted.kwonlyargs)}, {}
        for name, value in keywords.items():
            (names if name in known else others)[name] = value
        if others and wanted.kwarg is None:
            return f"unexpected argument {next(iter(others))}"
        if wanted.kwarg is not None:
            names[wanted.kwarg.arg] = Value(MappingData(others))
        missing = [name for name in known if name not in names]
        return f"{missing[0]} is missing" if missing else names


AT_END = object()
DEPTH = 40  # calls within calls


def enclosing(function):
    """The frame in which names of a function are looked for: not that of its class."""
    frame = function.frame
    return frame.outer if function.owner is not None and frame.outer is not None else frame


def as_load(target):
    return ast.parse(ast.unparse(target), mode="eval").body if not isinstance(target, ast.Name) else \
        ast.copy_location(ast.Name(target.id, ast.Load()), target)


def assigned_names(body):
    names = []
    for node in body:
        for one in walk(node):
            if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store):
                names.append(one.id)
            elif isinstance(one, (ast.FunctionDef, ast.ClassDef)):
                names.append(one.name)
            elif isinstance(one, ast.alias):
                names.append((one.asname or one.name).partition(".")[0])
    return names


def used_names(body):
    return {one.id for node in body for one in walk(node) if isinstance(one, ast.Name)}


def may_leave(node):
    return any(isinstance(one, (ast.Return, ast.Raise, ast.Break, ast.Continue)) for one in walk(node))


@functools.cache
def is_generator(node):
    return any(isinstance(one, (ast.Yield, ast.YieldFrom)) for one in walk(node))
