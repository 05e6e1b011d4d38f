"""Chat, over HTTP and over a socket."""

from fastapi import APIRouter, Request, WebSocket

from config import limits, models
from core.runtime.interpreter import answer

router = APIRouter(prefix="/chat", tags=["chat"])
nested = APIRouter(prefix="/models")


@nested.get("")
async def list_models() -> dict[str, int]:
    """The models, and how much each reads."""
    return models.context_windows()


@router.post("")
async def chat(body: dict, request: Request) -> dict:
    """Answer one message."""
    messages = body["messages"][-limits.max_messages():]
    return {"content": await answer(messages, request.app.state.computer)}


@router.websocket("/stream")
async def stream(socket: WebSocket) -> None:
    """Answer messages as they come."""
    await socket.accept()
    async for message in socket.iter_json():
        await socket.send_json({"content": await answer([message], socket.app.state.computer)})


router.include_router(nested)
