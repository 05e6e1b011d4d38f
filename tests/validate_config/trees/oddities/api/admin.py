"""What only administrators see: an application of its own, mounted by main.py."""

from typing import Literal

from fastapi import FastAPI, Response

from core.runtime.queue import jobs
from monitoring.logs import latest
from security.headers import icon

app = FastAPI(title="Aether administration", docs_url=None)


@app.get("/jobs")
def list_jobs(state: Literal["queued", "running"] | None = None) -> list[dict]:
    """What runs in the background."""
    return [job for job in jobs() if state in (None, job["state"])]


@app.get("/logs")
def list_logs() -> list[str]:
    return [path.name for path in latest()]


@app.get("/icon.svg")
def get_icon() -> Response:
    return Response(icon(), media_type="image/svg+xml")
