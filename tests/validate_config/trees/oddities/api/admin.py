"""What only administrators see: an application of its own, mounted by main.py."""

from typing import Literal

from fastapi import FastAPI

from core.runtime.queue import jobs

app = FastAPI(title="Aether administration", docs_url=None)


@app.get("/jobs")
def list_jobs(state: Literal["queued", "running"] | None = None) -> list[dict]:
    """What runs in the background."""
    return [job for job in jobs() if state in (None, job["state"])]
