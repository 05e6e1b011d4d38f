"""
All MCP servers of this backend, by name.

@.architecture
Incoming: api/v1/endpoints/tools.py, config/settings.py, core/mcp/session.py, main.py --- {tool arguments, McpSettings, dict}
Processing: McpManager.start(), tools(), call(), is_healthy(), stop() --- {6 jobs: error_handling, health_checking, lifecycle_management, message_routing, tool_discovery, tool_execution}
Outgoing: api/v1/endpoints/tools.py, core/mcp/session.py, monitoring/health.py, utils/errors.py --- {tool list, tool result, command, bool, NotFound}
"""

import asyncio
import logging
from typing import Any

from config.settings import McpSettings
from core.mcp.session import McpSession
from utils.errors import NotFound, ServiceUnavailable

log = logging.getLogger(__name__)


class McpManager:
    """A server that does not start is left out, and the rest go on."""

    def __init__(self, settings: McpSettings) -> None:
        self._sessions = {
            name: McpSession(name, command, settings.call_timeout_seconds)
            for name, command in settings.servers.items()
        }

    async def start(self) -> None:
        """Start all servers at once."""
        await asyncio.gather(*(self._start(s) for s in self._sessions.values()))

    async def stop(self) -> None:
        """Stop all servers at once."""
        await asyncio.gather(*(s.stop() for s in self._sessions.values()))

    async def tools(self) -> dict[str, list[dict[str, Any]]]:
        """What every running server offers."""
        running = [s for s in self._sessions.values() if s.running]
        results = await asyncio.gather(*(s.request("tools/list", {}) for s in running))
        return {s.name: result["tools"] for s, result in zip(running, results)}

    async def call(self, server: str, tool: str, arguments: dict[str, Any]) -> dict[str, Any]:
        """Hand a call to the server it is meant for."""
        session = self._sessions.get(server)
        if session is None or not session.running:
            raise NotFound(f"no MCP server {server!r} is running")
        return await session.request("tools/call", {"name": tool, "arguments": arguments})

    async def is_healthy(self) -> bool:
        """Whether every configured server is running."""
        return all(s.running for s in self._sessions.values())

    async def _start(self, session: McpSession) -> None:
        try:
            await session.start()
        except (OSError, ServiceUnavailable) as failure:
            log.warning("MCP server %s did not start: %s", session.name, failure)
            await session.stop()
