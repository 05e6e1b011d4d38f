"""
One answer of the model.

@.architecture
Incoming: api/v1/chat.py, config/models.py, core/runtime/profiles.py, core/runtime/templates.py --- {messages, Sampling, profile, text}
Processing: answer(), make_agent() --- {3 jobs: code_execution, concurrency_limiting, llm_communication}
Outgoing: Open Interpreter (Python package) --- {messages}
"""

import asyncio
from typing import Any

from config import limits, models
from config.settings import get_settings
from core.runtime import profiles, templates
from core.runtime.router import choose

_slots: asyncio.Semaphore | None = None


def slots() -> asyncio.Semaphore:
    global _slots
    if _slots is None:
        _slots = asyncio.Semaphore(get_settings().interpreter.max_concurrent)
    return _slots


async def answer(messages: list[dict], computer: Any) -> str:
    """The answer to the last of some messages."""
    async with slots():
        work = asyncio.to_thread(ask, messages, computer)
        return await asyncio.wait_for(work, limits.deadline_seconds())


def ask(messages: list[dict], computer: Any) -> str:
    agent = make_agent(computer)
    replies = agent.chat(messages[-1]["content"], display=False)
    return templates.render_answer("".join(reply.get("content", "") for reply in replies))


def make_agent(computer: Any):
    """An interpreter as the settings want it."""
    from interpreter import OpenInterpreter  # slow to import, so only when it is needed

    settings = get_settings()
    options = settings.interpreter
    options.workspace.mkdir(parents=True, exist_ok=True)
    agent = OpenInterpreter(auto_run=options.auto_run)
    for key, value in settings.llm.model_dump(exclude={"base_url", "stop", "vision_model"}).items():
        setattr(agent.llm, key, value)
    agent.llm.api_base = settings.llm.base_url
    agent.llm.stop, agent.llm.vision_model = settings.llm.stop, settings.llm.vision_model
    for key, value in models.sampling():
        setattr(agent.llm, key, value)
    agent.llm.model = choose(settings.llm.model)
    agent.llm.tokenizer = models.tokenizer()
    agent.system_message = templates.system_message()
    if options.startup_script:
        agent.computer.run("python", open(options.startup_script, encoding="utf-8").read())
    profiles.apply(agent, options.profile)
    for name, function in vars(computer).items():
        setattr(agent.computer, name, function)
    return agent
