"""Operators of Python over what is known: arithmetic, comparisons, and, or, not, a choice."""

import ast
import operator

from backend_probe import annotations, methods, plain
from backend_probe.files import joined_path
from backend_probe.values import (PLAIN, UNSET, ClassData, Environ, Instance, ListData, MappingData, PathData, Raised,
                                  TypeData, Unknown, Value, demoted, joined)

LARGEST = 1 << 20  # of what an expression may make: characters, bits
MOST_ITEMS = 1 << 16

BINARY = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv,
          ast.FloorDiv: operator.floordiv, ast.Mod: operator.mod, ast.BitOr: operator.or_, ast.BitAnd: operator.and_,
          ast.BitXor: operator.xor, ast.LShift: operator.lshift, ast.RShift: operator.rshift}
COMPARE = {ast.Eq: operator.eq, ast.NotEq: operator.ne, ast.Lt: operator.lt, ast.LtE: operator.le,
           ast.Gt: operator.gt, ast.GtE: operator.ge}
UNARY = {ast.USub: operator.neg, ast.UAdd: operator.pos, ast.Invert: operator.invert}



class Operators:
    def expression_BinOp(self, frame, node):
        left, right = self.evaluate(frame, node.left), self.evaluate(frame, node.right)
        if isinstance(node.op, ast.BitOr) and (annotations.is_type(left) or annotations.is_type(right)):
            return Value(TypeData("Union", (left, right)))
        if isinstance(node.op, ast.Div) and isinstance(left.data, (PathData, str)) and \
                isinstance(right.data, (PathData, str)) and not isinstance(left.data, type(right.data)) or \
                isinstance(node.op, ast.Div) and isinstance(left.data, PathData) and isinstance(right.data, PathData):
            return joined_path(left, right)
        return self.binary(frame, node, node.op, left, right)

    def binary(self, frame, node, symbol, left, right):
        chain = self.made_of(frame, node, left, right)
        if isinstance(symbol, ast.Pow) and isinstance(left.data, (int, float)) and isinstance(right.data, int) and \
                abs(right.data) <= 64 and abs(left.data) <= 1 << 32:
            return self.limited(frame, node, left.data ** right.data, chain)
        if isinstance(symbol, ast.BitOr) and isinstance(left.data, MappingData) and \
                isinstance(right.data, MappingData) and left.data.known and right.data.known:
            return Value(MappingData({**left.data.entries, **right.data.entries}), chain)
        if isinstance(symbol, ast.Add) and isinstance(left.data, ListData) and isinstance(right.data, ListData) and \
                not isinstance(left.data.items, Unknown) and not isinstance(right.data.items, Unknown) and \
                len(left.data.items) + len(right.data.items) <= MOST_ITEMS:
            return Value(ListData(left.data.items + right.data.items), chain)
        operation = BINARY.get(type(symbol))
        if operation is None or not self.operands(symbol, left.data, right.data):
            return self.unknown(frame, node, "the operation is not followed", left, right)
        try:
            data = operation(self.plain(left), self.plain(right)) if not isinstance(left.data, tuple) else \
                left.data + right.data
        except (TypeError, ValueError, ZeroDivisionError, OverflowError) as error:
            raise Raised(type(error).__name__, str(error), place=self.place(frame, node)) from None
        return self.limited(frame, node, data, chain)

    def made_of(self, frame, node, *values):
        """The chain of what is made of them: where all are written down, this place alone."""
        chain = joined(*(one.chain for one in values))
        if any(source.kind != "default" for source in chain):
            return chain
        return self.literal(frame, node, None).chain

    @staticmethod
    def operands(symbol, left, right):
        if isinstance(left, tuple) or isinstance(right, tuple):
            return isinstance(symbol, ast.Add) and isinstance(left, tuple) and isinstance(right, tuple) and \
                len(left) + len(right) <= MOST_ITEMS
        if not isinstance(left, PLAIN) or not isinstance(right, PLAIN):
            return False
        if isinstance(symbol, ast.Mod) and isinstance(left, (str, bytes)):
            return len(left) < 1000 and "*" not in str(left) and not any(digit in str(left) for digit in "0123456789")
        if isinstance(symbol, ast.Add) and isinstance(left, (str, bytes)) and isinstance(right, (str, bytes)):
            return len(left) + len(right) <= LARGEST
        if isinstance(left, int) and isinstance(right, int) and left.bit_length() + right.bit_length() > LARGEST:
            return False
        size = right if isinstance(left, (str, bytes)) else left if isinstance(right, (str, bytes)) else 0
        if isinstance(symbol, (ast.Mult, ast.LShift)):
            return isinstance(size, int) and abs(size) < 1 << 16 and (
                not isinstance(symbol, ast.LShift) or isinstance(right, int) and right < 1 << 10)
        return True

    def expression_UnaryOp(self, frame, node):
        value = self.evaluate(frame, node.operand)
        if isinstance(node.op, ast.Not):
            known = self.truth(value)
            return self.unknown(frame, node, "not known", value) if known is None else value.derived(not known)
        if not isinstance(value.data, (bool, int, float)):
            return self.unknown(frame, node, "the operation is not followed", value)
        return value.derived(UNARY[type(node.op)](value.data))

    def expression_BoolOp(self, frame, node):
        """All operands are reckoned, so that those that lose stand in the chain."""
        is_or, passed = isinstance(node.op, ast.Or), ()
        for at, operand in enumerate(node.values):
            value = self.evaluate(frame, operand)
            if at == len(node.values) - 1:
                absent = tuple(one for one in passed if one.state == UNSET and one.pointer is not None)
                return methods.with_origin(Value(value.data, joined(passed, value.chain)), absent)
            known = self.truth(value)
            if known is None:
                return self.unknown(frame, node, "which of them counts is not known", value,
                                    *self.lesser(frame, node.values[at + 1:]))
            if known is is_or:
                rest = self.lesser(frame, node.values[at + 1:]) if is_or else ()
                return Value(value.data, joined(passed, value.chain, *(demoted(one.chain) for one in rest)))
            passed = joined(passed, demoted(value.chain) if is_or else value.chain)
        return self.unknown(frame, node, "no operand")

    def lesser(self, frame, nodes):
        """Values of what Python would not come to, without their effects."""
        found = []
        for node in nodes:
            try:
                value, _ = self.trial(lambda one=node: self.evaluate(frame, one))
                found.append(value)
            except Raised:
                break
        return found

    def expression_IfExp(self, frame, node):
        test = self.evaluate(frame, node.test)
        known = self.truth(test)
        if known is None:
            return self.unknown(frame, node, "which of both counts is not known", test,
                                *self.lesser(frame, (node.body, node.orelse)))
        value = self.evaluate(frame, node.body if known else node.orelse)
        other = self.lesser(frame, (node.orelse if known else node.body,))
        asked = tuple(one for one in test.chain if one.kind != "default")
        return Value(value.data, joined(asked, value.chain, *(demoted(one.chain) for one in other)))

    def expression_Compare(self, frame, node):
        left, chains = self.evaluate(frame, node.left), []
        outcome = True
        for symbol, right_node in zip(node.ops, node.comparators):
            right = self.evaluate(frame, right_node)
            one = self.compared(symbol, left, right)
            if one is None:
                return self.unknown(frame, node, "it is not known", left, right)
            chains += [left.chain, right.chain]
            outcome, left = outcome and one, right
        asked = joined(*chains)
        return Value(outcome, tuple(one for one in asked if one.kind != "default") or asked)

    def compared(self, symbol, left, right):
        """True, False, or None where it is not known."""
        if not left.known or not right.known:
            return None
        if isinstance(symbol, (ast.Is, ast.IsNot)):
            same = self.same(left, right)
            return None if same is None else same == isinstance(symbol, ast.Is)
        if isinstance(symbol, (ast.In, ast.NotIn)):
            found = self.contained(left, right)
            return None if found is None else found == isinstance(symbol, ast.In)
        a, b = plain.comparable(left.data), plain.comparable(right.data)
        if not self.hashable(Value(a)) or not self.hashable(Value(b)):
            return None
        try:
            return COMPARE[type(symbol)](self.plain(Value(a)), self.plain(Value(b)))
        except TypeError as error:
            raise Raised("TypeError", str(error)) from None

    @staticmethod
    def same(left, right):
        a, b = left.data, right.data
        if a is None or b is None or isinstance(a, bool) or isinstance(b, bool):
            return a is b
        return True if a is b else None if isinstance(a, PLAIN) or isinstance(b, PLAIN) else False

    def contained(self, one, container):
        data = container.data
        if isinstance(data, Environ):
            return one.data in self.environment if isinstance(one.data, str) else None
        if isinstance(data, str) and isinstance(one.data, str):
            return one.data in data
        if isinstance(data, MappingData) and self.hashable(one):
            return self.plain(one) in data.entries or (None if not data.known else False)
        items = data if isinstance(data, tuple) else data.items if isinstance(data, ListData) else None
        if items is None or isinstance(items, Unknown) or not self.hashable(one) or \
                not all(self.hashable(item) for item in items):
            return None
        return self.plain(one) in [self.plain(item) for item in items]

    def truth(self, value):
        """bool() of it, or None where it is not known."""
        data = value.data
        if isinstance(data, Unknown):
            return None
        if isinstance(data, PLAIN) or isinstance(data, tuple):
            return bool(data)
        if isinstance(data, ListData):
            return None if isinstance(data.items, Unknown) else bool(data.items)
        if isinstance(data, MappingData):
            return bool(data.entries) if data.known else None
        if isinstance(data, Instance) and isinstance(data.type, ClassData) and (
                data.type.find("__bool__") or data.type.find("__len__") or data.type.unreadable()):
            return None
        return True
