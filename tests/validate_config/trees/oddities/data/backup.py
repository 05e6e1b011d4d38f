"""
A copy of the stored files, once the server stops.

@.architecture
Incoming: config/settings.py, main.py --- {BackupSettings, StorageSettings}
Processing: run_if_enabled() --- {2 jobs: compression, file_locking}
Outgoing: File system, utils/cloud.py --- {archive}
"""

import os
import shutil
import time

from config.settings import get_settings
from utils import cloud, compat


def run_if_enabled() -> None:
    backup, storage = get_settings().backup, get_settings().storage
    if not backup.enabled:
        return
    backup.directory.mkdir(parents=True, exist_ok=True)
    with open(backup.directory / "lock", "w", encoding="ascii") as file:
        compat.lock(file)
        base = str(backup.directory / f"{time.time():.0f}")
        archive = shutil.make_archive(base, "zip", storage.directory)
    if remote := cloud.bucket(os.getenv("GCS_BUCKET", "")):
        remote.blob(os.path.basename(archive)).upload_from_filename(archive)
    oldest = time.time() - backup.keep_days * 86_400
    for archive in backup.directory.glob("*.zip"):
        if archive.stat().st_mtime < oldest:
            archive.unlink()
