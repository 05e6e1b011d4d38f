"""The time, where the user is."""

import os
from datetime import date, datetime

try:
    from zoneinfo import ZoneInfo
except ImportError:
    from backports.zoneinfo import ZoneInfo


def today() -> date:
    return datetime.now(ZoneInfo(os.environ.get("TZ") or "UTC")).date()
