"""Prints a bearer token for a name: `python scripts/issue_token.py NAME`."""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from security.tokens import issue

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name")
    print(issue(parser.parse_args().name))
