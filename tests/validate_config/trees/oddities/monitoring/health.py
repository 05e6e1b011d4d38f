"""Asks every service how it is."""

import asyncio
from urllib.parse import urljoin

import httpx
import yaml

from config.environment import expand
from config.settings import ROOT, get_settings

REGISTRY = ROOT / "config" / "integrations_registry.yaml"


def checks() -> dict[str, str]:
    """The addresses that tell, by the name of the integration."""
    entries = expand(yaml.safe_load(REGISTRY.read_text(encoding="utf-8")))["integrations"]
    found = {}
    for name, entry in entries.items():
        metadata = entry.get("layer3_metadata", {})
        if entry["enabled"] and metadata.get("health_check"):
            found[name] = urljoin(metadata["service_url"], metadata["health_check"])
    return found


async def report() -> dict[str, bool]:
    settings = get_settings().monitoring
    if not settings.enabled:
        return {}
    async with httpx.AsyncClient(timeout=settings.check_timeout_seconds) as client:

        async def well(url: str) -> bool:
            try:
                return (await client.get(url)).is_success
            except httpx.HTTPError:
                return False

        addresses = checks()
        return dict(zip(addresses, await asyncio.gather(*map(well, addresses.values()))))
