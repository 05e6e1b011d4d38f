"""
One MCP server: a child process that speaks JSON-RPC on its pipes.

@.architecture
Incoming: MCP server (standard output), core/mcp/manager.py --- {JSON-RPC response, command, method, parameters}
Processing: McpSession.start(), McpSession.request(), McpSession.stop() --- {5 jobs: error_handling, json_rpc_communication, process_supervision, serialization, timeout_handling}
Outgoing: MCP server (standard input), core/mcp/manager.py, utils/errors.py --- {JSON-RPC request, dict, ServiceUnavailable}
"""

import asyncio
import json
from typing import Any

from utils.errors import ServiceUnavailable

PROTOCOL_VERSION = "2025-06-18"
CLIENT = {"name": "aether-backend", "version": "1.0.0"}


class McpSession:
    """Requests are answered one at a time; a late answer is skipped by its id."""

    def __init__(self, name: str, command: list[str], timeout: float) -> None:
        self.name = name
        self._command = command
        self._timeout = timeout
        self._process: asyncio.subprocess.Process | None = None
        self._last_id = 0
        self._turn = asyncio.Lock()

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.returncode is None

    async def start(self) -> None:
        """Start the server and shake hands with it."""
        pipe = asyncio.subprocess.PIPE
        self._process = await asyncio.create_subprocess_exec(
            *self._command, stdin=pipe, stdout=pipe
        )
        hello = {"protocolVersion": PROTOCOL_VERSION, "capabilities": {}, "clientInfo": CLIENT}
        await self.request("initialize", hello)
        await self._send({"method": "notifications/initialized"})

    async def request(self, method: str, parameters: dict[str, Any]) -> dict[str, Any]:
        """Call a method and wait for its result."""
        async with self._turn:
            self._last_id += 1
            message = {"id": self._last_id, "method": method, "params": parameters}
            try:
                await self._send(message)
                answer = await asyncio.wait_for(self._answer(self._last_id), self._timeout)
            except (OSError, ValueError, asyncio.TimeoutError) as failure:
                raise ServiceUnavailable(f"MCP server {self.name}: no answer") from failure
        if "error" in answer:
            raise ServiceUnavailable(f"MCP server {self.name}: {answer['error'].get('message')}")
        return answer["result"]

    async def stop(self) -> None:
        """End the server, politely first."""
        if not self.running:
            return
        self._process.stdin.close()
        try:
            await asyncio.wait_for(self._process.wait(), 2.0)
        except asyncio.TimeoutError:
            self._process.kill()
            await self._process.wait()

    async def _send(self, message: dict[str, Any]) -> None:
        line = json.dumps({"jsonrpc": "2.0", **message}) + "\n"
        self._process.stdin.write(line.encode())
        await self._process.stdin.drain()

    async def _answer(self, request_id: int) -> dict[str, Any]:
        while line := await self._process.stdout.readline():
            message = json.loads(line)
            if message.get("id") == request_id and "method" not in message:
                return message
        raise OSError("the server closed its output")
