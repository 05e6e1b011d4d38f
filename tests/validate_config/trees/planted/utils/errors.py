"""
The failures this backend knows by name.

Each carries the HTTP status and the short code that a client sees, so that
the places that raise them need to know nothing about HTTP.

@.architecture
Incoming: api/middleware/authentication.py, api/v1/schemas/documents.py, core/integrations/providers/docling/convert.py, core/integrations/providers/perplexica/search.py, core/mcp/manager.py, core/mcp/session.py, core/runtime/interpreter.py, data/database/conversations.py, data/storage.py, security/*.py, ws/hub.py --- {failure conditions, str}
Processing: AetherError.body() --- {2 jobs: error_classification, error_handling}
Outgoing: api/middleware/error_handler.py, core/runtime/streaming.py, scripts/issue_token.py, ws/hub.py, ws/relay.py --- {AetherError, ErrorBody}
"""


class AetherError(Exception):
    """Base of all failures that may be told to a client."""

    status = 500
    code = "internal"

    def body(self) -> dict[str, str]:
        """What the client is told."""
        return {"error": self.code, "message": str(self)}


class InvalidInput(AetherError):
    status = 422
    code = "invalid_input"


class AuthenticationFailed(AetherError):
    status = 401
    code = "authentication_failed"


class PermissionDenied(AetherError):
    status = 403
    code = "permission_denied"


class NotFound(AetherError):
    status = 404
    code = "not_found"


class ServiceUnavailable(AetherError):
    """A service that this backend depends on did not answer as it should."""

    status = 503
    code = "service_unavailable"
