"""
Web search through a Perplexica service.

@.architecture
Incoming: Perplexica (HTTP JSON), config/settings.py, sanitizer.py --- {JSON, IntegrationSettings, quoted text}
Processing: perplexica_search(), perplexica_is_healthy() --- {6 jobs: error_handling, health_checking, http_communication, injection_detection, sanitization, web_search}
Outgoing: Perplexica (HTTP POST), core/integrations/providers/perplexica/__init__.py, sanitizer.py, utils/errors.py --- {JSON, functions, str, ServiceUnavailable}
"""

from typing import Any, Literal

import httpx

from config.settings import get_settings
from security.sanitizer import quote_untrusted
from utils.errors import ServiceUnavailable

FocusMode = Literal["webSearch", "academicSearch", "redditSearch", "youtubeSearch"]


def perplexica_search(query: str, focus_mode: FocusMode = "webSearch") -> dict[str, Any]:
    """Search the web and summarize what was found.

    Gives `{"answer": str, "sources": [{"title": str, "url": str}, ...]}`.
    """
    settings = get_settings().integrations
    try:
        response = httpx.post(
            f"{settings.perplexica_url}/api/search",
            json={"query": query, "focusMode": focus_mode},
            timeout=settings.timeout_seconds,
        )
        response.raise_for_status()
        found = response.json()
    except (httpx.HTTPError, ValueError) as failure:
        raise ServiceUnavailable(f"Perplexica did not answer: {failure}") from failure
    pages = [source["metadata"] for source in found.get("sources", [])]
    return {
        "answer": quote_untrusted(found["message"], "a web search"),
        "sources": [{"title": page["title"], "url": page["url"]} for page in pages],
    }


async def perplexica_is_healthy() -> bool:
    """Whether the service answers."""
    async with httpx.AsyncClient() as client:
        response = await client.get(f"{get_settings().integrations.perplexica_url}/api/health")
    return response.is_success
