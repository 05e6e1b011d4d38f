"""Which model answers."""

from collections import deque

from config import models
from core.runtime import costs

strategy, window = models.router_options()
recent: deque[str] = deque(maxlen=window)


def choose(wanted: str) -> str:
    """The wanted model, or the fallback where the wanted one is too busy."""
    fallback = models.read_table()["MODELS"].get("fallback_chat_model")
    busy = strategy == "least_busy" and recent.count(wanted) > window // 2
    chosen = fallback if busy and fallback else wanted
    recent.append(chosen)
    return chosen


def candidates(purpose: str) -> list[str]:
    """Addresses for a purpose, the cheapest last resort."""
    known = models.providers()
    urls = [known[name]["url"] for name in models.preferred(purpose) if name in known]
    return [url for url in urls if url] or costs.cheapest()
