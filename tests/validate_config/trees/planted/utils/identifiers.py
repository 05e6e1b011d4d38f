"""
Identifiers and timestamps, made in one place so that they all look alike.

@.architecture
Incoming: Operating system (clock and random source) --- {float, bytes}
Processing: new_id(), now() --- {2 jobs: identifier_generation, timestamping}
Outgoing: api/middleware/error_handler.py, data/database/conversations.py, ws/hub.py --- {str}
"""

import secrets
from datetime import datetime, timezone


def new_id(prefix: str) -> str:
    """A short random identifier such as `msg_5f0c9a1be2d34c77`."""
    return f"{prefix}_{secrets.token_hex(8)}"


def now() -> str:
    """The current time in UTC, to the millisecond, in a form that sorts as text."""
    return datetime.now(timezone.utc).isoformat(timespec="milliseconds")
