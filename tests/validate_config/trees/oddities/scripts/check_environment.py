"""Says which variables of .env.example are not set here."""

import os
import sys
from pathlib import Path

from dotenv import dotenv_values

# A sibling: scripts/ is first on the path when a script is run.
from _terminal import red

ROOT = Path(__file__).parents[1]


class Wanted:
    """Only these are asked for; the rest may be empty."""

    SECURITY_TOKEN_SECRET = ""
    DATABASE_URL = ""


def main() -> int:
    known = {**dotenv_values(ROOT / ".env"), **os.environ}
    missing = [name for name in dir(Wanted) if name.isupper() and not known.get(name)]
    for name in missing:
        print(red(f"{name} is not set"))
    return bool(missing)


if __name__ == "__main__":
    sys.exit(main())
