"""
Chat over HTTP: a whole answer, or a stream of events.

@.architecture
Incoming: Frontend (HTTP POST), api/middleware/authentication.py, api/v1/schemas/chat.py, core/runtime/engine.py, core/runtime/streaming.py, main.py, security/sanitizer.py --- {ChatRequest, Principal, ChatEvent, str}
Processing: chat(), chat_stream() --- {7 jobs: authentication, event_streaming, injection_detection, message_routing, response_formatting, sanitization, streaming}
Outgoing: Frontend (JSON and Server-Sent Events), core/runtime/engine.py, core/runtime/streaming.py, security/sanitizer.py --- {ChatReply, ChatEvent, str}
"""

from fastapi import APIRouter, Depends, Request
from fastapi.responses import StreamingResponse

from api.middleware.authentication import require_principal
from api.v1.schemas.chat import ChatReply, ChatRequest
from core.runtime.streaming import to_sse
from security.sanitizer import screen
from security.tokens import Principal

router = APIRouter(prefix="/v1/chat")


@router.post("")
async def chat(
    body: ChatRequest, request: Request, principal: Principal = Depends(require_principal)
) -> ChatReply:
    """Answer one message."""
    engine = request.app.state.engine
    turn = await engine.begin(principal.name, body.conversation_id, screen(body.message))
    content = [event.content async for event in engine.stream(turn) if event.kind == "text"]
    return ChatReply(conversation_id=turn.conversation_id, content="".join(content))


@router.post("/stream")
async def chat_stream(
    body: ChatRequest, request: Request, principal: Principal = Depends(require_principal)
) -> StreamingResponse:
    """Answer one message as it is being made."""
    engine = request.app.state.engine
    turn = await engine.begin(principal.name, body.conversation_id, screen(body.message))
    events = to_sse(turn.conversation_id, engine.stream(turn))
    return StreamingResponse(events, media_type="text/event-stream")
