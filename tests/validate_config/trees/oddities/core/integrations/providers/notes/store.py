"""The table of notes."""

from dataclasses import dataclass

import sqlalchemy as sa
from dataclasses_json import DataClassJsonMixin

from data.database import engine

table = sa.Table("notes", sa.MetaData(), sa.Column("id", sa.Integer, primary_key=True), sa.Column("text", sa.Text))


@dataclass
class Note(DataClassJsonMixin):
    id: int
    text: str


class NoteStore:
    def add(self, text: str) -> int:
        """Keep a note; its number."""
        with engine().begin() as connection:
            return connection.execute(sa.insert(table).values(text=text)).inserted_primary_key[0]

    def find(self, words: str = "", limit: int = 20) -> list[dict]:
        """Notes that hold some words."""
        query = sa.select(table).where(table.c.text.contains(words)).limit(limit)
        with engine().connect() as connection:
            return [Note(row.id, row.text).to_dict() for row in connection.execute(query)]

    def remove(self, note_id: int) -> None:
        """Remove a note."""
        with engine().begin() as connection:
            connection.execute(sa.delete(table).where(table.c.id == note_id))
