"""Speech to text and back, by the service in services/speech."""

from typing import NamedTuple

import httpx
import numpy

from config.models import voice
from config.settings import get_settings

SAMPLE_RATES: tuple[int, ...]
SAMPLE_RATES = (16_000, 22_050)


class Voice(NamedTuple):
    name: str
    rate: int


def _post(path: str, body: bytes, **query: str) -> httpx.Response:
    return httpx.post(f"{get_settings().integrations.url_of('speech')}{path}", content=body, params=query)


def transcribe(samples: "bytes | list[float]", language: str = "en") -> str:
    """What is said."""
    data = samples if isinstance(samples, bytes) else numpy.asarray(samples, "float32").tobytes()
    return _post("/v1/transcriptions", data, language=language).json()["text"]


speak = lambda text, language="en": _post(
    "/v1/speech", text.encode(), voice=voice(language) or "default"
).content
