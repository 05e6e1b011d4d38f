"""python-dotenv: what load_dotenv() and its like read of .env files."""

import os.path
import re

from backend_probe.files import below_root, path_text
from backend_probe.values import MappingData, Source, Value, demoted, joined

EXPORT = re.compile(r"(?:export[^\S\r\n]+)?")
BLANK = re.compile(r"\s*")
KEY = re.compile(r"'([^']+)'|([^=\#\s]+)")
EQUALS = re.compile(r"[^\S\r\n]*(=[^\S\r\n]*)?")
SINGLE = re.compile(r"'((?:\\'|[^'])*)'")
DOUBLE = re.compile(r'"((?:\\"|[^"])*)"')
PLAIN_VALUE = re.compile(r"[^\r\n]*")
END = re.compile(r"(?:[^\S\r\n]*#[^\r\n]*)?[^\S\r\n]*(?:\r\n|\n|\r|$)")
LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r)?")
REFERENCE = re.compile(r"\$\{([^}:]*)(?::-([^}]*))?\}")
ESCAPES = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}


def unescaped(text, known):
    return re.sub(r"\\([" + re.escape(known) + "])", lambda match: ESCAPES.get(match[1], match[1]), text)


def value_at(text, at):
    """(value, where it ends) of what stands after the equals sign."""
    quoted = SINGLE.match(text, at)
    if quoted:
        return unescaped(quoted[1], "\\'"), quoted.end()
    quoted = DOUBLE.match(text, at)
    if quoted:
        return unescaped(quoted[1], "\\'\"abfnrtv"), quoted.end()
    plain = PLAIN_VALUE.match(text, at)
    return re.sub(r"\s+#.*", "", plain[0]).rstrip(), plain.end()


def bindings(text):
    """[(name, value or None, offset of the name)], as python-dotenv reads the text: it passes over what is
    no assignment."""
    found, at = [], BLANK.match(text).end()
    while at < len(text):
        start = EXPORT.match(text, at).end()
        key = KEY.match(text, start)
        name, value, end = None, None, at
        if key:
            name, end = key[1] or key[2], key.end()
            equals = EQUALS.match(text, end)
            end = equals.end()
            if equals[1]:
                value, end = value_at(text, end)
        close = END.match(text, end)
        if close is None:
            name, close = None, LINE.match(text, at)
        if name is not None:
            found.append((name, value, start))
        at = BLANK.match(text, max(close.end(), at + 1)).end()
    return found


def dotenv_entries(interpreter, file, override=True):
    """{name: Value} of an .env file, its references replaced; None where there is none."""
    found = interpreter.documents.get(file)
    if found is None or found.get("kind") != "dotenv":
        if os.path.isfile(os.path.join(interpreter.root, file)):
            interpreter.wanted.add(file)
        return None
    interpreter.files_read.add(file)
    text, entries = found.get("text") or "", {}
    for name, value, start in bindings(text):
        line_start = text.rfind("\n", 0, start) + 1
        source = Source("dotenv", name, file=file, line=text.count("\n", 0, start) + 1,
                        column=start - line_start + 1, pointer="/" + name.replace("~", "~0").replace("/", "~1"),
                        value=value)
        entries[name] = Value(expanded(interpreter, value, entries, override), (source,))
    return entries


def expanded(interpreter, text, entries, override):
    def one(match):
        name, default = match[1], match[2]
        outside = interpreter.environment.get(name, (None,))[0]
        inside = entries[name].data if name in entries else None
        known = inside if name in entries and (override or outside is None) else outside
        return known if isinstance(known, str) else default or ""
    return REFERENCE.sub(one, text) if isinstance(text, str) else text


def found_dotenv(interpreter, where, name=".env"):
    """Where find_dotenv() looks: the caller's directory and those above, up to the root."""
    directory = os.path.dirname(where[0].module.file)
    while True:
        file = os.path.join(directory, name)
        if os.path.isfile(os.path.join(interpreter.root, file)):
            return file
        if not directory:
            return None
        directory = os.path.dirname(directory)


def load_dotenv(interpreter, arguments, keywords, where):
    names = dict(zip(("dotenv_path", "stream", "verbose", "override"), arguments)) | keywords
    override = names.get("override", Value(False))
    path = names.get("dotenv_path", Value(None))
    if not isinstance(override.data, bool) or (path.data is not None and path_text(path) is None):
        return None
    text = path_text(path)
    file = found_dotenv(interpreter, where) if not text else below_root(interpreter, text)
    entries = dotenv_entries(interpreter, file, override.data) if file else None
    for name, value in (entries or {}).items():
        if value.data is not None:
            put(interpreter, name, value, override.data)
    return Value(bool(entries))


def put(interpreter, name, value, override):
    """Into the environment; the one that loses stands in the chain too."""
    before = interpreter.environment.get(name)
    if before is None:
        after = value.data, value.chain
    elif override:
        after = value.data, joined(value.chain, demoted(before[1]))
    else:
        after = before[0], joined(before[1], demoted(value.chain))
    interpreter.write(interpreter.environment, name, after)


def find_dotenv(interpreter, arguments, keywords, where):
    name = arguments[0] if arguments else keywords.get("filename", Value(".env"))
    if not isinstance(name.data, str):
        return None
    file = found_dotenv(interpreter, where, name.data)
    return Value(os.path.join(interpreter.root, file) if file else "")


def dotenv_values(interpreter, arguments, keywords, where):
    text = path_text(arguments[0]) if arguments else found_dotenv(interpreter, where)
    file = below_root(interpreter, text) if text else None
    entries = dotenv_entries(interpreter, file) if file else {}
    return Value(MappingData(entries or {}, (file, "", "dotenv")))


