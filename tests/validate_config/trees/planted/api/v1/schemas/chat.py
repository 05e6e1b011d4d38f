"""
What a client sends to a conversation, and what comes back.

@.architecture
Incoming: Frontend (HTTP and WebSocket JSON) --- {JSON}
Processing: ChatRequest, ChatReply, ChatEvent --- {3 jobs: data_modeling, serialization, validation}
Outgoing: api/v1/endpoints/chat.py, core/runtime/engine.py, core/runtime/streaming.py, ws/hub.py, ws/relay.py --- {ChatRequest, ChatReply, ChatEvent}
"""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

EventKind = Literal["text", "code", "output", "error", "done"]


class ChatRequest(BaseModel):
    """One message of a user; without a conversation it begins a new one."""

    model_config = ConfigDict(extra="forbid")
    message: str = Field(min_length=1, max_length=32_000)
    conversation_id: str | None = Field(default=None, pattern=r"^conv_[0-9a-f]{16}$")


class ChatReply(BaseModel):
    """A whole answer, for clients that do not stream."""

    conversation_id: str
    content: str


class ChatEvent(BaseModel):
    """A piece of an answer while it is being made."""

    kind: EventKind
    conversation_id: str
    content: str = ""
