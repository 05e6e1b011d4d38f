"""What the Python files of a backend name, wherever it stands: variables of the environment, files,
keys that are taken from mappings, and settings that are assigned outside the settings' own module.

Every file is looked at by itself; names are taken as they are written, imports are followed as far
as `import os`, `from os import getenv` and their aliases go.
"""

import ast
import os
import re
import stat
import sys

from backend_probe.code import read_code
from backend_probe.reads import loaders_of, read_reads
from backend_probe.trees import walk
from backend_probe.uses import read_uses

SKIPPED = {"__pycache__", "node_modules", "venv", "env", "site-packages", "build", "dist"}
TESTS = {"tests", "test"}
SUFFIXES = (".yaml", ".yml", ".toml", ".json", ".env", ".ini")
# As Mount::is_remote of lib/os/system_figures has them.
REMOTE = ("fuse", "nfs", "cifs", "smb", "ceph", "9p", "afs", "ncpfs", "glusterfs", "lustre", "gpfs", "ocfs2", "davfs",
          "autofs", "beegfs")
OCTAL = re.compile(r"\\([0-7]{3})")
ROOT_NAMES = {"settings", "config", "get_settings", "_settings"}


def remote_mounts():
    """Where file systems of other machines and programs are mounted, proc(5): whoever asks one whose other side is
    gone waits for ever, and code is not kept there."""
    try:
        with open("/proc/self/mountinfo", encoding="utf-8", errors="surrogateescape") as file:
            lines = [line.split(" - ", 1) for line in file if " - " in line]
    except OSError:
        return set()
    return {OCTAL.sub(lambda match: chr(int(match[1], 8)), left.split()[4])
            for left, right in lines if right.startswith(REMOTE)}


def is_there(path):
    """Whether there is something that is to be read: what is no file is told, not passed over."""
    return os.path.exists(path) and not os.path.isdir(path)


def read_file(path):
    """The bytes of a regular file; nobody is waited for who may never write to a pipe."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
    with open(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise ValueError("it is a pipe, a socket or a device")
        return file.read()


def python_files(root):
    mounts = remote_mounts()
    for directory, below, names in os.walk(root):
        below[:] = sorted(one for one in below if one not in SKIPPED and not one.startswith(".") and "{{" not in one and
                          os.path.join(directory, one) not in mounts and
                          not os.path.exists(os.path.join(directory, one, "pyvenv.cfg")))
        for name in sorted(names):
            if name.endswith(".py"):
                yield os.path.relpath(os.path.join(directory, name), root)


def why(error):
    """Why a file cannot be read, without its name."""
    if isinstance(error, OSError):
        return f"cannot open: {error.strerror}"
    return getattr(error, "msg", str(error)) or type(error).__name__


def read_sources(root):
    """{"variables": [[name, file, line]], "files": [[text, file, line]], "assigned": [[setting, file, line]],
    "keys": [[dotted chain of keys, file, line]], "unreadable": [[file, line, why]], "count", "code": [code.read_code()],
    "reads": [[dotted chain of a table or key that is read whole, file, line]], "uses": [name], "whole": [[name, who takes
    it, file]], what uses.read_uses() says of all, "standard_library": [module]}"""
    found = {"variables": [], "files": [], "assigned": [], "keys": [], "unreadable": [], "count": 0, "code": [], "reads": [],
             "standard_library": sorted(getattr(sys, "stdlib_module_names", sys.builtin_module_names))}
    trees = []
    uses, whole = set(), set()
    for file in python_files(root):
        found["count"] += 1
        is_test = any(part in TESTS for part in file.split("/")) or os.path.basename(file).startswith("test_")
        try:
            tree = ast.parse(read_file(os.path.join(root, file)))
        except (OSError, SyntaxError, ValueError, MemoryError, RecursionError) as error:
            if not is_test:
                found["unreadable"].append([file, getattr(error, "lineno", None) or 1, why(error)])
            continue
        try:
            found["code"].append(read_code(file, tree, is_test))
            taken, handed_on = read_uses(tree, docstrings_of(tree))
            uses |= taken
            whole |= {(*one, file) for one in handed_on}
        except RecursionError:
            found["unreadable"].append([file, 1, "nested too deeply"])
        if not is_test:
            Reader(file, tree, found).read()
            trees.append((file, tree))
    found["uses"], found["whole"] = sorted(uses), sorted(whole)
    loaders = set().union(*(loaders_of(tree) for _, tree in trees))
    for file, tree in trees:
        found["reads"] += [[chain, file, line] for chain, line in read_reads(tree, loaders)]
    return found


class Reader:
    def __init__(self, file, tree, found):
        self.file, self.tree, self.found = file, tree, found
        self.aliases = {"os": "os"}

    def read(self):
        docstrings = set(docstrings_of(self.tree))
        for node in walk(self.tree):
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                self.imported(node)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
                self.text(node)
            elif isinstance(node, ast.Call):
                self.called(node)
                self.key(node)
            elif isinstance(node, ast.Subscript):
                self.key(node)
                if self.full_name(node.value) == "os.environ":
                    self.variable(node.slice)
            elif isinstance(node, (ast.Assign, ast.AugAssign, ast.AnnAssign)):
                self.assigned(node)

    def imported(self, node):
        module = "" if isinstance(node, ast.Import) else (node.module or "")
        for alias in node.names:
            full = alias.name if not module else f"{module}.{alias.name}"
            if full.split(".")[0] == "os":
                self.aliases[alias.asname or alias.name.split(".")[0]] = full if module or alias.asname else "os"

    def full_name(self, node):
        if isinstance(node, ast.Name):
            return self.aliases.get(node.id, node.id)
        if isinstance(node, ast.Attribute):
            inner = self.full_name(node.value)
            return f"{inner}.{node.attr}" if inner else None
        return None

    def called(self, node):
        if self.full_name(node.func) in ("os.getenv", "os.environ.get", "os.environ.pop", "os.environ.setdefault") and \
                node.args:
            self.variable(node.args[0])

    def key(self, node):
        """x["A"]["b"], x.get("A", {}).get("b"): the chain, from its outermost key."""
        chain, one = [], node
        while True:
            taken = taken_key(one)
            if taken is None:
                break
            chain.append(taken[0])
            one = taken[1]
        if chain:
            self.found["keys"].append([".".join(reversed(chain)), self.file, node.lineno])

    def variable(self, node):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            self.found["variables"].append([node.value, self.file, node.lineno])

    def text(self, node):
        if node.value.endswith(SUFFIXES) or node.value.strip("/").rpartition("/")[2] == "environments":
            if len(node.value) < 200:
                self.found["files"].append([node.value, self.file, node.lineno])

    def assigned(self, node):
        for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
            parts = []
            one = target
            while isinstance(one, ast.Attribute):
                parts.append(one.attr)
                one = one.value
            if isinstance(one, ast.Call):
                one = one.func
            if len(parts) >= 2 and isinstance(one, ast.Name) and one.id in ROOT_NAMES:
                self.found["assigned"].append([".".join(reversed(parts)), self.file, node.lineno])


def taken_key(node):
    """(key, what it is taken from) of a subscript or a get() with a key that is written down, or None."""
    key = owner = None
    if isinstance(node, ast.Subscript):
        key, owner = node.slice, node.value
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ("get", "pop") and \
            node.args:
        key, owner = node.args[0], node.func.value
    return (key.value, owner) if isinstance(key, ast.Constant) and isinstance(key.value, str) else None


def docstrings_of(tree):
    for node in walk(tree):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)) and node.body:
            first = node.body[0]
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                yield id(first.value)
