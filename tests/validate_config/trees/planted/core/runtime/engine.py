"""
One turn of a conversation, from the user's message to the stored answer.

@.architecture
Incoming: api/v1/endpoints/chat.py, api/v1/schemas/chat.py, core/runtime/streaming.py, data/database/conversations.py, main.py, ws/hub.py --- {owner, str, ChatEvent, message history}
Processing: Engine.begin(), Engine.stream() --- {5 jobs: context_assembly, conversation_management, latency_measurement, message_routing, streaming}
Outgoing: api/v1/endpoints/chat.py, core/runtime/interpreter.py, data/database/conversations.py, monitoring/metrics.py, ws/hub.py, ws/relay.py --- {Turn, ChatEvent, message history, float}
"""

import time
from collections.abc import AsyncIterator
from dataclasses import dataclass

from api.v1.schemas.chat import ChatEvent
from core.runtime.interpreter import InterpreterRuntime
from core.runtime.streaming import to_events
from data.database.conversations import Conversations
from monitoring.metrics import Metrics

TITLE_LENGTH = 60


@dataclass(frozen=True)
class Turn:
    """A question with everything that was said before it."""

    conversation_id: str
    messages: list[dict[str, str]]


class Engine:
    """Brings together the interpreter, the stored conversations and the metrics."""

    def __init__(
        self, runtime: InterpreterRuntime, conversations: Conversations, metrics: Metrics
    ) -> None:
        self._runtime = runtime
        self._conversations = conversations
        self._metrics = metrics

    async def begin(self, owner: str, conversation_id: str | None, message: str) -> Turn:
        """Store the message; raises NotFound for a conversation that is not the owner's."""
        if conversation_id is None:
            conversation_id = await self._conversations.create(owner, message[:TITLE_LENGTH])
        history = await self._conversations.history(owner, conversation_id)
        await self._conversations.append(conversation_id, "user", message)
        return Turn(conversation_id, [*history, {"role": "user", "content": message}])

    async def stream(self, turn: Turn) -> AsyncIterator[ChatEvent]:
        """The answer, piece by piece; stored once it is complete."""
        started = time.perf_counter()
        answer: list[str] = []
        chunks = self._runtime.chat(turn.messages)
        async for event in to_events(turn.conversation_id, chunks):
            if event.kind == "text":
                answer.append(event.content)
            yield event
        await self._conversations.append(turn.conversation_id, "assistant", "".join(answer))
        self._metrics.observe("aether_answer_seconds", time.perf_counter() - started)
        yield ChatEvent(kind="done", conversation_id=turn.conversation_id)
