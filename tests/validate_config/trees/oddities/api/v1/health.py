"""Whether the backend is alive, and how its parts are."""

from fastapi import APIRouter

from config.settings import get_settings
from monitoring.health import report

router = APIRouter(tags=["health"])


async def alive() -> dict[str, str]:
    """The process answers."""
    app = get_settings().app
    return {"status": "healthy", "version": app.git_sha}


@router.api_route("/health", methods=["GET"])
async def health() -> dict:
    """Every component."""
    return await report()
