"""Which tables and keys of loaded documents a Python file reads, by the chain of accesses that leads to them:
`models = table.get("MODELS", {})` and `models["primary"]` read MODELS.primary; a table that is handed on whole is read
whole. Names are followed within a function and into functions of the same file.
"""

import ast
import itertools

from backend_probe.trees import children, walk

LOADS = {"tomllib.load", "tomllib.loads", "tomli.load", "tomli.loads", "toml.load", "toml.loads", "yaml.safe_load",
         "yaml.load", "yaml.full_load", "json.load", "json.loads", "yaml_load"}
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
ROUNDS = 4
MOST = 100  # chains that one access stands for


def read_reads(tree, loaders):
    """[(dotted chain, line)], the chain empty where a document is read whole; `loaders`: names of functions that give
    a document, found by loaders_of."""
    return Reads(tree, loaders).read()


def loaders_of(tree):
    """Functions whose answer is a loaded document."""
    found = set()
    for function in walk(tree):
        if not isinstance(function, FUNCTIONS):
            continue
        loaded = {target.id for node in walk(function) if isinstance(node, ast.Assign) and is_load(node.value)
                  for target in node.targets if isinstance(target, ast.Name)}
        for node in walk(function):
            if isinstance(node, ast.Return) and node.value is not None and \
                    any(is_load(one) or isinstance(one, ast.Name) and one.id in loaded for one in first_of(node.value)):
                found.add(function.name)
    return found


def is_load(node):
    return any(isinstance(one, ast.Call) and ast.unparse(one.func) in LOADS for one in first_of(node))


def first_of(node):
    """What `a or {}` and `a if b else {}` may be."""
    if isinstance(node, ast.BoolOp):
        return [part for one in node.values for part in first_of(one)]
    if isinstance(node, ast.IfExp):
        return first_of(node.body) + first_of(node.orelse)
    return [node]


class Given:
    """A key that a parameter of a function gives."""

    def __init__(self, function, name):
        self.place = (function, name)


def key_of(node, parameter=lambda name: None):
    """(key, what it is taken from) of x["key"], x.get("key") and x.pop("key"), or None; keys that are names are what
    `parameter` says of them."""
    key = owner = None
    if isinstance(node, ast.Subscript):
        key, owner = node.slice, node.value
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and \
            node.func.attr in ("get", "pop", "setdefault") and node.args:
        key, owner = node.args[0], node.func.value
    given = parameter(key) if isinstance(key, ast.Name) else None
    if given is not None:
        return given, owner
    return (key.value, owner) if isinstance(key, ast.Constant) and isinstance(key.value, str) else None


class Reads:
    def __init__(self, tree, loaders):
        self.tree, self.loaders = tree, loaders
        self.parents = {child: node for node in walk(tree) for child in children(node)}
        self.functions = {node.name: node for node in walk(tree) if isinstance(node, FUNCTIONS)}
        self.aliases = {}  # (scope, name): chain
        self.literals = {}  # (function, parameter): texts that calls give
        self.given = {}  # Given by (function, parameter)
        self.found = {}

    def read(self):
        for _ in range(ROUNDS):
            before = len(self.aliases)
            for node in walk(self.tree):
                if isinstance(node, (ast.Assign, ast.AnnAssign, ast.NamedExpr)):
                    self.assign(node)
                elif isinstance(node, ast.Call):
                    self.hand_over(node)
            if len(self.aliases) == before:
                break
        for node in walk(self.tree):
            self.use(node)
        return [(".".join(keys), line) for (chain, anchored), line in self.found.items() if chain or anchored
                for keys in self.expanded(chain) if anchored or keys[0] not in ("*", "")]

    def expanded(self, chain):
        """The chain with every text that calls give a parameter; `*` where none does."""
        choices = [sorted(self.literals.get(one.place, ())) or ["*"] if isinstance(one, Given) else [one] for one in chain]
        return list(itertools.islice(itertools.product(*choices), MOST))

    def parameter(self, node):
        function = self.scope(node)
        if function is None or node.id not in [one.arg for one in function.args.posonlyargs + function.args.args +
                                               function.args.kwonlyargs]:
            return None
        return self.given.setdefault((function, node.id), Given(function, node.id))

    def scope(self, node):
        while node in self.parents:
            node = self.parents[node]
            if isinstance(node, FUNCTIONS):
                return node
        return None

    def assign(self, node):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        if len(targets) != 1 or not isinstance(targets[0], ast.Name) or node.value is None:
            return
        for one in first_of(node.value):
            chain = self.chain(one)
            if chain is not None:
                self.aliases.setdefault((self.scope(node), targets[0].id), chain)

    def hand_over(self, call):
        name = call.func.id if isinstance(call.func, ast.Name) else \
            call.func.attr if isinstance(call.func, ast.Attribute) and ast.unparse(call.func.value) in ("self", "cls") else None
        function = self.functions.get(name)
        if function is None:
            return
        parameters = [one.arg for one in function.args.posonlyargs + function.args.args]
        if parameters[:1] in (["self"], ["cls"]):
            parameters = parameters[1:]
        given = dict(zip(parameters, call.args)) | {one.arg: one.value for one in call.keywords if one.arg}
        for parameter, value in given.items():
            if isinstance(value, ast.Constant) and isinstance(value.value, str):
                self.literals.setdefault((function, parameter), set()).add(value.value)
            chain = self.chain(value)
            if chain is not None and not isinstance(value, ast.Constant):
                self.aliases.setdefault((function, parameter), chain)

    def handed_over(self, node):
        """Whether it is an argument of a function that is followed."""
        parent = self.parents.get(node)
        if isinstance(parent, ast.keyword):
            parent = self.parents.get(parent)
        if not isinstance(parent, ast.Call) or node is parent.func:
            return False
        name = parent.func.id if isinstance(parent.func, ast.Name) else \
            parent.func.attr if isinstance(parent.func, ast.Attribute) and \
            ast.unparse(parent.func.value) in ("self", "cls") else None
        return name in self.functions and not any(isinstance(one, ast.Starred) for one in parent.args)

    def chain(self, node):
        """(keys, whether they begin at a document's root), or None of what is no table."""
        taken = key_of(node, self.parameter)
        if taken is not None:
            inner = self.chain(taken[1])
            keys, anchored = inner if inner is not None else ((), False)
            return (*keys, taken[0]), anchored
        if isinstance(node, ast.Name):
            return self.aliases.get((self.scope(node), node.id)) or self.aliases.get((None, node.id))
        if is_load(node):
            return (), True
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", None)
            if name in self.loaders:
                return (), True
        return None

    def use(self, node):
        """A table or key that is not only a step to another, or called by a name that is followed."""
        if key_of(node, self.parameter) is None and not (isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)):
            return
        chain = self.chain(node)
        parent = self.parents.get(node)
        if chain is None or self.is_step(node, parent):
            return
        if isinstance(parent, ast.Compare) and node in parent.comparators and isinstance(parent.ops[0], (ast.In, ast.NotIn)):
            if isinstance(parent.left, ast.Constant) and isinstance(parent.left.value, str):
                self.add(((*chain[0], parent.left.value), chain[1]), node)
                return
        if self.is_test(node, parent) and isinstance(node, ast.Name):
            return
        self.add(chain, node)

    def add(self, chain, node):
        self.found.setdefault(chain, node.lineno)

    def is_step(self, node, parent):
        if isinstance(parent, ast.Attribute) and isinstance(self.parents.get(parent), ast.Call):
            call = self.parents[parent]
            if call.func is parent and key_of(call, self.parameter) is not None:
                return True
        if key_of(parent, self.parameter) is not None and isinstance(parent, ast.Subscript) and parent.value is node:
            return True
        while isinstance(parent, (ast.BoolOp, ast.IfExp)) and not (isinstance(parent, ast.IfExp) and parent.test is node):
            node, parent = parent, self.parents.get(parent)
        if isinstance(parent, (ast.Assign, ast.AnnAssign, ast.NamedExpr)) and parent.value is node:
            targets = parent.targets if isinstance(parent, ast.Assign) else [parent.target]
            if len(targets) == 1 and isinstance(targets[0], ast.Name) and self.is_used(parent, targets[0].id):
                return True
        if isinstance(parent, ast.Return):
            function = self.scope(parent)
            return function is not None and function.name in self.loaders
        return self.handed_over(node)

    def is_used(self, node, name):
        scope = self.scope(node)
        return any(isinstance(one, ast.Name) and one.id == name and isinstance(one.ctx, ast.Load)
                   for one in walk(scope or self.tree))

    @staticmethod
    def is_test(node, parent):
        return isinstance(parent, (ast.If, ast.While, ast.IfExp, ast.Assert)) and parent.test is node or \
            isinstance(parent, ast.UnaryOp) and isinstance(parent.op, ast.Not) or \
            isinstance(parent, ast.Compare) and isinstance(parent.ops[0], (ast.Is, ast.IsNot)) or \
            isinstance(parent, ast.Call) and getattr(parent.func, "id", "") == "isinstance"
