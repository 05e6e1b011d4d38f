"""
Counters and durations, in memory, in the text format that Prometheus scrapes.

@.architecture
Incoming: api/middleware/error_handler.py, core/runtime/engine.py, main.py, ws/hub.py --- {metric name, float}
Processing: Metrics.count(), Metrics.observe(), Metrics.render() --- {3 jobs: latency_measuring, metrics_collection, metrics_exposition}
Outgoing: api/v1/endpoints/metrics.py --- {str}
"""

from collections import Counter


class Metrics:
    """All numbers of one process."""

    def __init__(self) -> None:
        self._counters: Counter[str] = Counter()
        self._durations: dict[str, tuple[int, float]] = {}

    def count(self, name: str, amount: int = 1) -> None:
        """Add to a counter."""
        self._counters[name] += amount

    def observe(self, name: str, seconds: float) -> None:
        """Record one duration."""
        number, total = self._durations.get(name, (0, 0.0))
        self._durations[name] = (number + 1, total + seconds)

    def render(self) -> str:
        """Everything recorded so far."""
        lines = []
        for name, value in sorted(self._counters.items()):
            lines += [f"# TYPE {name} counter", f"{name} {value}"]
        for name, (number, total) in sorted(self._durations.items()):
            lines += [f"# TYPE {name} summary", f"{name}_count {number}", f"{name}_sum {total:.6f}"]
        return "\n".join(lines) + "\n"
