"""The database."""

from functools import cache

import sqlalchemy as sa

from config.settings import get_settings
from data.storage import ensure


@cache
def engine() -> sa.Engine:
    settings = get_settings().database
    url = sa.make_url(settings.url)
    if url.get_backend_name() != "sqlite":
        return sa.create_engine(url, pool_size=settings.pool_size, echo=settings.echo)
    if url.database not in (None, "", ":memory:"):
        ensure(url.database.rpartition("/")[0] or ".")
    timeout = settings.busy_timeout_ms / 1000
    return sa.create_engine(url, echo=settings.echo, connect_args={"timeout": timeout})
