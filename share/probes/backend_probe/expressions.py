"""The expressions of Python, one method a node: expression_NAME(frame, node) -> Value."""

import ast
import builtins
import re

from backend_probe import annotations, methods, models, plain
from backend_probe.operators import LARGEST, Operators
from backend_probe.values import (ANY_KEY, PLAIN, UNSET, Bound, ClassData, Environ, FunctionData, Instance, ListData,
                                  MappingData, ModuleData, Native, PathData, Raised, Source, Super, TypeData, Unknown, Value,
                                  dotted, joined)



class Expressions(Operators):
    def evaluate(self, frame, node):
        self.step()
        method = getattr(self, "expression_" + type(node).__name__, None)
        if method is None:
            return self.unknown(frame, node, f"{type(node).__name__} is not followed")
        return method(frame, node)

    # Values that are written down

    def expression_Constant(self, frame, node):
        if not isinstance(node.value, PLAIN):
            return self.unknown(frame, node, "no plain value")
        file, line, column = self.place(frame, node)
        shown = None if isinstance(node.value, bytes) else node.value
        return Value(node.value, (Source("default", ast.unparse(node), file=file, line=line, column=column,
                                         value=shown),))

    def literal(self, frame, node, data):
        """A display; it is one source however many items it has."""
        file, line, column = self.place(frame, node)
        text = ast.unparse(node)
        name = text if len(text) <= 80 else text[:77] + "..."
        return Value(data, (Source("default", name, file=file, line=line, column=column),))

    def items_of(self, frame, nodes):
        """Values of the elements of a display, or an Unknown."""
        items = []
        for node in nodes:
            if isinstance(node, ast.Starred):
                value = self.evaluate(frame, node.value)
                more = self.iterate(value)
                if more is None:
                    return self.unknown(frame, node, "what is unpacked here is not known", value)
                items += more
            else:
                items.append(self.evaluate(frame, node))
        return items

    def display(self, frame, node, make):
        items = self.items_of(frame, node.elts)
        if isinstance(items, Value):
            return items
        made = self.literal(frame, node, make(items))
        outside_sources = joined(*(item.chain for item in items))
        if any(source.kind != "default" for source in outside_sources):
            made.chain = outside_sources
        return made

    def expression_List(self, frame, node):
        return self.display(frame, node, ListData)

    def expression_Tuple(self, frame, node):
        return self.display(frame, node, tuple)

    def expression_Set(self, frame, node):
        return self.display(frame, node, lambda items: ListData(items, "set"))

    def expression_Dict(self, frame, node):
        entries = {}
        for key_node, value_node in zip(node.keys, node.values):
            value = self.evaluate(frame, value_node)
            if key_node is None:
                if not isinstance(value.data, MappingData) or not value.data.known:
                    return self.unknown(frame, node, "what is unpacked here is not known", value)
                entries.update(value.data.entries)
                continue
            key = self.evaluate(frame, key_node)
            if not self.hashable(key):
                return self.unknown(frame, node, "a key is not known", key)
            entries[self.plain(key)] = value
        return self.literal(frame, node, MappingData(entries))

    def hashable(self, value):
        return isinstance(value.data, PLAIN) or (
            isinstance(value.data, tuple) and all(self.hashable(one) for one in value.data))

    def plain(self, value):
        """Python's own value of plain data and tuples of it."""
        return tuple(self.plain(one) for one in value.data) if isinstance(value.data, tuple) else value.data

    def expression_JoinedStr(self, frame, node):
        text, chains = "", []
        for part in node.values:
            if isinstance(part, ast.Constant):
                text += part.value
                continue
            value = self.evaluate(frame, part.value)
            chains.append(value.chain)
            rendered = self.text_of(value, part.conversion)
            form = self.evaluate(frame, part.format_spec).data if part.format_spec else ""
            if rendered is None or not isinstance(form, str) or len(max(re.findall(r"\d+", form), key=len, default="")) > 4:
                return self.unknown(frame, node, "a part of the text is not known", value)
            try:
                text += format(value.data if form and isinstance(value.data, PLAIN) else rendered, form)
            except (ValueError, TypeError, OverflowError, MemoryError):
                return self.unknown(frame, node, "the format is not followed", value)
        return self.limited(frame, node, text, joined(*chains) or self.literal(frame, node, text).chain)

    def text_of(self, value, conversion=-1):
        """str() of it, or None."""
        data = value.data
        if isinstance(data, PathData):
            data = data.text
        elif isinstance(data, Instance):
            data = plain.text_of_instance(data)
            if data is None:
                return None
        elif not isinstance(data, PLAIN):
            return None
        return repr(data) if conversion == ord("r") else ascii(data) if conversion == ord("a") else str(data)

    def limited(self, frame, node, data, chain):
        if isinstance(data, (str, bytes)) and len(data) > LARGEST:
            return self.unknown(frame, node, "too large")
        if isinstance(data, int) and data.bit_length() > LARGEST:
            return self.unknown(frame, node, "too large")
        return Value(data, chain)

    # Names and what hangs on them

    def expression_Name(self, frame, node):
        found = self.lookup(frame, node.id)
        if found is None:
            why = "followed" if hasattr(builtins, node.id) else "found"
            return self.unknown(frame, node, f"{node.id} is not {why}")
        return found

    def expression_NamedExpr(self, frame, node):
        value = self.evaluate(frame, node.value)
        self.assign(frame, node.target, value)
        return value

    def expression_Attribute(self, frame, node):
        return self.attribute(frame, node, self.evaluate(frame, node.value), node.attr)

    def attribute(self, frame, node, value, name):
        data = value.data
        if isinstance(data, Instance):
            return self.instance_attribute(frame, node, value, name)
        if isinstance(data, ClassData):
            return self.class_attribute(frame, node, value, name)
        if isinstance(data, ModuleData):
            return self.module_attribute(frame, node, data, name)
        if isinstance(data, Super):
            return self.inherited(frame, node, data, name)
        if isinstance(data, Native) and name in data.attributes:
            return data.attributes[name]
        found = methods.method(self, value, name)
        if found is not None:
            return found
        if isinstance(data, Unknown):
            return self.unknown(frame, node, "its object is not known", value)
        if data is None:
            raise Raised("AttributeError", f"None has no attribute {name}", place=self.place(frame, node))
        return self.unknown(frame, node, f"attribute {name} is not followed", value)

    def instance_attribute(self, frame, node, value, name):
        data = value.data
        if name in data.attributes:
            return data.attributes[name]
        if ANY_KEY in data.attributes:
            return self.unknown(frame, node, "it may have been set", data.attributes[ANY_KEY])
        if isinstance(data.type, Native):
            found = methods.instance_attribute(self, value, name)
            return found or self.unknown(frame, node, f"attribute {name} is not followed", value)
        if name == "__class__":
            return Value(data.type)
        if name == "__dict__":
            return Value(MappingData.over(data.attributes))
        found = data.type.find(name)
        if found is None:
            found = models.model_method(self, value, name)
            if found is not None:
                return found
            if data.type.unreadable() or data.type.native_bases():
                return self.unknown(frame, node, data.type.unreadable() or f"attribute {name} is not followed")
            raise Raised("AttributeError", f"no attribute {name}", place=self.place(frame, node))
        return self.bind(found, value)

    def inherited(self, frame, node, data, name):
        for kind in data.rest():
            if name in kind.attributes:
                return self.bind(kind.attributes[name], data.this)
        if name == "__init__" and isinstance(data.this.data, Instance) and models.can_be_made(data.this.data.type):
            return Value(Native("super().__init__", lambda one, arguments, keywords, where: models.initialise(
                one, where, data.this, arguments, keywords)))
        self.spoil(data.this, f"super().{name} is not followed ({frame.module.file}:{node.lineno})")
        return self.unknown(frame, node, f"super().{name} is not followed")

    def bind(self, found, this):
        """What a class has, as seen on an instance: a method, or a property's value."""
        function = found.data
        if not isinstance(function, FunctionData):
            return found
        if {"property", "functools.cached_property"} & set(function.decorators):
            return self.call_function(Bound(function, this), [], {})
        if "staticmethod" in function.decorators:
            return found
        if "classmethod" in function.decorators:
            return Value(Bound(function, Value(this.data.type) if isinstance(this.data, Instance) else this))
        return Value(Bound(function, this))

    def class_attribute(self, frame, node, value, name):
        found = value.data.find(name)
        if found is not None:
            if isinstance(found.data, FunctionData) and "classmethod" in found.data.decorators:
                return Value(Bound(found.data, value))
            return found
        if name in ("__name__", "__qualname__"):
            return Value(value.data.name)
        found = models.class_method(self, value, name)
        return found or self.unknown(frame, node, value.data.unreadable() or f"attribute {name} is not followed")

    def module_attribute(self, frame, node, module, name):
        if name in module.attributes and name != "__lines__":
            return module.attributes[name]
        if module.file is None or module.file.endswith("/__init__.py"):
            below = self.module(f"{module.name}.{name}")
            if below.known:
                return below
        if module.file is not None and module.tree is not None and ANY_KEY not in module.attributes:
            return self.unknown(frame, node, f"{module.name} defines no {name} here")
        return self.unknown(frame, node, f"{module.name}.{name} is not looked into")

    def expression_Subscript(self, frame, node):
        value = self.evaluate(frame, node.value)
        if annotations.is_type(value):
            return annotations.subscripted(self, frame, value, node.slice)
        if isinstance(node.slice, ast.Slice):
            return self.sliced(frame, node, value)
        return self.item(frame, node, value, self.evaluate(frame, node.slice))

    def sliced(self, frame, node, value):
        limits = [self.evaluate(frame, one) if one else Value(None) for one in
                  (node.slice.lower, node.slice.upper, node.slice.step)]
        if any(not isinstance(one.data, (int, type(None))) for one in limits):
            return self.unknown(frame, node, "limits are not known", *limits)
        part = slice(*(one.data for one in limits))
        data = value.data
        if isinstance(data, (str, bytes, tuple)):
            return value.derived(data[part])
        if isinstance(data, ListData) and not isinstance(data.items, Unknown):
            return value.derived(ListData(data.items[part]))
        return self.unknown(frame, node, "what is sliced is not known", value)

    def item(self, frame, node, value, key):
        data = value.data
        if isinstance(data, Environ) and isinstance(key.data, str):
            found = self.variable(key.data)
            if found.data is None:
                raise Raised("KeyError", key.data, place=self.place(frame, node))
            return found
        if isinstance(data, MappingData) and self.hashable(key):
            return self.entry(frame, node, value, self.plain(key))
        items = data if isinstance(data, (str, bytes, tuple)) else data.items if isinstance(data, ListData) else None
        if items is None or isinstance(items, Unknown) or not isinstance(key.data, int):
            return self.unknown(frame, node, "what is taken from it is not known", value, key)
        if not -len(items) <= key.data < len(items):
            raise Raised("IndexError", "index out of range", place=self.place(frame, node))
        found = items[key.data]
        return found if isinstance(found, Value) else value.derived(found)

    def entry(self, frame, node, value, key):
        """mapping[key]"""
        entries = value.data.entries
        if key in entries:
            return entries[key]
        if ANY_KEY in entries:
            return self.unknown(frame, node, "its keys are not known", entries[ANY_KEY])
        raise Raised("KeyError", str(key), place=self.place(frame, node))

    # The environment and tables of documents

    def variable(self, name):
        """os.environ.get(name); None where it is not set."""
        if name not in self.environment:
            return Value(None, (Source("environment", name, UNSET),))
        return Value(*self.environment[name])

    def absent_entry(self, mapping, key):
        """The chain of a key that a table of a document does not have."""
        if mapping.origin is None:
            return ()
        file, pointer, kind = mapping.origin
        escaped = str(key).replace("~", "~0").replace("/", "~1")
        pointer = f"{pointer}/{escaped}"
        return (Source(kind, dotted(pointer), UNSET, file, pointer=pointer),)

    # Iteration

    def iterate(self, value):
        """The items as a list of Value, or None."""
        data = value.data
        if isinstance(data, (str, bytes)):
            return [value.derived(one) for one in data] if len(data) <= LARGEST else None
        if isinstance(data, tuple):
            return list(data)
        if isinstance(data, ListData):
            if isinstance(data.items, Unknown) or data.type == "set" and len(data.items) > 1:
                return None  # the order of a set is not known
            return list(data.items)
        if isinstance(data, MappingData):
            return [Value(key, value.chain) for key in data.entries] if data.known else None
        if isinstance(data, ClassData) and data.is_a("enum.Enum", "enum.StrEnum", "enum.IntEnum"):
            return [one for one in data.attributes.values() if isinstance(one.data, Instance)]
        return None

    def comprehension(self, frame, node, collect):
        inner = type(frame)(frame.module, {}, frame)
        outcome = []

        def walk(generators):
            if not generators:
                outcome.append(collect(inner))
                return True
            first = generators[0]
            items = self.iterate(self.evaluate(inner, first.iter))
            if items is None or first.is_async:
                return False
            for item in items:
                self.step()
                self.assign(inner, first.target, item)
                tests = [self.truth(self.evaluate(inner, test)) for test in first.ifs]
                if None in tests:
                    return False
                if all(tests) and not walk(generators[1:]):
                    return False
            return True

        return outcome if walk(node.generators) else None

    def expression_ListComp(self, frame, node, make=ListData):
        items = self.comprehension(frame, node, lambda inner: self.evaluate(inner, node.elt))
        if items is None:
            return self.unknown(frame, node, "what it goes over is not known")
        chain = joined(*(item.chain for item in items))
        return Value(make(items), chain or self.literal(frame, node, None).chain)

    def expression_GeneratorExp(self, frame, node):
        return self.expression_ListComp(frame, node, tuple)

    def expression_SetComp(self, frame, node):
        return self.expression_ListComp(frame, node, lambda items: ListData(items, "set"))

    def expression_DictComp(self, frame, node):
        pairs = self.comprehension(frame, node, lambda inner: (self.evaluate(inner, node.key),
                                                               self.evaluate(inner, node.value)))
        if pairs is None or not all(self.hashable(key) for key, _ in pairs):
            return self.unknown(frame, node, "what it goes over is not known")
        return self.literal(frame, node, MappingData({self.plain(key): value for key, value in pairs}))

    # Calls

    def expression_Lambda(self, frame, node):
        return Value(FunctionData(node, frame, defaults=self.defaults(frame, node.args)))

    def expression_Call(self, frame, node):
        function = self.evaluate(frame, node.func)
        arguments, keywords = self.items_of(frame, node.args), {}
        if isinstance(arguments, Value):
            return self.hand_over(frame, node, function, [arguments], {})
        for keyword in node.keywords:
            value = self.evaluate(frame, keyword.value)
            if keyword.arg is not None:
                keywords[keyword.arg] = value
            elif isinstance(value.data, MappingData) and value.data.known and \
                    all(isinstance(key, str) for key in value.data.entries):
                keywords.update(value.data.entries)
            else:
                return self.hand_over(frame, node, function, [*arguments, value], keywords)
        return self.call(frame, node, function, arguments, keywords)

    def call(self, frame, node, function, arguments, keywords):
        data = function.data
        if isinstance(data, Native) and data.call is not None:
            try:
                found = data.call(self, arguments, keywords, (frame, node))
            except (AttributeError, IndexError, KeyError, TypeError, ValueError):
                found = None  # called in a way that is not understood
            return found if found is not None else self.hand_over(frame, node, function, arguments, keywords)
        if isinstance(data, (FunctionData, Bound)):
            return self.call_function(data, arguments, keywords, frame, node)
        if isinstance(data, ClassData):
            return self.instantiate(frame, node, data, arguments, keywords)
        if annotations.is_type(function) and isinstance(data, TypeData):
            return self.hand_over(frame, node, function, arguments, keywords)
        if isinstance(data, Instance) and isinstance(data.type, ClassData) and data.type.find("__call__"):
            return self.call_function(Bound(data.type.find("__call__").data, function), arguments, keywords, frame,
                                      node)
        return self.hand_over(frame, node, function, arguments, keywords)

    def instantiate(self, frame, node, kind, arguments, keywords):
        return models.instantiate(self, frame, node, kind, arguments, keywords)

    def hand_over(self, frame, node, function, arguments, keywords):
        """To code that is not looked into: it may change all that it gets."""
        file, line, _ = self.place(frame, node)
        reason = f"{ast.unparse(node.func) if isinstance(node, ast.Call) else 'a call'} is not looked into " \
                 f"({file}:{line})"
        values = [*arguments, *keywords.values()]
        for value in values:
            self.spoil(value, reason)
        if isinstance(function.data, Bound):
            self.spoil(function.data.this, reason)
        return self.unknown(frame, node, "the function is not looked into", function, *values)

    def expression_Await(self, frame, node):
        return self.evaluate(frame, node.value)
