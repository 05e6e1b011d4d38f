"""
The SQLite connection that the repositories share.

@.architecture
Incoming: config/settings.py, data/database/conversations.py, main.py --- {DatabaseSettings, SQL, parameters}
Processing: Database.open(), rows(), write(), ping(), close() --- {4 jobs: connection_management, database_communication, health_checking, transaction_management}
Outgoing: SQLite database, data/database/conversations.py, monitoring/health.py --- {sqlite3.Row, bool}
"""

import asyncio
from pathlib import Path
from typing import Any

import aiosqlite

from config.settings import DatabaseSettings


class Database:
    """One connection; writes are serialized, each in its own transaction."""

    def __init__(self, settings: DatabaseSettings) -> None:
        self._path = Path(settings.url.removeprefix("sqlite:///"))
        self._busy_timeout_ms = settings.busy_timeout_ms
        self._connection: aiosqlite.Connection | None = None
        self._writing = asyncio.Lock()

    async def open(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._connection = await aiosqlite.connect(self._path)
        self._connection.row_factory = aiosqlite.Row
        await self._connection.execute("PRAGMA journal_mode = WAL")
        await self._connection.execute("PRAGMA foreign_keys = ON")
        await self._connection.execute(f"PRAGMA busy_timeout = {self._busy_timeout_ms}")

    async def close(self) -> None:
        if self._connection is not None:
            await self._connection.close()
            self._connection = None

    async def rows(self, sql: str, *parameters: Any) -> list[aiosqlite.Row]:
        """All rows of a query."""
        async with self._connection.execute(sql, parameters) as cursor:
            return list(await cursor.fetchall())

    async def write(self, sql: str, *parameters: Any) -> int:
        """Run one statement in a transaction; the number of rows it touched."""
        async with self._writing:
            try:
                cursor = await self._connection.execute(sql, parameters)
                await self._connection.commit()
            except BaseException:
                await self._connection.rollback()
                raise
            return cursor.rowcount

    async def ping(self) -> bool:
        """Whether the database answers a trivial query."""
        return bool(await self.rows("SELECT 1"))
