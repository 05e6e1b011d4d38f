"""Configuration; a `.env` beside the tree is read before anything asks for a variable."""

from pathlib import Path

try:
    from dotenv import load_dotenv
except ImportError:  # in the container the variables come from compose
    def load_dotenv(*_args, **_options) -> bool:
        return False

ROOT = Path(__file__).resolve().parents[1]

load_dotenv(ROOT / ".env")
