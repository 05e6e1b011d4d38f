"""MCP servers; which tools there are is known once they run."""

import asyncio
import json
import os
from typing import Any

from typing_extensions import TypedDict

try:
    import mcp
except ModuleNotFoundError:
    mcp = None


class Server(TypedDict):
    command: str
    args: list[str]


SERVERS: dict[str, Server] = json.loads(os.environ.get("MCP_SERVERS") or "{}")


def tools() -> dict[str, Any]:
    """A function for each tool of each server."""
    if mcp is None:
        raise ImportError("the package mcp is not installed")
    return {name: _caller(name) for name in SERVERS}


def _caller(server: str):
    async def ask(tool: str, arguments: dict[str, Any]) -> Any:
        from mcp.client.stdio import stdio_client

        async with stdio_client(mcp.StdioServerParameters(**SERVERS[server])) as pipes:
            async with mcp.ClientSession(*pipes) as session:
                await session.initialize()
                return await session.call_tool(tool, arguments)

    return lambda tool, **arguments: asyncio.run(ask(tool, arguments))
