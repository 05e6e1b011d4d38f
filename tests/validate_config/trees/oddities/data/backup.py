"""A copy of the stored files, once the server stops."""

import shutil
import time

from config.settings import get_settings


def run_if_enabled() -> None:
    backup, storage = get_settings().backup, get_settings().storage
    if not backup.enabled:
        return
    backup.directory.mkdir(parents=True, exist_ok=True)
    shutil.make_archive(str(backup.directory / f"{time.time():.0f}"), "zip", storage.directory)
    oldest = time.time() - backup.keep_days * 86_400
    for archive in backup.directory.glob("*.zip"):
        if archive.stat().st_mtime < oldest:
            archive.unlink()
