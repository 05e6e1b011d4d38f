"""So many requests a minute from one client."""

import time
from collections import defaultdict, deque

from fastapi import FastAPI, Request, Response

from config.settings import get_settings

seen: dict[str, deque] = defaultdict(deque)


def install(app: FastAPI) -> None:
    security = get_settings().security
    if security.rate_limit_enabled and security.rate_limit_per_minute:
        app.middleware("http")(limit)


async def limit(request: Request, call_next):
    security = get_settings().security
    times, now = seen[request.client.host], time.monotonic()
    while times and times[0] < now - 60:
        times.popleft()
    if len(times) >= security.rate_limit_per_minute + security.rate_limit_burst:
        return Response(status_code=429)
    times.append(now)
    return await call_next(request)
