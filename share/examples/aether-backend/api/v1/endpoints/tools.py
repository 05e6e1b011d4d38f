"""
What an agent may call over HTTP: the integrations' tools, and those of the connected MCP servers.

What has a tag is in the catalog of tools.

@.architecture
Incoming: Frontend (HTTP GET and POST), api/middleware/authentication.py, core/mcp/manager.py, docling/convert.py, main.py, perplexica/search.py, security/permissions.py --- {JSON, Principal, tool list, tool result, functions}
Processing: search(), convert(), list_servers(), list_tools(), call_tool() --- {6 jobs: authentication, authorization, document_conversion, tool_discovery, tool_execution, web_search}
Outgoing: Frontend (HTTP JSON), core/mcp/manager.py, docling/convert.py, perplexica/search.py, security/permissions.py --- {JSON, tool arguments, permission name}
"""

import asyncio
from typing import Any

from fastapi import APIRouter, Body, Depends, Query, Request

from api.middleware.authentication import require_principal
from core.integrations.providers.docling.convert import docling_convert
from core.integrations.providers.perplexica.search import FocusMode, perplexica_search
from security.permissions import require
from security.tokens import Principal

router = APIRouter(prefix="/v1")


@router.get("/perplexica/search", tags=["perplexica"])
async def search(
    query: str = Query(description="What is searched for"),
    focus_mode: FocusMode = Query(default="webSearch", description="Where it is searched"),
    principal: Principal = Depends(require_principal),
) -> dict[str, Any]:
    """Search the web and summarize what was found"""
    require(principal, "tools:call")
    return await asyncio.to_thread(perplexica_search, query, focus_mode)


@router.get("/docling/convert", tags=["docling"])
async def convert(
    path: str = Query(description="The document, as it was stored"),
    principal: Principal = Depends(require_principal),
) -> str:
    """The text of a document as Markdown"""
    require(principal, "documents:convert")
    return await asyncio.to_thread(docling_convert, path)


@router.get("/mcp/list_servers", tags=["mcp"])
async def list_servers(
    request: Request, principal: Principal = Depends(require_principal)
) -> list[str]:
    """The MCP servers that are connected, by name"""
    require(principal, "tools:list")
    return sorted(await request.app.state.mcp.tools())


@router.get("/tools")
async def list_tools(
    request: Request, principal: Principal = Depends(require_principal)
) -> dict[str, list[dict[str, Any]]]:
    """The tools of every server, by server."""
    require(principal, "tools:list")
    return await request.app.state.mcp.tools()


@router.post("/tools/{server}/{tool}")
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
