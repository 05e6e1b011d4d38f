"""Web search through a Perplexica service."""

import httpx

from config.settings import get_settings


def _url(path: str) -> str:
    return f"{get_settings().integrations.url_of('perplexica')}{path}"


def perplexica_search(query: str, focus_mode: str = "webSearch", *, limit: int | None = None) -> dict:
    """Search the web and summarize what was found."""
    body = {"query": query, "focusMode": focus_mode}
    answer = httpx.post(_url("/api/search"), json=body, timeout=get_settings().integrations.timeout_seconds)
    answer.raise_for_status()
    found = answer.json()
    return {"answer": found["message"], "sources": found.get("sources", [])[:limit]}


def discover(topic: str = "tech") -> list[dict]:
    """What is new."""
    return httpx.get(_url("/api/discover"), params={"topic": topic}).json()["blogs"]


async def perplexica_is_healthy() -> bool:
    async with httpx.AsyncClient() as client:
        return (await client.get(_url("/api/health"))).is_success
