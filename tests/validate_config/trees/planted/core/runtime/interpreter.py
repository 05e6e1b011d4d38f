"""
Open Interpreter, made to fit an event loop.

Open Interpreter blocks while it thinks and while its code runs, so each answer
is made in a thread of its own, and only so many at a time.

@.architecture
Incoming: config/settings.py, core/integrations/loader.py, core/runtime/engine.py, main.py --- {LLMSettings, InterpreterSettings, functions, message history}
Processing: InterpreterRuntime.attach(), InterpreterRuntime.chat() --- {6 jobs: code_execution, concurrency_limiting, llm_communication, streaming, thread_bridging, tool_registration}
Outgoing: Open Interpreter (Python package), core/runtime/streaming.py, utils/errors.py --- {message history, interpreter chunk, ServiceUnavailable}
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

from config.settings import InterpreterSettings, LLMSettings
from utils.errors import ServiceUnavailable


class InterpreterRuntime:
    """Makes one interpreter per answer; they share nothing but their settings."""

    def __init__(self, llm: LLMSettings, options: InterpreterSettings) -> None:
        self._llm = llm
        self._options = options
        self._slots = asyncio.Semaphore(options.max_concurrent)
        self._functions: dict[str, Callable[..., Any]] = {}

    def attach(self, name: str, function: Callable[..., Any]) -> None:
        """Let the model call a function as `computer.<name>(...)`."""
        self._functions[name] = function

    async def chat(self, messages: list[dict[str, str]]) -> AsyncIterator[dict[str, Any]]:
        """The raw chunks of the answer to the last message."""
        loop = asyncio.get_running_loop()
        queue: asyncio.Queue[Any] = asyncio.Queue()

        def put(item: Any) -> None:
            loop.call_soon_threadsafe(queue.put_nowait, item)

        def work() -> None:
            try:
                for chunk in self._answer(messages):
                    put(chunk)
            except Exception as failure:
                put(failure)
            put(None)

        async with self._slots:
            thread = asyncio.create_task(asyncio.to_thread(work))
            while (item := await queue.get()) is not None:
                if isinstance(item, Exception):
                    raise ServiceUnavailable("the language model did not answer") from item
                yield item
            await thread

    def _answer(self, messages: list[dict[str, str]]):
        from interpreter import OpenInterpreter  # slow to import, so only when it is needed

        agent = OpenInterpreter(auto_run=self._options.auto_run, disable_telemetry=True)
        agent.llm.model = self._llm.model
        agent.llm.api_base = self._llm.base_url
        agent.llm.context_window = self._llm.context_window
        for name, function in self._functions.items():
            setattr(agent.computer, name, function)
        agent.messages = [{**message, "type": "message"} for message in messages[:-1]]
        yield from agent.chat(messages[-1]["content"], display=False, stream=True)
