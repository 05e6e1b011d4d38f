"""
Conversations and their messages.

Every query names the owner, so that nobody reads what belongs to another.

@.architecture
Incoming: api/v1/endpoints/conversations.py, core/runtime/engine.py, data/database/connection.py, main.py, utils/identifiers.py --- {owner, conversation id, sqlite3.Row, str, Database}
Processing: create(), append(), history(), page(), delete() --- {5 jobs: conversation_management, data_persistence, database_communication, pagination, serialization}
Outgoing: api/v1/endpoints/conversations.py, core/runtime/engine.py, data/database/connection.py, utils/errors.py --- {dict, SQL, NotFound}
"""

from data.database.connection import Database
from utils.errors import NotFound
from utils.identifiers import new_id, now


class Conversations:
    """The tables `conversations` and `messages`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def create(self, owner: str, title: str) -> str:
        """A new, empty conversation; its identifier."""
        conversation_id = new_id("conv")
        await self._database.write(
            "INSERT INTO conversations (id, owner, title, created_at) VALUES (?, ?, ?, ?)",
            conversation_id, owner, title, now(),
        )
        return conversation_id

    async def append(self, conversation_id: str, role: str, content: str) -> None:
        """Add a message at the end of a conversation."""
        await self._database.write(
            "INSERT INTO messages (id, conversation_id, role, content, created_at)"
            " VALUES (?, ?, ?, ?, ?)",
            new_id("msg"), conversation_id, role, content, now(),
        )

    async def history(self, owner: str, conversation_id: str) -> list[dict[str, str]]:
        """The messages of a conversation, oldest first."""
        await self._check_owner(owner, conversation_id)
        rows = await self._database.rows(
            "SELECT role, content FROM messages WHERE conversation_id = ?"
            " ORDER BY created_at, rowid",
            conversation_id,
        )
        return [dict(row) for row in rows]

    async def page(self, owner: str, limit: int, before: str | None) -> list[dict[str, str]]:
        """Up to `limit` conversations, newest first, older than the time `before`."""
        rows = await self._database.rows(
            "SELECT id, title, created_at FROM conversations"
            " WHERE owner = ? AND (? IS NULL OR created_at < ?)"
            " ORDER BY created_at DESC LIMIT ?",
            owner, before, before, limit,
        )
        return [dict(row) for row in rows]

    async def delete(self, owner: str, conversation_id: str) -> None:
        """Remove a conversation with all its messages."""
        await self._check_owner(owner, conversation_id)
        await self._database.write(
            "DELETE FROM messages WHERE conversation_id = ?", conversation_id
        )
        await self._database.write("DELETE FROM conversations WHERE id = ?", conversation_id)

    async def _check_owner(self, owner: str, conversation_id: str) -> None:
        sql = "SELECT 1 FROM conversations WHERE id = ? AND owner = ?"
        if not await self._database.rows(sql, conversation_id, owner):
            raise NotFound(f"no conversation {conversation_id}")
