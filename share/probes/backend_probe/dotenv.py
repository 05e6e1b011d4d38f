"""python-dotenv: what load_dotenv() and its like read of .env files."""

import os.path
import re

from backend_probe.files import below_root, path_text
from backend_probe.values import MappingData, Source, Value

def dotenv_entries(interpreter, file):
    """{name: Value} of an .env file, its ${NAME} replaced as python-dotenv does; None where there is none."""
    found = interpreter.documents.get(file)
    if found is None or found.get("kind") != "dotenv":
        if os.path.isfile(os.path.join(interpreter.root, file)):
            interpreter.wanted.add(file)
        return None
    interpreter.files_read.add(file)
    entries = {}
    for name, text in (found.get("root") or {}).items():
        escaped = name.replace("~", "~0").replace("/", "~1")
        source = Source("dotenv", name, file=file, pointer=f"/{escaped}", value=text)
        entries[name] = Value(expanded(interpreter, text, entries), (source,))
    return entries


def expanded(interpreter, text, entries):
    def one(match):
        name, default = match.group(1), match.group(2)
        known = interpreter.environment.get(name, (None,))[0]
        known = known if known is not None else entries[name].data if name in entries else None
        return known if isinstance(known, str) else default or ""
    return re.sub(r"\$\{([^}:]*)(?::-([^}]*))?\}", one, text) if isinstance(text, str) else text


def found_dotenv(interpreter, where):
    """Where find_dotenv() looks: the caller's directory and those above, up to the root."""
    directory = os.path.dirname(where[0].module.file)
    while True:
        file = os.path.join(directory, ".env")
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
    entries = dotenv_entries(interpreter, file) if file else None
    for name, value in (entries or {}).items():
        if value.data is not None and (override.data or name not in interpreter.environment):
            interpreter.write(interpreter.environment, name, (value.data, value.chain[0]))
    return Value(bool(entries))


def find_dotenv(interpreter, arguments, keywords, where):
    file = found_dotenv(interpreter, where) if not arguments else None
    return None if arguments else Value(os.path.join(interpreter.root, file) if file else "")


def dotenv_values(interpreter, arguments, keywords, where):
    text = path_text(arguments[0]) if arguments else found_dotenv(interpreter, where)
    file = below_root(interpreter, text) if text else None
    entries = dotenv_entries(interpreter, file) if file else {}
    return Value(MappingData(entries or {}, (file, "", "dotenv")))


