"""The functions that the Python files of a backend define, with their signatures as they are written."""

import ast
import os

from backend_probe.sources import TESTS, python_files, read_file, why


def read_signatures(root):
    """{"functions": [{"file", "class": name or absent, "name", "line", "signature": "name(a: int = 1) -> str",
    "decorators": [text], "doc"}], "unreadable": [[file, why]]}; of modules and of their classes, not of functions
    within functions."""
    found = {"functions": [], "unreadable": []}
    for file in python_files(root):
        if any(part in TESTS for part in file.split("/")):
            continue
        try:
            tree = ast.parse(read_file(os.path.join(root, file)), file)
        except (OSError, SyntaxError, ValueError, RecursionError, MemoryError) as error:
            found["unreadable"].append([file, why(error)])
            continue
        of_body(tree.body, file, None, found["functions"])
    return found


def of_body(body, file, within, functions):
    for node in body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
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
    return one
