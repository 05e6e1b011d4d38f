"""SearXNG: raw results of many search engines."""

import functools

import httpx
from ruamel.yaml import YAML

from config.settings import ROOT, get_settings

engines = YAML(typ="safe").load(ROOT / "services" / "searxng" / "settings.yml")["engines"]


def _search(query: str, *, categories: str, pages: "list[int] | None" = None) -> list[dict]:
    """Results as the engines give them."""
    url = get_settings().integrations.url_of("searxng")
    found = []
    for page in pages or [1]:
        query_string = {"q": query, "categories": categories, "format": "json", "pageno": page}
        found += httpx.get(f"{url}/search", params=query_string).json()["results"]
    return found


searxng_search = functools.wraps(_search)(functools.partial(_search, categories="general"))
