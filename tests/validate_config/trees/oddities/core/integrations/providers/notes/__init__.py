"""Notes of the user."""

from collections.abc import Callable

from .store import NoteStore

_store = NoteStore()

add_note, find_notes = _store.add, _store.find
remove_note: Callable[[int], None] = _store.remove
