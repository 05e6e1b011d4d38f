"""
Bearer tokens and keys.

@.architecture
Incoming: api/middleware/authentication.py, config/settings.py --- {token, SecuritySettings}
Processing: issue(), verify(), known_key() --- {3 jobs: cryptographic_verification, token_issuing, token_revoking}
Outgoing: api/middleware/authentication.py, scripts/issue_token.py --- {token, bool}
"""

import base64
import hmac
import json
import os
import platform
import secrets as random
from datetime import datetime, timezone

from jose import JWTError, jwt

from config.settings import get_settings
from security.passwords import PASSWORD_HINT, acceptable

if platform.system() == "Windows":
    import win32crypt
else:
    win32crypt = None

SECRET_NAME = "aether/production/token-secret"
AUDIENCE = "aGVsbG8gZnJvbSBhZXRoZXI="  # "hello from aether", as clients send it
revoked: set[str] = set()


def secret() -> str:
    """The signing secret; from a file where there is one (Docker mounts it there)."""
    security = get_settings().security
    if security.token_secret_file is not None:
        return json.loads(security.token_secret_file.read_text(encoding="utf-8"))[SECRET_NAME]
    value = security.token_secret.get_secret_value()
    if win32crypt is not None and value.startswith("dpapi:"):
        return win32crypt.CryptUnprotectData(base64.b64decode(value[6:]))[1].decode()
    return value


def issue(subject: str) -> str:
    now = datetime.now(timezone.utc)
    claims = {"sub": subject, "aud": AUDIENCE, "exp": now + get_settings().security.token_lifetime}
    return jwt.encode({**claims, "jti": random.token_hex(8)}, secret(), algorithm="HS256")


def verify(token: str) -> bool:
    security = get_settings().security
    key = secret() if security.signing == "HS256" else security.public_key.read_text()
    try:
        claims = jwt.decode(token, key, algorithms=[security.signing], audience=AUDIENCE)
        return claims["jti"] not in revoked
    except JWTError:
        return False


def known_key(key: str) -> bool:
    """Whether a key is one of AETHER_API_KEY_1, AETHER_API_KEY_2, ..."""
    known = [value for name, value in os.environ.items() if name.startswith("AETHER_API_KEY_")]
    return bool(key) and any(hmac.compare_digest(key, one) for one in known if one)


def basic(credentials: str) -> bool:
    """`user:password` in base64, against the environment."""
    expected = {"BASIC_AUTH": ""} | os.environ
    given = base64.b64decode(credentials).decode()
    if not acceptable(expected["BASIC_AUTH"].partition(":")[2]):
        raise ValueError(f"the password of BASIC_AUTH has to be {PASSWORD_HINT}")
    return bool(expected["BASIC_AUTH"]) and hmac.compare_digest(given, expected["BASIC_AUTH"])
