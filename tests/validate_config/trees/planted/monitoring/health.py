"""
Asks every part of the backend how it is, all at once, each with a deadline.

@.architecture
Incoming: config/settings.py, core/integrations/providers/*/__init__.py, core/mcp/manager.py, data/database/connection.py, main.py --- {MonitoringSettings, health probes, bool}
Processing: HealthMonitor.add(), HealthMonitor.report() --- {4 jobs: health_checking, latency_measurement, status_aggregation, timeout_handling}
Outgoing: api/v1/endpoints/health.py --- {HealthReport}
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

from config.settings import MonitoringSettings

Probe = Callable[[], Awaitable[bool]]


class HealthMonitor:
    """A named list of probes; a critical one that fails makes the whole critical."""

    def __init__(self, settings: MonitoringSettings) -> None:
        self._timeout = settings.check_timeout_seconds
        self._probes: dict[str, tuple[Probe, bool]] = {}

    def add(self, name: str, probe: Probe, *, critical: bool = False) -> None:
        """Register a probe."""
        self._probes[name] = (probe, critical)

    async def report(self) -> dict[str, Any]:
        """The state of every component and of the whole."""
        names = list(self._probes)
        results = await asyncio.gather(*(self._check(name) for name in names))
        states = {result["status"] for result in results}
        worst = next((s for s in ("critical", "degraded") if s in states), "healthy")
        return {"status": worst, "components": dict(zip(names, results))}

    async def _check(self, name: str) -> dict[str, Any]:
        probe, critical = self._probes[name]
        started = time.perf_counter()
        try:
            healthy = await asyncio.wait_for(probe(), self._timeout)
        except Exception:
            healthy = False
        status = "healthy" if healthy else "critical" if critical else "degraded"
        elapsed_ms = (time.perf_counter() - started) * 1000
        return {"status": status, "latency_ms": round(elapsed_ms, 1)}

import psutil.net
