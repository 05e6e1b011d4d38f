"""Which model answers."""

from collections import deque

from config import models
from core.runtime import costs

strategy, window = models.router_options()
recent: deque[str] = deque(maxlen=window)


def choose(wanted: str) -> str:
    """The wanted model, or the fallback where the wanted one is too busy."""
    fallback = models.read_table()["MODELS"].get("fallback_chat_model") or costs.cheapest()
    busy = strategy == "least_busy" and recent.count(wanted) > window // 2
    chosen = fallback if busy else wanted
    recent.append(chosen)
    return chosen


def candidates(purpose: str) -> list[dict[str, str]]:
    """Those who serve a purpose, the best first; without address or key nobody is asked."""
    known = models.providers()
    listed = [known[name] for name in models.preferred(purpose) if name in known]
    return [provider for provider in listed if provider["url"] and provider["api_key"]]
