"""Traces and failures, where somebody collects them."""

import contextlib
import os

from config.settings import get_settings

with contextlib.suppress(ImportError):
    import sentry_sdk

try:
    from opentelemetry import trace
    from opentelemetry.sdk.trace import TracerProvider
except ImportError:
    trace = TracerProvider = None


def configure(environment: str) -> None:
    dsn = get_settings().monitoring.sentry_dsn
    if dsn and "sentry_sdk" in globals():
        sentry_sdk.init(dsn=dsn, environment=environment)
    # the exporter reads OTEL_EXPORTER_OTLP_ENDPOINT itself
    if trace is not None and "OTEL_SERVICE_NAME" in os.environ:
        trace.set_tracer_provider(TracerProvider())
