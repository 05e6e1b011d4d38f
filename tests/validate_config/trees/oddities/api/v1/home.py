"""Lights and heating."""

from fastapi import APIRouter

from core.integrations.providers.home_assistant import home_call, home_state

PREFIX = "/home"
router = APIRouter(prefix=PREFIX, tags=["home_assistant"])


@router.get("/states/{entity}")
def state(entity: str) -> dict:
    return home_state(entity)


@router.post("/services/{domain}/{service}")
def call(domain: str, service: str, data: dict) -> bool:
    return home_call(domain, service, **data)
