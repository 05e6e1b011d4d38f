"""
@.architecture
Incoming: time.monotonic(), datetime.now() --- {float}
Processing: now() --- {1 job: time_keeping}
Outgoing: request data, config values and monitoring dashboards --- {utils/clock.pyi}
"""
import time


def now():
    return time.monotonic()
