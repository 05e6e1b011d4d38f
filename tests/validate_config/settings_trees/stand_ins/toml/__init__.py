"""A stand-in for toml: reading only."""

import tomllib

TomlDecodeError = tomllib.TOMLDecodeError


def loads(text):
    return tomllib.loads(text)


def load(file):
    if hasattr(file, "read"):
        return loads(file.read())
    with open(file, encoding="utf-8") as opened:
        return loads(opened.read())
