"""By which words a Python file tells kinds of integrations apart: comparisons, tables and enumerations that the `type` or
`attach_as` of an entry is looked up in, and whether another word is refused there or taken as well.
"""

import ast

from backend_probe.reads import key_of
from backend_probe.trees import walk

KEYS = ("type", "attach_as")
COLLECTIONS = ("set", "frozenset", "tuple", "list")
ENUMS = ("Enum", "StrEnum")
LOGS = ("warning", "error", "exception", "critical")
MATCH = getattr(ast, "Match", ())  # of Python 3.10


def read_dispatches(tree):
    """[[key, [words], whether another word is refused]]"""
    return Dispatches(tree).read()


class Dispatches:
    def __init__(self, tree):
        self.nodes = walk(tree)
        self.found, self.tables, self.enums, self.aliases = [], {}, {}, {}
        self.inner = set()  # `elif`s

    def read(self):
        for node in self.nodes:
            if isinstance(node, (ast.Assign, ast.AnnAssign)):
                self.assigned(node)
            elif isinstance(node, ast.ClassDef) and any(name_of(one) in ENUMS for one in node.bases):
                self.enums[node.name] = [one.value.value for one in node.body
                                         if isinstance(one, ast.Assign) and is_text(one.value)]
        for node in self.nodes:
            self.look(node)
        return [[key, sorted(words), closed] for key, words, closed in self.found if words]

    def assigned(self, node):
        target = node.targets[0] if isinstance(node, ast.Assign) and len(node.targets) == 1 else \
            getattr(node, "target", None)
        name = name_of(target) if target is not None else None
        if name is None or node.value is None:
            return
        words = self.collection(node.value)
        key = self.subject(node.value)
        if words is not None:
            self.tables[name] = words
        elif key is not None:
            self.aliases[name] = key

    def collection(self, node):
        if isinstance(node, ast.Dict):
            listed = node.keys
        elif isinstance(node, (ast.Set, ast.List, ast.Tuple)):
            listed = node.elts
        elif isinstance(node, ast.Call) and name_of(node.func) in COLLECTIONS and len(node.args) == 1:
            return self.collection(node.args[0])
        else:
            return self.tables.get(name_of(node))
        return [one.value for one in listed] if listed and all(map(is_text, listed)) else None

    def subject(self, node):
        """The key that an expression takes from an entry, or None."""
        if isinstance(node, ast.Call):
            taken = key_of(node)
            if taken is not None:
                return taken[0] if taken[0] in KEYS else None
            if isinstance(node.func, ast.Attribute) and node.func.attr in ("lower", "strip"):
                return self.subject(node.func.value)
            return self.subject(node.args[0]) if name_of(node.func) == "str" and len(node.args) == 1 else None
        if isinstance(node, ast.Subscript):
            taken = key_of(node)
            return taken[0] if taken is not None and taken[0] in KEYS else None
        if isinstance(node, ast.Attribute):
            return node.attr if node.attr in KEYS else None
        return self.aliases.get(node.id) if isinstance(node, ast.Name) else None

    def look(self, node):
        if isinstance(node, ast.If) and node not in self.inner:
            self.chain(node)
        elif isinstance(node, ast.Subscript):
            self.lookup(node.slice, node.value, True)
        elif isinstance(node, ast.Call):
            self.call(node)
        elif isinstance(node, MATCH):
            self.match(node)

    def lookup(self, key, table, closed):
        subject, words = self.subject(key), self.collection(table)
        if subject is not None and words is not None:
            self.found.append((subject, words, closed))

    def call(self, node):
        if isinstance(node.func, ast.Attribute) and node.func.attr == "get" and node.args:
            self.lookup(node.args[0], node.func.value, len(node.args) == 1)
        elif name_of(node.func) in self.enums and len(node.args) == 1:
            subject = self.subject(node.args[0])
            if subject is not None:
                self.found.append((subject, self.enums[name_of(node.func)], True))

    def chain(self, node):
        words, subjects, mixed = [], set(), False
        while True:
            tested = self.tested(node.test)
            if tested is None:
                mixed = True
            else:
                subjects.add(tested[0])
                words += tested[1]
                if tested[2]:  # `not in`
                    self.found.append((tested[0], tested[1], refuses(node.body)))
                    return
            if len(node.orelse) != 1 or not isinstance(node.orelse[0], ast.If):
                break
            node = node.orelse[0]
            self.inner.add(node)
        if len(subjects) == 1:
            alone = len(words) == 1 and not node.orelse  # one kind is dealt with before all
            self.found.append((subjects.pop(), words, not mixed and not alone and (not node.orelse or refuses(node.orelse))))

    def tested(self, test):
        """(key, words, whether it asks for others) of a comparison with words, or None."""
        if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.Or):
            parts = [self.tested(one) for one in test.values]
            if None in parts or len({one[0] for one in parts}) != 1:
                return None
            return parts[0][0], [word for one in parts for word in one[1]], False
        if not isinstance(test, ast.Compare) or len(test.ops) != 1:
            return None
        subject, other, operator = self.subject(test.left), test.comparators[0], test.ops[0]
        if subject is None:
            return None
        if isinstance(operator, ast.Eq) and is_text(other):
            return subject, [other.value], False
        words = self.collection(other) if isinstance(operator, (ast.In, ast.NotIn)) else None
        return (subject, words, isinstance(operator, ast.NotIn)) if words is not None else None

    def match(self, node):
        subject, words, closed = self.subject(node.subject), [], True
        for case in node.cases:
            patterns = getattr(case.pattern, "patterns", [case.pattern])
            words += [one.value.value for one in patterns if isinstance(one, ast.MatchValue) and is_text(one.value)]
            if isinstance(case.pattern, ast.MatchAs) and case.pattern.pattern is None:
                closed = refuses(case.body)
        if subject is not None:
            self.found.append((subject, words, closed))


def refuses(body):
    """Whether a branch does nothing with what it is for but say so."""
    for one in body:
        if isinstance(one, (ast.Raise, ast.Continue)):
            return True
        if isinstance(one, ast.Return) and (one.value is None or isinstance(one.value, ast.Constant) and not one.value.value):
            return True
        if isinstance(one, ast.Expr) and isinstance(one.value, ast.Call) and name_of(one.value.func) in LOGS and \
                len(body) == 1:
            return True
    return False


def is_text(node):
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def name_of(node):
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else None
