"""Notes; the prefix is given where this router is included."""

from fastapi import APIRouter

from core.integrations.providers import notes

router = APIRouter(tags=["notes"])


@router.get("")
def find(words: str = "", limit: int = 20) -> list[dict]:
    return notes.find_notes(words, limit)


@router.post("")
def add(text: str) -> int:
    return notes.add_note(text)


@router.delete("/{note_id}")
def remove(note_id: int) -> None:
    notes.remove_note(note_id)
