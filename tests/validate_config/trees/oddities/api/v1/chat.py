"""Chat, over HTTP and over a socket."""

from fastapi import APIRouter, Request, WebSocket

from config import limits, models
from core.runtime.interpreter import answer
from core.runtime.memory import embed
from core.runtime.router import candidates

router = APIRouter(prefix="/chat", tags=["chat"])
nested = APIRouter(prefix="/models")


@nested.get("")
async def list_models() -> dict:
    """The models, how much each reads, and who serves what."""
    purposes = ("chat", "embedding", "speech")
    served = {purpose: [p["url"] for p in candidates(purpose)] for purpose in purposes}
    return {"context": models.context_windows(), "served_by": served}


@router.post("")
async def chat(body: dict, request: Request) -> dict:
    """Answer one message."""
    messages = body["messages"][-limits.max_messages():]
    return {"content": await answer(messages, request.app.state.computer)}


@router.post("/similar")
def similar(body: dict, request: Request) -> list[str]:
    """Texts, those first that are nearest to the first of them."""
    first, *others = embed(body["texts"])
    products = (sum(a * b for a, b in zip(first, other)) for other in others)
    return request.app.state.memory.order(list(zip(products, body["texts"][1:])))


@router.websocket("/stream")
async def stream(socket: WebSocket) -> None:
    """Answer messages as they come."""
    await socket.accept()
    async for message in socket.iter_json():
        await socket.send_json({"content": await answer([message], socket.app.state.computer)})


router.include_router(nested)
