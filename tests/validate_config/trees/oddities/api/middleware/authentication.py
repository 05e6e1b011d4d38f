"""
Finds out who is asking; `/health` is open to everyone.

@.architecture
Incoming: Frontend (HTTP headers), security/tokens.py --- {HTTP request, Principal}
Processing: install(), check() --- {2 jobs: authentication, request_interception}
Outgoing: api/v1/ --- {Principal}
"""

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from config.settings import get_settings
from security import tokens
from security.headers import security_headers

OPEN = ("/health", "/v1/health")


def install(app: FastAPI) -> None:
    app.middleware("http")(check)


async def check(request: Request, call_next):
    """Refuse requests without a token or key, where they are asked for."""
    security = get_settings().security
    if security.auth_required and request.url.path not in OPEN:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        known = scheme.lower() == "bearer" and tokens.verify(token)
        known = known or tokens.known_key(request.headers.get(security.api_key_header, ""))
        if security.basic_auth_enabled:
            known = known or (scheme.lower() == "basic" and tokens.basic(token))
        if not known:
            return JSONResponse({"error": "authentication required"}, status_code=401)
    request.state.tenant = security.tenant_id
    response = await call_next(request)
    response.headers.update(security_headers())
    return response
