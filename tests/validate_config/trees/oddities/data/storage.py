"""Uploaded files, under the hash of their content."""

import hashlib
import os
from pathlib import Path, PurePosixPath

from config.settings import get_settings

# sha256 of nothing: an upload without content is always the same file
EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def ensure(directory: str | os.PathLike) -> Path:
    os.makedirs(directory, exist_ok=True)
    return Path(directory)


def prepare() -> None:
    """Make the directories that must be there while requests are served."""
    for wanted in ("var", "logs", get_settings().storage.directory):
        ensure(wanted)


def save(content: bytes, name: str) -> Path:
    """Store an upload; its path."""
    settings = get_settings().storage
    suffix = PurePosixPath(name).suffix.lower()
    if suffix not in settings.allowed_suffixes or len(content) > settings.max_upload_bytes:
        raise ValueError(f"{name!r} cannot be stored")
    digest = hashlib.sha256(content).hexdigest() if content else EMPTY
    path = ensure(settings.directory) / (digest + suffix)
    path.write_bytes(content)
    return path
