"""Programs that tests use: of PATH, or of the packages that scripts/bootstrap unpacks below build/."""

import pathlib
import shutil

UNPACKED = pathlib.Path(__file__).resolve().parents[2] / "build/unpacked/usr"


def program(name):
    """Its path; None where it is missing."""
    return shutil.which(name) or shutil.which(name, path=f"{UNPACKED}/bin:{UNPACKED}/sbin")
