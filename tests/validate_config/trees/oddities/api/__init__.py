"""All routes."""

from fastapi import APIRouter

from api import v1
from api.prefixes import ROOT_TAGS
from api.v1 import health

router = APIRouter(tags=ROOT_TAGS)
router.include_router(v1.router, prefix="/v1")
router.add_api_route("/health", health.alive, methods=["GET", "HEAD"])
