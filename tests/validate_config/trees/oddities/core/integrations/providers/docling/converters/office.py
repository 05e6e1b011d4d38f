"""Word files and saved pages."""

from pathlib import Path

from bs4 import BeautifulSoup
from docx import Document


def convert(path: Path, table: str) -> str:
    if path.suffix == ".html":
        return BeautifulSoup(path.read_bytes(), "html.parser").get_text()
    document = Document(str(path))
    tables = [table.format(rows=len(found.rows)) for found in document.tables]
    return "\n\n".join([*(paragraph.text for paragraph in document.paragraphs), *tables])
