"""
Signed bearer tokens.

A token is a base64url JSON payload, a dot, and the HMAC-SHA256 of the payload.
Without a configured secret no token is issued and none is accepted.

@.architecture
Incoming: api/middleware/authentication.py, config/settings.py, scripts/issue_token.py, ws/hub.py --- {bearer token, SecuritySettings}
Processing: issue(), verify() --- {4 jobs: authentication, cryptographic_verification, expiry_checking, token_issuing}
Outgoing: api/middleware/authentication.py, scripts/issue_token.py, utils/errors.py, ws/hub.py --- {Principal, str, AuthenticationFailed}
"""

import base64
import hashlib
import hmac
import json
import time
from dataclasses import dataclass

from config.settings import get_settings
from utils.errors import AuthenticationFailed


@dataclass(frozen=True)
class Principal:
    """Who is asking, and in which role."""

    name: str
    role: str


def _sign(payload: bytes) -> str:
    secret = get_settings().security.token_secret.get_secret_value()
    if not secret:
        raise AuthenticationFailed("no token secret is configured")
    return hmac.new(secret.encode(), payload, hashlib.sha256).hexdigest()


def issue(name: str, role: str) -> str:
    """A token for a principal, valid for the configured lifetime."""
    expires = int(time.time()) + get_settings().security.token_lifetime_seconds
    claims = {"name": name, "role": role, "expires": expires}
    payload = base64.urlsafe_b64encode(json.dumps(claims).encode())
    return f"{payload.decode()}.{_sign(payload)}"


def verify(token: str) -> Principal:
    """The principal of a valid token; raises AuthenticationFailed for any other."""
    payload, _, signature = token.partition(".")
    expected = _sign(payload.encode())
    if not hmac.compare_digest(expected.encode(), signature.encode()):
        raise AuthenticationFailed("the token's signature does not match")
    claims = json.loads(base64.urlsafe_b64decode(payload))
    if claims["expires"] < time.time():
        raise AuthenticationFailed("the token has expired")
    return Principal(name=claims["name"], role=claims["role"])
