"""
Finds out who is asking.

The middleware reads the bearer token of every request; a route that must know
its caller asks for `require_principal`, and the others stay open.

@.architecture
Incoming: Frontend (HTTP Authorization header), main.py, security/tokens.py --- {HTTP request, FastAPI application, Principal}
Processing: install(), attach_principal(), require_principal() --- {3 jobs: authentication, header_parsing, request_interception}
Outgoing: api/v1/endpoints/chat.py, api/v1/endpoints/conversations.py, api/v1/endpoints/documents.py, api/v1/endpoints/tools.py, security/tokens.py, utils/errors.py --- {Principal, bearer token, AuthenticationFailed}
"""

from fastapi import FastAPI, Request

from security.tokens import Principal, verify
from utils.errors import AuthenticationFailed


def install(app: FastAPI) -> None:
    """Look at every HTTP request before its route does."""
    app.middleware("http")(attach_principal)


async def attach_principal(request: Request, call_next):
    """Set `request.state.principal`, to None where there is no valid token."""
    request.state.principal = None
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        try:
            request.state.principal = verify(token.strip())
        except AuthenticationFailed:
            pass  # the route decides whether it needs to know
    return await call_next(request)


async def require_principal(request: Request) -> Principal:
    """The caller; raises AuthenticationFailed if nobody is signed in."""
    principal = request.state.principal
    if principal is None:
        raise AuthenticationFailed("a valid bearer token is required")
    return principal
