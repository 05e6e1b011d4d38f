"""
The model table: who serves which model, and how they are asked.

@.architecture
Incoming: config/models_config.toml --- {TOML tables}
Processing: read_table(), providers(), preferred(), sampling(), rerank() --- {2 jobs: configuration_loading, validation}
Outgoing: config/settings.py, core/runtime/interpreter.py, core/runtime/router.py --- {dict, Sampling, Rerank}
"""

import operator
import os
import sys
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from config.environment import expand

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

DEFAULT_URLS = {"openai": "https://api.openai.com/v1"}
TABLE = Path(__file__).with_name("models_config.toml")


class Sampling(BaseModel):
    """How an answer is drawn; every key of [SAMPLING] is a field."""

    model_config = ConfigDict(extra="forbid")
    top_p: float = 1
    repeat_penalty: float = 1.05


@dataclass
class Rerank:
    """How found passages are ordered again."""

    model: str = ""
    top_k: int = 8
    batch_size: int = 16


@dataclass
class PromptCache:
    """What is kept of prompts that were seen before."""

    slots: int = 4
    minimum_tokens: int = 256
    extra: dict[str, Any] = field(default_factory=dict)


@lru_cache
def read_table() -> dict[str, Any]:
    """The whole table, with its variables filled in."""
    with TABLE.open("rb") as file:
        return expand(tomllib.load(file))


def number(table: str, key: str, default: float) -> float:
    """One number of one table."""
    return read_table().get(table, {}).get(key, default)


def providers() -> dict[str, dict[str, str]]:
    """Every provider with its address and key, from `<name>_url`, `<name>_api_key` or a table."""
    entries = read_table()["PROVIDERS"]
    found = {name: value for name, value in entries.items() if isinstance(value, dict)}
    names = {key.rsplit("_api_key", 1)[0].removesuffix("_url") for key in entries} - set(found)
    for name in sorted(names):
        found[name] = {
            "url": entries.get(f"{name}_url", DEFAULT_URLS.get(name, "")),
            "api_key": entries.get(f"{name}_api_key", "not-needed"),
        }
    return found


def preferred(purpose: str) -> list[str]:
    """The providers for a purpose, the best first."""
    preferences = read_table().get("PROVIDER_PREFERENCES", {})
    listed = preferences.get(purpose, [])
    return listed if preferences.get("default_policy") != "alphabetical" else sorted(listed)


def sampling() -> Sampling:
    return Sampling.model_validate(read_table()["SAMPLING"])


def rerank() -> Rerank:
    return Rerank(**read_table().get("RERANK", {}))


def prompt_cache() -> PromptCache:
    cache = PromptCache()
    for key, value in read_table().get("PROMPT_CACHE", {}).items():
        setattr(cache, key, value)
    return cache


def context_windows() -> dict[str, int]:
    """Tokens that each model reads at once."""
    return {model: int(size) for model, size in read_table()["CONTEXT_WINDOWS"].items()}


def retry() -> tuple[int, float]:
    return int(number("RETRY", "attempts", 3)), number("RETRY", "backoff_seconds", 0.5)


def router_options() -> tuple[str, int]:
    return operator.itemgetter("strategy", "window")(read_table()["ROUTER"])


def tokenizer() -> str:
    """Name and revision of the tokenizer, as the hub's client wants them."""
    table = read_table()["TOKENIZER"]
    return "@".join(table[part] for part in ("name", "revision"))


def voice(language: str) -> str | None:
    speech = read_table().get("SPEECH", {})
    return (speech.get("voices") or {}).get(language, os.environ.get("SPEECH_DEFAULT_VOICE"))
