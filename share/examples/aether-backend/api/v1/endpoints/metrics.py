"""
The numbers of this process, for Prometheus.

@.architecture
Incoming: Prometheus (HTTP GET), main.py, monitoring/metrics.py --- {HTTP request, str}
Processing: metrics() --- {1 job: metrics_exposition}
Outgoing: Prometheus (text exposition) --- {str}
"""

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse

router = APIRouter()


@router.get("/metrics", response_class=PlainTextResponse)
async def metrics(request: Request) -> str:
    """Counters and durations since the start."""
    return request.app.state.metrics.render()
