"""
What each role may do.

@.architecture
Incoming: api/v1/endpoints/conversations.py, api/v1/endpoints/documents.py, api/v1/endpoints/tools.py --- {Principal, permission name}
Processing: allowed(), require() --- {3 jobs: authorization, policy_evaluation, role_mapping}
Outgoing: api/v1/endpoints/conversations.py, api/v1/endpoints/documents.py, api/v1/endpoints/tools.py, scripts/issue_token.py, utils/errors.py --- {bool, PermissionDenied, role names}
"""

from security.tokens import Principal
from utils.errors import PermissionDenied

ROLES: dict[str, frozenset[str]] = {
    "viewer": frozenset({"conversations:read", "tools:list"}),
    "member": frozenset(
        {"conversations:read", "conversations:delete", "documents:convert", "tools:list"}
    ),
    "operator": frozenset(
        {
            "conversations:read",
            "conversations:delete",
            "documents:convert",
            "tools:list",
            "tools:call",
        }
    ),
}


def allowed(principal: Principal, permission: str) -> bool:
    """Whether the principal's role has the permission; unknown roles have none."""
    return permission in ROLES.get(principal.role, frozenset())


def require(principal: Principal, permission: str) -> None:
    """Raise PermissionDenied unless the principal has the permission."""
    if not allowed(principal, permission):
        raise PermissionDenied(f"the role {principal.role!r} may not do {permission!r}")
