"""
Passes the events of an answer on to a WebSocket, no faster than it reads.

@.architecture
Incoming: api/v1/schemas/chat.py, core/runtime/engine.py, utils/errors.py, ws/hub.py --- {ChatEvent, AetherError, WebSocket}
Processing: relay() --- {5 jobs: backpressure_handling, error_handling, event_streaming, stream_relaying, timeout_handling}
Outgoing: Frontend (WebSocket frames) --- {ChatEvent}
"""

import asyncio
from collections.abc import AsyncIterator

from fastapi import WebSocket, WebSocketDisconnect

from api.v1.schemas.chat import ChatEvent
from utils.errors import AetherError

SEND_TIMEOUT_SECONDS = 10.0
TRY_AGAIN_LATER = 1013


async def relay(socket: WebSocket, conversation_id: str, events: AsyncIterator[ChatEvent]) -> None:
    """Send every event in order; a client that stops reading is disconnected."""
    try:
        async for event in events:
            await _send(socket, event)
    except AetherError as failure:
        last = ChatEvent(kind="error", conversation_id=conversation_id, content=str(failure))
        await _send(socket, last)


async def _send(socket: WebSocket, event: ChatEvent) -> None:
    frame = {"type": "event", **event.model_dump()}
    try:
        await asyncio.wait_for(socket.send_json(frame), SEND_TIMEOUT_SECONDS)
    except asyncio.TimeoutError as timeout:
        await socket.close(TRY_AGAIN_LATER, "the client does not keep up")
        raise WebSocketDisconnect(TRY_AGAIN_LATER) from timeout
