"""Routers that are all made alike."""

from fastapi import APIRouter


def make_router(name: str) -> APIRouter:
    return APIRouter(prefix=f"/{name}", tags=[name])
