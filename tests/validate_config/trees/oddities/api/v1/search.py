"""Search the web."""

from fastapi import APIRouter

from api import prefixes
from config import features
from core.integrations.providers.perplexica import FOCUS_MODES, perplexica_discover, perplexica_search
from core.integrations.providers.searxng import searxng_search

router = APIRouter(prefix=prefixes.SEARCH, tags=["perplexica"])


@router.post("")
def search(query: str, focus_mode: str = FOCUS_MODES[0], limit: int | None = None) -> dict:
    if features.enabled("new_search"):
        return {"answer": "", "sources": searxng_search(query)[:limit]}
    return perplexica_search(query, focus_mode, limit=limit)


@router.get("")
def discover(topic: str = "tech") -> list[dict]:
    return perplexica_discover(topic)
