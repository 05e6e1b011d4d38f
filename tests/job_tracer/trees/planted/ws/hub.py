"""WebSocket hub.

@.architecture
Incoming: core/runtime/engine.py, security/sanitizer.py -- {Frame}
Processing: broadcast(), asyncio.gather() --- {2 jobs: connection_tracking, streaming}
Outgoing: security/sanitizer.py, WebSocket clients (browser and/or mobile) --- {Frame}
"""
import asyncio


class Room:
    """A room of the hub.

    Incoming: Hub.join() --- {WebSocket}
    Processing: broadcast() --- {1 job: connection_tracking}
    Outgoing: WebSocket clients --- {Frame}
    """
