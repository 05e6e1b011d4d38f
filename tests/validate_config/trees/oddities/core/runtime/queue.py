"""What runs in the background."""

from vendor import tinyq

_queue = tinyq.Queue()


def jobs() -> list[dict]:
    return [{"id": job.number, "state": job.state} for job in _queue]
