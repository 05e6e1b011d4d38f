"""
Document conversion through a Docling service.

@.architecture
Incoming: Docling (HTTP JSON), api/v1/endpoints/documents.py, config/settings.py, security/sanitizer.py --- {JSON, path, IntegrationSettings, quoted text}
Processing: docling_convert(), docling_is_healthy() --- {6 jobs: document_conversion, error_handling, health_checking, http_communication, injection_detection, sanitization}
Outgoing: Docling (HTTP multipart), api/v1/endpoints/documents.py, core/integrations/providers/docling/__init__.py, security/sanitizer.py, utils/errors.py --- {bytes, markdown, functions, str, ServiceUnavailable}
"""

from pathlib import Path

import httpx

from config.settings import get_settings
from security.sanitizer import quote_untrusted
from utils.errors import ServiceUnavailable


def docling_convert(path: str) -> str:
    """The text of a document as Markdown, marked as quoted material."""
    settings = get_settings().integrations
    document = Path(path)
    try:
        response = httpx.post(
            f"{settings.docling_url}/v1/convert/file",
            files={"files": (document.name, document.read_bytes())},
            data={"to_formats": "md"},
            timeout=settings.timeout_seconds,
        )
        response.raise_for_status()
        markdown = response.json()["document"]["md_content"]
    except (httpx.HTTPError, KeyError, ValueError) as failure:
        raise ServiceUnavailable(f"Docling did not convert {document.name}") from failure
    return quote_untrusted(markdown, document.name)


async def docling_is_healthy() -> bool:
    """Whether the service answers."""
    async with httpx.AsyncClient() as client:
        response = await client.get(f"{get_settings().integrations.docling_url}/health")
    return response.is_success
