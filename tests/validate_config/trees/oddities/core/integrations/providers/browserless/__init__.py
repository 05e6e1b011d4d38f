"""Browserless: its client is slow to import, so names are found when they are asked for."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .lazy import fetch_page, take_screenshot

_LAZY = {"fetch_page": "lazy", "take_screenshot": "lazy"}


def __getattr__(name: str) -> Any:
    if name not in _LAZY:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_LAZY[name]}"), name)
