"""Docling: documents of many kinds, as Markdown."""

from . import converters
from .client import convert_document, list_formats

try:
    from .client import RemoteError as DoclingError
except ImportError:
    class DoclingError(RuntimeError):
        """The service did not convert a document."""

__all__ = ["DoclingError", "converters"]
__all__ += ["convert_document", "list_formats"]
