"""Variables of the environment, many at once."""

import os
from collections import ChainMap


def prefixed(prefix: str) -> dict[str, str]:
    """Variables that begin with a prefix, by the rest of their names in small letters."""
    return {
        name[len(prefix):].lower(): value
        for name, value in os.environ.items()
        if name.startswith(prefix)
    }


def provider_keys(*names: str) -> dict[str, str]:
    """NAME_API_KEY of some providers."""
    return {name: os.environ.get(f"{name.upper()}_API_KEY", "") for name in names}


def proxies() -> dict[str, str]:
    found = {}
    for variable in ("HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"):
        if value := os.environ.get(variable) or os.environ.get(variable.lower()):
            found[variable] = value
    return found


def settings_of(kind: type) -> dict[str, str]:
    """The variables that a class names in capitals."""
    known = ChainMap(dict(os.environ), vars(kind))
    return {name: known[name] for name in vars(kind) if name.isupper()}
