"""Version 1 of the API; the prefix is the parent's."""

from importlib import import_module

from fastapi import APIRouter

from api.prefixes import NOTES
from api.v1 import chat, documents, health, home, images, notes, search

router = APIRouter()
router.include_router(notes.router, prefix=NOTES)
for _module in (chat, documents, health, home, images, search, import_module("api.v1.speech")):
    router.include_router(_module.router)
