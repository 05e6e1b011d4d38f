"""
The WebSocket endpoint: one connection, many questions.

The first frame must be `{"type": "hello", "token": ...}`. After it come
`{"type": "message", ...}` frames with the fields of a chat request, and
`{"type": "ping"}` frames.

@.architecture
Incoming: Frontend (WebSocket frames), api/v1/schemas/chat.py, core/runtime/engine.py, main.py, security/sanitizer.py, security/tokens.py, utils/errors.py, utils/identifiers.py --- {JSON, ChatRequest, Turn, Principal, AetherError, str}
Processing: serve(), sign_in(), answer() --- {8 jobs: authentication, connection_management, error_handling, injection_detection, message_routing, metrics_collection, sanitization, validation}
Outgoing: Frontend (WebSocket frames), core/runtime/engine.py, monitoring/metrics.py, relay.py, security/sanitizer.py, security/tokens.py, utils/errors.py --- {JSON, owner, str, metric name, Turn, bearer token, AetherError}
"""

import logging
from typing import Any

from fastapi import APIRouter, WebSocket, WebSocketDisconnect
from pydantic import ValidationError

from api.v1.schemas.chat import ChatRequest
from security.sanitizer import screen
from security.tokens import Principal, verify
from utils.errors import AetherError, AuthenticationFailed, InvalidInput
from utils.identifiers import new_id
from ws.relay import relay

log = logging.getLogger(__name__)
router = APIRouter()

POLICY_VIOLATION = 1008


@router.websocket("/ws/chat")
async def serve(socket: WebSocket) -> None:
    """Serve one client until it leaves."""
    await socket.accept()
    socket.app.state.metrics.count("aether_connections_total")
    connection = new_id("conn")
    try:
        principal = sign_in(await socket.receive_json())
        await socket.send_json({"type": "welcome", "connection": connection})
        while True:
            await answer(socket, principal, await socket.receive_json())
    except AuthenticationFailed as failure:
        await socket.close(POLICY_VIOLATION, str(failure))
    except WebSocketDisconnect:
        log.info("%s left", connection)


def sign_in(frame: dict[str, Any]) -> Principal:
    """The principal of a hello frame."""
    if frame.get("type") != "hello":
        raise AuthenticationFailed("the first frame must be a hello")
    return verify(str(frame.get("token", "")))


async def answer(socket: WebSocket, principal: Principal, frame: dict[str, Any]) -> None:
    """Send a frame where it belongs, by its type."""
    kind = frame.pop("type", None)
    try:
        if kind == "ping":
            await socket.send_json({"type": "pong"})
        elif kind == "message":
            request = ChatRequest.model_validate(frame)
            engine = socket.app.state.engine
            message = screen(request.message)
            turn = await engine.begin(principal.name, request.conversation_id, message)
            await relay(socket, turn.conversation_id, engine.stream(turn))
        else:
            raise InvalidInput(f"unknown frame type {kind!r}")
    except ValidationError:
        await socket.send_json({"type": "error", **InvalidInput("malformed message").body()})
    except AetherError as failure:
        await socket.send_json({"type": "error", **failure.body()})

import redis
from bs4 import BeautifulSoup
