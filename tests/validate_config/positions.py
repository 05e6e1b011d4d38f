#!/usr/bin/env python3
"""Positions of findings: documents with values planted at known places, against what is reported.

    positions.py VALIDATE_CONFIG [DOCUMENTS [SEED]]

Writes YAML, TOML, JSON and .env documents at random (the same for the same seed), with values and
keys among them that a schema refuses, and remembers line and column of each. VALIDATE_CONFIG is run
over them and must report exactly these places. Lines and columns count from 1, columns in code
points; a byte order mark has no column. The place of a value is

- of a scalar its first character, which is the quote, the `|` or `>`, and in YAML the `&` or `!`
  of an anchor or a tag before it;
- of a collection its bracket, or in block style the first character of its first entry;
- of an alias the `*`; what is wrong below it stands where the anchor's content was written, and so
  does what `<<` merges;
- of a value that is left out its key, or the dash of its item;
- of a TOML table its header, and of one that dotted keys make the part that names it.

A key is refused at its first character; what an object lacks is told at its key, or at the object
where it has none. Exit status: 0 when all places are right, 1 when one is not, 64 for wrong usage.

POSITIONS_KINDS, such as "toml json", restricts the formats; POSITIONS_KEEP names a directory that
receives the documents that fail.
"""

import json
import os
import random
import subprocess
import sys
import tempfile

NUMBER = 987654321
SCHEMA = {
    "$defs": {
        "node": {
            "allOf": [
                {"not": {"const": NUMBER}},
                {"not": {"type": "string", "pattern": "^BAD"}},
                {"not": {"type": "object", "required": ["_bad"]}},
                {"not": {"type": "array", "minItems": 1, "prefixItems": [{"const": "_badlist"}]}},
                {
                    "if": {"type": "object", "required": ["_lack"]},
                    "then": {"required": ["needed"]},
                },
                {"propertyNames": {"not": {"pattern": "^BADKEY"}}},
            ],
            "patternProperties": {"^_nul": {"not": {"type": "null"}}},
            "additionalProperties": {"$ref": "#/$defs/node"},
            "items": {"$ref": "#/$defs/node", "not": {"type": "null"}},
        }
    },
    "$ref": "#/$defs/node",
}
BATCH = 100
WORDS = ["a", "bc", "x1", "word", "é", "日本", "😀", "naïve", "ключ", "e\u0301"]


class Writer:
    """Text that knows where its end is."""

    def __init__(self, rng, newline):
        self.rng = rng
        self.newline = newline
        self.parts = []
        self.line = 1
        self.column = 1
        self.expected = []
        self.names = 0

    def put(self, text):
        for piece in text.replace("\n", "\0\n").split("\0"):
            if piece.startswith("\n"):
                self.parts.append(self.newline)
                self.line += 1
                self.column = 1
                piece = piece[1:]
            self.parts.append(piece)
            self.column += len(piece)

    def here(self):
        return (self.line, self.column)

    def wrong(self, place):
        self.expected.append(place)

    def text(self):
        return "".join(self.parts)

    def fresh(self, prefix=""):
        self.names += 1
        return f"{prefix}{self.rng.choice(WORDS)}{self.names}"

    def chance(self, probability):
        return self.rng.random() < probability


class Yaml(Writer):
    """A YAML document. `level` is the indentation of the block that is being written."""

    def __init__(self, rng, newline):
        super().__init__(rng, newline)
        self.scalars = []  # anchors: (name, is it refused)
        self.mappings = []  # anchors: (name, keys, places of what is wrong inside)

    def document(self):
        if self.chance(0.1):
            self.put("%YAML 1.2\n---\n")
        elif self.chance(0.2):
            self.put(self.rng.choice(["---\n", "--- # comment é\n", "# comment 😀\n---\n"]))
        self.filler(0)
        kind = self.rng.random()
        if kind < 0.6:
            start, _, marks = self.block_mapping(0, 0)
            self.object_is_wrong(marks, start, None)
        elif kind < 0.85:
            self.block_sequence(0, 0)
        else:
            self.flow(0, 1)
            self.end_line()
        if self.chance(0.1):
            self.put("...\n")
        return self.text()

    def filler(self, level):
        while self.chance(0.15):
            self.put(
                self.rng.choice(
                    ["\n", "  \n", "# comment: - é\n", " " * level + "# [not: here]\n", "\n\n"]
                )
            )

    def end_line(self):
        self.put(self.rng.choice(["\n"] * 6 + ["  \n", " # c: é 😀\n", "  # - 'x\n"]))

    def gap(self):
        self.put(self.rng.choice([" "] * 8 + ["  ", "     ", "\t"]))

    def block_mapping(self, level, depth, compact=False):
        """Returns the place of its first key, all keys, and the marks that are among them."""
        taken = set()
        marks = [m for m in ("_bad", "_lack") if self.chance(0.12)]
        count = self.rng.randint(1, 4)
        entries = marks + [None] * count
        self.rng.shuffle(entries)
        merged = False
        start = None
        for index, mark in enumerate(entries):
            if index > 0:
                self.filler(level)
            if index > 0 or not compact:
                self.put(" " * level)
            start = start or self.here()
            if mark:
                self.put(mark + ": 1")
                self.end_line()
                taken.add(mark)
            elif self.mappings and not merged and self.chance(0.15) and self.merge(taken):
                merged = True
            else:
                self.entry(level, depth, taken)
        return start, taken, marks

    def merge(self, taken):
        chosen = self.rng.sample(self.mappings, min(len(self.mappings), self.rng.randint(1, 2)))
        known = set(taken)
        for _, keys, _ in chosen:
            if "_bad" in keys or "_lack" in keys or keys & known:
                return False
            known |= keys
        names = ", ".join("*" + name for name, _, _ in chosen)
        self.put("<<: " + (names if len(chosen) == 1 else "[" + names + "]"))
        self.end_line()
        for _, keys, inside in chosen:
            self.expected.extend(inside)
            taken |= keys
        return True

    def key(self, level, flow=False):
        """Writes a key without its colon; returns its text and its place."""
        refused = self.chance(0.08)
        name = self.fresh("BADKEY" if refused else "")
        explicit = not flow and self.chance(0.06)
        if explicit:
            self.put("? ")
        place = self.here()
        if not refused and not explicit and not flow and self.chance(0.05):
            self.put(f"&k{self.names} ")
        style = self.rng.random()
        if style < 0.7:
            self.put(name)
        elif style < 0.85:
            self.put(json.dumps(name, ensure_ascii=self.chance(0.3) and name.isascii()))
        else:
            self.put("'" + name + "'")
        if refused:
            self.wrong(place)
        if explicit:
            self.put("\n" + " " * level)
        elif self.chance(0.05):
            self.put(" ")
        return name, place

    def entry(self, level, depth, taken):
        if self.chance(0.06):  # no value at all
            place = self.here()
            name = self.fresh("_nul")
            self.put(name + ":")
            self.end_line()
            self.wrong(place)
            taken.add(name)
            return
        name, place = self.key(level)
        taken.add(name)
        self.put(":")
        self.value(level, depth, place)

    def value(self, level, depth, key_place):
        """After the colon of a block mapping."""
        kind = self.rng.random()
        deeper = level + self.rng.randint(1, 4)
        if depth < 4 and kind < 0.15:
            anchor = None
            before = len(self.expected)
            properties_place = None
            if self.chance(0.25):
                self.names += 1
                anchor = f"m{self.names}"
                self.gap()
                properties_place = self.here()
                self.put("&" + anchor)
            self.end_line()
            self.filler(deeper)
            start, keys, marks = self.block_mapping(deeper, depth + 1)
            if anchor:
                self.mappings.append((anchor, keys, list(self.expected[before:])))
            self.object_is_wrong(marks, properties_place or start, key_place)
        elif depth < 4 and kind < 0.28:
            self.end_line()
            inner = level if self.chance(0.3) else deeper
            self.filler(inner)
            self.block_sequence(inner, depth + 1)
        elif kind < 0.36:
            if self.chance(0.3):
                self.end_line()
                self.put(" " * deeper)
            else:
                self.gap()
            self.flow(depth + 1, level + 1, key_place)
            self.end_line()
        elif kind < 0.42 and self.scalars:
            name, refused = self.rng.choice(self.scalars)
            self.gap()
            if refused:
                self.wrong(self.here())
            self.put("*" + name)
            self.end_line()
        elif kind < 0.46 and self.mappings:
            name, keys, inside = self.rng.choice(self.mappings)
            self.gap()
            self.expected.extend(inside)
            self.object_is_wrong(keys, self.here(), key_place)
            self.put("*" + name)
            self.end_line()
        else:
            if self.chance(0.12):
                self.end_line()
                self.filler(deeper)
                self.put(" " * deeper)
            else:
                self.gap()
            self.scalar(level)

    def object_is_wrong(self, marks, place, key_place):
        if "_bad" in marks:
            self.wrong(place)
        if "_lack" in marks:
            self.wrong(key_place or place)

    def block_sequence(self, level, depth, compact=False):
        start = None
        entries = self.rng.randint(1, 4)
        refused = self.chance(0.1)
        for index in range(entries):
            if index > 0:
                self.filler(level)
            if index > 0 or not compact:
                self.put(" " * level)
            dash = self.here()
            start = start or dash
            self.put("-")
            if refused and index == 0:
                self.put(" _badlist")
                self.end_line()
                self.wrong(start)
                continue
            self.item(level, depth, dash)
        return start

    def item(self, level, depth, dash):
        kind = self.rng.random()
        if kind < 0.08:
            self.end_line_of_nothing()
            self.wrong(dash)
        elif kind < 0.3 and depth < 4:
            spaces = self.rng.randint(1, 3)
            self.put(" " * spaces)
            start, _, marks = self.block_mapping(level + 1 + spaces, depth + 1, compact=True)
            self.object_is_wrong(marks, start, None)
        elif kind < 0.4 and depth < 4:
            spaces = self.rng.randint(1, 3)
            self.put(" " * spaces)
            self.block_sequence(level + 1 + spaces, depth + 1, compact=True)
        elif kind < 0.5:
            self.gap()
            self.flow(depth + 1, level + 1)
            self.end_line()
        elif kind < 0.56 and self.scalars:
            name, refused = self.rng.choice(self.scalars)
            self.gap()
            if refused:
                self.wrong(self.here())
            self.put("*" + name)
            self.end_line()
        else:
            self.gap()
            self.scalar(level)

    def end_line_of_nothing(self):
        self.put(self.rng.choice(["\n"] * 3 + [" # nothing\n", "  # a-b - c\n", " \n# x-y\n"]))

    def anchor_and_tag(self, tag, likely):
        """Writes them or one or none, in either order; returns the anchor."""
        anchor = None
        if self.chance(likely):
            self.names += 1
            anchor = f"s{self.names}"
        parts = (["&" + anchor] if anchor else []) + ([tag] if self.chance(0.08) else [])
        self.rng.shuffle(parts)
        for part in parts:
            self.put(part)
            self.gap()
        return anchor

    def scalar(self, level):
        """A scalar of block style and the end of its line."""
        refused = self.chance(0.45)
        place = self.here()
        style = self.rng.random()
        deeper = level + self.rng.randint(1, 3)
        if style < 0.3:
            anchor = self.anchor_and_tag("!!int", 0.12)
            self.put(str(NUMBER if refused else self.rng.randint(0, 999)))
            self.end_line()
        elif style < 0.75:
            anchor = self.anchor_and_tag("!!str", 0.12)
            self.string(refused, deeper)
            self.end_line()
        else:
            anchor = self.anchor_and_tag("!!str", 0.12)
            self.block_scalar(refused, level)
        if refused:
            self.wrong(place)
        if anchor:
            self.scalars.append((anchor, refused))

    def string(self, refused, level):
        first = ("BAD" if refused else "ok") + self.rng.choice(WORDS)
        more = self.rng.choice(WORDS)
        fold = "\n" + self.rng.choice(["", "\n", "  \n"]) + " " * level
        between = fold if self.chance(0.25) else " "
        style = self.rng.random()
        if style < 0.4:
            self.put(first + between + more)
        elif style < 0.7:
            self.put('"' + first + between + more + self.rng.choice(["", "\\n", "\\u00e9", " # x"]))
            self.put('"')
        else:
            self.put("'" + first + between + more + self.rng.choice(["", "''", ": x"]) + "'")

    def block_scalar(self, refused, level):
        inner = level + self.rng.randint(1, 4)
        header = self.rng.choice("|>")
        indicator = str(inner - level) if self.chance(0.25) else ""
        chomp = self.rng.choice(["", "-", "+"])
        self.put(header + (indicator + chomp if self.chance(0.5) else chomp + indicator))
        self.end_line()
        pad = " " * inner
        self.put(pad + ("BAD" if refused else "ok") + " # text é\n")
        for _ in range(self.rng.randint(0, 3)):
            self.put(self.rng.choice(["\n", pad + "- more: 😀\n", pad + "  deeper\n"]))
        self.put(pad + "last\n")

    def flow(self, depth, level, key_place=None):
        """A list or a mapping in brackets, over one line or more."""
        place = self.here()
        if self.chance(0.5):
            refused = self.chance(0.12)
            self.put("[")
            items = self.rng.randint(0, 4)
            if refused:
                self.space(level)
                self.put("_badlist")
                self.wrong(place)
            for index in range(items):
                if index > 0 or refused:
                    self.put(",")
                self.space(level)
                self.flow_value(depth, level, None)
                self.space(level)
            self.put("]")
            return
        marks = [m for m in ("_bad", "_lack") if self.chance(0.12)]
        entries = marks + [None] * self.rng.randint(0, 3)
        self.rng.shuffle(entries)
        self.put("{")
        for index, mark in enumerate(entries):
            if index > 0:
                self.put(",")
            self.space(level)
            if mark:
                self.put(mark + ": 1")
            elif self.chance(0.1):
                at = self.here()
                self.put(self.fresh("_nul") + self.rng.choice(["", ":", ": ", ":  "]))
                self.wrong(at)
            else:
                _, at = self.key(level, flow=True)
                self.put(": ")
                self.flow_value(depth, level, at)
            self.space(level)
        self.put("}")
        self.object_is_wrong(marks, place, key_place)

    def space(self, level):
        choice = self.rng.random()
        if choice < 0.6:
            self.put(self.rng.choice(["", " ", "  "]))
        elif choice < 0.75:
            self.put("\n" + " " * (level + self.rng.randint(0, 3)))
        elif choice < 0.8:
            self.put(" # c - é\n" + " " * (level + self.rng.randint(0, 3)))
        else:
            self.put(" ")

    def flow_value(self, depth, level, key_place):
        kind = self.rng.random()
        if kind < 0.2 and depth < 5:
            self.flow(depth + 1, level, key_place)
        elif kind < 0.27 and self.scalars:
            name, refused = self.rng.choice(self.scalars)
            if refused:
                self.wrong(self.here())
            self.put("*" + name + " ")
        elif kind < 0.34 and key_place is None:
            self.wrong(self.here())
            self.put(self.rng.choice(["~", "null", "Null"]))
        elif kind < 0.6:
            refused = self.chance(0.45)
            if refused:
                self.wrong(self.here())
            anchor = self.anchor_and_tag("!!int", 0.08)
            self.put(str(NUMBER if refused else 17))
            if anchor:
                self.scalars.append((anchor, refused))
        else:
            refused = self.chance(0.45)
            if refused:
                self.wrong(self.here())
            self.string(refused, level)


class Toml(Writer):
    """A TOML document of tables, arrays of tables and dotted keys."""

    def document(self):
        self.body([], 1 if self.chance(0.7) else 0, None)
        for _ in range(self.rng.randint(0, 5)):
            self.filler()
            self.table()
        return self.text()

    def filler(self):
        while self.chance(0.25):
            self.put(self.rng.choice(["\n", "# comment é = [x]\n", "  # 😀\n", "\t\n"]))

    def end_line(self):
        self.put(self.rng.choice(["\n"] * 5 + [" # c é\n", "\t# 'x\n", "  \n"]))

    def blank(self):
        self.put(self.rng.choice([""] * 4 + [" ", "\t"]))

    def key_part(self, name):
        """Writes it quoted where it must be; returns its place."""
        place = self.here()
        bare = name.isascii() and name.replace("_", "").isalnum()
        if bare and self.chance(0.7):
            self.put(name)
        elif self.chance(0.5):
            self.put(json.dumps(name, ensure_ascii=False))
        else:
            self.put("'" + name + "'")
        return place

    def dotted(self, least=1):
        """New key parts, each its own name; returns place and refusal of the parts."""
        places = []
        count = self.rng.choice([least] * 3 + [least + 1, least + 2])
        for index in range(count):
            if index > 0:
                self.blank()
                self.put(".")
                self.blank()
            refused = self.chance(0.06)
            place = self.key_part(self.fresh("BADKEY" if refused else ""))
            if refused:
                self.wrong(place)
            places.append(place)
        return places

    def table(self):
        indent = self.rng.choice(["", "", "  ", "\t"])
        self.put(indent)
        header = self.here()
        of_array = self.chance(0.35)
        self.put("[[" if of_array else "[")
        self.blank()
        places = self.dotted()
        self.blank()
        self.put("]]" if of_array else "]")
        self.end_line()
        marks = self.body([m for m in ("_bad", "_lack") if self.chance(0.2)], 0, indent)
        if "_bad" in marks:
            self.wrong(header)
        if "_lack" in marks:
            self.wrong(header if of_array else places[-1])

    def body(self, marks, least, indent):
        entries = marks + [None] * self.rng.randint(least, 4)
        self.rng.shuffle(entries)
        for mark in entries:
            self.filler()
            self.put(indent or "")
            if mark:
                self.put(mark + " = 1")
            elif self.chance(0.08):
                self.dotted_mark()
            else:
                places = self.dotted()
                self.blank()
                self.put("=")
                self.blank()
                self.value(0, places[-1])
            self.end_line()
        return marks

    def dotted_mark(self):
        """`a.b._bad = 1`: it is b that has it."""
        places = self.dotted()
        self.put("._bad = 1")
        self.wrong(places[-1])

    def value(self, depth, key_place):
        kind = self.rng.random()
        place = self.here()
        refused = self.chance(0.4)
        if kind < 0.15 and depth < 4:
            self.array(depth)
        elif kind < 0.25 and depth < 4:
            self.inline_table(depth, key_place)
        elif kind < 0.4:
            self.put(self.number(refused))
            if refused:
                self.wrong(place)
        elif kind < 0.5:
            self.put(
                self.rng.choice(
                    ["true", "1979-05-27", "07:32:00", "1.5e3", "inf", "1979-05-27T07:32:00Z"]
                )
            )
        else:
            self.string(refused)
            if refused:
                self.wrong(place)

    def number(self, refused):
        if not refused:
            return self.rng.choice(["1", "-17", "0x1F", "0b11", "1_000"])
        return self.rng.choice([str(NUMBER), "987_654_321", "+987654321", hex(NUMBER), oct(NUMBER)])

    def string(self, refused):
        text = ("BAD" if refused else "ok") + self.rng.choice(WORDS)
        multi = text + self.rng.choice(["", "\nmore = 1", "\n[x]\n", " 'q' "])
        self.put(
            self.rng.choice(
                [
                    '"' + text + '\\u00e9 # x"',
                    "'" + text + " \\'",
                    '"""' + multi + '"""',
                    '"""\n' + multi + ' \\\n   end"""',
                    "'''" + multi.replace("'", "") + "'''",
                    "'''\n" + multi.replace("'", "") + "'''",
                ]
            )
        )

    def array(self, depth):
        place = self.here()
        refused = self.chance(0.15)
        self.put("[")
        if refused:
            self.space()
            self.put("'_badlist'")
            self.wrong(place)
        for index in range(self.rng.randint(0, 4)):
            if index > 0 or refused:
                self.put(",")
            self.space()
            self.value(depth + 1, None)
            self.space()
        self.put("]")

    def space(self):
        self.put(self.rng.choice(["", " ", "\n", "\n    ", " # é ]\n  ", "\t"]))

    def inline_table(self, depth, key_place):
        place = self.here()
        marks = [m for m in ("_bad", "_lack") if self.chance(0.15)]
        entries = marks + [None] * self.rng.randint(0, 3)
        self.rng.shuffle(entries)
        self.put("{")
        for index, mark in enumerate(entries):
            if index > 0:
                self.put(",")
            self.put(self.rng.choice(["", " ", "\t"]))
            if mark:
                self.put(mark + "=1")
            else:
                places = self.dotted()
                self.put(self.rng.choice(["=", " = "]))
                self.value(depth + 1, places[-1])
            self.put(self.rng.choice(["", " "]))
        self.put("}")
        if "_bad" in marks:
            self.wrong(place)
        if "_lack" in marks:
            self.wrong(key_place or place)


class Json(Writer):
    """A JSON document."""

    def document(self):
        self.space()
        self.value(0, None)
        self.space()
        return self.text()

    def space(self):
        self.put(self.rng.choice(["", "", " ", "\n", "\n  ", "\t", " \n\n "]))

    def string(self, text):
        escaped = json.dumps(text, ensure_ascii=self.chance(0.3))
        self.put(escaped.replace("/", "\\/"))

    def value(self, depth, key_place):
        kind = self.rng.random() if depth > 0 else 0
        place = self.here()
        refused = self.chance(0.4)
        if kind < 0.15 and depth < 5:
            self.object(depth, key_place)
        elif kind < 0.3 and depth < 5:
            self.array(depth)
        elif kind < 0.55:
            self.put(
                self.rng.choice([str(NUMBER), "9.87654321e8", "987654321.0"])
                if refused
                else self.rng.choice(["1", "-0", "1.5E+3", "true", "false"])
            )
            if refused:
                self.wrong(place)
        else:
            tail = self.rng.choice(["", '"', "\\", "\n", "😀", "]}", "/"])
            self.string(("BAD" if refused else "ok") + self.rng.choice(WORDS) + tail)
            if refused:
                self.wrong(place)

    def object(self, depth, key_place):
        place = self.here()
        marks = [m for m in ("_bad", "_lack") if self.chance(0.12)]
        entries = marks + [None] * self.rng.randint(0, 4)
        self.rng.shuffle(entries)
        self.put("{")
        self.space()
        for index, mark in enumerate(entries):
            if index > 0:
                self.put(",")
                self.space()
            at = self.here()
            refused = mark is None and self.chance(0.08)
            self.string(mark or self.fresh("BADKEY" if refused else ""))
            if refused:
                self.wrong(at)
            self.space()
            self.put(":")
            self.space()
            if mark:
                self.put("1")
            else:
                self.value(depth + 1, at)
            self.space()
        self.put("}")
        if "_bad" in marks:
            self.wrong(place)
        if "_lack" in marks:
            self.wrong(key_place or place)

    def array(self, depth):
        place = self.here()
        refused = self.chance(0.12)
        self.put("[")
        self.space()
        if refused:
            self.put('"_badlist"')
            self.wrong(place)
        for index in range(self.rng.randint(0, 4)):
            if index > 0 or refused:
                self.put(",")
                self.space()
            if self.chance(0.08):
                self.wrong(self.here())
                self.put("null")
            else:
                self.value(depth + 1, None)
            self.space()
        self.put("]")


class Env(Writer):
    """An .env file."""

    def document(self):
        for _ in range(self.rng.randint(1, 8)):
            while self.chance(0.2):
                self.put(self.rng.choice(["\n", "# KEY=é\n", "  \n"]))
            self.put(self.rng.choice(["", "", "  ", "export ", " export  "]))
            refused_key = self.chance(0.1)
            self.names += 1
            if refused_key:
                self.wrong(self.here())
            self.put(f"{'BADKEY' if refused_key else 'KEY'}{self.names}")
            self.put(self.rng.choice(["=", "=", " = ", "= "]))
            refused = self.chance(0.5)
            if refused:
                self.wrong(self.here())
            text = ("BAD" if refused else "ok") + self.rng.choice(WORDS)
            self.put(
                self.rng.choice(
                    [
                        text,
                        f'"{text} # x"',
                        f"'{text} é'",
                        f'"{text}\nKEY=x"',
                        f"'{text}\n\n#'",
                        f'"{text}\\"\\n"',
                    ]
                )
            )
            self.put(self.rng.choice(["\n", "\n", " # comment\n", "  \n"]))
        return self.text()


KINDS = {"yaml": Yaml, "toml": Toml, "json": Json, "env": Env}


def make_document(kind, rng):
    """Text, expected places and a description."""
    newline = "\r\n" if rng.random() < 0.2 else "\n"
    writer = KINDS[kind](rng, newline)
    text = writer.document()
    mark = rng.random() < 0.1
    return ("\ufeff" if mark else "") + text, sorted(writer.expected)


def reported(tool, directory, names):
    """The places of the findings, and the syntax error if there is one, by file."""
    command = [tool, "--schema-only", "--json", "schema.json", *names]
    run = subprocess.run(command, cwd=directory, capture_output=True, check=False)
    if run.returncode not in (0, 1):
        raise SystemExit(f"exit status {run.returncode}: {run.stderr.decode(errors='replace')}")
    places = {name: [] for name in names}
    syntax = {}
    for finding in json.loads(run.stdout)["findings"]:
        place = (finding.get("line", 0), finding.get("column", 0))
        if finding["rule"].startswith("syntax/"):
            syntax[finding["file"]] = (place, finding["message"])
        else:
            places[finding["file"]].append(place)
    return {name: sorted(found) for name, found in places.items()}, syntax


def difference(expected, found):
    missing = [p for p in expected if expected.count(p) > found.count(p)]
    extra = [p for p in found if found.count(p) > expected.count(p)]
    return sorted(set(missing)), sorted(set(extra))


def main(arguments):
    if not 1 <= len(arguments) <= 3:
        print("usage: positions.py VALIDATE_CONFIG [DOCUMENTS [SEED]]", file=sys.stderr)
        return 64
    tool = os.path.abspath(arguments[0])
    count = int(arguments[1]) if len(arguments) > 1 else 2000
    seed = int(arguments[2]) if len(arguments) > 2 else 1
    keep = os.environ.get("POSITIONS_KEEP")
    kinds = os.environ.get("POSITIONS_KINDS", "yaml yaml yaml toml json env").split()
    failures = planted = 0
    with tempfile.TemporaryDirectory() as directory:
        with open(os.path.join(directory, "schema.json"), "w", encoding="utf-8") as file:
            json.dump(SCHEMA, file)
        for first in range(0, count, BATCH):
            batch = {}
            for number in range(first, min(first + BATCH, count)):
                rng = random.Random(seed * 1_000_003 + number)
                kind = kinds[number % len(kinds)]
                name = f"{number}.{kind}"
                text, expected = make_document(kind, rng)
                batch[name] = (text, expected)
                with open(os.path.join(directory, name), "wb") as file:
                    file.write(text.encode("utf-8"))
            places, syntax = reported(tool, directory, list(batch))
            for name, (text, expected) in batch.items():
                planted += len(expected)
                if name in syntax:
                    (line, column), message = syntax[name]
                    problem = f"{line}:{column}: sound document refused: {message}"
                else:
                    missing, extra = difference(expected, places[name])
                    if not missing and not extra:
                        continue
                    problem = f"planted at {missing}, reported at {extra}"
                failures += 1
                print(f"seed {seed}: {name}: {problem}")
                if keep:
                    with open(os.path.join(keep, f"{seed}-{name}"), "wb") as file:
                        file.write(text.encode("utf-8"))
    print(f"{count} documents, {planted} places, {failures} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
