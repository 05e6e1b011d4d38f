"""What each Python file of a backend imports, defines, routes and listens on, as it is written."""

import ast

from backend_probe.dispatches import read_dispatches
from backend_probe.trees import children, walk

METHODS = {"get", "post", "put", "patch", "delete", "head", "options", "trace", "websocket"}
GUARDS = {"ImportError", "ModuleNotFoundError", "Exception", "BaseException"}
CONDITIONS = ("TYPE_CHECKING", "find_spec", "sys.platform", "sys.version_info", "os.name", "platform.system")
APPLICATIONS = {"FastAPI", "Starlette", "Flask", "Blueprint", "Quart"}
SERVERS = {"run", "serve", "HTTPServer", "ThreadingHTTPServer", "TCPServer", "TCPSite", "start_server", "create_server",
           "Config", "run_app", "run_simple", "make_server", "listen", "bind"}


def read_code(file, tree, is_test):
    """{"file", "test", "imports": [[module, level, line, optional, names]], "names": [top level], "open": whether
    there may be others, "stars": [[module, level]], "exports": __all__ or absent, "functions": [all that are defined
    anywhere, methods and attributes too], "prefixes": [[text or null, line, whether a router is
    put below it]], "routes": [[method, path or null, line, the router's own prefix or null]], "dispatches":
    dispatches.read_dispatches(), "listens": [[host or null, port, line]], "cors": [line of every origin with credentials], "makes": whether it makes directories}"""
    return Code(file, tree, is_test).read()


class Code:
    def __init__(self, file, tree, is_test):
        self.tree = tree
        self.found = {"file": file, "test": is_test, "imports": [], "names": [], "open": False, "stars": [],
                      "functions": [], "prefixes": [], "routes": [], "listens": [], "cors": [],
                      "makes": False}
        self.constants = {}
        self.routers = {}  # their own prefixes, None where it is computed
        self.names, self.functions = set(), set()

    def read(self):
        self.top(self.tree.body)
        self.go_through(self.tree, False, False)
        self.found["names"] = sorted(self.names)
        self.found["functions"] = sorted(self.functions)
        if not self.found["test"]:
            self.found["dispatches"] = read_dispatches(self.tree)
        return self.found

    # Names of the module

    def top(self, body):
        for node in body:
            self.bound(node)
            for part in ("body", "orelse", "finalbody"):
                if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                    self.top(getattr(node, part, None) or [])
            for handler in getattr(node, "handlers", ()):
                self.top(handler.body)
            for case in getattr(node, "cases", ()):
                self.top(case.body)

    def bound(self, node):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            self.names.add(node.name)
            if node.name == "__getattr__":
                self.found["open"] = True
        elif isinstance(node, ast.Import):
            self.names.update(one.asname or one.name.split(".")[0] for one in node.names)
        elif isinstance(node, ast.ImportFrom):
            for one in node.names:
                if one.name == "*":
                    self.found["stars"].append([node.module or "", node.level])
                else:
                    self.names.add(one.asname or one.name)
        else:
            for one in walk(node) if isinstance(node, (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Expr)) else \
                    [getattr(node, "target", None)] + [item.optional_vars for item in getattr(node, "items", ())]:
                for name in walk(one) if one is not None else ():
                    if isinstance(name, ast.Name) and isinstance(name.ctx, ast.Store):
                        self.names.add(name.id)
            self.constant(node)

    def constant(self, node):
        target = node.targets[0] if isinstance(node, ast.Assign) and len(node.targets) == 1 else \
            getattr(node, "target", None)
        value = getattr(node, "value", None)
        if not isinstance(target, ast.Name):
            return
        if isinstance(value, ast.Constant):
            self.constants[target.id] = value.value
        if target.id == "__all__":
            listed = [one.value for one in getattr(value, "elts", ()) if isinstance(one, ast.Constant)]
            self.found["exports"] = self.found.get("exports", []) + listed

    # Everything else

    def go_through(self, node, optional, within):
        for child in children(node):
            guard, inner = optional, within
            if isinstance(child, ast.Try):
                self.walk_try(child, optional, within)
                continue
            if isinstance(child, (ast.If, ast.IfExp)) and any(one in ast.unparse(child.test) for one in CONDITIONS):
                guard = True
            elif isinstance(child, (ast.With, ast.AsyncWith)) and "suppress" in ast.unparse(child.items[0].context_expr):
                guard = True
            elif isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                self.functions.add(child.name)
                if child.name == "__getattr__":
                    self.given_names(child)
                inner = within or not isinstance(child, ast.ClassDef)
                for decorator in child.decorator_list:
                    self.route(decorator)
            self.look(child, guard, inner)
            self.go_through(child, guard, inner)

    def walk_try(self, node, optional, within):
        caught = any(handler.type is None or GUARDS & {one.id if isinstance(one, ast.Name) else getattr(one, "attr", "")
                                                       for one in walk(handler.type)}
                     for handler in node.handlers)
        for part in (node.body, node.handlers, node.orelse, node.finalbody):
            for child in part:
                holder = ast.Module(body=[child], type_ignores=[])
                self.go_through(holder, optional or caught, within)

    def look(self, node, optional, within):
        if isinstance(node, ast.Import):
            for one in node.names:
                self.found["imports"].append([one.name, 0, node.lineno, optional, within, []])
        elif isinstance(node, ast.ImportFrom):
            self.found["imports"].append([node.module or "", node.level, node.lineno, optional, within,
                                          [one.name for one in node.names]])
        elif isinstance(node, ast.Call):
            self.call(node)
        elif isinstance(node, (ast.Assign, ast.AnnAssign)):
            self.router(node)
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            self.functions.add(node.attr)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            self.functions.add(node.id)

    def call(self, node):
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        keywords = {one.arg: one.value for one in node.keywords}
        if name == "setattr" and len(node.args) > 1 and isinstance(node.args[1], (ast.Constant, ast.JoinedStr)):
            self.functions.add(self.pattern(node.args[1]))
        elif name == "globals" or name == "setattr" and "sys.modules" in ast.unparse(node):
            self.found["open"] = True
        elif name in ("mkdir", "makedirs", "ensure_dir", "ensure_directory"):
            self.found["makes"] = True
        elif name.endswith("Router") and "prefix" in keywords:
            self.prefix(keywords["prefix"], False)
        elif name in ("include_router", "mount", "register_blueprint", "Mount", "add_subapp"):
            self.prefix(keywords.get("prefix") or keywords.get("url_prefix") or
                        (node.args[0] if name in ("mount", "Mount", "add_subapp") and node.args else None), True)
        elif name in ("add_api_route", "add_route", "add_api_websocket_route", "Route", "WebSocketRoute", "add_url_rule"):
            self.add_route(node, keywords, self.prefix_of(node.func))
        elif name == "add_argument":
            self.argument(node, keywords)
        if name in SERVERS:
            self.server(node, keywords)
        if "allow_origins" in keywords or "allow_origin_regex" in keywords:
            self.origins(keywords)

    def origins(self, keywords):
        """Every origin together with credentials, as Starlette's CORSMiddleware takes them."""
        asked = keywords.get("allow_credentials")
        origins = keywords.get("allow_origins")
        every = any(self.text(one) == "*" for one in getattr(origins, "elts", ()))
        pattern = keywords.get("allow_origin_regex")
        every = every or pattern is not None and self.text(pattern) in (".*", "^.*$", ".+", "https?://.*")
        if every and isinstance(asked, ast.Constant) and asked.value is True:
            self.found["cors"].append((origins or pattern).lineno)

    def given_names(self, function):
        """Names that __getattr__ gives by what they begin with."""
        for node in walk(function):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "startswith" and node.args and \
                    self.text(node.args[0]):
                self.functions.add(self.text(node.args[0]) + "*")

    def pattern(self, node):
        """A name, with `*` for what is computed."""
        if isinstance(node, ast.JoinedStr):
            return "".join(str(one.value) if isinstance(one, ast.Constant) else "*" for one in node.values)
        return str(node.value)

    def text(self, node):
        """The text of an expression, or None where it is not written down."""
        if isinstance(node, ast.Constant):
            return node.value if isinstance(node.value, str) else None
        if isinstance(node, ast.Name):
            value = self.constants.get(node.id)
            return value if isinstance(value, str) else None
        if isinstance(node, ast.JoinedStr):
            parts = [self.text(one.value if isinstance(one, ast.FormattedValue) else one) for one in node.values]
            return None if None in parts else "".join(parts)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            parts = [self.text(node.left), self.text(node.right)]
            return None if None in parts else "".join(parts)
        return None

    def prefix(self, node, around):
        if node is not None:
            self.found["prefixes"].append([self.text(node), node.lineno, around])

    def router(self, node):
        """A name for a router or an application, and the prefix that it is made with."""
        target = node.targets[0] if isinstance(node, ast.Assign) and len(node.targets) == 1 else \
            getattr(node, "target", None)
        if not isinstance(target, ast.Name) or not isinstance(node.value, ast.Call):
            return
        made = node.value.func
        name = made.attr if isinstance(made, ast.Attribute) else getattr(made, "id", "")
        if name.endswith("Router") or name in APPLICATIONS:
            given = {one.arg: one.value for one in node.value.keywords}
            own = given.get("prefix", given.get("url_prefix"))
            self.routers[target.id] = "" if own is None and None not in given else self.text(own) if own is not None else None

    def prefix_of(self, function):
        owner = function.value if isinstance(function, ast.Attribute) else None
        return self.routers.get(owner.id) if isinstance(owner, ast.Name) else None

    def route(self, decorator):
        if not isinstance(decorator, ast.Call) or not isinstance(decorator.func, ast.Attribute):
            return
        name = decorator.func.attr
        keywords = {one.arg: one.value for one in decorator.keywords}
        if name in METHODS:
            node = decorator.args[0] if decorator.args else keywords.get("path")
            if node is not None:
                self.found["routes"].append([name.upper(), self.text(node), decorator.lineno,
                                             self.prefix_of(decorator.func)])
        elif name in ("api_route", "route"):
            self.add_route(decorator, keywords, self.prefix_of(decorator.func))

    def add_route(self, node, keywords, own):
        if not node.args:
            return
        listed = [one.value for one in getattr(keywords.get("methods"), "elts", ()) if isinstance(one, ast.Constant)]
        for method in listed or ["GET"]:
            self.found["routes"].append([str(method).upper(), self.text(node.args[0]), node.lineno, own])

    def number(self, node):
        if isinstance(node, ast.Constant):
            value = node.value
        elif isinstance(node, ast.Name):
            value = self.constants.get(node.id)
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") == "int" and node.args:
            return self.number(node.args[0])
        elif isinstance(node, ast.Call) and getattr(node.func, "attr", "") in ("getenv", "get") and len(node.args) > 1:
            return self.number(node.args[1])
        else:
            return None
        if isinstance(value, str) and value.isdigit():
            value = int(value)
        return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 65536 else None

    def server(self, node, keywords):
        host, port = keywords.get("host"), keywords.get("port")
        for one in node.args:
            if isinstance(one, ast.Tuple) and len(one.elts) == 2:
                host, port = host or one.elts[0], port or one.elts[1]
            elif port is None and self.number(one) is not None:
                port = one
        number = self.number(port) if port is not None else None
        if number is not None:
            self.found["listens"].append([self.text(host) if host is not None else None, number, node.lineno])

    def argument(self, node, keywords):
        names = [one.value for one in node.args if isinstance(one, ast.Constant)]
        number = self.number(keywords["default"]) if "default" in keywords else None
        if number is not None and "--port" in names:
            self.found["listens"].append([None, number, node.lineno])
