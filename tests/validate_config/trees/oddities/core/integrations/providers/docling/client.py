"""Document conversion: small files here, the rest by the Docling service."""

from pathlib import Path

import httpx

from config.settings import get_settings
from core.integrations.providers.docling.converters import local_converter

TABLE = Path(__file__).parent / "templates" / "table.md"


class RemoteError(RuntimeError):
    """The service did not convert a document."""


async def convert_document(path: str, /, to: str = "md", *, ocr: bool = False) -> str:
    """The text of a document as Markdown."""
    document = Path(path)
    convert = local_converter(document.suffix)
    if convert is not None and not ocr:
        return convert(document, TABLE.read_text(encoding="utf-8"))
    url = f"{get_settings().integrations.url_of('docling')}/v1/convert/file"
    async with httpx.AsyncClient() as client:
        answer = await client.post(
            url, files={"files": document.read_bytes()}, data={"to_formats": to}
        )
    if answer.is_error:
        raise RemoteError(document.name)
    return answer.json()["document"]["md_content"]


def list_formats() -> list[str]:
    """The suffixes that can be converted."""
    return sorted(get_settings().storage.allowed_suffixes)
