"""Conversions that need no service."""

import importlib


def local_converter(suffix: str):
    """A function for this kind of file, or None."""
    module = {".docx": "office", ".html": "office", ".pdf": "pdf"}.get(suffix)
    if module is None:
        return None
    try:
        return importlib.import_module(f".{module}", __package__).convert
    except ModuleNotFoundError:
        return None
