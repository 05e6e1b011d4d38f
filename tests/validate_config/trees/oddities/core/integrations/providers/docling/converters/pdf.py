"""PDF files; PyMuPDF is an extra (`pip install .[pdf]`), and its licence is not for everybody."""

import importlib.util
from pathlib import Path

if importlib.util.find_spec("fitz") is None:
    raise ModuleNotFoundError("PyMuPDF is not installed")

import fitz


def convert(path: Path, table: str) -> str:
    with fitz.open(path) as document:
        return "\n\n".join(page.get_text() for page in document)
