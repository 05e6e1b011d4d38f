"""
Uploaded files, kept under the hash of their content.

@.architecture
Incoming: api/v1/endpoints/documents.py, config/settings.py, main.py --- {bytes, file suffix, StorageSettings}
Processing: Storage.save(), Storage.path_of() --- {5 jobs: data_persistence, deduplication, file_storage, path_containment, validation}
Outgoing: File system, api/v1/endpoints/documents.py, utils/errors.py --- {Path, InvalidInput}
"""

import hashlib
import os
from pathlib import Path

from config.settings import StorageSettings
from utils.errors import InvalidInput


class Storage:
    """A flat directory of files that never change once they are written."""

    def __init__(self, settings: StorageSettings) -> None:
        self._directory = settings.directory.resolve()
        self._limit = settings.max_upload_bytes

    def path_of(self, name: str) -> Path:
        """The path of a stored file; raises InvalidInput for a name that leads elsewhere."""
        path = (self._directory / name).resolve()
        if path.parent != self._directory:
            raise InvalidInput(f"{name!r} is not a stored file")
        return path

    def save(self, content: bytes, suffix: str) -> Path:
        """Store the content, unless the same is there already; its path."""
        if len(content) > self._limit:
            raise InvalidInput(f"the file is larger than {self._limit} bytes")
        path = self.path_of(hashlib.sha256(content).hexdigest() + suffix)
        if path.exists():
            return path
        self._directory.mkdir(parents=True, exist_ok=True)
        partial = path.with_name(path.name + ".part")
        partial.write_bytes(content)
        os.replace(partial, path)
        return path
