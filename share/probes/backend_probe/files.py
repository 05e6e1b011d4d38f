"""Paths, and the documents that the backend's code may open: they were handed over, parsed, and no
file is ever opened here. Whether a file below the root exists is the one thing that is looked up.
"""

import json
import os.path

from backend_probe.annotations import from_json
from backend_probe.values import (PLAIN, FileData, ListData, MappingData, Native, PathData, Raised, Source, Unknown,
                                  Value, chain_of, dotted, joined, nothing)

DOCUMENT_SUFFIXES = (".toml", ".yaml", ".yml", ".json", ".env")

def path_text(value):
    return value.data.text if isinstance(value.data, PathData) else value.data if isinstance(value.data, str) else None


def joined_path(left, right):
    return Value(PathData(os.path.join(path_text(left), path_text(right))), joined(left.chain, right.chain))


def path_call(interpreter, arguments, _keywords, where):
    texts = [path_text(one) for one in arguments]
    if None in texts:
        return interpreter.unknown(*where, "the path is not known", *arguments)
    return Value(PathData(os.path.normpath(os.path.join(*texts)) if texts else "."), chain_of(arguments))


def absolute(interpreter, text):
    return os.path.normpath(os.path.join(interpreter.root, text))


def below_root(interpreter, text):
    """Path below the root, or None."""
    full = absolute(interpreter, text)
    return os.path.relpath(full, interpreter.root) if (full + os.sep).startswith(interpreter.root + os.sep) else None


def path_test(function):
    def call(interpreter, value, where):
        inside = below_root(interpreter, path_text(value))
        if inside is None:
            return interpreter.unknown(*where, "a file outside the backend", value)
        return value.derived(function(absolute(interpreter, path_text(value))))
    return call


PATH_TESTS = {"exists": path_test(os.path.exists), "is_file": path_test(os.path.isfile),
              "is_dir": path_test(os.path.isdir)}


def path_attribute(interpreter, value, name):
    text = value.data.text
    parts = {"name": os.path.basename(text), "suffix": os.path.splitext(text)[1],
             "stem": os.path.splitext(os.path.basename(text))[0]}
    if name == "parent":
        return value.derived(PathData(os.path.dirname(text) or "."))
    if name == "parents":
        found = []
        while os.path.dirname(text) != text:
            text = os.path.dirname(text)
            found.append(value.derived(PathData(text or ".")))
        return Value(tuple(found))
    if name in parts:
        return value.derived(parts[name])
    return path_method(interpreter, value, name)


def path_method(interpreter, value, name):
    text = value.data.text

    def same(_interpreter, _arguments, _keywords, _where):
        return value

    def full(one, _arguments, _keywords, _where):
        return value.derived(PathData(absolute(one, text)))

    def expand(_interpreter, _arguments, _keywords, _where):
        return None if text.startswith("~") else value

    calls = {"resolve": full, "absolute": full, "expanduser": expand, "mkdir": nothing,
             "as_posix": lambda *_: value.derived(text), "__str__": lambda *_: value.derived(text),
             "joinpath": lambda one, arguments, keywords, where: path_call(one, [value, *arguments], keywords, where),
             "with_name": lambda *call: path_call(call[0], [value.derived(os.path.dirname(text)), *call[1]], {},
                                                  call[3]),
             "open": lambda one, _a, _k, where: opened(one, value, where),
             "read_text": lambda one, _a, _k, where: opened(one, value, where),
             "read_bytes": lambda one, _a, _k, where: opened(one, value, where)}
    if name in PATH_TESTS:
        return Value(Native(f"pathlib.Path.{name}", lambda one, _a, _k, where: PATH_TESTS[name](one, value, where)))
    if name == "with_suffix":
        return Value(Native("pathlib.Path.with_suffix", lambda one, arguments, _k, _w: value.derived(
            PathData(os.path.splitext(text)[0] + arguments[0].data)) if isinstance(arguments[0].data, str) else None))
    return Value(Native(f"pathlib.Path.{name}", calls[name])) if name in calls else None


def on_path(function):
    """A function of os.path over texts of paths."""
    def call(interpreter, arguments, _keywords, where):
        texts = [path_text(one) for one in arguments]
        if None in texts:
            return interpreter.unknown(*where, "the path is not known", *arguments)
        return Value(function(interpreter, *texts), chain_of(arguments))
    return call


def on_file(function):
    def call(interpreter, arguments, _keywords, where):
        if path_text(arguments[0]) is None:
            return interpreter.unknown(*where, "the path is not known", *arguments)
        return path_test(function)(interpreter, arguments[0], where)
    return call


def open_call(interpreter, arguments, keywords, where):
    path = arguments[0] if arguments else keywords.get("file", Value(None))
    mode = arguments[1] if len(arguments) > 1 else keywords.get("mode", Value("r"))
    if path_text(path) is None:
        return interpreter.unknown(*where, "which file it opens is not known", path)
    if not isinstance(mode.data, str) or "r" not in mode.data:
        return interpreter.unknown(*where, "it is not only read", path)
    return opened(interpreter, path, where)


def opened(interpreter, path, where):
    inside = below_root(interpreter, path_text(path))
    if inside is None:
        return interpreter.unknown(*where, "a file outside the backend", path)
    if not os.path.isfile(os.path.join(interpreter.root, inside)):
        raise Raised("FileNotFoundError", inside, place=interpreter.place(*where))
    interpreter.files_read.add(inside)
    return Value(FileData(inside), path.chain)


def file_method(value, name):
    if name in ("read", "__enter__"):
        return Value(Native(f"file.{name}", lambda *_: value))
    return Value(Native(f"file.{name}", nothing)) if name == "close" else None


def document_value(file, data, doubtful, pointer=""):
    """A parsed document, each part with its place."""
    if pointer in doubtful:
        source = Source("file", dotted(pointer), "unknown", file=file, pointer=pointer, note=doubtful[pointer])
        return Value(Unknown(f"{file}: {dotted(pointer)}: {doubtful[pointer]}"), (source,))
    shown = data if isinstance(data, PLAIN) else None
    chain = (Source("file", dotted(pointer), file=file, pointer=pointer, value=shown),)
    if isinstance(data, dict):
        entries = {key: document_value(file, one, doubtful, f"{pointer}/{key.replace('~', '~0').replace('/', '~1')}")
                   for key, one in data.items()}
        return Value(MappingData(entries, (file, pointer, "file")), chain)
    if isinstance(data, list):
        return Value(ListData([document_value(file, one, doubtful, f"{pointer}/{at}") for at, one in enumerate(data)]), chain)
    return Value(data, chain)


def load_document(kinds, error):
    def call(interpreter, arguments, keywords, where):
        first = arguments[0] if arguments else Value(None)
        if isinstance(first.data, (PathData, str)) and kinds == ("toml",) and path_text(first):
            first = opened(interpreter, first, where) if "\n" not in path_text(first) else first
        if isinstance(first.data, str) and kinds == ("json",):
            return json_text(interpreter, first, where)
        if not isinstance(first.data, FileData):
            return interpreter.unknown(*where, "what it reads is not known", first)
        found = interpreter.documents.get(first.data.path)
        if found is None:
            if first.data.path.endswith(DOCUMENT_SUFFIXES):
                interpreter.wanted.add(first.data.path)
            return interpreter.unknown(*where, f"{first.data.path} was not read", first)
        if found.get("error") or found["kind"] not in kinds:
            raise Raised(error, f"{first.data.path}: {found.get('error', 'another format')}",
                         place=interpreter.place(*where))
        return document_value(first.data.path, found["root"], found.get("doubtful", {}))
    return call


def json_text(interpreter, value, where):
    try:
        data = json.loads(value.data)
    except ValueError as error:
        raise Raised("JSONDecodeError", str(error), place=interpreter.place(*where)) from None
    return from_json(data, value.chain)


