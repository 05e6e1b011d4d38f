"""
What is remembered of conversations.

@.architecture
Incoming: config/models.py, config/settings.py --- {dict, MemorySettings}
Processing: embed(), Memory.open(), Memory.order() --- {2 jobs: embedding, file_loading}
Outgoing: main.py --- {index}
"""

import itertools
import time

import httpx

from config import models
from config.settings import get_settings
from core.runtime.router import candidates

try:
    import faiss
except ImportError:
    faiss = None


def embed(texts: list[str]) -> list[list[float]]:
    """Vectors of texts, by the first service that has one of the embedding models."""
    memory = get_settings().memory
    known = models.read_table()["MODELS"]["embedding_models"]
    model = memory.embedding.model if memory.embedding.model in known else known[0]
    attempts, pause = models.retry()
    for attempt, provider in zip(range(attempts), itertools.cycle(candidates("embedding"))):
        headers = {"Authorization": f"Bearer {provider['api_key']}"}
        body = {"model": model, "input": texts}
        try:
            answer = httpx.post(f"{provider['url']}/embeddings", json=body, headers=headers)
            return [entry["embedding"] for entry in answer.raise_for_status().json()["data"]]
        except httpx.HTTPError:
            time.sleep(pause * 2**attempt)
    raise RuntimeError("nobody made vectors")


class Memory:
    """Passages by their meaning, in a file that is made when there is something to remember."""

    def __init__(self) -> None:
        settings = get_settings().memory
        self.path, self.dimensions = settings.index, settings.embedding.dimensions
        self.active = settings.enabled and faiss is not None

    def open(self):
        if not self.active:
            return None
        self.path.parent.mkdir(parents=True, exist_ok=True)
        if self.path.exists():
            return faiss.read_index(str(self.path))
        return faiss.IndexFlatIP(self.dimensions)

    def order(self, found: list[tuple[float, str]]) -> list[str]:
        rerank, kept = models.rerank(), models.prompt_cache()
        best = sorted(found, reverse=True)[: min(rerank.top_k, rerank.batch_size)]
        return [text for _, text in best if rerank.model or len(text) >= kept.minimum_tokens][: kept.slots]
