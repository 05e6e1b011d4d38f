"""What the functions behind FastAPI's routes take of a request, by what their parameters and decorators say."""

import ast

from backend_probe.code import METHODS

SCALARS = {"str", "int", "float", "bool", "bytes", "date", "datetime", "time", "timedelta", "UUID", "Decimal", "None",
           "Optional", "Union", "Literal", "typing"}
OF_THE_FRAMEWORK = {"Request", "Response", "WebSocket", "HTTPConnection", "BackgroundTasks", "SecurityScopes"}
NAMED = {"Query", "Path", "Form", "File"}
OTHER = {"Body", "Header", "Cookie", "Depends", "Security"}


def read_handler(node):
    """{"routes": [[METHOD, path]], "takes": "name(*, a: int = 1)", "maybe": [names that it takes from the request or its
    body], "open": whether it may take more}; None for a function without a route."""
    routes = [route for decorator in node.decorator_list for route in routes_of(decorator)]
    if not routes:
        return None
    takes, maybe = [], []
    in_paths = {part.partition(":")[0] for _, path in routes for part in names_in(path)}
    for one, default in with_defaults(node.args):
        taken = taken_of(one, default, one.arg in in_paths)
        if taken is None:
            maybe.append(one.arg)
        elif taken:
            takes.append(taken)
    return {"routes": routes, "takes": f"{node.name}({'*, ' if takes else ''}{', '.join(takes)})", "maybe": maybe,
            "open": node.args.vararg is not None or node.args.kwarg is not None}


class Dependencies:
    """What the functions and classes take that routes depend on, wherever these are named."""

    def __init__(self):
        self.named = set()
        self.defined = {}

    def read(self, tree):
        for node in ast.walk(tree):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                self.defined.setdefault(node.name, set()).update(names_of(node.args))
                for one, default in with_defaults(node.args):
                    annotation, marker = plain_annotation(one.annotation)
                    marker = default if marker_of(default) else marker
                    if marker_of(marker) in ("Depends", "Security") and not marker.args:
                        self.named.add(name_of(annotation))
            elif isinstance(node, ast.ClassDef):
                members = {name for one in node.body if isinstance(one, (ast.FunctionDef, ast.AsyncFunctionDef))
                           for name in names_of(one.args)}
                self.defined.setdefault(node.name, set()).update(
                    members, {one.target.id for one in node.body if isinstance(one, ast.AnnAssign) and name_of(one.target)})
            elif isinstance(node, ast.Assign):
                for target in node.targets:
                    self.defined.setdefault(name_of(target), set())
            elif isinstance(node, ast.Call) and marker_of(node) in ("Depends", "Security") and node.args:
                first = node.args[0]
                self.named.add(name_of(first.func if isinstance(first, ast.Call) else first))

    def takes(self):
        return sorted(set().union(*(self.defined.get(one, set()) for one in self.named)))

    def is_known(self):
        return self.named <= self.defined.keys()


def names_of(arguments):
    return {one.arg for one, default in with_defaults(arguments) if taken_of(one, default, False) != ""}


def routes_of(decorator):
    if not isinstance(decorator, ast.Call) or not isinstance(decorator.func, ast.Attribute):
        return []
    given = {one.arg: one.value for one in decorator.keywords}
    path = decorator.args[0] if decorator.args else given.get("path")
    if not isinstance(path, ast.Constant) or not isinstance(path.value, str):
        return []
    name = decorator.func.attr
    if name in METHODS:
        return [[name.upper(), path.value]]
    methods = getattr(given.get("methods"), "elts", ()) if name == "api_route" else ()
    return [[str(one.value).upper(), path.value] for one in methods if isinstance(one, ast.Constant)]


def names_in(path):
    return [part.partition("}")[0] for part in path.split("{")[1:]]


def with_defaults(arguments):
    plain = arguments.posonlyargs + arguments.args
    given = [None] * (len(plain) - len(arguments.defaults)) + arguments.defaults
    return [*zip(plain, given), *zip(arguments.kwonlyargs, arguments.kw_defaults)]


def taken_of(argument, default, is_in_path):
    """`a: int = 1` as path, query or form have it, "" for what they have not, None for what cannot be said."""
    annotation, marker = plain_annotation(argument.annotation)
    if name_of(annotation) in OF_THE_FRAMEWORK:
        return ""
    if marker_of(default):
        marker, default = default, default_of(default)
    elif marker is not None and default is None and default_of(marker) is not None:
        default = default_of(marker)
    kind = marker_of(marker)
    if kind in OTHER:
        return ""
    if not (kind or is_in_path or is_scalar(annotation)):
        return None  # a body, or a class that is written as text
    name = argument.arg
    for given in getattr(marker, "keywords", ()):
        if given.arg in ("alias", "validation_alias"):
            name = getattr(given.value, "value", None)
    if not isinstance(name, str) or not name.isidentifier():
        return None
    return name + (f": {ast.unparse(annotation)}" if annotation else "") + (f" = {ast.unparse(default)}" if default else "")


def plain_annotation(node):
    """Annotated[T, Query(...)] is T, and what is said of it."""
    if isinstance(node, ast.Subscript) and name_of(node.value) == "Annotated" and isinstance(node.slice, ast.Tuple):
        said = [one for one in node.slice.elts[1:] if marker_of(one)]
        return node.slice.elts[0], said[0] if said else None
    return node, None


def marker_of(node):
    name = name_of(node.func) if isinstance(node, ast.Call) else ""
    return name if name in NAMED or name in OTHER else ""


def default_of(marker):
    """None where there is none: what is required."""
    given = {one.arg: one.value for one in marker.keywords}
    found = marker.args[0] if marker.args else given.get("default", given.get("default_factory"))
    return None if isinstance(found, ast.Constant) and found.value is ... else found


def is_scalar(annotation):
    return annotation is None or all(one.id in SCALARS for one in ast.walk(annotation) if isinstance(one, ast.Name))


def name_of(node):
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
