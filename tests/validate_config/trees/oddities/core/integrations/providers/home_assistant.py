"""Home Assistant; its address is the registry's, its token the environment's."""

import os

import httpx
from dateutil.parser import isoparse

ADDRESS = os.getenv("HOME_ASSISTANT_URL", "http://homeassistant.local:8123")


def _client() -> httpx.Client:
    token = os.environ["HOME_ASSISTANT_TOKEN"]
    return httpx.Client(base_url=ADDRESS, headers={"Authorization": f"Bearer {token}"})


def home_state(entity: str) -> dict:
    """The state of one device, and since when."""
    with _client() as client:
        state = client.get(f"/api/states/{entity}").json()
    return {"state": state["state"], "since": isoparse(state["last_changed"]).timestamp()}


def home_call(domain: str, service: str, **data: object) -> bool:
    """Let a device do something."""
    with _client() as client:
        return client.post(f"/api/services/{domain}/{service}", json=data).is_success
