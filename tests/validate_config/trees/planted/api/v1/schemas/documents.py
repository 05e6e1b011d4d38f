"""
Uploaded documents and their converted text.

@.architecture
Incoming: api/v1/endpoints/documents.py --- {file name, markdown}
Processing: DocumentResult, checked_suffix() --- {3 jobs: data_modeling, file_type_checking, validation}
Outgoing: api/v1/endpoints/documents.py, utils/errors.py --- {DocumentResult, file suffix, InvalidInput}
"""

from pathlib import PurePath

from pydantic import BaseModel

from utils.errors import InvalidInput

SUFFIXES = (".docx", ".html", ".md", ".pdf", ".pptx", ".txt", ".xlsx")


class DocumentResult(BaseModel):
    """A document as the model will read it."""

    name: str
    stored_as: str
    markdown: str


def checked_suffix(name: str) -> str:
    """The suffix of a file name; raises InvalidInput for a type that is not converted."""
    suffix = PurePath(name).suffix.lower()
    if suffix not in SUFFIXES:
        raise InvalidInput(f"cannot convert {suffix or 'a file without suffix'}")
    return suffix
