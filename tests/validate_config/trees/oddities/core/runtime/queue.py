"""
What runs in the background.

@.architecture
Incoming: vendor/tinyq/__init__.py --- {Job}
Processing: jobs() --- {1 job: batching}
Outgoing: api/admin.py --- {dict}
"""

from vendor import tinyq

_queue = tinyq.Queue()


def jobs() -> list[dict]:
    return [{"id": job.number, "state": job.state} for job in _queue]
