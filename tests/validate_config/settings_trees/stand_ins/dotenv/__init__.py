"""A stand-in for python-dotenv: the files a backend writes, found and read as it does."""

import os
import re
import sys

LINE = re.compile(r"""^\s*(?:export\s+)?([A-Za-z_][\w.]*)\s*(?:=[ \t]*('(?:\\'|[^'])*'|"(?:\\"|[^"])*"|[^\r\n]*))?""",
                  re.MULTILINE)
VARIABLE = re.compile(r"\$\{([^}:]*)(?::-([^}]*))?\}")
ESCAPES = {"n": "\n", "t": "\t", "r": "\r"}


def unquoted(text):
    """The value one line writes, without quotes, escapes or comment."""
    if text[:1] == "'" and len(text) > 1:
        return re.sub(r"\\([\\'])", r"\1", text[1:-1])
    if text[:1] == '"' and len(text) > 1:
        return re.sub(r"\\([\\'\"ntr])", lambda match: ESCAPES.get(match[1], match[1]), text[1:-1])
    return re.sub(r"\s+#.*", "", text).rstrip()


def lines(text):
    """Names and values in the order of the file; a name without `=` has the value None."""
    for match in LINE.finditer(text):
        yield match[1], None if match[2] is None else unquoted(match[2])


def expanded(value, known):
    return VARIABLE.sub(lambda match: known.get(match[1], match[2] or "") or "", value)


def read(path, override):
    """The variables of a file; `override` says whether it or the process wins in ${...}."""
    found = {}
    if not path or not os.path.isfile(path):
        return found
    with open(path, encoding="utf-8") as file:
        text = file.read()
    for name, value in lines(text):
        known = {**os.environ, **found} if override else {**found, **os.environ}
        found[name] = None if value is None else expanded(value, known)
    return found


def directory_of_caller():
    """The directory of the module that called, which is where the search begins."""
    frame = sys._getframe()
    while frame.f_code.co_filename == __file__ or not os.path.exists(frame.f_code.co_filename):
        frame = frame.f_back
    return os.path.dirname(os.path.abspath(frame.f_code.co_filename))


def find_dotenv(filename=".env", raise_error_if_not_found=False, usecwd=False):
    """The nearest such file at or above the caller's directory (or the current one), or an empty text."""
    place = os.getcwd() if usecwd else directory_of_caller()
    while True:
        path = os.path.join(place, filename)
        if os.path.isfile(path):
            return path
        if place == os.path.dirname(place):
            break
        place = os.path.dirname(place)
    if raise_error_if_not_found:
        raise OSError("File not found")
    return ""


def dotenv_values(dotenv_path=None, encoding="utf-8", **_):
    return read(find_dotenv() if dotenv_path is None else dotenv_path, True)


def load_dotenv(dotenv_path=None, verbose=False, override=False, encoding="utf-8", **_):
    found = read(find_dotenv() if dotenv_path is None else dotenv_path, override)
    for name, value in found.items():
        if value is not None and (override or name not in os.environ):
            os.environ[name] = value
    return bool(found)
