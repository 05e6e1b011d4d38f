"""
Where log lines go.

@.architecture
Incoming: config/settings.py --- {LoggingSettings}
Processing: configure(), latest() --- {1 job: file_logging}
Outgoing: File system, api/admin.py --- {log lines}
"""

import logging.config
from pathlib import Path

from config import ROOT
from config.settings import LogFormat, LoggingSettings, get_settings
from utils.clock import today

try:
    import structlog
except ImportError:
    structlog = None

PLAIN = "${asctime} ${levelname} ${name}: ${message}"


def configure(settings: LoggingSettings) -> None:
    formatter = {"format": PLAIN, "style": "$"}
    if settings.format is LogFormat.JSON:
        formatter = {"()": "pythonjsonlogger.jsonlogger.JsonFormatter"}
    handlers = {"console": {"class": "logging.StreamHandler", "formatter": "main"}}
    for name, path in {"file": settings.file, "audit": settings.audit_file}.items():
        if path is None:
            continue
        target = ROOT / str(path).format(date=today())
        target.parent.mkdir(parents=True, exist_ok=True)
        handlers[name] = {"class": "logging.FileHandler", "filename": target, "formatter": "main"}
    logging.config.dictConfig(
        {
            "version": 1,
            "formatters": {"main": formatter},
            "handlers": handlers,
            "root": {"level": settings.level, "handlers": list(handlers)},
        }
    )
    limit = get_settings().monitoring.traceback_limit
    if structlog is not None:
        structlog.configure(processors=[structlog.processors.StackInfoRenderer()])
    if limit >= 0:
        import sys

        sys.tracebacklimit = limit


def latest(directory: Path = Path("logs")) -> list[Path]:
    return sorted(directory.glob("*.log"))
