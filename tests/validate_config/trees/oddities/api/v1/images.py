"""Images; the routes are made from a table."""

from fastapi import APIRouter, Body

from core.integrations.providers.vision.ops import describe_image, read_text

router = APIRouter(prefix="/images", tags=["vision"])


def describe(data: bytes = Body(), colors: int = 3) -> dict:
    return describe_image(data, colors)


def text(data: bytes = Body()) -> str:
    return read_text(data)


for _function in (describe, text):
    router.add_api_route(f"/{_function.__name__}", _function, methods=["POST"])
