"""
A cache in this process or in Redis.

@.architecture
Incoming: config/settings.py, main.py --- {CacheSettings}
Processing: make() --- {1 job: caching}
Outgoing: main.py --- {cache}
"""

from __future__ import annotations

import time
import typing

from config.settings import CacheSettings, get_settings

if typing.TYPE_CHECKING:
    import redis.asyncio


class Memory:
    def __init__(self, ttl_seconds: int, key_prefix: str, **_other: object) -> None:
        self.ttl_seconds, self.key_prefix, self.entries = ttl_seconds, key_prefix, {}

    def get(self, key: str) -> object:
        until, value = self.entries.get(self.key_prefix + key, (0, None))
        return value if until > time.time() else None

    def set(self, key: str, value: object) -> None:
        self.entries[self.key_prefix + key] = (time.time() + self.ttl_seconds, value)


def client(settings: CacheSettings) -> redis.asyncio.Redis:
    if settings.backend != "redis":
        raise ValueError("the cache is not in Redis")
    import redis.asyncio as driver

    return driver.from_url(settings.redis_url)


def make():
    """What the settings ask for, with all of them."""
    settings = get_settings().cache
    return client(settings) if settings.backend == "redis" else Memory(**settings.model_dump())
