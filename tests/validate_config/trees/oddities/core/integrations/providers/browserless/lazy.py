"""A page by a browser that runs elsewhere."""

import json

import websockets

from config.settings import get_settings
from security.url_guard import allowed


async def _ask(method: str, **parameters) -> dict:
    async with websockets.connect(get_settings().integrations.url_of("browserless")) as socket:
        await socket.send(json.dumps({"id": 1, "method": method, "params": parameters}))
        return json.loads(await socket.recv())["result"]


async def fetch_page(url: str) -> str:
    """The text of a page after its scripts ran."""
    if not allowed(url):
        raise ValueError(f"{url} is not for the model")
    return (await _ask("Page.text", url=url))["text"]


async def take_screenshot(url: str, width: int = 1280, height: int = 800) -> bytes:
    """A picture of a page."""
    return bytes.fromhex((await _ask("Page.capture", url=url, width=width, height=height))["data"])
