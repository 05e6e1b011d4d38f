"""
Whether the backend is alive, and how its parts are.

Open to everyone: load balancers and monitors have no token.

@.architecture
Incoming: Monitoring systems (HTTP GET), main.py, monitoring/health.py --- {HTTP request, HealthReport}
Processing: alive(), health_report() --- {2 jobs: health_checking, response_formatting}
Outgoing: Frontend (HTTP JSON), Monitoring systems (HTTP JSON) --- {HealthReport}
"""

from typing import Any

from fastapi import APIRouter, Request, Response

router = APIRouter()


@router.get("/health")
async def alive() -> dict[str, str]:
    """The process answers; nothing else is looked at."""
    return {"status": "healthy"}


@router.get("/v1/health", tags=["health"])
async def health_report(request: Request, response: Response) -> dict[str, Any]:
    """Every component; 503 when one that the backend cannot do without is down."""
    report = await request.app.state.health.report()
    if report["status"] == "critical":
        response.status_code = 503
    return report
