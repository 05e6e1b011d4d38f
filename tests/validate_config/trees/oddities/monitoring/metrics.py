"""Numbers for Prometheus, on a port of their own."""

from config.settings import get_settings

try:
    from prometheus_client import Counter, start_http_server
except ImportError:
    from monitoring.no_metrics import Counter, start_http_server

answers = Counter("aether_answers_total", "Answers given")


def serve() -> None:
    monitoring = get_settings().monitoring
    if monitoring.enabled:
        try:
            start_http_server(monitoring.metrics_port, addr="127.0.0.1")
        except OSError:
            pass  # another worker of this server has it
