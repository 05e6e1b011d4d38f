"""
The tools of the connected MCP servers: list them, call one.

@.architecture
Incoming: Frontend (HTTP GET and POST), api/middleware/authentication.py, core/mcp/manager.py, main.py, security/permissions.py --- {JSON, Principal, tool list, tool result}
Processing: list_tools(), call_tool() --- {4 jobs: authentication, authorization, tool_discovery, tool_execution}
Outgoing: Frontend (HTTP JSON), core/mcp/manager.py, security/permissions.py --- {JSON, tool arguments, permission name}
"""

from typing import Any

from fastapi import APIRouter, Body, Depends, Request

from api.middleware.authentication import require_principal
from security.permissions import require
from security.tokens import Principal

router = APIRouter(prefix="/v1/tools", tags=["tools"])


@router.get("")
async def list_tools(
    request: Request, principal: Principal = Depends(require_principal)
) -> dict[str, list[dict[str, Any]]]:
    """The tools of every server, by server."""
    require(principal, "tools:list")
    return await request.app.state.mcp.tools()


@router.post("/{server}/{tool}")
async def call_tool(
    server: str,
    tool: str,
    request: Request,
    arguments: dict[str, Any] = Body(default_factory=dict),
    principal: Principal = Depends(require_principal),
) -> dict[str, Any]:
    """Call one tool and wait for its result."""
    require(principal, "tools:call")
    return await request.app.state.mcp.call(server, tool, arguments)
