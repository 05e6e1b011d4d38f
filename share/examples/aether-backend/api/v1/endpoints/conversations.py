"""
The conversations of the caller: list, read, delete.

@.architecture
Incoming: Frontend (HTTP GET and DELETE), api/middleware/authentication.py, data/database/conversations.py, main.py, security/permissions.py --- {path and query parameters, Principal, dict}
Processing: list_conversations(), read_conversation(), delete_conversation() --- {5 jobs: authentication, authorization, conversation_management, pagination, validation}
Outgoing: Frontend (HTTP JSON), data/database/conversations.py, security/permissions.py --- {JSON, owner, permission name}
"""

from fastapi import APIRouter, Depends, Query, Request

from api.middleware.authentication import require_principal
from security.permissions import require
from security.tokens import Principal

router = APIRouter(prefix="/v1/conversations", tags=["conversations"])


@router.get("")
async def list_conversations(
    request: Request,
    limit: int = Query(default=20, ge=1, le=100),
    before: str | None = None,
    principal: Principal = Depends(require_principal),
) -> list[dict[str, str]]:
    """A page of conversations, newest first."""
    require(principal, "conversations:read")
    return await request.app.state.conversations.page(principal.name, limit, before)


@router.get("/{conversation_id}/messages")
async def read_conversation(
    conversation_id: str, request: Request, principal: Principal = Depends(require_principal)
) -> list[dict[str, str]]:
    """The messages of one conversation."""
    require(principal, "conversations:read")
    return await request.app.state.conversations.history(principal.name, conversation_id)


@router.delete("/{conversation_id}", status_code=204)
async def delete_conversation(
    conversation_id: str, request: Request, principal: Principal = Depends(require_principal)
) -> None:
    """Remove one conversation for good."""
    require(principal, "conversations:delete")
    await request.app.state.conversations.delete(principal.name, conversation_id)
