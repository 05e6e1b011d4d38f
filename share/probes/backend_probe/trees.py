"""Walks over trees of Python (ast) that are made once: the readers of one file go over the same nodes many times, and
ast.walk takes five times as long. Contexts (Load, Store, Del) are left out.
"""

import ast

AST, CONTEXT = ast.AST, ast.expr_context
_children, _below, _texts = {}, {}, {}


def children(node):
    """Its child nodes in their order."""
    found = _children.get(node)
    if found is None:
        found = []
        for value in node.__dict__.values():
            if isinstance(value, list):
                found += [one for one in value if isinstance(one, AST)]
            elif isinstance(value, AST) and not isinstance(value, CONTEXT):
                found.append(value)
        _children[node] = found
    return found


def walk(node):
    """The node and all below it, outermost first."""
    found = _below.get(node)
    if found is None:
        found = [node]
        for one in found:
            found += children(one)
        _below[node] = found
    return found


def text_of(node):
    """As Python writes it."""
    found = _texts.get(node)
    if found is None:
        found = _texts[node] = ast.unparse(node)
    return found
