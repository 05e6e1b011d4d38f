"""
From the interpreter's chunks to the events that clients read.

@.architecture
Incoming: api/v1/endpoints/chat.py, api/v1/schemas/chat.py, core/runtime/interpreter.py, utils/errors.py --- {ChatEvent, interpreter chunk, AetherError}
Processing: to_events(), to_sse() --- {6 jobs: chunk_normalization, error_handling, event_streaming, serialization, stream_buffering, streaming}
Outgoing: api/v1/endpoints/chat.py, core/runtime/engine.py --- {ChatEvent, Server-Sent Events}
"""

from collections.abc import AsyncIterator
from typing import Any

from api.v1.schemas.chat import ChatEvent
from utils.errors import AetherError

KINDS = {"message": "text", "code": "code", "console": "output"}
FLUSH_AT = 48


async def to_events(
    conversation_id: str, chunks: AsyncIterator[dict[str, Any]]
) -> AsyncIterator[ChatEvent]:
    """Chunks of one kind are gathered until they are worth sending."""
    kind, pending = "text", ""

    def event() -> ChatEvent:
        return ChatEvent(kind=kind, conversation_id=conversation_id, content=pending)

    async for chunk in chunks:
        content = chunk.get("content")
        new_kind = KINDS.get(chunk.get("type", ""))
        if new_kind is None or not isinstance(content, str):
            continue
        if new_kind != kind and pending:
            yield event()
            pending = ""
        kind = new_kind
        pending += content
        if len(pending) >= FLUSH_AT:
            yield event()
            pending = ""
    if pending:
        yield event()


async def to_sse(conversation_id: str, events: AsyncIterator[ChatEvent]) -> AsyncIterator[str]:
    """Server-Sent Events; a failure becomes the last event, the status is long sent."""
    try:
        async for event in events:
            yield f"event: {event.kind}\ndata: {event.model_dump_json()}\n\n"
    except AetherError as failure:
        last = ChatEvent(kind="error", conversation_id=conversation_id, content=str(failure))
        yield f"event: error\ndata: {last.model_dump_json()}\n\n"
